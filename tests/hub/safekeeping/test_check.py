"""What a hub holds is held against what was signed: whatever rots is named, and nothing else is."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from hub.monitoring import reviews
from hub.registry.laptops import revoke_laptop
from hub.safekeeping import check as checking
from hub.store.places import INDEX_BITS
from hub.store.rows import Damage
from sync.encoding.types import Index, Size
from sync.errors import DamagedHubLog, DamagedLog
from sync.ledger import origins
from tests.hub.safekeeping.rot import rot, rot_entry
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop with 5 accepted sizes, the last of them beyond one segment, and two answers."""
    laptop = world.laptop(UNIT)
    for count in (1, 3, 2, 4, 80):
        for _each in range(count):
            laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    for verdict in ("accept", "return"):
        with world.store.writing() as transaction:
            reviews.review(
                transaction,
                world.keys,
                f"{UNIT}/{laptop.record_ids()[0]}",
                "accepted" if verdict == "accept" else "returned",
                "Đủ",
                now=world.now(),
                random_bytes=world.random,
            )
    return laptop


def found(world: World) -> list[Damage]:
    return checking.check(world.store, world.keys.logs.verifier, lambda _count: None)


def test_a_hub_that_is_whole_has_no_damage(world: World, laptop: Laptop) -> None:
    told: list[int] = []
    assert checking.check(world.store, world.keys.logs.verifier, told.append) == []
    with world.store.reading() as transaction:
        assert sum(told) == sum(log.size for log in transaction.logs.all())
    assert laptop.store.logs.own.acked == 91


@pytest.mark.parametrize(
    ("index", "start", "end"), [(1, 0, 2), (3, 2, 5), (6, 5, 7), (9, 7, 11), (90, 90, 91), (11, 11, 64), (70, 64, 80)]
)
def test_an_altered_entry_is_found_between_the_accepted_sizes_around_it(
    world: World, laptop: Laptop, index: int, start: int, end: int
) -> None:
    """And between the subtrees of the log's edge: 91 is 64, 16, 8, 2 and 1."""
    rot_entry(world.store, laptop.origin, index, b"loa", b"lob")
    (damage,) = found(world)
    assert (damage.origin, damage.unit, damage.what) == (laptop.origin, UNIT, "entries")
    assert damage.start <= index < damage.end
    assert (damage.start, damage.end) == (start, end)


def test_an_entry_that_cannot_be_read_any_more_is_named(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 9, b'"at":', b'"at";')
    assert found(world) == [Damage(laptop.origin, UNIT, "entries", 9, 10)]  # type: ignore[arg-type]


def test_what_cannot_be_read_is_named_beyond_the_first_size_that_is_wrong(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 3, b"loa", b"lob")
    rot_entry(world.store, laptop.origin, 12, b'"at":', b'"at";')
    assert [(damage.start, damage.end) for damage in found(world)] == [(2, 5), (12, 13)]


def test_a_line_that_fell_apart_is_found_with_all_that_is_stored_with_it(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 9, b'"at":', b'"at"\n')
    (damage,) = found(world)
    assert (damage.start, damage.end) == (7, 11)


def test_a_segment_that_is_gone_is_found(world: World, laptop: Laptop) -> None:
    with closing(sqlite3.connect(world.store.path)) as database, database:
        (log,) = database.execute("SELECT id FROM log WHERE origin = ?", (laptop.origin,)).fetchone()
        database.execute("DELETE FROM segment WHERE place = ?", (log << INDEX_BITS | 5,))
    (damage,) = found(world)
    assert (damage.start, damage.end) == (5, 7)


@pytest.mark.parametrize(
    ("origin", "old", "new"),
    [
        (REGISTRY, "Tân Phong".encode(), "Tân Phonh".encode()),
        (ACCEPTANCES, b'"size":2', b'"size":3'),
        (origins.desk(HUB, UNIT), "Đủ".encode(), "Đu".encode()),
    ],
)
def test_damage_of_the_hubs_own_logs_is_not_laid_at_laptops(
    world: World, laptop: Laptop, origin: str, old: bytes, new: bytes
) -> None:
    index = next(
        index for index, line in enumerate(lines(world, origin)) if old in line and not (origin == REGISTRY and index == 0)
    )
    rot_entry(world.store, origin, index, old, new)
    (damage,) = found(world)
    assert (damage.origin, damage.what) == (origin, "entries")
    assert damage.start <= index < damage.end
    assert laptop.origin


def lines(world: World, origin: str) -> list[bytes]:
    with world.store.reading() as transaction:
        log = transaction.logs.get(origin)  # type: ignore[arg-type]
        assert log is not None
        return list(transaction.logs.lines(log.id, 0, log.size))


@pytest.mark.parametrize(
    ("statement", "what", "size"),
    [
        (
            "UPDATE log SET checkpoint = replace(checkpoint, char(10) || '91' || char(10), char(10) || '90' || char(10))"
            " WHERE origin = ?",
            "head",
            91,
        ),
        ("UPDATE log SET checkpoint = 'x' WHERE origin = ?", "head", 91),
        ("UPDATE accepted SET at = at + 1 WHERE size = 5 AND log = (SELECT id FROM log WHERE origin = ?)", "acceptance", 5),
        (
            "UPDATE accepted SET checkpoint = rtrim(checkpoint, char(10)) WHERE size = 7"
            " AND log = (SELECT id FROM log WHERE origin = ?)",
            "acceptance",
            7,
        ),
        (
            "UPDATE accepted SET acceptance = acceptance + 1 WHERE size = 7 AND log = (SELECT id FROM log WHERE origin = ?)",
            "acceptance",
            7,
        ),
    ],
)
def test_a_damaged_head_receipt_or_time_is_found(world: World, laptop: Laptop, statement: str, what: str, size: int) -> None:
    rot(world.store.path, statement, laptop.origin)
    assert [(each.what, each.end) for each in found(world)] == [(what, size)]


def test_whatever_byte_of_an_entry_changes_the_damage_is_found(world: World, laptop: Laptop) -> None:
    chance = random.Random(5)
    for _turn in range(60):
        origin = chance.choice([laptop.origin, REGISTRY, ACCEPTANCES, origins.desk(HUB, UNIT)])
        entries = lines(world, origin)
        index = chance.randrange(len(entries))
        at, by = chance.randrange(len(entries[index])), chance.randrange(1, 256)
        altered = bytearray(entries[index])
        altered[at] ^= by
        rot_entry(world.store, origin, index, entries[index], bytes(altered))
        damages = found(world)
        assert any(each.origin == origin and each.start <= index < each.end for each in damages), (origin, index, at, by)
        put_back(world, origin, index, entries[index])
    assert found(world) == []


def put_back(world: World, origin: str, index: int, line: bytes) -> None:
    """The whole segment as it was: a changed byte may have been a new line's."""
    with closing(sqlite3.connect(world.store.path)) as database, database:
        (log,) = database.execute("SELECT id FROM log WHERE origin = ?", (origin,)).fetchone()
        whole = database.execute(
            "SELECT place, lines FROM segment WHERE place <= ? ORDER BY place DESC LIMIT 1", (log << INDEX_BITS | index,)
        ).fetchone()
        at = (log << INDEX_BITS | index) - whole[0]
        pieces = whole[1].split(b"\n")
        extra = len(pieces) - _length(database, log, whole[0])
        pieces[at : at + 1 + extra] = [line]
        database.execute("UPDATE segment SET lines = ? WHERE place = ?", (b"\n".join(pieces), whole[0]))


def _length(database: sqlite3.Connection, log: int, place: int) -> int:
    (after,) = database.execute(
        "SELECT min(place) FROM segment WHERE place > ? AND place < ?", (place, log + 1 << INDEX_BITS)
    ).fetchone()
    (size,) = database.execute("SELECT size FROM log WHERE id = ?", (log,)).fetchone()
    return int((after or (log << INDEX_BITS) + size) - place)


@pytest.mark.parametrize("rotted", [bytes(96), bytes(5)])
def test_the_edge_of_a_tree_that_rotted_is_found_and_made_anew(world: World, laptop: Laptop, rotted: bytes) -> None:
    """Nothing is signed over it meanwhile: it would be another history."""
    for origin in (REGISTRY, laptop.origin):
        with closing(sqlite3.connect(world.store.path)) as database, database:
            (size,) = database.execute("SELECT size FROM log WHERE origin = ?", (origin,)).fetchone()
            wrong = rotted if len(rotted) == 5 else bytes(32 * size.bit_count())
            database.execute("UPDATE log SET frontier = ? WHERE origin = ?", (wrong, origin))
    assert [(damage.origin, damage.what) for damage in found(world)] == [(REGISTRY, "edge"), (laptop.origin, "edge")]
    laptop.log(title="Phát loa")
    with pytest.raises(DamagedLog):
        laptop.exchange(world.line)
    with pytest.raises(DamagedHubLog), world.store.writing() as transaction:
        revoke_laptop(
            transaction, world.keys, laptop.store.membership.device, "x", now=world.now(), random_bytes=world.random
        )
    assert checking.mend_edges(world.store, world.keys.logs.verifier, found(world)) == []
    assert found(world) == []
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == 92


def test_an_edge_is_not_made_of_entries_that_do_not_give_the_signed_head(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, laptop.origin, 90, b"loa", b"lob")
    rot(world.store.path, "UPDATE log SET frontier = ? WHERE origin = ?", bytes(32 * (91).bit_count()), laptop.origin)
    damage = [*found(world), Damage(laptop.origin, UNIT, "edge", Index(91), Size(91))]
    assert checking.mend_edges(world.store, world.keys.logs.verifier, damage) == damage
