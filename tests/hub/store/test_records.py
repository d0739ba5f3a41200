"""Lists of records: a page far behind shows what a reader who turned every page would find on it."""

from __future__ import annotations

import random
from pathlib import Path

from hub.store import HubStore
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from hub.store.rows import RecordRow
from sync.ledger.period import month_number

_COUNT = 6_000
_COUNTS_FOR: CountsFor = {"03388": (("2026-07-01", "03390"),)}


def test_a_deep_page_is_the_one_that_turning_every_page_comes_to(tmp_path: Path) -> None:
    chance = random.Random(3)
    store = HubStore.create(tmp_path / "hub.db")
    with store.writing() as transaction:
        assert transaction.records.add([_row(chance) for _number in range(_COUNT)]) == _COUNT
    with store.reading() as transaction:
        for wanted in (RecordFilter(stands=None), RecordFilter(stands=None, start="2026-02-03", unit="03390")):
            every = transaction.records.page(wanted, _COUNTS_FOR, limit=_COUNT)
            for offset in (0, 4_990, 5_000, 5_001, 5_700, len(every) - 3, len(every), len(every) + 9_000):
                assert (
                    transaction.records.page(wanted, _COUNTS_FOR, limit=40, offset=offset) == every[offset : offset + 40]
                ), offset
    store.close()


def _row(chance: random.Random) -> RecordRow:
    """A record of one of two units, on one of some days; a few have no date, as one that was only ever taken back."""
    date = f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 9):02}" if chance.random() < 0.98 else ""
    unit, record = chance.choice(("03388", "03390", "03390", "03390")), chance.randbytes(16)
    month = month_number(date) if date else 0
    return RecordRow(
        *(unit, record, date, month, None, True, 0, 0, None, None, "", None),
        *(chance.randint(0, 9), None, None, "", None, "", b"12345678"),
    )
