"""What an operator states about units: it holds from its day on, reaches laptops and auditors, and slips are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from field.reporting import reports
from hub import own_logs
from hub.monitoring.reporting_status import unit_statuses
from hub.registry import unit_changes
from hub.registry.bodies import state_unit
from sync.errors import Refused, SoxaError
from sync.ledger.entry import Narrative, Reorganised
from sync.ledger.period import parse
from sync.ledger.reporting_status import UnitStatus
from sync.ledger.unit_history import UnitHistory
from tests.hub.registry.stating import BAN_BO, BINH_LU, KHUN_HA, SINCE, registry, state
from tests.world import LONG_BEFORE, Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A province whose hub was there before what these tests ask for was due."""
    made = World(tmp_path, founded=LONG_BEFORE)
    yield made
    made.close()


def standing(world: World, period: str = "2026-11") -> dict[str, UnitStatus]:
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        found = unit_statuses(transaction, known, parse(period, known.directives), world.now())
    return {one.unit: one for one in found}


def report(laptop: Laptop, period: str = "2026-11") -> None:
    laptop.exchange(laptop.world.line)
    reports.submit(
        laptop.store, laptop.signer, period, Narrative(), now=laptop.world.now(), random_bytes=laptop.world.random
    )
    laptop.exchange(laptop.world.line)


def test_a_renamed_unit_is_called_so_from_the_day_on(world: World) -> None:
    world.ask_monthly()
    event = state(world, unit_changes.rename, BINH_LU, name=" Bình  Lư Mới ", type="Phường")
    known = UnitHistory(registry(world))
    assert (known.name(BINH_LU, "2026-10-31"), known.name(BINH_LU, SINCE)) == ("Xã Bình Lư", "Phường Bình Lư Mới")
    assert (event.how, event.units, event.into, event.document) == ("renamed", (BINH_LU,), (BINH_LU,), "1/NQ-HĐND")
    assert standing(world, "2026-10")[BINH_LU].name == "Xã Bình Lư"
    assert standing(world)[BINH_LU].name == "Phường Bình Lư Mới"


def test_a_department_that_becomes_a_centre_keeps_its_code_and_log_and_its_old_name_until_that_day(world: World) -> None:
    with world.store.writing() as transaction:
        state_unit(
            transaction,
            world.keys,
            "12-tt",
            name="Thông tin",
            type="Sở",
            valid_from="2025-07-01",
            body="information-department",
            now=world.now(),
            random_bytes=world.random,
        )
    laptop = world.laptop("12-tt")
    laptop.log()
    laptop.exchange(world.line)
    state(world, unit_changes.rename, "12-tt", name="Truyền thông", type="Trung tâm", body="press-agencies")
    laptop.log()
    laptop.exchange(world.line)
    known = UnitHistory(registry(world))
    names = [known.name("12-tt", day) for day in ("2026-10-31", SINCE)]
    kinds = [known.kind("12-tt", day) for day in ("2026-10-31", SINCE)]
    assert names == ["Sở Thông tin", "Trung tâm Truyền thông"]
    assert kinds == ["information-department", "press-agencies"]
    with world.store.reading() as transaction:
        assert len(transaction.records.ids("12-tt")) == 2


def test_a_merged_unit_ends_the_day_before_and_the_unit_that_takes_it_in_is_one_of_the_parts(world: World) -> None:
    world.ask_monthly()
    event = state(world, unit_changes.merge, [BAN_BO], BINH_LU)
    assert (event.units, event.into) == ((BINH_LU, BAN_BO), (BINH_LU,))
    ended = registry(world).units[BAN_BO]
    assert (ended.name, ended.valid_from, ended.valid_to) == ("Bản Bo", "2025-07-01", "2026-10-31")
    assert UnitHistory(registry(world)).steps(BAN_BO) == ((SINCE, BINH_LU),)
    assert BAN_BO in standing(world, "2026-10") and BAN_BO not in standing(world)


def test_a_new_unit_has_reported_once_both_its_parts_have(world: World) -> None:
    world.ask_monthly()
    first, second = world.laptop(BINH_LU), world.laptop(BAN_BO)
    state(world, unit_changes.merge, [BINH_LU, BAN_BO], "09999", name="Tam Đường", type="xã")
    report(first)
    assert standing(world)["09999"].standing == "due"
    report(second)
    found = standing(world)["09999"]
    assert (found.name, found.standing, found.reports) == ("Xã Tam Đường", "on-time", 2)
    world.audit(world.folder / "bundle.soxa")


def test_a_laptop_reads_what_happened(world: World) -> None:
    laptop = world.laptop(BINH_LU)
    state(world, unit_changes.merge, [BINH_LU], BAN_BO)
    laptop.log(quantity=3)
    laptop.exchange(world.line)
    laptop.reopen()
    assert UnitHistory(laptop.store.logs.registry()).successor(BINH_LU, SINCE) == BAN_BO
    assert laptop.store.records.unsent() == 0


def test_a_unit_is_divided_into_itself_and_new_ones(world: World) -> None:
    event = state(world, unit_changes.split, BINH_LU, [BINH_LU, "09999 xã Bình Lư Hai", "09998 Đặc khu Ba"])
    known = UnitHistory(registry(world))
    assert event.into == (BINH_LU, "09998", "09999")
    assert known.name("09998", SINCE) == "Đặc khu Ba"
    assert [known.stands("09999", day) for day in ("2026-10-31", SINCE)] == [False, True]
    assert known.stands(BINH_LU, SINCE)


def test_a_code_of_the_official_table_brings_its_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit that the registry lacks, as after the table that ships has grown."""
    with world.store.writing() as transaction:
        lacking = own_logs.registry(transaction, world.keys).copy()
        del lacking.units[KHUN_HA], lacking.editions[KHUN_HA]
        with monkeypatch.context() as patched:
            patched.setattr(own_logs, "registry", lambda *_asked: lacking)
            event = unit_changes.split(
                transaction, world.keys, BINH_LU, [BINH_LU, KHUN_HA], since=SINCE, now=world.now(), random_bytes=world.random
            )
    assert event.into == (BINH_LU, KHUN_HA)
    unit = registry(world).units[KHUN_HA]
    assert (unit.name, unit.type, unit.valid_from) == ("Khun Há", "xã", SINCE)


def test_a_merge_stated_by_mistake_is_put_right_by_dividing_again(world: World) -> None:
    before = UnitHistory(registry(world)).reporting(SINCE)
    state(world, unit_changes.merge, [BAN_BO], BINH_LU)
    with pytest.raises(Refused) as refused:
        state(world, unit_changes.split, BINH_LU, [BINH_LU, BAN_BO])
    assert refused.value.code == "unit-ended"
    state(world, unit_changes.split, BINH_LU, [BINH_LU, f"{BAN_BO} xã Bản Bo"])
    assert UnitHistory(registry(world)).reporting(SINCE) == before
    assert UnitHistory(registry(world)).steps(BAN_BO) == ()


@pytest.mark.parametrize(
    ("what", "units", "more", "code"),
    [
        (unit_changes.rename, ("00000",), {"name": "Mới"}, "unknown-unit"),
        (unit_changes.rename, (BINH_LU,), {"name": " "}, "no-unit-name"),
        (unit_changes.rename, (BINH_LU,), {"name": "Bình Lư"}, "same-name"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "type": "huyện"}, "bad-unit-type"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "body": "schools"}, "kind-of-a-commune"),
        (unit_changes.rename, ("12",), {"name": "Mới", "type": "xã"}, "bad-unit-type"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "since": "2026-11-31"}, "bad-day"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "since": "20261101"}, "bad-day"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "since": "0001-01-01"}, "bad-day"),
        (unit_changes.rename, (BINH_LU,), {"name": "Mới", "since": "2025-07-01"}, "unit-not-yet"),
        (unit_changes.rename, (BINH_LU,), {"name": "x" * 501}, "bad-entry"),
        (unit_changes.merge, ([BINH_LU], BINH_LU), {}, "nothing-to-merge"),
        (unit_changes.merge, ([], BINH_LU), {}, "nothing-to-merge"),
        (unit_changes.merge, ([BINH_LU, "00000"], BAN_BO), {}, "unknown-unit"),
        (unit_changes.merge, ([BINH_LU], "00000"), {}, "unknown-unit"),
        (unit_changes.merge, ([BINH_LU], "00000"), {"name": "Mới"}, "unknown-unit"),
        (unit_changes.merge, ([BINH_LU], "12"), {}, "bad-entry"),
        (unit_changes.merge, (["12"], BINH_LU), {}, "bad-entry"),
        (unit_changes.merge, ([BINH_LU], "0000x"), {"name": "Mới", "type": "xã"}, "unknown-unit"),
        (unit_changes.split, (BINH_LU, [BINH_LU]), {}, "split-into-several"),
        (unit_changes.split, (BINH_LU, [BAN_BO, BAN_BO]), {}, "split-into-several"),
        (unit_changes.split, (BINH_LU, [BAN_BO, "Khun Há"]), {}, "unknown-unit"),
        (unit_changes.split, (BINH_LU, [BAN_BO, "09999"]), {}, "unknown-unit"),
    ],
)
def test_a_slip_is_refused_and_states_nothing(
    world: World, what: Callable[..., Reorganised], units: tuple[Any, ...], more: dict[str, str], code: str
) -> None:
    before = registry(world).size
    with pytest.raises(SoxaError) as refused:
        state(world, what, *units, **more)
    assert refused.value.code == code
    assert registry(world).size == before


def test_what_has_ended_or_will_is_not_changed_again(world: World) -> None:
    state(world, unit_changes.merge, [BAN_BO], BINH_LU)
    for since in ("2026-10-01", SINCE, "2027-01-01"):
        with pytest.raises(Refused) as refused:
            state(world, unit_changes.merge, [BAN_BO], KHUN_HA, since=since)
        assert refused.value.code == "unit-ended"
        assert refused.value.facts["successors"] == "03390 Xã Bình Lư"
    with pytest.raises(Refused):
        state(world, unit_changes.merge, [KHUN_HA], BAN_BO, since="2027-01-01")
