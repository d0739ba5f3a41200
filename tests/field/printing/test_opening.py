"""Opening what was printed with what the machine has."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from field.printing.opening import can_open, open_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems open by themselves")


def test_without_an_opener_or_a_screen_nothing_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert not open_file(tmp_path / "a.docx")
    opener = tmp_path / "xdg-open"
    opener.write_text(f"#!{sys.executable}\nimport sys; open({str(tmp_path / 'told')!r}, 'w').write(sys.argv[1])\n")
    opener.chmod(0o755)
    assert can_open()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not open_file(tmp_path / "a.docx")


def test_the_opener_is_given_the_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "told"
    opener = tmp_path / "xdg-open"
    os.mkfifo(pipe)  # reading it waits for the opener
    opener.write_text(f"#!/bin/sh\nprintf '%s' \"$1\" > '{pipe}'\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.chdir(tmp_path)
    assert open_file(Path("bc.docx"))
    assert pipe.read_text() == str(tmp_path / "bc.docx")
