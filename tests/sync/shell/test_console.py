"""What people see on a terminal: columns that fit, and errors of the machine told in one line."""

from __future__ import annotations

import doctest
import errno
import sqlite3
from typing import Annotated

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import Refused
from sync.shell import commands, console


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

    assert commands.run(app, [], "soxa test") == code
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1 and told.encode() in err


def test_wrong_words_are_wrong_usage_and_a_fault_of_ours_is_not_hidden(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    app = commands.group("a group")

    @app.command()
    def one(number: Annotated[int, typer.Option("--number")] = 0) -> None:
        raise RuntimeError("a fault of ours")

    assert commands.run(app, ["--number", "x"], "soxa test") == 2
    assert capfdbinary.readouterr()[1].count(b"\n") == 1
    with pytest.raises(RuntimeError):
        commands.run(app, [], "soxa test")
