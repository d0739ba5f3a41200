"""Opening the program: only where there is a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.tui.run import run
from sync.errors import Misuse
from tests.field.alone import new_store


def test_without_a_terminal_it_says_so_and_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_store(tmp_path).close()
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(Misuse) as refused:
        run(str(tmp_path))
    assert refused.value.code == "no-terminal"
