"""What is damaged is taken again from a backup that has it true: the acceptances, too, which no laptop holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.safekeeping.check import check
from hub.safekeeping.from_backup import mend_from
from hub.store.rows import Damage
from sync.errors import Unproven
from sync.ledger import origins
from tests.hub.generations.gathering import backed_up
from tests.hub.safekeeping.rot import rot_entry
from tests.world import HUB, Laptop, World

ACCEPTANCES, REGISTRY = origins.acceptances(HUB), origins.registry(HUB)


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop("03390")
    for _each in range(5):
        laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    return laptop


def found(world: World) -> list[Damage]:
    """What a check finds, which the store keeps."""
    damage = check(world.store, world.keys.logs.verifier, lambda _count: None)
    with world.store.writing() as transaction:
        transaction.settings.keep_damage(damage)
    return damage


def mended(world: World, backup: Path) -> int:
    return mend_from(world.store, world.keys, world.home, backup, lambda: "")


@pytest.mark.parametrize("later", [0, 3])
def test_acceptances_that_rotted_come_back_alone(world: World, laptop: Laptop, tmp_path: Path, later: int) -> None:
    """From a backup of now, or an older one: what came since stays, and the hub goes on without a restore."""
    backup = backed_up(world, tmp_path / "backup")
    for _each in range(later):
        laptop.log()
        laptop.exchange(world.line)
    before = world.hub_leaves(ACCEPTANCES)
    rot_entry(world.store, ACCEPTANCES, 3, b'"size":', b'"sizf":')
    assert {damage.origin for damage in found(world)} == {ACCEPTANCES}
    assert mended(world, backup) == 1
    assert found(world) == []
    assert world.hub_leaves(ACCEPTANCES) == before
    with world.store.reading() as transaction:
        assert (transaction.settings.asking, transaction.settings.damage) == (None, ())
    laptop.log()
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    world.audit(tmp_path / "bundle.soxa")


def test_every_log_is_mended_that_the_backup_has_true_and_no_other(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    laptop.log(title="Phát loa")
    laptop.exchange(world.line)
    last = len(world.hub_leaves(laptop.origin)) - 1
    rot_entry(world.store, laptop.origin, 2, b"loa", b"lob")
    rot_entry(world.store, laptop.origin, last, b"loa", b"lob")
    rot_entry(world.store, REGISTRY, 4, b'"name":', b'"namf":')
    assert len(found(world)) == 3
    assert mended(world, backup) == 2
    assert [(damage.origin, damage.start, damage.end) for damage in found(world)] == [(laptop.origin, last, last + 1)]


def test_a_backup_of_another_hub_gives_nothing(world: World, laptop: Laptop, tmp_path: Path) -> None:
    other = World(tmp_path / "other", seed=9)
    backup = backed_up(other, tmp_path / "backup")
    other.close()
    rot_entry(world.store, ACCEPTANCES, 3, b'"size":', b'"sizf":')
    before = found(world)
    with pytest.raises(Unproven) as refused:
        mended(world, backup)
    assert refused.value.code == "backup-of-another"
    assert found(world) == before
