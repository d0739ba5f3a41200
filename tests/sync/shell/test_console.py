"""What people see on a terminal: columns that fit, and errors of the machine told in one line."""

from __future__ import annotations

import doctest
import errno
import json
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Annotated

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import Fact, Refused, Unavailable
from sync.ledger.period import day_of
from sync.shell import commands, console
from sync.wording.messages import sentence
from tests.command import soxa


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(console).failed == 0


@given(text=st.text(alphabet="ab đườngẾ ", max_size=80), width=st.integers(8, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = console.wrap(text, width)
    assert all(console.cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(natural=st.lists(st.integers(1, 200), min_size=1, max_size=8), room=st.integers(20, 300))
def test_columns_fit_unless_all_are_narrow_already(natural: list[int], room: int) -> None:
    widths = console.fitted(natural, room)
    assert sum(widths) + 2 * (len(widths) - 1) <= room or max(widths) <= 8
    assert all(width <= most for width, most in zip(widths, natural, strict=True))


def test_wide_and_combining_letters_are_measured_in_cells() -> None:
    assert console.cells("Đường") == 5
    assert console.cells("e\u0301") == 1
    assert console.cells("漢字") == 4


def full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Refused("file-exists"), 1, "soxa: "),
        (KeyboardInterrupt(), 130, "soxa: "),
        (OSError(errno.ENOSPC, "No space left"), 3, "soxa: "),
        (full(), 3, "soxa: "),
        (PermissionError(errno.EACCES, "Permission denied", "x.soxa"), 3, "x.soxa"),
    ],
)
def test_what_goes_wrong_is_one_line_and_an_exit_code(
    error: BaseException, code: int, told: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    app = commands.group("a group", runs_alone=True)

    @app.callback(invoke_without_command=True)
    def go() -> None:
        raise error

    assert commands.run(app, [], "soxa test", sentence) == code
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1 and told.encode() in err


def broken(number: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("it says why")
    error.sqlite_errorcode = number
    return error


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (OSError(errno.ENOSPC, "No space left"), "disk-full", {}),
        (
            OSError(errno.EACCES, "Permission denied", "x.soxa"),
            "file-unusable",
            {"path": "x.soxa", "why": "Permission denied"},
        ),
        (OSError("odd"), "file-unusable", {"path": "–", "why": "odd"}),
        (full(), "disk-full", {}),
        (broken(sqlite3.SQLITE_FULL | 1 << 8), "disk-full", {}),
        (broken(sqlite3.SQLITE_BUSY), "store-busy", {}),
        (broken(sqlite3.SQLITE_LOCKED), "store-busy", {}),
        (broken(sqlite3.SQLITE_BUSY_SNAPSHOT), "store-busy", {}),
        (broken(sqlite3.SQLITE_CORRUPT), "store-damaged", {"why": "it says why"}),
        (broken(sqlite3.SQLITE_NOTADB), "store-damaged", {"why": "it says why"}),
        (broken(sqlite3.SQLITE_IOERR), "store-unreadable", {"why": "it says why"}),
        (broken(sqlite3.SQLITE_IOERR_READ), "store-unreadable", {"why": "it says why"}),
        (broken(sqlite3.SQLITE_CANTOPEN), "store-unreadable", {"why": "it says why"}),
        (broken(sqlite3.SQLITE_IOERR_SHMSIZE), "disk-full", {}),
        (broken(sqlite3.SQLITE_IOERR_SHMLOCK), "store-busy", {}),
        (broken(sqlite3.SQLITE_IOERR_LOCK), "store-busy", {}),
        (broken(sqlite3.SQLITE_READONLY), "store-readonly", {}),
        (broken(sqlite3.SQLITE_READONLY_DIRECTORY), "store-readonly", {}),
    ],
)
def test_what_a_disk_or_a_store_says_is_an_error_of_ours(
    error: sqlite3.Error | OSError, code: str, facts: dict[str, Fact]
) -> None:
    found = console.unavailable(error)
    assert isinstance(found, Unavailable)
    assert (found.code, found.facts) == (code, facts)


@pytest.mark.parametrize("error", [sqlite3.ProgrammingError("no code"), broken(sqlite3.SQLITE_CONSTRAINT)])
def test_a_fault_of_the_program_itself_is_not_dressed_as_the_disks(error: sqlite3.Error) -> None:
    with pytest.raises(type(error)):
        console.unavailable(error)


KEY = "soxa.audit.example/registry+00000000+AAAA"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nobody",), "no-such-group"),
        (("audit", "nobody"), "usage"),
        (("audit", "verify", "none.soxa"), "usage"),
        (("audit", "verify", "none.soxa", "--key", KEY), "bad-verifier-key"),
        (("audit", "list", "none.soxa"), "file-missing"),
        (("field", "list"), "not-joined"),
        (("field", "log", "--title", "x"), "not-joined"),
        (("field", "sync"), "not-joined"),
    ],
)
def test_a_script_that_asks_for_json_gets_json_in_failure_too(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    """On standard output, where it reads; the exit code and the words for whoever looks on are as without."""
    plain = soxa(*arguments, folder=tmp_path, SOXA_HOME=str(tmp_path / "none"))
    asked = soxa(*arguments, "--json", folder=tmp_path, SOXA_HOME=str(tmp_path / "none"))
    error = json.loads(asked.stdout)["error"]
    assert (error["code"], plain.stdout) == (code, b"")
    assert (asked.returncode, asked.stderr) == (plain.returncode, plain.stderr)
    assert asked.stderr.decode() == f"soxa: {error['message']}\n"
    assert set(error) == {"code", "message", "facts"}


def test_what_is_json_no_more_after_two_dashes_is_a_word(tmp_path: Path) -> None:
    done = soxa("field", "show", "--", "--json", folder=tmp_path, SOXA_HOME=str(tmp_path / "none"))
    assert (done.stdout, done.returncode) == (b"", 3)


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_a_path_that_is_no_text_is_told_in_json(tmp_path: Path) -> None:
    name = os.fsdecode(b"kh\xf4ng c\xf3")
    done = soxa("audit", "list", name, "--json", folder=tmp_path)
    assert json.loads(done.stdout)["error"]["facts"] == {"path": name}


def test_wrong_words_are_wrong_usage_and_a_fault_of_ours_is_not_hidden(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    app = commands.group("a group")

    @app.command()
    def one(number: Annotated[int, typer.Option("--number")] = 0) -> None:
        raise RuntimeError("a fault of ours")

    assert commands.run(app, ["--number", "x"], "soxa test", sentence) == 2
    assert capfdbinary.readouterr()[1].count(b"\n") == 1
    with pytest.raises(RuntimeError):
        commands.run(app, [], "soxa test", sentence)


@pytest.mark.parametrize(
    ("wall", "year"), [(1_793_000_000, 2026), (-1, 1970), (253_402_300_799, 2190), (253_402_300_800, 2190), (10**12, 2190)]
)
def test_a_clock_that_stands_beyond_every_period_is_taken_for_the_last_that_has_one(
    wall: float, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: wall)
    assert day_of(console.now()).year == year
