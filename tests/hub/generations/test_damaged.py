"""A hub that went back and rots while it gathers: what waits is lost to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import own_logs
from hub.generations.closing import Answers, ClosedGathering, close
from hub.generations.standing import kept_apart
from hub.safekeeping.check import check
from hub.safekeeping.from_backup import mend_from
from sync.errors import DamagedHubLog
from sync.ledger import origins
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.safekeeping.rot import rot_entry
from tests.world import HUB, Laptop, World


@pytest.fixture
def laptop(world: World, tmp_path: Path) -> Laptop:
    """One of whose entries one is in the backup, one was lost, and one came since; the last two wait."""
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log(title="Họp bản")
    laptop.exchange(world.line)
    put_back(world, backup)
    laptop.log(title="Treo băng rôn")
    laptop.exchange(world.line)
    return laptop


def noted(world: World) -> None:
    """What is damaged is known, as of the check that runs beside serving."""
    found = check(world.store, world.keys.logs.verifier, lambda _count: None)
    assert found
    with world.store.writing() as transaction:
        transaction.settings.keep_damage(found)


def goes_on(world: World) -> ClosedGathering:
    with world.store.writing() as transaction:
        return close(transaction, world.keys, Answers(), now=world.now(), random_bytes=world.random)


def titles(world: World) -> set[str]:
    return {record.values.title or "" for record in world.hub_records("03390").values()}


def test_nothing_is_kept_apart_because_no_acceptance_can_be_written(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """It would be by each laptop's log: the hub goes on once its own word is whole."""
    rot_entry(world.store, origins.acceptances(HUB), 1, b'"at":1', b'"at":2')
    noted(world)
    with pytest.raises(DamagedHubLog):
        goes_on(world)
    with world.store.reading() as transaction:
        assert transaction.settings.asking is not None
        assert transaction.waiting.all() and not transaction.waiting.left_out()
    assert mend_from(world.store, world.keys, world.home, tmp_path / "backup", lambda: "") > 0
    assert (closed(world).entries, titles(world)) == (2, {"Phát loa", "Họp bản", "Treo băng rôn"})
    laptop.check_receipt()


def test_what_waits_for_a_log_that_rotted_comes_once_more(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 1, b"loa", b"lob")
    noted(world)
    (apart,) = goes_on(world).left_out
    assert (apart.origin, apart.start, apart.size, apart.why) == (laptop.origin, 2, 4, "damaged-log")
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    assert titles(world) == {"Phát loa", "Họp bản", "Treo băng rôn"}
    with world.store.reading() as transaction:
        assert (kept_apart(transaction, world.keys), transaction.settings.damage) == ([], ())
        registry = own_logs.registry(transaction, world.keys)
    assert registry.generation == 2
    world.audit(world.folder / "mended.soxa")
