"""What rots on a laptop and the province has comes back with the next exchange, by line and by stick."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from field.reporting.restore import not_back_words
from field.session import Session
from field.store import LaptopStore
from field.store.soundness import LaptopDamage
from sync.encoding.types import Size
from sync.errors import SoxaError
from sync.exchange.mending import check_mending, given_again
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hashes, tree_root
from sync.wording.i18n import speaking
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, DESK = origins.registry(HUB), origins.desk(HUB, UNIT)
OF_LOG = " WHERE idx = ? AND log = (SELECT id FROM log WHERE origin = ?)"
ALTERED = "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), 'loa', 'lob') AS BLOB)"
BROKEN = "UPDATE entry SET line = x'7b22ff'"
GONE = "UPDATE entry SET line = x'', leaf = x''"
HASH = "UPDATE entry SET leaf = zeroblob(32)"


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop with 8 received entries, 40 of a colleague's, and one unsent."""
    colleague, laptop = world.laptop(UNIT), world.laptop(UNIT)
    for _each in range(39):
        colleague.log(title="Phát loa")
    colleague.exchange(world.line)
    for _each in range(7):
        laptop.log(title="Phát loa")
    laptop.exchange(world.line)
    laptop.log(title="Phát loa")
    return laptop


def rot(laptop: Laptop, statement: str, index: int, origin: str) -> None:
    assert laptop.store._sql.execute(statement + OF_LOG, (index, origin)).rowcount == 1


def found(laptop: Laptop) -> list[LaptopDamage]:
    return laptop.store.soundness.check(laptop.signer.verifier, lambda _count: None)


def of(laptop: Laptop, whose: str) -> str:
    return {"own": laptop.origin, "colleague": laptop.world.laptops[0].origin}.get(whose, whose)


@pytest.mark.parametrize("statement", [ALTERED, BROKEN, GONE, HASH])
@pytest.mark.parametrize(("whose", "index"), [("own", 3), ("own", 1), ("colleague", 20), ("colleague", 39)])
def test_an_entry_comes_back_with_the_next_exchange(
    world: World, laptop: Laptop, statement: str, whose: str, index: int
) -> None:
    before = laptop.records()
    rot(laptop, statement, index, of(laptop, whose))
    assert found(laptop)
    bodies: list[bytes] = []
    laptop.exchange(world.recorded(bodies))
    assert found(laptop) == []
    assert laptop.store.mending.lost == ()
    assert laptop.records() == before
    assert laptop.store.logs.own.acked == 9
    assert len(bodies) == 1


@pytest.mark.parametrize(("whose", "index"), [("own", 0), (REGISTRY, 1), (REGISTRY, 0)])
def test_what_others_are_read_by_comes_back_too(world: World, laptop: Laptop, whose: str, index: int) -> None:
    rot(laptop, BROKEN, index, of(laptop, whose))
    for _try in range(2):
        try:
            laptop.exchange(world.line)
        except SoxaError:
            continue
    assert found(laptop) == []
    assert laptop.store.logs.own.acked == 9


def test_an_entry_comes_back_on_a_stick(world: World, laptop: Laptop, tmp_path: Path) -> None:
    rot(laptop, ALTERED, 3, laptop.origin)
    world.unpack(laptop.pack(tmp_path / "out.soxa"), tmp_path / "back.soxa")
    laptop.unpack(tmp_path / "back.soxa")
    assert found(laptop) == []


@pytest.mark.parametrize(
    ("statement", "whose"),
    [
        ("UPDATE log SET checkpoint = 'x' WHERE origin = ?", "colleague"),
        ("UPDATE receipted SET time = time + 1 WHERE ? <> ''", "own"),
        ("UPDATE receipted SET note = replace(note, 'mirror', 'mirrox') WHERE ? <> ''", "own"),
    ],
)
def test_a_head_or_receipt_that_a_check_found_comes_back(world: World, laptop: Laptop, statement: str, whose: str) -> None:
    assert laptop.store._sql.execute(statement, (of(laptop, whose),)).rowcount == 1
    laptop.store.mending.note(found(laptop))
    laptop.exchange(world.line)
    assert found(laptop) == []
    assert laptop.store.mending.lost == ()


def test_an_entry_that_rotted_together_with_its_hash_is_found_by_a_check_and_comes_back(
    world: World, laptop: Laptop
) -> None:
    colleague = of(laptop, "colleague")
    rot(laptop, "UPDATE entry SET line = CAST('{}' AS BLOB)", 7, colleague)
    laptop.store._sql.execute(f"UPDATE entry SET leaf = ?{OF_LOG}", (leaf_hashes([b"{}"])[0], 7, colleague))
    laptop.exchange(world.line)
    (damage,) = found(laptop)
    laptop.store.mending.note([damage])
    laptop.exchange(world.line)
    assert found(laptop) == []
    assert laptop.store.mending.lost == ()


def test_what_is_unsent_is_not_asked_for(world: World, laptop: Laptop) -> None:
    rot(laptop, ALTERED, 8, laptop.origin)
    laptop.store.mending.note(found(laptop))
    laptop.store.mending.look(10_000)
    assert laptop.store.mending.lost == ()


def test_a_hub_cannot_give_something_else_for_what_rotted(world: World, laptop: Laptop) -> None:
    """Not even under the colleague's own key: what is held is held by its hashes."""
    colleague = laptop.world.laptops[0]
    lines = colleague.store.logs.lines(colleague.origin, 0, 10**6)
    lines[7] = lines[7].replace("Phát loa".encode(), "Phát quà".encode())
    leaves = leaf_hashes(lines)
    note = checkpoints.sign(Checkpoint(colleague.origin, Size(len(lines)), tree_root(leaves)), colleague.signer)
    (mending,) = given_again(7, lines[7:8], leaves, note)
    part = check_mending(mending.head, mending.lines, colleague.signer.verifier)
    assert not laptop.store.mending.is_true(colleague.origin, part)


def test_whatever_rots_in_several_places_comes_back(world: World, laptop: Laptop) -> None:
    chance = random.Random(7)
    laptop.exchange(world.line)
    before = laptop.records()
    for _turn in range(25):
        for _each in range(chance.randint(1, 6)):
            whose, size = chance.choice([("own", 9), ("colleague", 40)])
            rot(laptop, chance.choice([BROKEN, GONE, HASH]), chance.randrange(1, size), of(laptop, whose))
        laptop.exchange(world.line)
        assert found(laptop) == []
        assert laptop.records() == before


def test_a_laptop_looks_at_a_part_of_what_it_holds_at_each_exchange(laptop: Laptop) -> None:
    entries = laptop.store.soundness.entries()
    rot(laptop, ALTERED, 39, of(laptop, "colleague"))
    turns = 0
    while not laptop.store.mending.lost:
        laptop.store.mending.look(10)
        turns += 1
        assert turns * 10 < entries + 10
    assert turns > 1


def test_a_page_of_a_record_whose_entry_rotted_can_be_read(laptop: Laptop) -> None:
    record = laptop.record_ids()[0]
    laptop.revise(record, title="Treo cờ")
    rot(laptop, BROKEN, 1, laptop.origin)
    assert isinstance(laptop.store, LaptopStore)
    for each in laptop.record_ids():
        laptop.store.records.page(each)


def test_what_does_not_come_back_is_told_behind_an_exchange_until_it_does(world: World, laptop: Laptop) -> None:
    """In the program, and by the commands, whatever of it the exchange brought."""
    rot(laptop, ALTERED, 3, laptop.origin)
    laptop.store.mending.look(10_000)
    with speaking("en"):
        assert "did not come back" in not_back_words(laptop.store)
        session = Session(laptop.home, clock=world.now, random_bytes=world.random)
        assert any("did not come back" in line for line in session.exchange_lines())
        laptop.exchange(world.line)
        assert not_back_words(laptop.store) == ""
        assert not any("did not come back" in line for line in session.exchange_lines())
    session.close()
