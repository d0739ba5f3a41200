"""Moves that several tests of the program make, and looks that they take."""

from __future__ import annotations

from field.store.rows import ActivityFilter
from field.tui.screens.form import Form
from field.tui.screens.ledger import Ledger
from field.tui.screens.record import RecordScreen
from sync.activities.draft import ActivityDraft
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.merge import Values
from tests.field.tui.officer import Officer, said
from tests.world import Laptop

_ = said
PERIOD = "2026-11"
PERIOD_SAID = "tháng 11/2026"


def saved(laptop: Laptop) -> list[Values]:
    """What stands in the ledger, the newest first."""
    return [row.values for row in laptop.store.records.rows(ActivityFilter())]


def typed(officer: Officer) -> ActivityDraft:
    """What is in the form's fields."""
    assert isinstance(officer.screen, Form)
    return officer.screen.typed()


async def to_ledger(officer: Officer) -> None:
    """Wait until the ledger is back."""
    await officer.until(lambda: isinstance(officer.screen, Ledger))


async def change_passphrase(officer: Officer, new: str, again: str | None = None) -> None:
    """Go to the settings and type a new passphrase twice."""
    await officer.press("f9")
    await officer.sees(_("Change the passphrase …"))
    await officer.press("tab", "tab", "tab", "tab", "tab", "enter")
    await officer.sees(_("New passphrase of the key; leave it empty for none:"))
    await officer.type(new)
    await officer.press("enter")
    await officer.type(new if again is None else again)
    await officer.press("enter")


def titles(officer: Officer) -> list[str]:
    """The titles in the list, from the top."""
    top = next(row for row, line in enumerate(officer.lines) if _("title") in line and _("date") in line)
    rows = [line.split() for line in officer.lines[top + 1 : -2] if line.strip()]  # above two rows of keys
    return [row[-1] for row in rows]


async def to_page(officer: Officer) -> None:
    """Wait until the activity's page is on top."""
    await officer.until(lambda: isinstance(officer.screen, RecordScreen), "the page")
    await officer.sees(_("How it came to be"))


def written(laptop: Laptop) -> list[object]:
    """The entries of the laptop's own log."""
    own = laptop.store.logs.own
    return [decode(line, origins.LogKind.DEVICE) for line in laptop.store.logs.lines(own.origin, 0, 2**40)]


async def to_report(officer: Officer) -> None:
    """Open the report of the period that is due next."""
    await officer.press("f6")
    await officer.click(PERIOD_SAID)
    await officer.sees(_("gathers"))
