"""Who owes which report: the duties of directives, held against the units that stand when each is due.

Nothing else makes a report owed. A period of the calendar for which no duty asks is good for counting, and nobody owes it.
Laptop, board, reminder, document, annex and audit all ask here.

    a duty names kinds of bodies       every unit of that kind owes it, on the last day before the deadline
    a body of a commune                 which is no unit itself: the commune owes it, once for all of its bodies
    a kind that the state has ended     those who took over owe it, where the directive says that its tasks pass on
    whoever receives it                 owes it not
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from msgspec import Struct

from sync.encoding.limits import DAY_SECONDS
from sync.encoding.patterns import is_commune
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty, Task
from sync.ledger.period import Period, calendar_of, owed
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary

COMMUNE: Final = "commune-committee"
"""The kind of the communes themselves."""
_TOOK_OVER: Final = {
    "district-committee": COMMUNE,
    "district-culture-office": "culture-society-office",
    "district-media-centre": "service-centre",
}
"""Who has the tasks of the bodies of districts, of which there are none since 1 July 2025."""


class Obligation(Struct, frozen=True, kw_only=True):
    """A report that a duty makes due: for which period, and which units owe it, by code."""

    period: Period
    """Of the directive; `calendar_of` it is the period of all directives."""
    directive: Directive
    duty: Duty
    units: tuple[str, ...]
    """None where only bodies are named that are no units here."""


class Obligations:
    """The obligations that follow from a registry, as it was when this was made."""

    def __init__(self, registry: Registry, history: UnitHistory | None = None) -> None:
        self._history = UnitHistory(registry) if history is None else history
        self._directives = registry.directives
        self._province = registry.hub.province if registry.hub is not None else ""
        self._of: dict[Period, list[Obligation]] = {}
        self._units: dict[tuple[str, frozenset[str]], tuple[str, ...]] = {}

    def between(self, first: Instant, last: Instant) -> list[Obligation]:
        """The obligations due from one instant to another (POSIX seconds), by deadline."""
        directives = {directive.id: directive for directive in self._directives}
        found = []
        for period, duty in owed(self._directives, self._province, first, last):
            assert period.directive is not None, "a duty is a directive's"
            directive = directives[period.directive]
            units = self._owing(period, duty, directive)
            found.append(Obligation(period=period, directive=directive, duty=duty, units=units))
        return found

    def of(self, period: Period) -> list[Obligation]:
        """The obligations that a period gathers: of its directive; or, of the calendar, those of every directive for it.
        Worked out once for each period."""
        if period not in self._of:
            around = self.between(Instant(period.due - 1), Instant(period.due + DAY_SECONDS))
            named = [(owes, owes.period if period.directive is not None else calendar_of(owes.period)) for owes in around]
            self._of[period] = [owes for owes, gathered in named if gathered.name == period.name]
        return self._of[period]

    def leading(self, directive: Directive, task: Task, day: str) -> tuple[str, ...]:
        """The units that lead a task on a day (ISO), by code: as a duty is owed that names the same bodies."""
        return self._of_kinds(frozenset(_standing_for(task.lead, directive, day)), day)

    def _owing(self, period: Period, duty: Duty, directive: Directive) -> tuple[str, ...]:
        day = period.last_day.isoformat()
        kinds = frozenset(kind for kind in _standing_for(duty.reporters, directive, day) if kind != duty.recipient)
        return self._of_kinds(kinds, day)

    def _of_kinds(self, kinds: frozenset[str], day: str) -> tuple[str, ...]:
        if (day, kinds) not in self._units:
            self._units[day, kinds] = tuple(code for code in self._history.reporting(day) if _is_of(code, kinds))
        return self._units[day, kinds]


def _standing_for(named: Iterable[str], directive: Directive, day: str) -> Iterator[str]:
    """The kinds of bodies that a directive means on a day by those that it names: those that took over others' tasks in
    their place."""
    actors = vocabulary().actors
    for kind in named:
        until = actors[kind].until if kind in actors else None
        ended = until is not None and until < day
        yield _TOOK_OVER.get(kind, kind) if ended and directive.succession is not None else kind


def _is_of(code: str, kinds: frozenset[str]) -> bool:
    """Whether a unit is of one of these kinds, or answers for a body of one that is no unit itself."""
    return is_commune(code) and any(kind in kinds for kind in _of_communes())


@cache
def _of_communes() -> frozenset[str]:
    """The kinds of the bodies of a commune."""
    return frozenset(code for code, term in vocabulary().actors.items() if term.level == "commune")
