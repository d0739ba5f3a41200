"""Counts as CSV: for a spreadsheet that runs nothing of what strangers typed."""

from __future__ import annotations

import csv
import io

import msgspec

from hub import own_logs
from hub.export.counts_csv import counts_csv
from hub.monitoring import counts
from sync.annex.layout import guarded
from sync.ledger.figures import By
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
        rows = counts.rows(counts.tallies(transaction, wanted, "channel", {}), "channel", wanted)
    data = counts_csv(Names(registry, "2026-11-14"), "channel", rows)
    assert data.startswith(b"\xef\xbb\xbfchannel,")
    for hostile in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert guarded(hostile).startswith("'")
    assert guarded("Họp") == "Họp"


def test_quantities_of_several_channels_are_not_added_up(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(channel="meeting", quantity=2, date="2026-10-28")
    laptop.log(channel="zalo", quantity=30, date="2026-10-28")
    laptop.log(quantity=500, date="2026-10-28")
    laptop.exchange(world.line)

    def quantities(by: By, channel: str | None = None) -> dict[str, str]:
        with world.store.reading() as transaction:
            names = Names(own_logs.registry(transaction, world.keys), "2026-11-14")
            wanted = msgspec.structs.replace(counts.of_period(parse("2026-11", ())), channel=channel)
            rows = counts.rows(counts.tallies(transaction, wanted, by, {}), by, wanted)
        table = csv.reader(io.StringIO(counts_csv(names, by, rows).decode("utf-8-sig")))
        return {line[0]: line[3] for line in table}

    assert quantities("channel") == {"channel": "quantity", "–": "", "meeting": "2", "zalo": "30"}
    assert quantities("unit") == {"unit": "quantity", "03390": ""}
    assert quantities("unit", "zalo") == {"unit": "quantity", "03390": "30"}
    assert quantities("unit", "") == {"unit": "quantity", "03390": ""}
