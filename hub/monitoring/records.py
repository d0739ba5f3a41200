"""Many records of the store at once, each merged from its entries: for what needs their words, which no column has."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store import Transaction
from hub.store.rows import RecordSummary
from sync.ledger.merge import Record, merge
from sync.ledger.versions import versions_of

_PLACE = 8


def merged_records(transaction: Transaction, summaries: Sequence[RecordSummary]) -> list[Record]:
    """The records with these facts, in their order. Entries are read in the order in which they lie, each once; memory
    holds those of all, so a caller gives some hundred at a time."""
    by_record = [[summary.places[at : at + _PLACE] for at in range(0, len(summary.places), _PLACE)] for summary in summaries]
    wanted = sorted({place for places in by_record for place in places})
    versions = dict(zip(wanted, versions_of(transaction.logs.lines_at(b"".join(wanted))), strict=True))
    return [merge(versions[place] for place in places) for places in by_record]
