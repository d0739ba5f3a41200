"""Opening the program: only where there is a terminal to draw on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from field.tui.run import run
from sync.errors import Misuse


@pytest.mark.parametrize("missing", ["stdin", "stderr"])
def test_without_a_terminal_on_either_side_nothing_is_opened(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda name=name: name != missing)
    with pytest.raises(Misuse) as misused:
        run(str(tmp_path / "laptop"))
    assert misused.value.code == "no-terminal"
    assert not (tmp_path / "laptop").exists()
