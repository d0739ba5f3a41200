"""Annexes as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.annex.files import MAX_FILE, read_annex
from sync.errors import BadInput, Misuse


def test_a_file_is_read_by_what_its_name_ends_in_and_no_other_kind_is(tmp_path: Path) -> None:
    for name in ("annex.pdf", "annex", "annex.xlsx.zip", "annex.docx"):
        (tmp_path / name).touch()
        with pytest.raises(Misuse) as misused:
            read_annex(tmp_path / name)
        assert (misused.value.code, misused.value.facts) == ("unknown-annex-kind", {"path": name})
    with pytest.raises(BadInput) as missing:
        read_annex(tmp_path / "annex.XLSX")
    assert missing.value.code == "file-missing"


def test_a_file_that_is_too_big_is_refused_whatever_it_holds(tmp_path: Path) -> None:
    huge = tmp_path / "annex.csv"
    with huge.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(BadInput) as refused:
        read_annex(huge)
    assert (refused.value.code, refused.value.facts) == ("annex-too-big", {"limit": 32})
