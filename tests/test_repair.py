"""What rots at the hub comes back from whatever laptop holds it true, at its next exchange, by line and by stick."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.reporting.restore import mended_words
from hub.intake.receive import PushResult
from hub.intake.reply import answer
from hub.monitoring import reviews
from hub.safekeeping import check as checking
from hub.safekeeping.watch import Watch
from hub.store.places import INDEX_BITS
from hub.store.rows import Damage
from sync.encoding.types import Origin, Size
from sync.errors import NoAnswer, Refused
from sync.exchange.parcel import ONE_EXCHANGE, Effort
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.log.merkle import leaf_hash
from tests.hub.safekeeping.rot import rot, rot_entry
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, ACCEPTANCES, DESK = origins.registry(HUB), origins.acceptances(HUB), origins.desk(HUB, UNIT)


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop with accepted sizes 2, 5 and 97, and an answer."""
    laptop = world.laptop(UNIT)
    for count in (1, 3, 92):
        for _each in range(count):
            laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    with world.store.writing() as transaction:
        named = f"{UNIT}/{laptop.record_ids()[0]}"
        made = {"now": world.now(), "random_bytes": world.random}
        reviews.review(transaction, world.keys, named, "accepted", "Đủ", **made)  # type: ignore[arg-type]
    laptop.exchange(world.line)
    return laptop


def known(world: World) -> tuple[Damage, ...]:
    with world.store.reading() as transaction:
        return transaction.settings.damage


def found(world: World) -> list[Damage]:
    return checking.check(world.store, world.keys.logs.verifier, lambda _count: None)


def look(world: World) -> None:
    """The slow check has gone around."""
    watch = Watch(world.store, world.keys.logs.verifier)
    while watch.step():
        pass
    assert known(world)


def is_whole(world: World, laptop: Laptop) -> bool:
    assert world.hub_leaves(laptop.origin) == laptop.leaves()[: len(world.hub_leaves(laptop.origin))]
    assert world.hub_records(UNIT) == laptop.records()
    return found(world) == [] and known(world) == ()


@pytest.mark.parametrize("index", [0, 1, 3, 40, 96])
def test_a_laptops_own_entry_comes_back_with_its_next_exchange_and_that_goes_on(
    world: World, laptop: Laptop, index: int
) -> None:
    rot_entry(world.store, laptop.origin, index, b'"at":', b'"at":9')
    look(world)
    laptop.log(title="Treo cờ")
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    assert is_whole(world, laptop)
    world.audit(world.folder / "bundle.soxa")


def test_it_comes_back_from_a_laptop_that_has_nothing_to_send(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 3, b"loa", b"lob")
    look(world)
    laptop.exchange(world.line)
    assert is_whole(world, laptop)


def test_it_comes_back_from_a_colleague(world: World, laptop: Laptop) -> None:
    other = world.laptop(UNIT)
    other.log(title="Họp dân")
    other.exchange(world.line)
    rot_entry(world.store, laptop.origin, 3, b"loa", b"lob")
    look(world)
    other.exchange(world.line)
    assert found(world) == [] and known(world) == ()
    assert world.hub_leaves(laptop.origin) == laptop.leaves()


@pytest.mark.parametrize("looked", [True, False])
def test_of_a_damaged_log_a_new_colleague_gets_what_is_sound_and_the_rest_once_it_is_mended(
    world: World, laptop: Laptop, looked: bool
) -> None:
    rot_entry(world.store, laptop.origin, 40, b"loa", b"lob")
    if looked:
        look(world)
    other = world.laptop(UNIT)
    other.exchange(world.line)
    assert known(world) and mended_words(other.store)
    assert other.store.logs.extent(laptop.origin).size == 5
    laptop.exchange(world.line)
    other.exchange(world.line)
    assert other.store.logs.extent(laptop.origin).size == 97
    assert is_whole(world, laptop) and not mended_words(other.store)


def test_what_just_rotted_goes_on_no_stick(world: World, laptop: Laptop, tmp_path: Path) -> None:
    rot_entry(world.store, laptop.origin, 40, b"loa", b"lob")
    other = world.laptop(UNIT)
    other.log(title="Họp dân")
    world.unpack(other.pack(tmp_path / "out.soxa"), tmp_path / "back.soxa")
    other.unpack(tmp_path / "back.soxa")
    assert known(world) and other.store.logs.own.acked == other.store.logs.own.size
    assert other.store.logs.extent(laptop.origin).size == 5


@pytest.mark.parametrize(("since", "index"), [(0, 3), (0, 40), (60, 3), (60, 70)])
def test_no_part_is_given_that_just_rotted_and_none_that_is_proven_by_it(
    world: World, laptop: Laptop, since: int, index: int
) -> None:
    """A part that ends between two accepted sizes is proven by the entries beside it."""
    rot_entry(world.store, laptop.origin, index, b"loa", b"lob")
    taken = PushResult(
        device=laptop.store.membership.device,
        cursors={laptop.origin: Size(since)},
        proven=True,
        brought=True,
        tail=True,
        budget=4_000,
    )
    pieces = answer(world.store, world.keys, taken, budget=50_000, effort=Effort.LINE)
    _header, ranges = ranges_of(events_of(pieces, ONE_EXCHANGE))
    given = [each.head for each in ranges if each.head.origin == laptop.origin and each.head.end > each.head.start]
    assert known(world)
    assert max((head.end for head in given), default=0) <= (5 if index > 5 else 2)


def test_while_the_registry_has_just_rotted_the_province_says_so(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, REGISTRY, 2, b'"name":"', b'"name":"X')
    other = world.laptop(UNIT)
    other.log(title="Họp dân")
    with pytest.raises(Refused) as refused:
        other.exchange(world.line)
    assert refused.value.code == "damaged-hub-log"
    laptop.exchange(world.line)
    other.exchange(world.line)
    assert other.store.logs.own.acked == other.store.logs.own.size
    laptop.exchange(world.line)
    assert is_whole(world, laptop)


def test_a_desk_that_just_rotted_is_left_out(world: World, laptop: Laptop) -> None:
    with world.store.reading() as transaction:
        log = transaction.logs.get(DESK)
        assert log is not None
        lines = list(transaction.logs.lines(log.id, 0, log.size))
    index = next(index for index, line in enumerate(lines) if "Đủ".encode() in line)
    rot_entry(world.store, DESK, index, "Đủ".encode(), b"Du")
    other = world.laptop(UNIT)
    other.exchange(world.line)
    assert DESK not in other.store.logs.cursors() and other.store.logs.extent(laptop.origin).size == 97
    laptop.exchange(world.line)
    other.exchange(world.line)
    assert DESK in other.store.logs.cursors()
    assert is_whole(world, laptop)


@pytest.mark.parametrize(
    ("origin", "statement"),
    [
        (None, "UPDATE log SET checkpoint = replace(checkpoint, '— ', '- ') WHERE origin = ?"),
        (None, "UPDATE log SET checkpoint = replace(checkpoint, '/mirror', '/mirrox') WHERE origin = ?"),
        (
            ACCEPTANCES,
            "UPDATE segment SET lines = CAST(replace(CAST(lines AS TEXT), '\"size\":97', '\"size\":98') AS BLOB)"
            " WHERE instr(lines, '\"size\":97') AND place >> 32 = (SELECT id FROM log WHERE origin = ?)",
        ),
    ],
)
def test_no_receipt_is_given_that_just_rotted(world: World, laptop: Laptop, origin: Origin | None, statement: str) -> None:
    rot(world.store.path, statement.replace(">> 32", f">> {INDEX_BITS}"), origin or laptop.origin)
    taken = PushResult(device=laptop.store.membership.device, cursors={}, proven=True, brought=True)
    pieces = answer(world.store, world.keys, taken, budget=50_000, effort=Effort.LINE)
    _header, ranges = ranges_of(events_of(pieces, ONE_EXCHANGE))
    receipts = [each.head for each in ranges if each.head.origin == laptop.origin]
    assert {each.origin for each in known(world)} == {origin or laptop.origin}
    assert [receipt.acceptance for receipt in receipts] == ([] if origin is None else [None])


def test_it_comes_back_on_a_stick(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """Two of them: the first says what is wanted, the second brings it, and what is new."""
    rot_entry(world.store, laptop.origin, 40, b"loa", b"lob")
    look(world)
    laptop.log(title="Treo cờ")
    world.unpack(laptop.pack(tmp_path / "out.soxa"), tmp_path / "back.soxa")
    with pytest.raises(Refused) as refused:
        laptop.unpack(tmp_path / "back.soxa")
    assert refused.value.code == "damaged-log"
    assert laptop.store.logs.own.acked == 97
    world.unpack(laptop.pack(tmp_path / "again.soxa"), tmp_path / "better.soxa")
    laptop.unpack(tmp_path / "better.soxa")
    assert laptop.store.logs.own.acked == 98
    assert laptop.store.mending.hub_wants == ()
    assert is_whole(world, laptop)


@pytest.mark.parametrize(
    ("origin", "old", "new"), [(REGISTRY, "Tân Phong".encode(), "Tân Phonh".encode()), (DESK, "Đủ".encode(), b"Du")]
)
def test_the_hubs_own_logs_come_back_from_laptops_but_for_the_acceptances(
    world: World, laptop: Laptop, origin: str, old: bytes, new: bytes
) -> None:
    with world.store.reading() as transaction:
        log = transaction.logs.get(origin)  # type: ignore[arg-type]
        assert log is not None
        lines = list(transaction.logs.lines(log.id, 0, log.size))
    index = next(index for index, line in enumerate(lines) if old in line)
    rot_entry(world.store, origin, index, old, new)
    look(world)
    laptop.log(title="Treo cờ")
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    assert is_whole(world, laptop)


def test_while_the_acceptances_are_damaged_nothing_is_receipted(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, ACCEPTANCES, 3, b'"size":5', b'"size":6')
    look(world)
    laptop.log(title="Treo cờ")
    with pytest.raises(Refused) as refused:
        laptop.exchange(world.line)
    assert refused.value.code == "damaged-hub-log"
    assert laptop.store.logs.own.acked == 97
    rot_entry(world.store, ACCEPTANCES, 3, b'"size":6', b'"size":5')
    watch = Watch(world.store, world.keys.logs.verifier)
    while watch.step():
        pass
    laptop.exchange(world.line)
    assert is_whole(world, laptop)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET checkpoint = checkpoint || 'x' WHERE origin = ?",
        "UPDATE accepted SET checkpoint = 'x' WHERE size = 5 AND log = (SELECT id FROM log WHERE origin = ?)",
        "UPDATE accepted SET at = at + 1 WHERE size = 97 AND log = (SELECT id FROM log WHERE origin = ?)",
        "UPDATE accepted SET acceptance = 0 WHERE size = 97 AND log = (SELECT id FROM log WHERE origin = ?)",
    ],
)
def test_heads_and_receipts_come_back_too(world: World, laptop: Laptop, statement: str) -> None:
    rot(world.store.path, statement, laptop.origin)
    look(world)
    laptop.log(title="Treo cờ")
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    assert is_whole(world, laptop)


def test_whatever_rots_in_several_places_at_once_comes_back(world: World, laptop: Laptop) -> None:
    chance = random.Random(13)
    for _turn in range(25):
        for index in chance.sample(range(97), chance.randint(1, 5)):
            rot_entry(world.store, laptop.origin, index, b'"', chance.choice([b"'", b'""', b"\n", b"\xff"]))
        look(world)
        laptop.exchange(world.line)
        assert is_whole(world, laptop)


def test_a_laptop_cannot_give_anything_else_than_what_was_receipted(world: World, laptop: Laptop) -> None:
    """An entry that rotted is no chance to say something else: what the laptop signs now was never receipted."""
    rot_entry(world.store, laptop.origin, 40, b"loa", b"lob")
    look(world)
    sql = laptop.store._sql
    (line,) = sql.execute("SELECT line FROM entry WHERE log = 1 AND idx = 40").fetchone()
    other = line.replace("Phát loa".encode(), "Phát quà".encode())
    sql.execute("UPDATE entry SET line = ?, leaf = ? WHERE log = 1 AND idx = 40", (other, leaf_hash(other)))
    laptop.exchange(world.line)
    (damage,) = known(world)
    assert damage.start <= 40 < damage.end


def test_a_log_on_a_thin_line_is_mended_piece_by_piece(world: World) -> None:
    laptop = world.laptop(UNIT)
    for _each in range(400):
        laptop.log(title="Phát loa", text="x" * 400)
    laptop.exchange(world.line)
    for index in (90, 200, 280):
        rot_entry(world.store, laptop.origin, index, b"loa", b"lob")
    look(world)
    laptop.store.local.set_setting("line-pace", "16384 16384")
    wide = sum(damage.end - damage.start for damage in known(world))

    def one_push(body: bytes) -> Iterator[bytes]:
        """The line breaks with the second push that mends."""
        bodies.append(body)
        if len(bodies) > 2:
            raise NoAnswer(why="cut")
        yield from world.line(body)

    bodies: list[bytes] = []
    laptop.exchange(one_push)
    left = sum(damage.end - damage.start for damage in known(world))
    assert 0 < left < wide
    bodies = []
    laptop.exchange(world.recorded(bodies))
    assert len(bodies) > 3
    assert is_whole(world, laptop)
