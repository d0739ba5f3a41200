"""Whose name stands on a unit's document, who signs it, and to whom it goes."""

from __future__ import annotations

from msgspec.structs import replace

from field.printing.issuer import issuer
from field.printing.paper import paper
from field.store import LaptopStore
from sync.ledger import origins
from sync.ledger.directive import Duty
from sync.ledger.entry import Entry, Hub, Unit
from sync.ledger.unit_history import UnitHistory
from sync.log.keys import Signer
from sync.log.receipt import cosigner_verifier
from tests.field.alone import FOUNDED, HUB, HUB_KEY, MIRROR, NOW, UNIT, follow, follow_registry, salt
from tests.field.printing.read_back import list_of, report_of


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_communes_committee_reports_and_its_chair_or_a_deputy_signs(store: LaptopStore) -> None:
    follow_registry(store)
    printed = paper(store, "2026-11", made=NOW)
    office = printed.office
    assert (plain(office.issuer), office.symbol, office.place) == ("Ủy ban nhân dân xã Bình Lư", "UBND", "Bình Lư")
    document = report_of(printed)
    head, foot = document.tables[0]._cells, document.tables[-1]._cells
    assert plain(head[0].text).strip() == "ỦY BAN NHÂN DÂN XÃ BÌNH LƯ"
    assert head[2].text.startswith("Số:") and "/BC-UBND" in head[2].text and "2653" not in head[2].text
    assert [line for line in foot[0].text.split("\n") if line] == ["Nơi nhận:", "- Như trên;", "- ...;", "- Lưu: VT, ..."]
    assert foot[1].text.split() == ["TM.", "ỦY", "BAN", "NHÂN", "DÂN", "CHỦ", "TỊCH"]
    deputy = report_of(paper(store, "2026-11", made=NOW, deputy=True)).tables[-1]._cells[1].text
    assert [line for line in deputy.split("\n") if line] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    listed = list_of(printed)
    assert [line for line in listed.tables[-1]._cells[1].text.split("\n")[1:] if line] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_before_the_registry_came_the_invite_says_who_it_is(store: LaptopStore) -> None:
    office = paper(store, "2026-11", made=NOW).office
    assert (plain(office.issuer), office.place) == ("Ủy ban nhân dân xã Bình Lư", "Bình Lư")
    assert office.recipient == "Sở Văn hóa, Thể thao và Du lịch ..."


def test_it_goes_to_the_body_that_a_duty_names(store: LaptopStore) -> None:
    entries: list[Entry | bytes] = [
        Hub(salt=salt(), at=FOUNDED, name=HUB, province="12", cosigner=cosigner_verifier(MIRROR).vkey()),
        Unit(salt=salt(), at=NOW, code="12", name="Lai Châu", type="tỉnh", valid_from="2004-01-01"),
        Unit(salt=salt(), at=NOW, code=UNIT, name="Bình Lư", type="xã", valid_from="2025-07-01"),
    ]
    follow(store, origins.registry(HUB), Signer(HUB_KEY.name, b"\x01" * 32), entries)
    registry = store.logs.registry()
    duty = Duty(id="x", what="Báo cáo", rule="monthly-15")

    def to(*duties: Duty) -> str:
        found = issuer(store.membership, registry, UnitHistory(registry), duties, "2026-11-14", deputy=False)
        return found.recipient

    assert to(duty) == "Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu"
    assert to(duty, replace(duty, recipient="science-department")) == "Sở Khoa học và Công nghệ tỉnh Lai Châu"
    assert to(replace(duty, recipient="province-committee")) == "Ủy ban nhân dân tỉnh Lai Châu"
    assert to(replace(duty, recipient="home-affairs-department", recipient_name="Sở Nội vụ (X)")) == "Sở Nội vụ (X)"
