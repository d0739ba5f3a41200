"""Whose activities a report asked of some units counts besides theirs: every face says so that shows its sums."""

from __future__ import annotations

from hub.monitoring import counts
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.wording.gathered import counted_words, others_words
from sync.wording.names import Names


def others_told(
    transaction: Transaction,
    registry: Registry,
    period: Period,
    counts_for: CountsFor | None = None,
    wanted: RecordFilter | None = None,
) -> str:
    """The sentence that names the units with activities among a period's that do not owe its report, where a sentence says
    what is counted; nothing where there are none, or where nobody owes it. For whom records count is the units' of then,
    and all of the period's are `wanted`, unless they are given."""
    owing = {unit for owes in Obligations(registry).of(period) for unit in owes.units}
    if not owing or not counted_words(period, registry.directives):
        return ""
    whose = counts.counts_for(registry, "then", period.end) if counts_for is None else counts_for
    found = counts.tallies(transaction, wanted or counts.of_period(period), "unit", whose)
    names = Names(registry, period.end)
    others = [(names.unit(code), sums.activities) for code, sums in found.items() if sums.activities and code not in owing]
    return others_words(others, sum(sums.activities for sums in found.values()))
