"""Opening the program: only where there is a terminal."""

from __future__ import annotations

import subprocess
import sys
from functools import partialmethod
from pathlib import Path

import pytest

from field.tui.app import FieldApp
from field.tui.run import run
from sync.errors import Misuse
from tests.field.alone import new_store


def test_without_a_terminal_it_says_so_and_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_store(tmp_path).close()
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(Misuse) as refused:
        run(str(tmp_path))
    assert refused.value.code == "no-terminal"


def broken(_app: FieldApp) -> None:
    """What opens no screen, and fails over a text that nobody is to see."""
    secret = "a secret"
    raise ZeroDivisionError(secret)


def test_a_program_that_broke_does_not_end_as_one_that_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    new_store(tmp_path).close()
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr(FieldApp, "run", partialmethod(FieldApp.run, headless=True))
    monkeypatch.setattr(FieldApp, "on_mount", lambda app: app.exit(False))
    assert run(str(tmp_path)) == 0
    monkeypatch.setattr(FieldApp, "on_mount", broken)
    assert run(str(tmp_path)) == 70
    (kept,) = (tmp_path / "faults").iterdir()
    told, text = capfd.readouterr().err, kept.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in told and str(kept) in told and "Traceback" not in told
    assert "builtins.ZeroDivisionError" in text and "test_run.py" in text
    assert "a secret" not in told + text


def test_opening_it_loads_nothing_that_only_a_command_or_a_key_needs() -> None:
    """How soon the program opens is how much it loads first: none of these before it shows."""
    late = {
        "cryptography",
        "httpx",
        "typer",
        "sqlite_utils",
        "openpyxl",
        "docx",
        "lxml",
        "field.printing",
        "json",
        "csv",
        "email",
        "importlib.metadata",
        "urllib.request",
        "sync.ledger.decode_batch",
        "sync.ledger.unit_history",
        "sync.exchange",
        "field.cli",
        "sync.importing.take",
        "field.reporting",
        "sync.ledger.obligations",
    }
    script = "import sys, sync.shell.groups, field.tui.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "field.tui.app" in loaded
    assert loaded & late == set()
