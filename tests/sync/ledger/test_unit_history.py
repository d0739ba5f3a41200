"""Codes outlive units: who there was on a day, what they were called, and who answers for those that are no more."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.types import Instant, Size
from sync.errors import BadInput
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.entry import Entry, Reorganised, Revoked, Unit
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from tests.sync.ledger.test_registry import LAPTOP_ID, SALT, device, hub, read

FIRST, LAST = "2025-07-01", "2099-12-31"


def unit(code: str, name: str = "", start: str = FIRST, end: str | None = None) -> Unit:
    return Unit(salt=SALT, at=Instant(1), code=code, name=name or code, type="xã", valid_from=start, valid_to=end)


def event(how: str, units: Sequence[str], into: Sequence[str], since: str) -> Reorganised:
    line = b'{"kind":"reorganised","salt":"%s","at":1,"how":"%s","units":[%s],"into":[%s],"since":"%s"}' % (
        SALT.encode(),
        how.encode(),
        _listed(units),
        _listed(into),
        since.encode(),
    )
    found = decode(line, LogKind.REGISTRY)
    assert isinstance(found, Reorganised), found
    return found


def _listed(codes: Sequence[str]) -> bytes:
    return ",".join(f'"{code}"' for code in codes).encode()


def history(*entries: Entry, codes: Sequence[str] = ("00001", "00002", "00003", "00004")) -> UnitHistory:
    return UnitHistory(read(hub, unit("12", "Lai Châu"), *map(unit, codes), *entries))


def day_after(day: str, days: int = 1) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


# -- entries


@pytest.mark.parametrize(
    ("how", "units", "into"),
    [
        ("renamed", ("00001",), ("00002",)),
        ("renamed", ("00001", "00002"), ("00001", "00002")),
        ("merged", ("00001",), ("00001",)),
        ("merged", ("00001", "00002"), ("00001", "00002")),
        ("merged", ("00001", "00001"), ("00002",)),
        ("merged", ("12",), ("00002",)),
        ("split", ("00001",), ("00002",)),
        ("split", ("00001", "00002"), ("00001", "00003")),
        ("split", ("00001",), ("00002", "00002")),
        ("split", ("00001",), ("00002", "12")),
    ],
)
def test_an_event_that_cannot_have_happened_is_no_entry(how: str, units: Sequence[str], into: Sequence[str]) -> None:
    made = Reorganised(salt=SALT, at=1, how=how, units=tuple(units), into=tuple(into), since="2026-11-01")  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        encode(made)


@pytest.mark.parametrize("since", ["2026-02-30", "2026-2-3", ""])
def test_an_event_is_of_a_day_that_there_is(since: str) -> None:
    with pytest.raises(BadInput):
        encode(Reorganised(salt=SALT, at=Instant(1), how="merged", units=("00001",), into=("00002",), since=since))


def test_a_side_of_an_event_is_bounded() -> None:
    codes = ",".join(f'"{code:05}"' for code in range(65))
    line = f'{{"kind":"reorganised","salt":"{SALT}","at":1,"how":"merged","units":[{codes}]'
    line += f',"into":["00001"],"since":"{FIRST}"}}'
    held = decode(line.encode(), LogKind.REGISTRY)
    assert isinstance(held, Quarantined) and held.why == "invalid"


def test_the_registry_refuses_what_is_about_nobody() -> None:
    revoked = Revoked(salt=SALT, at=Instant(1), device=LAPTOP_ID, size=Size(3), reason="mất")
    merged = Reorganised(salt=SALT, at=Instant(1), how="merged", units=("00001",), into=("00002",), since=FIRST)
    wrong: list[tuple[Entry, ...]] = [(revoked,), (unit("03390"), device, revoked, revoked), (unit("00001"), merged)]
    for entries in wrong:
        registry = read(hub, *entries)
        assert [(found.index, found.error.code) for found in registry.contradictions] == [(len(entries), "bad-registry")]


def test_a_copy_of_a_registry_grows_alone() -> None:
    registry = read(hub, unit("00001"), unit("00002"), unit("03390"), device)
    other = registry.copy()
    other.take(
        [
            unit("00001", "Mới", "2026-01-01"),
            event("merged", ["00001"], ["00002"], "2026-11-01"),
            Revoked(salt=SALT, at=Instant(1), device=LAPTOP_ID, size=Size(3), reason="mất"),
        ]
    )
    assert (len(registry.editions["00001"]), registry.reorganisations, registry.revoked) == (1, [], {})
    assert (len(other.editions["00001"]), len(other.reorganisations), list(other.revoked)) == (2, 1, [LAPTOP_ID])


# -- units on a day


def test_the_province_does_not_report_and_a_unit_does_from_its_first_day_to_its_last() -> None:
    found = history(unit("00009", start="2026-05-01", end="2026-06-30"), codes=["00001"])
    days = ("2026-04-30", "2026-05-01", "2026-06-30", "2026-07-01")
    assert ["00009" in found.reporting(day) for day in days] == [False, True, True, False]
    assert found.reporting("2026-05-01") == ("00001", "00009")
    assert [found.ended("00009", day) for day in days] == [False, False, False, True]


def test_a_unit_has_the_name_of_the_day_even_if_it_was_told_long_before() -> None:
    found = history(
        unit("00001", "Bình Lư"),
        unit("00001", "Ba", "2027-01-01"),
        unit("00001", "Hai", "2026-06-01"),
        event("renamed", ["00001"], ["00001"], "2026-06-01"),
        codes=[],
    )
    days = ("2020-01-01", "2026-05-31", "2026-06-01", "2026-12-31", "2027-01-01")
    assert [found.name("00001", day) for day in days] == ["Xã Bình Lư", "Xã Bình Lư", "Xã Hai", "Xã Hai", "Xã Ba"]
    assert found.successor("00001", LAST) == "00001"


def test_a_merged_unit_ends_the_day_before_and_its_heir_answers_for_it_from_that_day() -> None:
    found = history(event("merged", ["00001", "00002"], ["00002"], "2026-11-01"))
    assert found.reporting("2026-10-31") == ("00001", "00002", "00003", "00004")
    assert found.reporting("2026-11-01") == ("00002", "00003", "00004")
    assert (found.successor("00001", "2026-10-31"), found.successor("00001", "2026-11-01")) == ("00001", "00002")
    assert found.predecessors("00002", "2026-10-31") == ()
    assert found.predecessors("00002", "2026-11-01") == ("00001",)
    assert found.steps("00001") == (("2026-11-01", "00002"),)
    assert found.steps("00002") == found.steps("99999") == ()


def test_a_chain_of_merges_leads_to_its_end_on_every_day() -> None:
    found = history(
        event("merged", ["00002", "00003"], ["00004"], "2027-01-01"),  # stated before the other, and later in time
        event("merged", ["00001"], ["00002"], "2026-11-01"),
    )
    assert found.steps("00001") == (("2026-11-01", "00002"), ("2027-01-01", "00004"))
    assert found.predecessors("00004", LAST) == ("00001", "00002", "00003")
    assert found.parts("00004", LAST) == [("00001", []), ("00003", []), ("00002", ["00001"]), ("00004", ["00002", "00003"])]
    assert [one.since for one in found.what_happened("00002")] == ["2026-11-01", "2027-01-01"]


def test_a_unit_that_others_were_merged_into_grew_if_it_was_there_the_day_before() -> None:
    day, later = "2026-11-01", "2027-01-01"
    made = event("merged", ["00001", "00002"], ["00009"], day)
    for start, grew in (("2026-10-31", True), (day, False)):
        found = history(unit("00009", start=start), unit("00009", "Mới", later), made)
        assert (found.grew("00009"), found.grew("00003")) == (grew, True)
    for units in (["00001", "00002"], ["00001"]):
        assert history(event("merged", units, ["00002"], day)).grew("00002")
    assert history(unit("00009", start=day), event("merged", ["00001", "00009"], ["00009"], day)).grew("00009")
    anew = event("merged", ["00003"], ["00001"], later)
    assert not history(unit("00009", start=day), made, anew).grew("00001")


def test_a_chain_of_one_day_is_one_step() -> None:
    found = history(event("merged", ["00001"], ["00002"], "2026-11-01"), event("merged", ["00002"], ["00003"], "2026-11-01"))
    assert found.steps("00001") == found.steps("00002") == (("2026-11-01", "00003"),)


def test_a_cycle_of_merges_ends_with_the_last() -> None:
    found = history(
        event("merged", ["00001"], ["00002"], "2026-11-01"),
        unit("00001", start="2027-01-01"),
        event("merged", ["00002"], ["00001"], "2027-01-01"),
    )
    assert found.steps("00001") == (("2026-11-01", "00002"), ("2027-01-01", "00001"))
    assert found.successor("00002", LAST) == found.successor("00001", LAST) == "00001"
    assert found.reporting(LAST) == ("00001", "00003", "00004")


def test_a_split_has_no_heir_and_names_all_its_parts() -> None:
    found = history(
        event("split", ["00001"], ["00002", "00003"], "2026-11-01"), event("merged", ["00003"], ["00004"], "2027-01-01")
    )
    assert found.successor("00001", LAST) == "00001"
    assert found.steps("00001") == ()
    assert not found.stands("00001", "2026-11-01")
    assert found.became("00001", "2026-10-31") == ("00001",)
    assert found.became("00001", "2026-11-01") == ("00002", "00003")
    assert found.became("00001", LAST) == ("00002", "00004")
    assert found.became("00004", LAST) == ("00004",)
    assert found.predecessors("00002", LAST) == ()


def test_a_unit_that_is_one_of_its_own_parts_goes_on() -> None:
    found = history(event("split", ["00001"], ["00001", "00002"], "2026-11-01"))
    assert found.stands("00001", LAST)
    assert found.became("00001", LAST) == ("00001", "00002")


def test_a_later_entry_of_the_same_day_puts_a_merge_right() -> None:
    found = history(
        unit("00001", end="2026-10-31"),
        event("merged", ["00001"], ["00002"], "2026-11-01"),
        unit("00001", start="2026-11-01"),
        event("split", ["00002"], ["00001", "00002"], "2026-11-01"),
    )
    assert found.reporting("2026-11-01") == found.reporting("2026-10-31") == ("00001", "00002", "00003", "00004")
    assert found.steps("00001") == ()


CODES = [f"{number:05}" for number in range(1, 7)]
DAYS = [day_after("2026-01-01", 30 * number) for number in range(6)]
code = st.sampled_from(CODES)
merges = st.builds(
    lambda units, into, day: ("merged", sorted(units | {into}), [into], day),
    st.sets(code, min_size=2, max_size=4),
    code,
    st.sampled_from(DAYS),
)
splits = st.builds(
    lambda one, into, day: ("split", [one], sorted(into), day),
    code,
    st.sets(code, min_size=2, max_size=3),
    st.sampled_from(DAYS),
)


@given(st.lists(merges | splits, max_size=12))
def test_whatever_happened_every_code_has_one_heir_that_is_its_own(
    stated: list[tuple[str, list[str], list[str], str]],
) -> None:
    found = history(*(event(*one) for one in stated), codes=CODES)
    for day in [FIRST, *DAYS, LAST]:
        for one in CODES:
            successor = found.successor(one, day)
            assert found.successor(successor, day) == successor
            assert (one in found.predecessors(successor, day)) == (one != successor)
            assert (
                dict(found.steps(one)).get(max((step for step, _ in found.steps(one) if step <= day), default=""), one)
                == successor
            )
            assert found.became(one, day)
            if found.stands(one, day):
                assert successor == one


@given(st.lists(merges, max_size=12))
def test_merges_lose_no_unit(stated: list[tuple[str, list[str], list[str], str]]) -> None:
    found = history(*(event(*one) for one in stated), codes=CODES)
    for day in [*DAYS, LAST]:
        assert {found.successor(one, day) for one in CODES} == set(found.reporting(day))


def test_a_registry_may_be_empty() -> None:
    assert UnitHistory(Registry(read(hub).key)).reporting(LAST) == ()


# -- kinds, and to whom units report


def body(code: str, **said: str) -> Unit:
    return msgspec.structs.replace(unit(code), **said)


def test_a_kind_is_as_stated_and_else_as_the_code_says() -> None:
    found = history(unit("141"), unit("00001-vh"), body("12-so", body="science-department"), body("00002", body="school"))
    kinds = {code: found.kind(code, FIRST) for code in ("12", "141", "00001", "00002", "00001-vh", "12-so")}
    assert kinds == {
        "12": "province-committee",
        "141": "district-committee",
        "00001": "commune-committee",
        "00002": "school",
        "00001-vh": "",
        "12-so": "science-department",
    }
    assert found.reporting(FIRST) == ("00001", "00001-vh", "00002", "00003", "00004", "12-so", "141")
    assert found.communes(FIRST) == ("00001", "00002", "00003", "00004")


def test_all_report_to_the_province_but_bodies_beside_a_commune() -> None:
    found = history(unit("141"), unit("00001-vh"), unit("12-so"), unit("00009-vh"))
    for code in ("141", "00001", "12-so", "00009-vh"):  # there is no commune 00009
        assert found.superior(code, FIRST) == ""
    assert found.superior("00001-vh", FIRST) == "00001"
    assert found.subordinates("00001", FIRST) == ("00001-vh",)
    assert found.subordinates("12", FIRST) == found.subordinates("", FIRST)
    assert found.subordinates("", FIRST) == ("00001", "00002", "00003", "00004", "00009-vh", "12-so", "141")


def test_reporting_lines_hold_from_a_day_on_as_names_do() -> None:
    early = unit("00001", start="2020-01-01")
    under_district = msgspec.structs.replace(early, reports_to="141")
    district = unit("141", start="2020-01-01", end="2025-06-30")
    found = history(district, under_district, codes=())
    assert (found.superior("00001", "2025-06-30"), found.superior("00001", "2025-07-01")) == ("141", "")
    found = history(unit("141", start="2020-01-01"), under_district, body("00001", reports_to="12"), codes=())
    assert (found.superior("00001", "2025-06-30"), found.superior("00001", "2025-07-01")) == ("141", "")
    assert found.subordinates("141", "2025-06-30") == ("00001",)


def test_who_reported_to_a_commune_that_was_merged_reports_to_what_took_it_over() -> None:
    found = history(unit("00001-vh"), event("merged", ["00001", "00002"], ["00002"], "2026-11-01"))
    assert [found.superior("00001-vh", day) for day in ("2026-10-31", "2026-11-01")] == ["00001", "00002"]


def test_units_that_would_report_to_themselves_report_to_the_province() -> None:
    lines = {"00001": "00002", "00002": "00003", "00003": "00002", "00004": "00004"}
    found = history(*(body(code, reports_to=above) for code, above in lines.items()))
    assert [found.superior(code, FIRST) for code in lines] == ["00002", "", "", ""]


def test_superiors_are_those_to_which_somebody_reports_on_some_day() -> None:
    early = msgspec.structs.replace(unit("00001", start="2020-01-01"), reports_to="141")
    district = unit("141", start="2020-01-01", end="2025-06-30")
    found = history(district, early, unit("00001"), unit("00002-vh", start="2026-01-01"))
    assert found.superiors() == ("00002", "141")
    assert found.turns() == ["2020-01-01", "2025-07-01", "2026-01-01"]


def test_a_body_beside_another_unit_bears_its_name_and_one_of_the_province_where_it_shares_its_own() -> None:
    office = {"name": "Văn hóa - Xã hội", "type": "phòng", "body": "culture-society-office"}
    stated = [
        unit("00001", "Mường Hum"),
        unit("00002", "Bát Xát"),
        msgspec.structs.replace(unit("00001-vhxh"), **office),
        msgspec.structs.replace(unit("00002-vhxh"), **office, valid_from="2026-03-01"),
        msgspec.structs.replace(unit("12-vhxh"), **office, valid_from="2026-03-01"),
        msgspec.structs.replace(unit("00001-ca"), name="xã Mường Hum", type="công an", body="police"),
    ]
    history = UnitHistory(read(hub, *stated))
    assert history.name_apart("00001-vhxh", "2026-02-28") == "Phòng Văn hóa - Xã hội (xã Mường Hum)", "the only one today"
    assert history.name_apart("12-vhxh", "2026-02-28") == "Phòng Văn hóa - Xã hội"
    told = [history.name_apart(code, "2026-03-01") for code in ("00001-vhxh", "00002-vhxh", "12-vhxh", "00001")]
    assert told == [f"Phòng Văn hóa - Xã hội ({whose})" for whose in ("xã Mường Hum", "xã Bát Xát", "12-vhxh")] + [
        "Xã Mường Hum"
    ]
    assert history.name_apart("00001-ca", "2026-03-01") == "Công an xã Mường Hum", "which says it already"
