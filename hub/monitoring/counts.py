"""Counting for the province: what a laptop's preview and an auditor sum up from activities, summed by the store.

A record counts for the unit that states it, or, from the day on which that unit was merged into another, for the other:
by the units of then, as they were on the record's date, or by those of now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Final, Literal, cast, get_args

from msgspec import Struct, structs

from hub.store import HubStore, Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import Dimension, RecordFilter
from hub.store.rows import ANSWERS, GroupedTally
from hub.store.tallies import TallyBy, TallyKind
from sync.annex.model import Units
from sync.errors import Misuse
from sync.ledger.figures import By, Figures, Tally, Words, quantity_adds_up, summed, task_key
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

_ALWAYS: Final = "0000-01-01"
_FEW: Final = 8
"""The most units that are summed each by itself where nothing is kept: a laptop that synced renews its unit's figures."""

_Grouped = By | Literal["language"]
"""What sums may go by; by languages an annex alone has them."""

_DIMENSIONS: Final[dict[_Grouped, tuple[Dimension, ...]]] = {
    "unit": ("unit",),
    "topic": ("topics",),
    "channel": ("channel",),
    "directive": ("directive",),
    "task": ("directive", "task"),
    "audience": ("band",),
    "audiences": ("audiences",),
    "body": ("body",),
    "language": ("languages",),
}


_KEPT: Final[dict[_Grouped, tuple[TallyKind, tuple[TallyBy, ...]]]] = {
    "unit": ("total", ("unit",)),
    "topic": ("topic", ("key",)),
    "channel": ("channel", ("key",)),
    "directive": ("total", ("directive",)),
    "task": ("task", ("directive", "key")),
    "audience": ("audience", ("key",)),
    "audiences": ("audiences", ("key",)),
    "body": ("body", ("key",)),
    "language": ("language", ("key",)),
}


UnitTaskTallies = dict[tuple[str, str], Tally]
"""By unit and number of a task, the sums of one directive's records."""


class CountLine(Struct, frozen=True):
    """A line of counts. `key` is a code; empty for activities that name none."""

    key: str
    activities: int
    quantity: int | None
    """None where it would add up unlike things."""
    audience: int
    minutes: int


class GatheredSums(Struct, frozen=True, kw_only=True):
    """What the records asked for come to."""

    tallies: dict[str, Tally]
    """By key, in order."""
    total: Tally
    answered: dict[str, int]
    """How many were `accepted` or `returned`, are `awaited`, and how many of all are in `conflict`."""


def dimension(typed: str) -> By:
    """What to group by, as typed; `Misuse` if counts do not go by it."""
    for by in get_args(By):
        if by == typed:
            return cast(By, by)
    raise Misuse("unknown-by", text=typed[:40])


def of_period(period: Period, *, conflicted: bool = False) -> RecordFilter:
    """The records that a period gathers, or those of them that are in conflict."""
    dates = RecordFilter(start=period.start, end=period.end, conflicted=conflicted)
    if period.counts:
        return structs.replace(dates, gathering=period.gathering)
    return structs.replace(dates, directive=period.directive)


def counts_for(registry: Registry, units: Units, day: str) -> CountsFor:
    """For whom the records of merged units count; `day` (ISO) is what `now` means."""
    history = UnitHistory(registry)
    if units == "then":
        return {code: steps for code in registry.units if (steps := history.steps(code))}
    return {code: ((_ALWAYS, successor),) for code in registry.units if (successor := history.successor(code, day)) != code}


def freshen(store: HubStore) -> None:
    """Sum again what changed since it was summed last, so that what is asked next need not read every record."""
    with store.reading() as transaction:
        if not transaction.tallies.stale():
            return
    with store.writing() as transaction:
        for unit, months in transaction.tallies.stale().items():
            transaction.tallies.sum_again(unit, months)


def unit_of(counts_for: CountsFor, unit: str, date: str) -> str:
    """For whom a record of a unit and date (ISO) counts."""
    return next((successor for since, successor in reversed(counts_for.get(unit, ())) if since <= date), unit)


def tallies(transaction: Transaction, wanted: RecordFilter, by: _Grouped, counts_for: CountsFor) -> dict[str, Tally]:
    """The sums of the records asked for, by key in order; those taken back count nowhere, one in conflict by what is
    displayed, one with several topics under each."""
    ready = _kept(transaction, wanted, by, counts_for)
    return _by_key(by, transaction.records.sums(wanted, _DIMENSIONS[by], counts_for)) if ready is None else ready


def gathered(transaction: Transaction, wanted: RecordFilter, by: By, counts_for: CountsFor) -> GatheredSums:
    """The sums of the records asked for with how they were answered. No sums are kept of answers: those are looked for once,
    until an entry of any log comes; and where nothing is kept of the other sums, all of them in one go."""
    ready = _kept(transaction, wanted, by, counts_for)
    groups = _DIMENSIONS[by] if ready is None else ()
    state = (sum(transaction.logs.held_of_units().values()), wanted, groups, tuple(sorted(counts_for.items())))
    found = transaction.readings.answered.get(
        state, lambda: transaction.records.sums(wanted, (*groups, "answer", "conflicted"), counts_for)
    )
    answered = Counter({"conflict": 0})
    for (*_values, answer, conflicted), tally in found:
        answered[ANSWERS[int(answer)]] += tally.activities
        answered["conflict"] += tally.activities if int(conflicted) else 0
    sums = [GroupedTally(values[: len(groups)], tally) for values, tally in found]
    return GatheredSums(
        tallies=_by_key(by, sums) if ready is None else ready,
        total=sum((tally for _values, tally in found), Tally()),
        answered=dict(answered),
    )


def _kept(transaction: Transaction, wanted: RecordFilter, by: _Grouped, counts_for: CountsFor) -> dict[str, Tally] | None:
    """The sums by key in order, as far as they are kept ready."""
    kept, groups = _KEPT[by]
    ready = transaction.tallies.sums(wanted, kept, groups, counts_for)
    if ready is None:
        return None
    by_key: dict[str, Tally] = {}
    for values, tally in ready:
        key = task_key(*values) if by == "task" else values[0]
        by_key[key] = by_key.get(key, Tally()) + tally
    return dict(sorted(by_key.items()))


def _by_key(by: _Grouped, sums: Iterable[GroupedTally]) -> dict[str, Tally]:
    by_key: dict[str, Tally] = {}
    for values, tally in sums:
        for key in _keys(by, values):
            by_key[key] = by_key.get(key, Tally()) + tally
    return dict(sorted(by_key.items()))


def by_month(transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> dict[int, Tally]:
    """The sums of each reporting month (`period.month_number`) in which there are any."""
    ready = transaction.tallies.sums(wanted, "total", ("month",), counts_for)
    sums = transaction.records.sums(wanted, ("month",), counts_for) if ready is None else ready
    return {int(month): tally for (month,), tally in sums}


def by_unit_and_task(transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> UnitTaskTallies:
    """The sums of a directive's records by unit and task's number."""
    ready = transaction.tallies.sums(wanted, "task", ("unit", "key"), counts_for)
    sums = transaction.records.sums(wanted, ("unit", "task"), counts_for) if ready is None else ready
    return {(unit, task): tally for (unit, task), tally in sums}


def total(transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> Tally:
    """The sum of the records asked for."""
    ready = transaction.tallies.sums(wanted, "total", (), counts_for)
    ((_keys, tally),) = transaction.records.sums(wanted, (), counts_for) if ready is None else ready
    return tally


def figures(transaction: Transaction, wanted: RecordFilter, units: Collection[str]) -> dict[str, Figures]:
    """The figures of those of these units that stated activities of some days and a directive: what a unit's report of them
    would say now. A record is its own unit's, whoever answers for that unit since."""
    ready = transaction.tallies.figures(wanted, units)
    if ready is not None:
        return ready
    by_unit: dict[str, dict[Words, list[int]]] = {}
    asked = [wanted] if len(units) > _FEW else [structs.replace(wanted, unit=unit) for unit in sorted(units)]
    dimensions: tuple[Dimension, ...] = ("unit", "topics", "audiences", "channel", "directive", "task", "body")
    for (unit, topics, audiences, channel, directive, task, body), tally in chain.from_iterable(
        transaction.records.sums(of_some, dimensions, {}) for of_some in asked
    ):
        if unit not in units:
            continue
        said: Words = (channel, directive, task, tuple(topics.split()), tuple(audiences.split()), body)
        sums = by_unit.setdefault(unit, {}).setdefault(said, [0, 0, 0, 0])
        for place, value in enumerate((tally.activities, tally.quantity, tally.audience, tally.minutes)):
            sums[place] += value
    return {unit: summed(by_words) for unit, by_words in by_unit.items()}


def stated_totals(transaction: Transaction, wanted: RecordFilter, units: Collection[str]) -> dict[str, Tally]:
    """As `figures`, the totals alone: those of a province's units are few rows."""
    ready = transaction.tallies.totals(wanted, units)
    if ready is not None:
        return ready
    return {unit: of_unit.total for unit, of_unit in figures(transaction, wanted, units).items()}


def rows(found: dict[str, Tally], by: By, wanted: RecordFilter) -> list[CountLine]:
    """The lines of counts, of sums by key."""
    return [line(by, key, tally, wanted) for key, tally in found.items()]


def line(by: By | None, key: str, tally: Tally, wanted: RecordFilter) -> CountLine:
    """A line of counts; by nothing it is the total."""
    quantity = tally.quantity if adds_up(by, key, wanted) else None
    return CountLine(key, tally.activities, quantity, tally.audience, tally.minutes)


def adds_up(by: By | None, key: str, wanted: RecordFilter) -> bool:
    """Whether what is counted under a key is of one channel, so that its quantities are of one kind of thing: by channel, or
    where no other channel is asked for."""
    return bool(wanted.channel) or (by is not None and quantity_adds_up(by, key))


def _keys(by: _Grouped, values: tuple[str, ...]) -> Iterable[str]:
    """As `figures.keys_of` has them."""
    if by in ("topic", "audiences", "language"):
        return dict.fromkeys(values[0].split()) or ("",)
    if by == "task":
        return (task_key(*values),)
    return values
