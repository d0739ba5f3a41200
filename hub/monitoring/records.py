"""Many records of the store at once, each merged from its entries: for what needs their words, which no column has."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store import Transaction
from hub.store.facts import RecordSummary
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash

_PLACE = 8


def merged(session: Transaction, facts: Sequence[RecordSummary]) -> list[Record]:
    """The records with these facts, in their order. Entries are read in the order in which they lie, each once; memory
    holds those of all, so a caller gives some hundred at a time."""
    by_fact = [[fact.places[at : at + _PLACE] for at in range(0, len(fact.places), _PLACE)] for fact in facts]
    wanted = sorted({place for places in by_fact for place in places})
    lines = session.lines_at(b"".join(wanted))
    versions: dict[bytes, Version] = {}
    for place, line, entry in zip(wanted, lines, decode_all(lines, LogKind.DEVICE), strict=True):
        assert isinstance(entry, Activity | Retraction), "stored as an entry of a record"
        versions[place] = Version(leaf_hash(line), entry)
    return [merge(versions[place] for place in places) for places in by_fact]
