"""Counts as CSV: for a spreadsheet that runs nothing of what strangers typed."""

from __future__ import annotations

from hub import own_logs
from hub.export.counts_csv import counts_csv
from hub.monitoring import counts
from sync.annex.layout import guarded
from sync.ledger.period import parse
from sync.wording.names import Names
from tests.world import World


def test_no_cell_of_a_csv_is_a_formula(world: World) -> None:
    one = world.laptop("03390")
    one.log(channel="meeting")
    one.exchange(world.line)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        wanted = counts.of_period(parse("2026-11", ()))
        rows = counts.rows(counts.tallies(transaction, wanted, "channel", {}))
    data = counts_csv(Names(registry, "2026-11-14"), "channel", rows)
    assert data.startswith(b"\xef\xbb\xbfchannel,")
    for hostile in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert guarded(hostile).startswith("'")
    assert guarded("Họp") == "Họp"
