"""What reports are written as."""

from __future__ import annotations

import pytest

from hub.export.documents import files
from sync.errors import Misuse


def test_a_kind_that_there_is_not_is_named() -> None:
    assert files.kind_of("xlsx") == "xlsx"
    with pytest.raises(Misuse) as misused:
        files.kind_of("p" * 50)
    assert (misused.value.code, misused.value.facts) == ("unknown-report-kind", {"path": "p" * 40})
