"""Archives of XML: bounded by what they say of themselves, and without entities."""

from __future__ import annotations

import io
import zipfile

import pytest

from sync.errors import BadInput
from sync.tables import archive


@pytest.mark.parametrize(("size", "refused"), [(10, False), (11, True)])
def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch, size: int, refused: bool) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("a", b"x" * 4)
        parts.writestr("b", b"x" * (size - 4))
    with zipfile.ZipFile(made) as parts:
        if refused:
            with pytest.raises(BadInput) as caught:
                archive.check_size(parts)
            assert caught.value.code == "file-too-big"
        else:
            archive.check_size(parts)


@pytest.mark.parametrize(
    ("content", "declares"), [(b"<a/>", False), (b"<!DOCTYPE a><a/>", True), (b"<!ENTITY a 'b'>", True)]
)
def test_declarations_are_seen(content: bytes, declares: bool) -> None:
    assert archive.declares_entities(content) is declares
