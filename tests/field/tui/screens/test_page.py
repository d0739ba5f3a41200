"""The frame of every screen: what cannot be done is told in a sentence, and the screen stays as it is."""

from __future__ import annotations

import sqlite3

import pytest

from field.messages import sentence
from field.tui.screens.ledger import Ledger
from field.tui.screens.page import Page
from sync.errors import Refused, SoxaError, Unavailable
from tests.field.tui.officer import Officer, at_work
from tests.world import Laptop


def fault_of_sqlite(code: int) -> sqlite3.OperationalError:
    """An error as SQLite raises it."""
    error = sqlite3.OperationalError("something")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Refused("already-retracted", record="x"), Refused("already-retracted", record="x")),
        (fault_of_sqlite(sqlite3.SQLITE_BUSY), Unavailable("store-busy")),
        (fault_of_sqlite(sqlite3.SQLITE_FULL), Unavailable("disk-full")),
    ],
)
def test_a_fault_is_told_in_a_sentence_and_the_screen_stays(laptop: Laptop, fault: Exception, told: SoxaError) -> None:
    async def play(officer: Officer) -> None:
        page = officer.screen
        assert isinstance(page, Page)
        with page.telling():
            raise fault
        await officer.hears(sentence(told))
        assert isinstance(officer.screen, Ledger)

    at_work(laptop.home, play)


def test_a_fault_of_the_programs_own_is_told_and_kept_in_a_file(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        page = officer.screen
        assert isinstance(page, Page)
        with page.telling():
            raise ZeroDivisionError
        await officer.hears("ZeroDivisionError")

    at_work(laptop.home, play)
    assert [path.suffix for path in laptop.home.faults.iterdir()] == [".txt"]
