"""A superior's scope: who reported to it, day by day. What pages make of it is in `tests/hub/web/test_superior.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub import own_logs
from hub.accounts import accounts
from hub.monitoring import counts
from hub.monitoring.scope import Scope
from hub.registry import unit_changes
from hub.registry.bodies import state_unit
from hub.store.records import RecordFilter
from sync.encoding.types import Instant
from sync.errors import Misuse, SoxaError
from sync.ledger.period import parse
from tests.world import World

DISTRICT, COMMUNE, OTHER = "105", "03390", "03394"


def state(world: World, code: str, **said: Any) -> None:
    with world.store.writing() as transaction:
        state_unit(transaction, world.keys, code, now=world.now(), random_bytes=world.random, **said)


def by_unit(world: World, superior: str, **wanted: Any) -> dict[str, int]:
    """How many activities a superior sees of each unit."""
    counts.freshen(world.store)
    with world.store.reading() as transaction:
        scope = Scope(transaction, world.keys, own_logs.registry(transaction, world.keys), superior, world.now())
        return {unit: tally.activities for unit, tally in scope.counts("unit", RecordFilter(**wanted)).items()}


@pytest.fixture
def district(tmp_path: Path) -> Iterator[World]:
    """A commune that reported to a district until there were none any more, with activities of before and after; the hub
    was there then."""
    world = World(tmp_path, founded=Instant(1_740_000_000))  # 20 February 2025
    state(world, DISTRICT, name="Tam Đường", type="huyện", valid_from="2004-01-01", valid_to="2025-06-30")
    state(world, COMMUNE, name="Bình Lư", type="xã", valid_from="2004-01-01", reports_to=DISTRICT)
    laptop = world.laptop(COMMUNE)
    for day in ("2025-05-20", "2025-06-30", "2025-07-01", "2026-10-20"):
        laptop.log(date=day)
    laptop.exchange(world.line)
    yield world
    world.close()


def test_a_district_sees_its_communes_until_the_last_day_of_districts(district: World) -> None:
    assert by_unit(district, DISTRICT) == {COMMUNE: 2}
    assert by_unit(district, DISTRICT, start="2025-06-15", end="2025-07-14") == {COMMUNE: 1}
    assert by_unit(district, DISTRICT, start="2025-07-01") == {}
    assert by_unit(district, DISTRICT, unit=OTHER) == {}
    assert by_unit(district, COMMUNE) == {COMMUNE: 4}


def test_a_district_that_is_no_more_is_shown_what_was_due_then_and_urges_nobody(district: World) -> None:
    district.ask_monthly()
    with district.store.writing() as transaction:
        registry = own_logs.registry(transaction, district.keys)
        scope = Scope(transaction, district.keys, registry, DISTRICT, district.now())
        due = [period.name for period in scope.periods()]
        assert due and all(period.last_day.isoformat() <= "2025-06-30" for period in scope.periods())
        with pytest.raises(Misuse):
            scope.period("2026-11")
        assert [status.unit for status in scope.statuses(parse(due[0], ()))] == [COMMUNE, DISTRICT]
        assert scope.periods_below() == []
        assert scope.urge(scope.period(due[0]), [COMMUNE], "", district.random) == []
        assert scope.standings(OTHER) == [] and scope.reports(OTHER, scope.period(due[0])) == []


def test_what_was_merged_into_a_subordinate_counts_there_and_only_then(world: World) -> None:
    state(world, DISTRICT, name="Tam Đường", type="huyện", valid_from="2026-01-01")
    state(world, COMMUNE, name="Bình Lư", type="xã", valid_from="2026-01-01", reports_to=DISTRICT)
    laptop = world.laptop(OTHER)
    for day in ("2026-03-01", "2026-10-02"):
        laptop.log(date=day)
    laptop.exchange(world.line)
    assert (by_unit(world, DISTRICT), by_unit(world, OTHER)) == ({}, {OTHER: 2})
    with world.store.writing() as transaction:
        unit_changes.merge(
            transaction, world.keys, [OTHER], COMMUNE, since="2026-10-01", now=world.now(), random_bytes=world.random
        )
    assert (by_unit(world, DISTRICT), by_unit(world, OTHER)) == ({COMMUNE: 1}, {OTHER: 1})


def test_only_a_unit_to_which_others_report_has_an_account(district: World) -> None:
    def unit(typed: str) -> str:
        with district.store.reading() as transaction:
            registry = own_logs.registry(transaction, district.keys)
        return accounts.unit_of_role(registry, "superior", typed, "2026-11-01")

    assert (unit(DISTRICT), unit("tam duong")) == (DISTRICT, DISTRICT)
    for typed, code in ((OTHER, "nobody-reports-to"), ("99999", "unknown-unit"), ("", "superior-without-unit")):
        with pytest.raises(SoxaError) as refused:
            unit(typed)
        assert refused.value.code == code
