"""What rots is mended in every state that a hub can be in: after a restore, and wherever the mending of it was cut short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from hub.monitoring import reviews
from hub.safekeeping import check as checking
from hub.safekeeping.watch import Watch
from sync.errors import Unavailable
from sync.ledger import origins
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.safekeeping.rot import rot_entry
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, DESK = origins.registry(HUB), origins.desk(HUB, UNIT)


def lived(world: World) -> Laptop:
    laptop = world.laptop(UNIT)
    for _each in range(3):
        laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    with world.store.writing() as transaction:
        named = f"{UNIT}/{laptop.record_ids()[0]}"
        made: dict[str, Any] = {"now": world.now(), "random_bytes": world.random}
        reviews.review(transaction, world.keys, named, "accepted", "Đủ", **made)
    laptop.exchange(world.line)
    return laptop


def look(world: World) -> bool:
    """The slow check has gone around; whether it found something."""
    watch = Watch(world.store, world.keys.logs.verifier)
    while watch.step():
        pass
    with world.store.reading() as transaction:
        return transaction.settings.damage != ()


def is_whole(world: World) -> bool:
    found = checking.check(world.store, world.keys.logs.verifier, lambda _count: None)
    with world.store.reading() as transaction:
        return not found and not transaction.settings.damage


@pytest.mark.parametrize(
    ("origin", "old", "new"), [(REGISTRY, "Tân Phong", "Tân Phonh"), (DESK, "Đủ", "Du"), ("", "loa", "lob")]
)
def test_after_a_restore_a_log_is_mended_under_its_name_of_now(
    world: World, tmp_path: Path, origin: str, old: str, new: str
) -> None:
    laptop = lived(world)
    put_back(world, backed_up(world, tmp_path / "backup"))
    laptop.exchange(world.line)
    closed(world)
    laptop.exchange(world.line)
    laptop.log(title="Phát loa")
    laptop.exchange(world.line)
    rotten = origin or laptop.origin
    with world.store.reading() as transaction:
        log = transaction.logs.get(rotten)  # type: ignore[arg-type]
        assert log is not None
        lines = list(transaction.logs.lines(log.id, 0, log.size))
    index = next(index for index, line in enumerate(lines) if old.encode() in line)
    rot_entry(world.store, rotten, index, old.encode(), new.encode())
    assert look(world)
    laptop.log(title="Treo cờ")
    laptop.exchange(world.line)
    assert is_whole(world)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    sql = laptop.store._sql
    sql.execute(
        "UPDATE entry SET line = x'7b22' WHERE idx = ? AND log = (SELECT id FROM log WHERE origin = ?)", (index, rotten)
    )
    laptop.exchange(world.line)
    assert laptop.store.soundness.check(None, lambda _count: None) == []


def test_wherever_a_mending_is_cut_short_nothing_of_it_is_there_and_the_next_exchange_mends(world: World) -> None:
    laptop = lived(world)
    statements = 0
    for last in range(1, 400):
        rot_entry(world.store, laptop.origin, 2, b"loa", b"lob")
        assert look(world)
        steps = iter(range(last))

        def cut(*_told: object) -> None:
            if next(steps, None) is None:  # noqa: B023 - it is used before the next turn
                raise Unavailable("store-busy")

        engine = world.store._engine
        event.listen(engine, "before_cursor_execute", cut)
        try:
            laptop.exchange(world.line)
        except Unavailable:
            statements += 1
        finally:
            event.remove(engine, "before_cursor_execute", cut)
        ended = is_whole(world)
        laptop.exchange(world.line)
        assert is_whole(world)
        if ended and last > statements:
            break
    assert statements > 20
