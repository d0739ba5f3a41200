"""What should have been done by now, counted in a line: overdue, returned by the province, reminded of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from field.reporting.agenda import AgendaLine
from field.store import LaptopStore
from sync.ledger.entry import Reminder
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

if TYPE_CHECKING:
    from field.reporting.status import LaptopStatus

_ = catalogue("field")


def overdue(agenda: Iterable[AgendaLine]) -> int:
    """How many reports and tasks are overdue; those overdue for long, which have one line, each by itself."""
    return sum(max(len(line.periods), 1) for line in agenda if line.state == "overdue")


def reminded(store: LaptopStore, agenda: Iterable[AgendaLine]) -> int:
    """Of how many reports that are still to be sent the province has reminded."""
    open_ = {name for line in agenda if line.is_open for name in (line.period, *line.periods)}
    asked = {said.entry.period for said in store.reporting.messages() if isinstance(said.entry, Reminder)}
    return len(asked & open_ - {None})


def returned(status: LaptopStatus) -> int:
    """How many activities and reports the province returned."""
    return status.returned + sum(max(len(line.returned), 1) for line in status.agenda if line.state == "returned")


def pressing_words(status: LaptopStatus) -> str:
    """What presses, in a line; nothing where nothing does."""
    told = (
        (_("overdue: {count}"), status.overdue),
        (_("returned: {count}"), returned(status)),
        (_("reminders: {count}"), status.reminded),
    )
    return " · ".join(words.format(count=number(count)) for words, count in told if count)
