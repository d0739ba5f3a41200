"""Sums kept ready are those of the records, whatever happened to them, or are not used."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any, get_args

import pytest

from hub import own_logs
from hub.monitoring import counts
from hub.registry import unit_changes
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from sync.annex.model import Units
from sync.ledger.figures import BANDS, By, Tally
from tests.world import Laptop, World

TOPICS = ("digital-skills", "gender-equality", "disaster-prevention")
CHANNELS = ("meeting", "commune-radio", None)
DIRECTIVES = ("plan-a", "plan-b", None)
DATES = ("2026-09-14", "2026-09-15", "2026-10-14", "2026-10-20", "2026-11-30", "2026-12-14", "2026-12-15")


def some_fields(chance: random.Random) -> dict[str, object]:
    """Fields such as anybody may state, the same topic twice too."""
    topics = tuple(chance.choices(TOPICS, k=chance.randrange(3)))
    return {
        "title": "Việc",
        "date": chance.choice(DATES),
        "topics": topics,
        "channel": chance.choice(CHANNELS),
        "directive": chance.choice(DIRECTIVES),
        "task": chance.choice(("1", "2", None)),
        "quantity": chance.choice((None, 0, 3)),
        "audience": chance.choice((None, 0, 49, 50, 99, 100, 500)),
        "minutes": chance.choice((None, 15)),
    }


def live(world: World, laptops: list[Laptop], chance: random.Random) -> None:
    """Something happens at each laptop, and comes to the hub."""
    for laptop in laptops:
        for _ in range(chance.randrange(1, 4)):
            known = laptop.record_ids()
            what = chance.random()
            if known and what < 0.3:
                laptop.revise(chance.choice(known), **some_fields(chance))
            elif known and what < 0.4:
                laptop.retract(chance.choice(known))
            else:
                laptop.log(**some_fields(chance))
        laptop.exchange(world.line)


def all_sums(transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> dict[str, object]:
    """Everything that counts can say about some records."""
    found: dict[str, object] = {by: counts.tallies(transaction, wanted, by, counts_for) for by in get_args(By)}
    found["total"] = counts.total(transaction, wanted, counts_for)
    found["month"] = counts.by_month(transaction, wanted, counts_for)
    found["progress"] = counts.by_unit_and_task(transaction, wanted, counts_for)
    return found


def filters() -> list[RecordFilter]:
    """Filters of every sort, within whole months and not."""
    spans: list[tuple[str | None, str | None]] = [
        (None, None),
        ("2026-09-15", "2026-10-14"),
        ("2026-09-15", None),
        ("2026-09-20", "2026-12-14"),
        (None, "2026-11-30"),
    ]
    others: list[dict[str, Any]] = [
        {},
        {"unit": "03390"},
        {"unit": "03405"},
        {"topic": TOPICS[0]},
        {"topic": ""},
        {"channel": "meeting"},
        {"channel": ""},
        {"directive": "plan-a"},
        {"directive": ""},
        {"directive": "plan-a", "task": "1"},
        {"task": "1"},
        {"task": ""},
        {"band": BANDS[2]},
        {"band": ""},
        {"directive": "plan-b", "channel": "meeting"},
        {"topic": TOPICS[1], "channel": ""},
        {"unit": "03390", "topic": TOPICS[0]},
        {"answer": "awaited"},
        {"conflicted": True},
        {"stands": False},
        {"stands": None},
    ]
    return [RecordFilter(start=start, end=end, **other) for (start, end), other in itertools.product(spans, others)]


@pytest.mark.parametrize("since", ["2026-10-15", "2026-10-20"], ids=["from a month on", "within a month"])
def test_sums_kept_ready_are_those_of_the_records(tmp_path: Path, since: str) -> None:
    world, chance = World(tmp_path), random.Random(since)
    laptops = [world.laptop(unit) for unit in ("03390", "03390", "03394", "03405")]
    live(world, laptops, chance)
    with world.store.writing() as transaction:
        unit_changes.merge(
            transaction,
            world.keys,
            ["03390", "03394"],
            "03390",
            name=None,
            type=None,
            since=since,
            document="",
            now=world.now(),
            random_bytes=world.random,
        )
    used = 0
    for _round in range(2):
        live(world, laptops, chance)
        with world.store.reading() as transaction:
            registry = own_logs.registry(transaction, world.keys)
            ways = [counts.counts_for(registry, units, "2026-12-31") for units in get_args(Units)]
            assert transaction.tallies.stale()
            scanned = [all_sums(transaction, wanted, counts_for) for wanted in filters() for counts_for in ways]
        counts.freshen(world.store)
        with world.store.reading() as transaction:
            assert not transaction.tallies.stale()
            ready = [all_sums(transaction, wanted, counts_for) for wanted in filters() for counts_for in ways]
            used += sum(
                transaction.tallies.sums(wanted, "total", ("unit",), counts_for) is not None
                for wanted in filters()
                for counts_for in ways
            )
        assert ready == scanned
    assert used > 50, "a test of nothing"
    world.close()


def test_what_changed_is_summed_from_the_records_until_it_is_summed_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.log(quantity=3, date="2026-10-20")
    laptop.exchange(world.line)
    counts.freshen(world.store)
    laptop.revise(laptop.record_ids()[0], date="2026-11-20")
    laptop.exchange(world.line)
    with world.store.reading() as transaction:
        assert transaction.tallies.stale() == {"03390": [24322, 24323]}, (
            "the month that it left, and the one that it came into"
        )
        october = RecordFilter(start="2026-10-15", end="2026-11-14")
        assert transaction.tallies.sums(october, "total", (), {}) is None
        assert counts.total(transaction, october, {}) == Tally()
        assert transaction.tallies.sums(RecordFilter(end="2026-09-14"), "total", (), {}) == [((), Tally())], (
            "not in what is stale"
        )
    world.close()
