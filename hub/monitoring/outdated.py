"""Reports whose figures are not those that the ledger gives now: what came in after they were sent changed them.

A report was right when it was judged, by the entries that it covers; that stays so. What is asked here is another thing:
whether somebody who reads it today reads what the unit's activities add up to today.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from msgspec import Struct

from hub.monitoring import counts, report_entries
from hub.store import Transaction
from hub.store.records import RecordFilter
from hub.store.rows import ReportRow
from sync.errors import Misuse
from sync.ledger.entry import Report
from sync.ledger.figures import Figures, Tally
from sync.ledger.period import Period, month_number
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import meanings

Place = tuple[int, int]
"""Where a report stands: its log's number, and its index."""

Sums = TypeVar("Sums")

_NOTHING = Figures(total=Tally())


class OutdatedReport(Struct, frozen=True, kw_only=True):
    """A report that says other figures than the ledger gives now."""

    row: ReportRow
    stated: Figures
    now: Figures

    @property
    def provisional(self) -> bool:
        """Whether it was sent while its window was open, so that more was to be expected."""
        return self.row.provisional


def outdated(transaction: Transaction, registry: Registry, rows: Iterable[ReportRow]) -> dict[Place, OutdatedReport]:
    """Of some reports those that are outdated, with both figures."""
    of_names = _Meanings(registry)
    states = _differing(transaction, registry, of_names, rows)
    kept = transaction.readings.outdated
    known = kept.among(states)
    new = {state: row for state, row in states.items() if state not in known}
    current = _current(transaction, of_names, new.values())
    for state, row in new.items():
        stated = stated_figures(transaction, row)
        if stated is not None:
            known[state] = kept.keep(state, (stated, current[row.period][row.unit][-1]))
    return {
        (row.log, row.idx): OutdatedReport(row=row, stated=known[state][0], now=known[state][1])
        for state, row in states.items()
    }


def outdated_places(transaction: Transaction, registry: Registry, rows: Iterable[ReportRow]) -> set[Place]:
    """Where those of some reports stand that are outdated. One that cannot be read here, or of a period that cannot be told,
    is not said to be."""
    return {(row.log, row.idx) for row in _differing(transaction, registry, _Meanings(registry), rows).values()}


def _differing(
    transaction: Transaction, registry: Registry, of_names: _Meanings, rows: Iterable[ReportRow]
) -> dict[Hashable, ReportRow]:
    """Of some reports those that are outdated, by their states.

    What was found of a report stays as long as no record of its unit's months changes and nothing of the registry comes: a
    board of a year has a thousand of them, and what units send is nearly always of the month under way. Of the others, most
    that differ do so in their totals already, and those are sums of a few rows.
    """
    kept = transaction.readings.differs
    states = _states(transaction, of_names, registry.size, [row for row in rows if row.verdict == "valid"])
    known = kept.among(states)
    new = {state: row for state, row in states.items() if state not in known}
    totals = _by_name(new.values(), of_names, partial(counts.stated_totals, transaction))
    found: dict[Hashable, bool] = {}
    alike: dict[Hashable, tuple[ReportRow, Figures]] = {}
    for state, row in new.items():
        stated, of_now = stated_figures(transaction, row), totals[row.period]
        found[state] = stated is not None and bool(of_now)
        if stated is not None and any(of_unit.get(row.unit, _NOTHING.total) == stated.total for of_unit in of_now):
            alike[state] = row, stated
    current = _current(transaction, of_names, (row for row, _stated in alike.values()))
    found |= {state: stated not in current[row.period][row.unit] for state, (row, stated) in alike.items()}
    for state, differs in found.items():
        known[state] = kept.keep(state, differs)
    return {state: row for state, row in states.items() if known[state]}


class _Meanings(dict[str, tuple[Period, ...]]):
    """By the name of a report's period, what it means by a registry; none of one that means nothing."""

    def __init__(self, registry: Registry) -> None:
        self._editions = registry.directive_editions

    def __missing__(self, name: str) -> tuple[Period, ...]:
        try:
            periods = tuple(meanings(name, self._editions))
        except Misuse:
            periods = ()
        self[name] = periods
        return periods


def _states(
    transaction: Transaction, of_names: _Meanings, size: int, rows: Iterable[ReportRow]
) -> dict[Hashable, ReportRow]:
    """Some reports, each under what its being outdated follows from: how often the months were summed that it is of. A month
    that is to be summed again is told by how much is held of the unit's logs."""
    summed, stale, held = transaction.tallies.summed(), transaction.tallies.stale(), transaction.logs.held_of_units()
    for unit, months in stale.items():
        summed.setdefault(unit, {}).update(dict.fromkeys(months, -held[unit]))
    spans: dict[str, list[int]] = {}
    states: dict[Hashable, ReportRow] = {}
    for row in rows:
        if row.period not in spans:
            windows = [(month_number(period.start), month_number(period.end)) for period in of_names[row.period]]
            spans[row.period] = sorted({month for first, last in windows for month in range(first, last + 1)})
        of_unit = summed.get(row.unit, {})
        states[row.log, row.idx, size, tuple(of_unit.get(month, 0) for month in spans[row.period])] = row
    return states


def _by_name(
    rows: Iterable[ReportRow], of_names: _Meanings, ask: Callable[[RecordFilter, Collection[str]], dict[str, Sums]]
) -> dict[str, list[dict[str, Sums]]]:
    """By the name of a report's period, of each meaning of that name: what is asked of the units that reported it."""
    units_by_name: dict[str, set[str]] = {}
    for row in rows:
        units_by_name.setdefault(row.period, set()).add(row.unit)
    return {
        name: [ask(counts.of_period(period), units) for period in of_names[name]] for name, units in units_by_name.items()
    }


def _current(
    transaction: Transaction, of_names: _Meanings, rows: Iterable[ReportRow]
) -> dict[str, dict[str, tuple[Figures, ...]]]:
    """By the name of a report's period, and by unit: what reports of it would say now, one by each meaning of the name."""
    rows = tuple(rows)
    found = _by_name(rows, of_names, partial(counts.figures, transaction))
    current: dict[str, dict[str, tuple[Figures, ...]]] = {}
    for row in rows:
        current.setdefault(row.period, {})[row.unit] = tuple(of.get(row.unit, _NOTHING) for of in found[row.period])
    return current


def outdated_units(
    transaction: Transaction, registry: Registry, newest: Mapping[str, ReportRow]
) -> dict[str, OutdatedReport]:
    """The units whose `newest` report is outdated."""
    by_place = outdated(transaction, registry, newest.values())
    return {unit: by_place[row.log, row.idx] for unit, row in newest.items() if (row.log, row.idx) in by_place}


def stated_figures(transaction: Transaction, row: ReportRow) -> Figures | None:
    """The figures of a report that can be read; what stands in a log stays, so each is read once."""
    return transaction.readings.stated_figures.get((row.log, row.idx), lambda: _read(transaction, row))


def _read(transaction: Transaction, row: ReportRow) -> Figures | None:
    entry = report_entries.read(transaction, row).entry
    return entry.figures if type(entry) is Report else None
