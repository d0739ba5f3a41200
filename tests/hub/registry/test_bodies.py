"""Bodies of every kind are units, with a kind and somebody to whom they report."""

from __future__ import annotations

from typing import Any

import pytest

from hub.registry.bodies import state_unit
from hub.registry.body_files import shipped_bodies
from hub.registry.directives.yaml import shipped
from hub.registry.unit_changes import rename
from sync.errors import SoxaError
from sync.ledger.directive import Directive, Due, Task
from sync.ledger.entry import Unit
from sync.ledger.obligations import Obligations
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary
from sync.wording.names import term
from tests.hub.registry.stating import BAN_BO, BINH_LU, KHUN_HA, registry
from tests.hub.registry.stating import state as happened
from tests.world import World

OFFICE = f"{BINH_LU}-vhxh"
DAY = "2026-10-01"
DIRECTIVE = Directive(id="plan", number="1/KH", kind="plan", date=DAY, province="12", issuer="UBND tỉnh", subject="x")


def state(world: World, code: str, **said: Any) -> Unit:
    more: dict[str, Any] = {"name": "Văn hóa - Xã hội", "type": "Phòng", "valid_from": DAY, **said}
    with world.store.writing() as transaction:
        return state_unit(transaction, world.keys, code, **more, now=world.now(), random_bytes=world.random)


def test_an_office_of_a_commune_reports_to_it_and_a_department_to_the_province(world: World) -> None:
    state(world, OFFICE, body="culture-society-office", eid="H35.12.3")
    state(world, "12-khcn", name="Khoa học và Công nghệ", type="Sở", body="Sở Khoa học và Công nghệ")
    history = UnitHistory(registry(world))
    assert (history.kind(OFFICE, DAY), history.superior(OFFICE, DAY)) == ("culture-society-office", BINH_LU)
    assert (history.kind("12-khcn", DAY), history.superior("12-khcn", DAY)) == ("science-department", "")
    assert history.name(OFFICE, DAY) == "Phòng Văn hóa - Xã hội"
    assert registry(world).units[OFFICE].eid == "H35.12.3"


def test_a_type_that_is_typed_with_the_name_is_said_once(world: World) -> None:
    state(world, OFFICE, name="Phòng Văn hóa - Xã hội", body="culture-society-office")
    state(world, f"{BINH_LU}-dvth", name="trung tâm  Dịch vụ tổng hợp", type="Trung tâm", body="service-centre")
    history = UnitHistory(registry(world))
    assert history.name(OFFICE, DAY) == "Phòng Văn hóa - Xã hội"
    assert history.name(f"{BINH_LU}-dvth", DAY) == "Trung tâm Dịch vụ tổng hợp"
    happened(world, rename, BAN_BO, name="Xã Bản Bo mới")
    assert registry(world).units[BAN_BO].name == "Bản Bo mới"


def test_what_is_stated_of_a_unit_stays_when_it_is_renamed(world: World) -> None:
    commune = registry(world).units[BAN_BO]
    state(world, BAN_BO, name=commune.name, type=commune.type, reports_to=BINH_LU, eid="H35.1")
    happened(world, rename, BAN_BO, name="Tên mới")
    renamed = registry(world).units[BAN_BO]
    assert (renamed.name, renamed.reports_to, renamed.eid) == ("Tên mới", BINH_LU, "H35.1")


@pytest.mark.parametrize(
    ("code", "said", "error"),
    [
        (OFFICE, {}, "unit-without-kind"),
        (OFFICE, {"body": "no-such-kind"}, "unknown-code"),
        (OFFICE, {"body": "radio-station", "reports_to": "99999"}, "unknown-unit"),
        (OFFICE, {"body": "radio-station", "reports_to": OFFICE}, "reports-to-itself"),
        (OFFICE, {"body": "radio-station", "eid": "H35 12"}, "bad-entry"),
        ("Phòng", {"body": "radio-station"}, "bad-entry"),
    ],
)
def test_what_a_unit_cannot_be_is_refused(world: World, code: str, said: dict[str, Any], error: str) -> None:
    before = registry(world).size
    with pytest.raises(SoxaError) as refused:
        state(world, code, **said)
    assert refused.value.code == error
    assert registry(world).size == before


def test_a_line_that_leads_back_is_refused_on_whatever_day_it_would(world: World) -> None:
    def commune(code: str, since: str, above: str) -> None:
        unit = registry(world).units[code]
        state(world, code, name=unit.name, type=unit.type, valid_from=since, reports_to=above)

    commune(BINH_LU, "2026-10-01", BAN_BO)
    commune(BAN_BO, "2027-01-01", KHUN_HA)
    with pytest.raises(SoxaError) as refused:
        commune(KHUN_HA, "2026-10-01", BINH_LU)
    assert (refused.value.code, refused.value.facts["day"]) == ("reports-to-itself", "2027-01-01")
    commune(KHUN_HA, "2026-10-01", "12")


@pytest.mark.parametrize("kind", ["border-guard", "schools", "hospitals", "telecom-companies"])
def test_bodies_that_are_no_part_of_a_government_are_units_too_and_owe_what_names_them(world: World, kind: str) -> None:
    state(world, "12-a", name="Tên", body=term("actors", kind))
    asked = Task(no="1", label="x", due=Due(kind="continuous"), lead=(kind,))
    assert Obligations(registry(world)).leading(DIRECTIVE, asked, DAY) == ("12-a",)


@pytest.mark.parametrize("province", ["12", "15", "20"])
def test_shipped_bodies_are_those_that_the_provinces_shipped_tasks_name(province: str) -> None:
    known = vocabulary().actors
    named = {
        kind
        for directive in shipped()
        if directive.province == province
        for task in directive.tasks
        for actor in (*task.lead, *task.cooperating)
        for kind in (actor, *known[actor].members)
    }
    bodies = {row.typed["kind"] for row in shipped_bodies(province)}
    several = {"departments", "bodies", "enterprises", "central-press", "fanpages", "department-units", "schools"}
    theirs = {kind for kind in named if known[kind].level not in ("commune", "district") and known[kind].until is None}
    assert theirs - several <= bodies
    assert bodies - theirs <= {"culture-department"}, "and no more, but the department that gathers the reports"
    assert len({row.typed["code"] for row in shipped_bodies(province)}) == len(shipped_bodies(province))


def test_other_provinces_ship_no_bodies() -> None:
    assert shipped_bodies("96") == []
