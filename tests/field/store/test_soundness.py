"""What rots on a laptop is named: which entry, head or receipt, and whether the province has it whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.store.soundness import LaptopDamage
from sync.ledger import origins
from tests.world import HUB, Laptop, World

UNIT = "03390"
ALTERED = "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), 'at', 'ax') AS BLOB)"


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop with a colleague, 3 received entries and one unsent."""
    world = World(tmp_path)
    colleague, laptop = world.laptop(UNIT), world.laptop(UNIT)
    colleague.log()
    colleague.exchange(world.line)
    laptop.log()
    laptop.exchange(world.line)
    laptop.log()
    laptop.exchange(world.line)
    laptop.log()
    return laptop


def found(laptop: Laptop) -> list[LaptopDamage]:
    return laptop.store.soundness.check(laptop.signer.verifier, lambda _count: None)


def rot(laptop: Laptop, statement: str, *values: object) -> None:
    assert laptop.store._sql.execute(statement, values).rowcount == 1


def test_a_laptop_that_is_whole_has_no_damage(laptop: Laptop) -> None:
    told: list[int] = []
    assert laptop.store.soundness.check(laptop.signer.verifier, told.append) == []
    assert sum(told) == laptop.store.soundness.entries() > 4
    laptop.world.close()


@pytest.mark.parametrize(("index", "received"), [(0, True), (1, True), (2, True), (3, False)])
def test_an_altered_entry_of_its_own_is_named_with_whether_the_province_has_it(
    laptop: Laptop, index: int, received: bool
) -> None:
    rot(laptop, ALTERED + " WHERE log = 1 AND idx = ?", index)
    entries = [damage for damage in found(laptop) if damage.part == "entry"]
    assert [(each.index, each.own, each.received) for each in entries] == [(index, True, received)]
    laptop.world.close()


@pytest.mark.parametrize("origin", [origins.registry(HUB), "colleague"])
def test_an_altered_entry_of_others_is_named(laptop: Laptop, origin: str) -> None:
    whole = origin if origin != "colleague" else laptop.world.laptops[0].origin
    rot(
        laptop,
        ALTERED + " WHERE idx = 1 AND log = (SELECT id FROM log WHERE origin = ?)",
        whole,
    )
    (damage,) = [each for each in found(laptop) if each.part == "entry"]
    assert (damage.origin, damage.index, damage.own, damage.received) == (whole, 1, False, True)
    laptop.world.close()


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("DELETE FROM entry WHERE log = 1 AND idx = 2", "entry"),
        ("UPDATE entry SET leaf = zeroblob(32), line = line WHERE log = 1 AND idx = 2", "entry"),
        ("UPDATE log SET checkpoint = 'x' WHERE id = 1", "head"),
        ("UPDATE receipted SET time = time + 1 WHERE acked = 2", "receipt"),
        ("UPDATE receipted SET note = replace(note, 'mirror', 'mirrox') WHERE acked = 2", "receipt"),
    ],
)
def test_what_else_rots_is_found(laptop: Laptop, statement: str, part: str) -> None:
    rot(laptop, statement)
    assert [each.part for each in found(laptop)] == [part]
    laptop.world.close()


def test_a_key_of_another_laptop_is_found(laptop: Laptop) -> None:
    other = laptop.world.laptops[0].signer.verifier
    assert [each.part for each in laptop.store.soundness.check(other, lambda _count: None)] == ["key"]
    assert laptop.store.soundness.check(None, lambda _count: None) == []
    laptop.world.close()
