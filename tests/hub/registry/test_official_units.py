"""The table of units is the country as the law has it, and a unit is found however a person writes it."""

from __future__ import annotations

from collections import Counter

import pytest

from hub.registry.official_units import former_units, province_units, resolve
from sync.errors import Misuse

FIRST_DAY = "2025-07-01"


def counted(day: str | None) -> Counter[str]:
    provinces = {code for unit in former_units() if len(unit.code) == 2 for code in unit.successors}
    return Counter(unit.type for code in provinces for unit in province_units(code, day))


def test_the_two_levels_began_with_34_provinces_and_3321_communes() -> None:
    assert counted(FIRST_DAY) == {"thành phố": 6, "tỉnh": 28, "xã": 2621, "phường": 687, "đặc khu": 13}


def test_what_the_national_assembly_changed_in_2026_takes_effect_on_its_day() -> None:
    """Resolutions 30, 36 and 39/2026/QH16 (cities), 237 and 388/NQ-UBTVQH16 (ten and twelve wards)."""
    assert counted("2026-04-29") == counted(FIRST_DAY)
    assert counted("2026-04-30") == {"thành phố": 7, "tỉnh": 27, "xã": 2611, "phường": 697, "đặc khu": 13}
    assert counted("2026-09-20") == {"thành phố": 9, "tỉnh": 25, "xã": 2599, "phường": 709, "đặc khu": 13}
    assert counted(None) == counted("2026-09-20")
    assert [province_units("22", day)[0].full_name for day in ("2026-08-31", "2026-09-01")] == [
        "Tỉnh Quảng Ninh",
        "Thành phố Quảng Ninh",
    ]


@pytest.mark.parametrize(
    ("code", "name", "communes"), [("12", "lai chau", 38), ("15", "Lào Cai", 99), ("20", "LANG SON", 65)]
)
def test_a_province_comes_with_its_communes_by_code_or_name(code: str, name: str, communes: int) -> None:
    units = province_units(code)
    assert units == province_units(name)
    assert units[0].code == code
    assert len(units) == communes + 1
    assert all(unit.province == code for unit in units)
    assert [unit.code for unit in units[1:]] == sorted({unit.code for unit in units[1:]})


@pytest.mark.parametrize("typed", ["03390", "Bình Lư", "binh lu", "XÃ BÌNH LƯ", " xa  binh lu ", "Bi\u0300nh Lư"])
def test_a_commune_is_found_with_or_without_accents_or_type(typed: str) -> None:
    assert resolve(province_units("12"), typed).full_name == "Xã Bình Lư"


def test_known_codes_mean_their_units() -> None:
    assert resolve(province_units("12"), "03388").full_name == "Phường Đoàn Kết"
    assert resolve(province_units("15"), "02647").full_name == "Phường Lào Cai"


def test_a_code_of_before_meant_another_unit() -> None:
    kim_tan = next(unit for unit in former_units() if unit.code == "02647")
    assert (kim_tan.full_name, kim_tan.province, kim_tan.valid_to) == ("Phường Kim Tân", "10", "2025-06-30")
    assert kim_tan.successors == ("02647",)


def test_accents_tell_apart_what_is_alike_without_them() -> None:
    units = province_units("19")
    assert [resolve(units, typed).full_name for typed in ("Văn Lang", "văn lăng")] == ["Xã Văn Lang", "Xã Văn Lăng"]
    with pytest.raises(Misuse) as raised:
        resolve(units, "van lang")
    assert raised.value.code == "ambiguous-unit"


def test_a_name_that_fits_several_is_not_guessed() -> None:
    with pytest.raises(Misuse) as raised:
        resolve(province_units("15"), "lao cai")
    assert raised.value.code == "ambiguous-unit"
    assert raised.value.facts["near"] == "15 Tỉnh Lào Cai, 02647 Phường Lào Cai"


def test_a_former_name_leads_to_the_unit_that_took_it_in() -> None:
    with pytest.raises(Misuse) as raised:
        resolve(province_units("15"), "phường Kim Tân")
    assert raised.value.code == "unknown-unit"
    assert raised.value.facts["near"] == "02647 Phường Lào Cai"


@pytest.mark.parametrize(("typed", "near"), [("Sa P", "03006 Phường Sa Pa"), ("@@@@", None), ("", None)])
def test_an_unknown_unit_is_refused_with_what_is_near(typed: str, near: str | None) -> None:
    with pytest.raises(Misuse) as raised:
        resolve(province_units("15"), typed)
    assert raised.value.code == "unknown-unit"
    assert raised.value.facts["near"] == near


def test_every_former_commune_has_a_successor_and_every_commune_a_predecessor() -> None:
    communes = [unit for unit in former_units() if len(unit.code) == 5]
    assert len(communes) == 10_033
    assert Counter(len(unit.code) for unit in former_units()) == {2: 63, 3: 696, 5: 10_033}
    assert all(unit.successors and unit.district for unit in communes)
    provinces = {code for unit in former_units() if len(unit.code) == 2 for code in unit.successors}
    now = {unit.code for code in provinces for unit in province_units(code)}
    assert len(provinces) == 34
    assert {code for unit in former_units() for code in unit.successors} == now


def test_a_code_means_one_unit_on_any_day() -> None:
    for day in (FIRST_DAY, "2026-04-30", "2026-09-01", "2026-11-20"):
        codes = [unit.code for code in ("12", "22", "24", "75") for unit in province_units(code, day)]
        assert len(codes) == len(set(codes))
