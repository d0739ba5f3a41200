"""Units of the province: as they are on a day, and as a person means them."""

from __future__ import annotations

import pytest

from hub.messages import sentence
from hub.registry import unit_changes
from hub.registry.bodies import state_unit
from hub.registry.units import named, unit_rows
from sync.errors import Misuse
from tests.hub.registry.stating import BAN_BO, BINH_LU, SINCE, registry, state
from tests.world import World

OFFICE = {"name": "Văn hóa - Xã hội", "type": "Phòng", "valid_from": "2026-01-01", "body": "culture-society-office"}


def test_a_name_means_the_unit_that_there_is_before_one_that_has_ended(world: World) -> None:
    state(world, unit_changes.merge, [BINH_LU, BAN_BO], "09999", name="Bình Lư", type="xã")
    known = registry(world)
    assert named(known, "binh lu", SINCE) == "09999"
    assert named(known, "ban bo", SINCE) == BAN_BO
    assert named(known, "ban bo", "2026-10-31") == BAN_BO
    with pytest.raises(Misuse) as refused:
        named(known, "nowhere", SINCE)
    assert refused.value.code == "unknown-unit"
    rows = {row.code: row for row in unit_rows(known, SINCE)}
    assert (rows[BAN_BO].became, rows["09999"].became) == (("09999",), ())


def body(world: World, code: str, **said: str) -> None:
    with world.store.writing() as transaction:
        state_unit(transaction, world.keys, code, **{**OFFICE, **said}, now=world.now(), random_bytes=world.random)


def test_offices_of_one_name_are_told_apart_wherever_a_unit_is_named(world: World) -> None:
    body(world, f"{BINH_LU}-vhxh")
    rows = {row.code: row.name for row in unit_rows(registry(world), SINCE)}
    assert rows[f"{BINH_LU}-vhxh"] == "Phòng Văn hóa - Xã hội (xã Bình Lư)"
    body(world, f"{BAN_BO}-vhxh")
    known = registry(world)
    with pytest.raises(Misuse) as refused:
        named(known, "phong van hoa - xa hoi", SINCE)
    near = f"{BAN_BO}-vhxh Phòng Văn hóa - Xã hội (xã Bản Bo), {BINH_LU}-vhxh Phòng Văn hóa - Xã hội (xã Bình Lư)"
    assert (refused.value.code, refused.value.facts["near"]) == ("ambiguous-unit", near)
    assert named(known, "phòng văn hóa - xã hội (xã bình lư)", SINCE) == f"{BINH_LU}-vhxh"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("so khoa hoc", "12-khcn Sở Khoa học và Công nghệ"),
        ("cong nghe", "12-khcn Sở Khoa học và Công nghệ"),
        ("sở kh công nghệ", "12-khcn Sở Khoa học và Công nghệ"),
        ("van hoa binh", f"{BINH_LU}-vhxh Phòng Văn hóa - Xã hội (xã Bình Lư)"),
        ("so khoa hcoc va cong nghe", "12-khcn Sở Khoa học và Công nghệ"),
        ("zzz qqq", None),
    ],
)
def test_a_part_of_a_name_is_refused_with_the_units_that_have_it(world: World, typed: str, near: str | None) -> None:
    body(world, f"{BINH_LU}-vhxh")
    body(world, "12-khcn", name="Khoa học và Công nghệ", type="Sở", body="science-department")
    with pytest.raises(Misuse) as refused:
        named(registry(world), typed, SINCE)
    assert refused.value.facts["near"] == near
    assert ("tên gần giống" in sentence(refused.value)) == (near is None)
