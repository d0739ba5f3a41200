"""Who owes which report: the duties of directives, held against the units that stand when each is due.

Nothing else makes a report owed. A period of the calendar for which no duty asks is good for counting, and nobody owes it.
Laptop, board, reminder, document, annex and audit all ask here.

    a duty names kinds of bodies       every unit of that kind owes it, or of a kind that a named group covers, on the last
                                        day before the deadline
    a body of a commune                 where no unit of that kind reports to a commune, the commune owes it, once for all
                                        of its bodies that are no units
    a kind that the state has ended     those who took over owe it, where the directive says that its tasks pass on
    whoever receives it                 owes it not
    a duty names units, or leaves some out    of those these alone, or the others
    who is reported to in the province  owes its own report upward as the province itself, and no unit does
    what was due before the hub          is owed by nobody: there was nowhere to report it to; nor is a task of such a day
                                        called not done
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty, Task
from sync.ledger.period import MOST_REST_DAYS, Period, owed, periods_of_duty
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import covering, vocabulary

COMMUNE: Final = "commune-committee"
"""The kind of the communes themselves."""
_TOOK_OVER: Final = {
    "district-committee": COMMUNE,
    "district-culture-office": "culture-society-office",
    "district-media-centre": "service-centre",
}
"""Who has the tasks of the bodies of districts, of which there are none since 1 July 2025."""


class Feed(Struct, frozen=True, kw_only=True):
    """The step whose answers a report upward is made from."""

    period: Period
    duty: Duty


class Obligation(Struct, frozen=True, kw_only=True):
    """A report that a duty makes due: for which period, and which units owe it, by code."""

    period: Period
    """Of the directive; `calendar_of` it is the period of all directives."""
    directive: Directive
    duty: Duty
    units: tuple[str, ...]
    """None where only bodies are named that are no units here."""
    own: bool = False
    """Whether the province itself owes it upward: it is dispatched (`entry.Dispatched`), and missing for no unit."""
    feeds: Feed | None = None
    """What an own report is made from, if that can be told."""


class Obligations:
    """The obligations that follow from a registry, as it was when this was made."""

    def __init__(self, registry: Registry, history: UnitHistory | None = None) -> None:
        self._history = UnitHistory(registry) if history is None else history
        self._directives = registry.directives
        self._province = registry.hub.province if registry.hub is not None else ""
        self.founded = registry.hub.at if registry.hub is not None else Instant(0)
        """When there was a hub (POSIX seconds)."""
        self._of: dict[Period, list[Obligation]] = {}
        self._units: dict[tuple[str, frozenset[str], str | None], tuple[str, ...]] = {}

    def between(self, first: Instant, last: Instant) -> list[Obligation]:
        """The obligations due from one instant to another (POSIX seconds), by deadline."""
        return self._made_due(Instant(max(first, self.founded + 1)), last)

    def _made_due(self, first: Instant, last: Instant) -> list[Obligation]:
        """What directives make due, whether or not there was a hub yet."""
        directives = {directive.id: directive for directive in self._directives}
        found = []
        for period, duty in owed(self._directives, self._province, first, last):
            assert period.directive is not None, "a duty is a directive's"
            directive = directives[period.directive]
            own = _own_kinds(duty, directive)
            found.append(
                Obligation(
                    period=period,
                    directive=directive,
                    duty=duty,
                    units=self._owing(period, duty, directive, own),
                    own=bool(own),
                    feeds=self._feed(period, duty, directive, own) if own else None,
                )
            )
        return found

    def of(self, period: Period) -> list[Obligation]:
        """The obligations that a period gathers: of its directive; or, of the calendar, those of every directive for it.
        Worked out once for each period."""
        return [owes for owes in self.of_ever(period) if not self.was_before_the_hub(owes.period.due)]

    def of_ever(self, period: Period) -> list[Obligation]:
        """As `of`, with what was due before there was a hub: for the first version of annexes."""
        if period not in self._of:
            apart = (1 + MOST_REST_DAYS) * DAY_SECONDS  # as far as the deadlines of duties of one period can be
            around = self._made_due(Instant(period.due - apart), Instant(period.due + apart))
            named = [
                (owes, owes.period.name if period.directive else owes.period.name.rpartition("@")[2]) for owes in around
            ]
            self._of[period] = [owes for owes, name in named if name == period.name]
        return self._of[period]

    def step(self, period: Period) -> Period | None:
        """Of a report that the province itself owes, and no unit: the period whose answers it is made from, if that can be
        told."""
        owed = self.of(period)
        if any(owes.units for owes in owed):
            return None
        return next((owes.feeds.period for owes in owed if owes.own and owes.feeds is not None), None)

    def answered_by(self, period: Period) -> Period:
        """The period for which units stand where one is reported upward: of a report of the province the `step` that it is
        made from. Whoever says who has reported asks here."""
        return self.step(period) or period

    def as_asked(self, period: Period) -> Period:
        """The period with the deadline that units have for it, the earliest of them: a duty may give a day more, or the next
        working day, where the calendar has its 15th."""
        due = min((owes.period.due for owes in self.of(period) if owes.units), default=period.due)
        return replace(period, due=due)

    def was_due_before_the_hub(self, period: Period) -> bool:
        """Whether directives ask for a period that was due before there was a hub to report it to."""
        return bool(self.of_ever(period)) and not self.of(period)

    def was_before_the_hub(self, due: Instant) -> bool:
        """Whether what was due before an instant was due before there was a hub: nobody owes it here."""
        return due <= self.founded

    def leading(
        self, directive: Directive, task: Task, day: str, *, among: str | None = None, but: str | None = None
    ) -> tuple[str, ...]:
        """The units that lead a task on a day (ISO), by code: as a duty is owed that names the same bodies. Those of another
        day, `among` which they are looked for, lead what was to be done before there were any; all `but` those of a kind,
        where it is a report to them."""
        return self._of_kinds(frozenset(_standing_for(task.lead, directive, day)), but, among or day)

    def _owing(self, period: Period, duty: Duty, directive: Directive, own: frozenset[str]) -> tuple[str, ...]:
        day = period.last_day.isoformat()
        named = frozenset(_standing_for(duty.reporters, directive, day)) - own
        asked = {self._history.successor(code, day) for code in duty.units}
        if duty.units and not duty.reporters:
            units = tuple(code for code in self._history.reporting(day) if code in asked)
        else:
            units = self._of_kinds(named, duty.recipient, day)
        return tuple(code for code in units if (not asked or code in asked) and code not in duty.but)

    def _of_kinds(self, named: frozenset[str], recipient: str | None, day: str) -> tuple[str, ...]:
        if (day, named, recipient) not in self._units:
            owing = (code for code in self._history.reporting(day) if self._is_of(code, named, recipient, day))
            self._units[day, named, recipient] = tuple(owing)
        return self._units[day, named, recipient]

    def _is_of(self, code: str, named: frozenset[str], recipient: str | None, day: str) -> bool:
        """Whether a unit is of one of these kinds, or answers for a body of one that is no unit itself."""
        kind = self._history.kind(code, day)
        if not kind or kind == recipient:
            return False
        if not named.isdisjoint(covering(kind)):
            return True
        bodies = named & _of_communes() - {recipient} if kind == COMMUNE else frozenset[str]()
        units = self._history.subordinates(code, day) if bodies else ()
        return not bodies <= {self._history.kind(unit, day) for unit in units}

    def _feed(self, period: Period, duty: Duty, directive: Directive, own: frozenset[str]) -> Feed | None:
        """The step before: the duty that is named, or of those that the province receives the one due last before this; of
        two due at once, one of the same window, then the first."""
        steps = [
            Feed(period=before, duty=other)
            for other in directive.duties
            if other.id != duty.id and (other.id == duty.fed_by if duty.fed_by is not None else other.recipient in own)
            for before in periods_of_duty(directive, other, self._directives, period.due)
            if before.due <= period.due
        ]
        return max(steps, key=lambda step: (step.period.due, step.period.start == period.start), default=None)


def _own_kinds(duty: Duty, directive: Directive) -> frozenset[str]:
    """The bodies, of those that a duty names, that are the province's own: who receives another report of the same
    directive, or sends on what another brings in; none of a commune or a district."""
    actors = vocabulary().actors
    received = {other.recipient for other in directive.duties if other.id != duty.id}
    return frozenset(
        kind
        for kind in duty.reporters
        if (kind in received or duty.fed_by is not None)
        and (kind not in actors or actors[kind].level not in ("commune", "district"))
    )


def _standing_for(named: Iterable[str], directive: Directive, day: str) -> Iterator[str]:
    """The kinds of bodies that a directive means on a day by those that it names: those that took over others' tasks in
    their place."""
    actors = vocabulary().actors
    for kind in named:
        until = actors[kind].until if kind in actors else None
        ended = until is not None and until < day
        yield _TOOK_OVER.get(kind, kind) if ended and directive.succession is not None else kind


@cache
def _of_communes() -> frozenset[str]:
    """The kinds of the bodies of a commune."""
    return frozenset(code for code, term in vocabulary().actors.items() if term.level == "commune")
