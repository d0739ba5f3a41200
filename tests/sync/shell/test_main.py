"""The first and the last moments of a command: streams that are closed, Ctrl-C at any of them; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, SOXA, environment, soxa

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections")

STOPPING = '''
"""Presses Ctrl-C when the module that STOP_AT names is imported, or when the interpreter ends."""
import atexit, os, signal, sys

def press():
    os.kill(os.getpid(), signal.SIGINT)

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["STOP_AT"]:
            press()

if os.environ.get("STOP_AT") == "the end":
    atexit.register(press)
elif "STOP_AT" in os.environ:
    sys.meta_path.insert(0, Watch())
'''


@pytest.fixture
def stopping(tmp_path: Path) -> Path:
    """A folder for PYTHONPATH that has an interpreter press Ctrl-C itself."""
    (tmp_path / "stop").mkdir()
    (tmp_path / "stop" / "sitecustomize.py").write_text(STOPPING, encoding="utf-8")
    return tmp_path / "stop"


@pytest.mark.parametrize(
    "module", ["sync.shell.groups", "sync.errors", "msgspec", "sqlite3", "typer", "sync.audit.cli", "sync.audit.verify"]
)
def test_ctrl_c_while_a_command_is_being_imported_stops_it_without_a_word(stopping: Path, module: str) -> None:
    done = soxa("audit", "list", "none.soxa", PYTHONPATH=str(stopping), STOP_AT=module)
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.STOPPED, b"", b"")


def test_ctrl_c_while_a_command_runs_is_one_line(stopping: Path, tmp_path: Path) -> None:
    """The web server is imported by the command itself, which has begun by then."""
    done = soxa("hub", "serve", "--home", str(tmp_path / "none"), PYTHONPATH=str(stopping), STOP_AT="uvicorn")
    assert (done.returncode, done.stdout) == (ExitCode.STOPPED, b"")
    assert done.stderr.decode().splitlines() == ["soxa: Cancelled. What was saved is saved."]


def test_ctrl_c_when_all_is_done_changes_nothing(stopping: Path) -> None:
    done = soxa("--help", PYTHONPATH=str(stopping), STOP_AT="the end")
    assert (done.returncode, done.stderr) == (ExitCode.DONE, b"")
    assert soxa("nobody", PYTHONPATH=str(stopping), STOP_AT="the end").returncode == ExitCode.USAGE


@ON_POSIX
@pytest.mark.parametrize("arguments", ["--help", "audit --help", "audit show --help", "audit verify none.soxa --key x"])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_from_the_start_is_no_traceback(arguments: str, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {arguments} {closed}', "sh", *SOXA],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr
    told = not arguments.endswith("--help")
    expected = ExitCode.USAGE if told else ExitCode.UNREACHABLE if ">&-" in closed.split() else ExitCode.DONE
    assert done.returncode == expected


@ON_POSIX
@pytest.mark.parametrize("arguments", [("--help",), ("audit", "--help"), ("audit", "verify", "--help"), ("nobody",)])
def test_a_reader_that_has_gone_is_no_traceback(arguments: tuple[str, ...]) -> None:
    """Both streams are a pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run([*SOXA, *arguments], cwd=ROOT, env=environment(), stdout=gone, stderr=gone, check=False)
    assert done.returncode == (ExitCode.USAGE if arguments == ("nobody",) else ExitCode.UNREACHABLE)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        heard = subprocess.run(
            [*SOXA, *arguments], cwd=ROOT, env=environment(), stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert b"Traceback" not in heard.stderr and b"Exception" not in heard.stderr


@ON_POSIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_under_standard_output_is_told(unbuffered: str) -> None:
    env = environment(PYTHONUNBUFFERED=unbuffered)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*SOXA, "--help"], cwd=ROOT, env=env, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (ExitCode.UNREACHABLE, 1)


def test_letters_reach_a_terminal_that_claims_to_know_ascii_alone() -> None:
    old = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for arguments in (("--help",), ("audit", "--help"), ("audit", "verify", "--help")):
        done = subprocess.run(
            [*SOXA, *arguments], env=environment(LC_ALL="C", SOXA_LANG="vi", **old), capture_output=True, check=False
        )
        assert done.returncode == ExitCode.DONE
        assert "kiểm chứng" in done.stdout.decode("utf-8").lower()
