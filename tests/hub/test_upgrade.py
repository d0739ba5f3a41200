"""A hub of an older version: refused clearly, brought up to date whole, or left as it was."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.reporting.reports import submit
from hub import upgrade
from hub.monitoring import reviews
from hub.store import HubStore
from hub.store import schema as t
from sync.errors import Refused
from sync.ledger.entry import Narrative, Verdict
from tests.hub.store.older import make_old
from tests.world import World

DERIVED = ("record", "report", "held", "answer")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A province in which something of everything happened."""
    made = World(tmp_path)
    chance = random.Random(5)
    one, other = made.laptop("03390"), made.laptop("03390")
    for laptop in (one, other):
        for number in range(9):
            laptop.log(
                title=f"Việc {number}", quantity=number, channel=chance.choice(("meeting", None)), topics=("digital-skills",)
            )
        laptop.exchange(made.line)
    first, second, third = one.record_ids()[:3]
    with made.store.writing() as transaction:
        answers: tuple[tuple[str, Verdict], ...] = ((first, "accepted"), (second, "returned"), (third, "returned"))
        for record, verdict in answers:
            reviews.review(
                transaction, made.keys, f"03390/{record}", verdict, "Xem lại", now=made.now(), random_bytes=made.random
            )
    for laptop in (one, other):
        laptop.exchange(made.line)
    one.revise(second, quantity=50)  # awaits a new answer
    other.revise(one.record_ids()[5], quantity=70)
    one.revise(one.record_ids()[5], quantity=71)  # in conflict
    one.retract(one.record_ids()[6])
    submit(one.store, one.signer, "2026-11", Narrative(results="Xong"), now=made.now(), random_bytes=made.random)
    for laptop in (one, other):
        laptop.exchange(made.line)
    yield made
    made.close()


def derived(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the hub derived, table by table."""
    db = sqlite3.connect(path)
    try:
        found = {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in DERIVED}
    finally:
        db.close()
    assert all(found[name] for name in ("record", "report", "answer")), "a test of nothing"
    return found


def test_an_older_hub_is_refused_and_then_brought_up_to_date(world: World) -> None:
    path, before = world.home.database, derived(world.home.database)
    world.store.close()
    make_old(path)
    with pytest.raises(Refused, match="older-hub"):
        HubStore.open(path)
    store = HubStore.open(path, any_version=True)
    told: list[int] = []
    assert upgrade.upgrade(store, world.keys, told.append) == sum(told) == upgrade.entries(store)
    store.close()
    after = derived(path)
    assert {name: after[name] for name in DERIVED} == before
    world.reopen()
    world.laptops[0].log(title="Sau khi nâng cấp")
    world.laptops[0].exchange(world.line)


def test_an_upgrade_that_breaks_leaves_the_hub_as_it_was(world: World) -> None:
    path = world.home.database
    world.store.close()
    make_old(path)
    store = HubStore.open(path, any_version=True)

    def break_down(_count: int) -> None:
        raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        upgrade.upgrade(store, world.keys, break_down)
    with store.reading() as transaction:
        assert transaction.migration.version() == 1
    store.close()
    with pytest.raises(Refused, match="older-hub"):
        HubStore.open(path)


def test_a_hub_of_a_newer_version_is_not_touched(world: World) -> None:
    with world.store.writing() as transaction:
        transaction.settings.set("schema", str(t.VERSION + 1))
    with pytest.raises(Refused, match="newer-hub"):
        HubStore.open(world.home.database)
