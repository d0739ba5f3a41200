"""How much may come a day: what is beyond it is not taken, what came before it is receipted, and nobody is held back by what
the hub had receipted, by a place that they take, or by another unit's flood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from hub import own_logs
from hub.intake.quota import MIB
from hub.registry import invites
from hub.store.rows import Quota
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.ledger.period import day_of, midnight
from tests.bench.records import activities
from tests.world import Laptop, World

TEN = Quota(entries=10, mib=1, unit_entries=15, unit_mib=2)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    with made.store.writing() as transaction:
        transaction.settings.keep_quota(TEN)
    yield made
    made.close()


def writes(laptop: Laptop, count: int) -> None:
    laptop.store.logs.append(list(activities(count)), laptop.signer)


def refused(world: World, laptop: Laptop) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as raised:
        client.exchange(laptop.store, laptop.signer, world.line, ExchangeOutcome())
    return raised.value.code, dict(raised.value.facts)


def acked(laptop: Laptop) -> int:
    return laptop.store.logs.own.acked


def taken_bytes(laptop: Laptop) -> int:
    own = laptop.store.logs.own
    return sum(map(len, laptop.store.logs.lines(own.origin, 0, 2**40)[: own.acked]))


def test_what_is_beyond_a_days_is_not_taken_and_goes_on_the_next_day(world: World) -> None:
    laptop = world.laptop("03390")
    writes(laptop, 8)
    laptop.exchange(world.line)
    assert acked(laptop) == 9
    writes(laptop, 2)
    code, facts = refused(world, laptop)
    assert code == "quota" and facts["entries"] == 10 and facts["mib"] == 1 and facts["entries_left"] == 0
    assert acked(laptop) == 10
    world.set_clock(Instant(world.now() + DAY_SECONDS))
    laptop.exchange(world.line)
    assert acked(laptop) == 11


def test_a_day_begins_at_midnight_in_vietnam(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    later = midnight(day_of(world.now())) + DAY_SECONDS
    world.set_clock(Instant(later - 60))
    writes(laptop, 9)
    laptop.exchange(world.line)
    writes(laptop, 10)
    assert refused(world, laptop)[0] == "quota"
    world.set_clock(Instant(later))
    laptop.exchange(world.line)
    assert acked(laptop) == 20


def test_the_laptops_of_a_unit_share_its_day_and_no_other_unit_does(world: World) -> None:
    first, second, elsewhere = world.laptop("03390"), world.laptop("03390"), world.laptop("03405")
    for laptop, count in ((first, 9), (second, 3), (elsewhere, 9)):
        writes(laptop, count)
        laptop.exchange(world.line)
        assert acked(laptop) == count + 1
    writes(second, 2)
    code, facts = refused(world, second)
    assert code == "quota" and facts["entries"] == 15 and facts["mib"] == 2 and facts["entries_left"] == 0
    assert acked(second) == 5


def test_more_than_a_day_allows_is_taken_up_to_that_day_by_day(world: World) -> None:
    laptop, days = world.laptop("03390"), 0
    writes(laptop, 24)
    for expected in (10, 20):
        assert refused(world, laptop)[0] == "quota"
        assert acked(laptop) == expected
        days += 1
        world.set_clock(Instant(world.now() + DAY_SECONDS))
    laptop.exchange(world.line)
    assert acked(laptop) == 25 and days == 2


def test_colleagues_entries_come_though_the_day_is_full(world: World) -> None:
    first, second = world.laptop("03390"), world.laptop("03390")
    writes(first, 4)
    first.exchange(world.line)
    writes(second, 15)
    assert refused(world, second)[0] == "quota"
    assert acked(second) == 10
    assert second.store.logs.extent(first.store.logs.own.origin).size == 5


def test_large_entries_count_by_their_bytes(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        transaction.settings.keep_quota(Quota(entries=1_000_000, mib=1, unit_entries=1_000_000, unit_mib=1))
    writes(laptop, 3_000)
    code, facts = refused(world, laptop)
    following = laptop.store.logs.lines(laptop.store.logs.own.origin, acked(laptop), 1)[0]
    assert code == "quota" and facts["bytes_left"] in range(len(following))
    assert taken_bytes(laptop) <= MIB < taken_bytes(laptop) + acked(laptop) + len(following), "a byte each is its line's end"
    with world.store.writing() as transaction:
        transaction.settings.keep_quota(Quota())
    laptop.exchange(world.line)
    assert acked(laptop) == 3_001


def test_the_operator_is_told_once_a_day(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    writes(laptop, 20)
    for _again in range(3):
        refused(world, laptop)
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(laptop.store.logs.own.origin) == ["quota"]
    world.set_clock(Instant(world.now() + DAY_SECONDS))
    refused(world, laptop)
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(laptop.store.logs.own.origin) == ["quota", "quota"]


def test_who_takes_a_place_may_bring_as_much_more_as_was_there(world: World) -> None:
    laptop = world.laptop("03390")
    writes(laptop, 8)
    laptop.exchange(world.line)
    writes(laptop, 20)  # the first eight are the same again, and are not carried
    laptop.home.key.unlink()
    with world.store.writing() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        invite = invites.hand_out(
            transaction,
            world.keys,
            registry.units["03390"],
            officer=None,
            days=9,
            url="",
            now=world.now(),
            random_bytes=world.random,
            replaces=laptop.store.membership.device,
        )
    world.set_clock(Instant(world.now() + DAY_SECONDS))
    laptop.begin_anew(invite)
    laptop.exchange(world.line)
    assert acked(laptop) == laptop.store.logs.own.size > TEN.entries


def test_what_lies_on_a_stick_is_held_against_the_same_day(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390")
    writes(laptop, 9)
    world.unpack(laptop.pack(tmp_path / "a.soxa"), tmp_path / "reply.soxa")
    laptop.unpack(tmp_path / "reply.soxa")
    assert acked(laptop) == 10
    writes(laptop, 1)
    world.unpack(laptop.pack(tmp_path / "b.soxa"), tmp_path / "reply-b.soxa")
    with pytest.raises(Refused, match="quota"):
        laptop.unpack(tmp_path / "reply-b.soxa")
    assert acked(laptop) == 10


def by_stick(world: World, laptop: Laptop, folder: Path, name: str) -> None:
    world.unpack(laptop.pack(folder / f"{name}.soxa"), folder / f"{name}-reply.soxa")
    laptop.unpack(folder / f"{name}-reply.soxa")


@pytest.mark.parametrize(("allowed", "written", "first"), [(10, 24, 0), (200, 300, 192), (1_000, 1_200, 960)])
def test_a_file_of_more_than_a_day_allows_is_taken_up_to_that(
    world: World, tmp_path: Path, allowed: int, written: int, first: int
) -> None:
    """The first file is cut without knowing what the hub takes a day, those after it by what the hub has said."""
    with world.store.writing() as transaction:
        transaction.settings.keep_quota(Quota(entries=allowed, unit_entries=allowed))
    laptop = world.laptop("03390")
    writes(laptop, written)
    with pytest.raises(Refused, match="quota"):
        by_stick(world, laptop, tmp_path, "a")
    assert acked(laptop) == first
    with pytest.raises(Refused, match="quota"):
        by_stick(world, laptop, tmp_path, "b")
    assert acked(laptop) > allowed - allowed // 16 - 1
    for day in range((written - 1) // allowed + 1):
        world.set_clock(Instant(world.now() + DAY_SECONDS))
        if laptop.store.logs.own.size - acked(laptop) > allowed:
            with pytest.raises(Refused, match="quota"):
                by_stick(world, laptop, tmp_path, f"day-{day}")
        else:
            by_stick(world, laptop, tmp_path, f"day-{day}")
    assert acked(laptop) == written + 1 and laptop.store.local.day_limit is None
