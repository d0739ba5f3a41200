"""Invites: made for one laptop, handed over as a line and a picture, withdrawn; for operators alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec import structs

from hub.web import qr
from sync.encoding.types import DeviceId
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.invite import parse_invite
from tests.hub.web.province import Province
from tests.world import Laptop

_WRONG: list[dict[str, str]] = [
    {"unit": "99999"},
    {"unit": ""},
    {"days": "0"},
    {"days": "-1"},
    {"days": "ba"},
    {"url": "javascript:alert(1)"},
    {"officer": "x" * 101},
]

_LINE = re.compile(r'<pre id="line"[^>]*>(.*?)</pre>', re.DOTALL)


def _device(laptop: Laptop) -> DeviceId:
    return origins.parse(laptop.origin).device


def test_an_invite_made_on_the_desk_lets_one_laptop_join(province: Province) -> None:
    made: dict[str, Any] = {"unit": "03390", "officer": "Lò Thị Mai", "days": "7", "url": "https://soxa.example"}
    page = province.post("operator", "/invites", **made)
    found = _LINE.search(page)
    assert found is not None
    line = found[1]
    invite = parse_invite(line)
    assert (invite.unit, invite.url, invite.unit_name) == ("03390", "https://soxa.example", "Xã Bình Lư")
    assert str(qr.picture(line, "The invite as a QR code")) in page
    again = province.get("admin", f"/invites/{invite.id}")
    assert line in again, "it can be shown again"
    assert invite.secret not in province.get("operator", "/invites") and line not in province.get("operator", "/invites")
    laptop = Laptop(province, province.folder / "new", line)
    province.laptops.append(laptop)
    laptop.exchange(province.line)
    used = province.get("operator", f"/invites/{invite.id}")
    assert _device(laptop) in used and line not in used
    assert "Lò Thị Mai" in province.get("auditor", f"/laptops?laptop={_device(laptop)}")


def test_an_invite_is_shown_in_the_form_of_older_programs_where_it_is_asked_for(province: Province) -> None:
    page = province.post("operator", "/invites", unit="03390", officer="", days="30", url="")
    (line,) = _LINE.findall(page)
    invite = parse_invite(line)
    (way,) = re.findall(rf'href="(/invites/{invite.id}\?[^"]+)"', page)
    older = province.get("operator", way)
    (shown,) = _LINE.findall(older)
    assert (line[:14], shown[:14]) == ("soxa-invite-2.", "soxa-invite-1.")
    assert parse_invite(shown) == structs.replace(invite, seal="")
    assert str(qr.picture(shown, "The invite as a QR code")) in older, "the picture is of the line below it"
    assert f'href="/invites/{invite.id}"' in older and "is not sealed" in older and "is not sealed" not in page
    laptop = Laptop(province, province.folder / "older", shown)
    province.laptops.append(laptop)
    laptop.exchange(province.line)
    assert _device(laptop) in province.get("operator", f"/invites/{invite.id}")


def test_a_withdrawn_invite_is_worth_nothing(province: Province) -> None:
    page = province.post("operator", "/invites", unit="03390", officer="", days="30", url="")
    found = _LINE.search(page)
    assert found is not None
    line = found[1]
    path = f"/invites/{parse_invite(line).id}"
    assert line not in province.post("operator", f"{path}/withdraw")
    laptop = Laptop(province, province.folder / "late", line)
    province.laptops.append(laptop)
    with pytest.raises(Refused):
        laptop.exchange(province.line)
    province.post("operator", "/invites/aaaaaaaaaaaaaaaa/withdraw", status=404)


@pytest.mark.parametrize("wrong", _WRONG)
def test_a_slip_in_an_invite_is_refused_and_what_was_typed_is_kept(province: Province, wrong: dict[str, str]) -> None:
    typed: dict[str, Any] = {"unit": "03390", "officer": "Mai & Hoa", "days": "12", "url": "https://soxa.example", **wrong}
    page = province.post("operator", "/invites", status=400, **typed)
    assert 'role="alert"' in page and f'value="{typed["days"]}"' in page
    with province.store.reading() as transaction:
        assert transaction.invites.all() == []


def test_auditors_see_no_invite(province: Province) -> None:
    invite = parse_invite(province.invite("03390"))
    province.get("auditor", "/invites", status=403)
    province.get("auditor", f"/invites/{invite.id}", status=403)
    province.post("auditor", "/invites", status=403, unit="03390", officer="", days="30", url="")
    province.post("auditor", f"/invites/{invite.id}/withdraw", status=403)
    assert "/invites" not in province.get("auditor", "/laptops")


@pytest.mark.parametrize("days", ["x", "99999999999", "4000", "-1", "1.5"])
def test_days_that_no_invite_has_are_told_as_they_were_typed(province: Province, days: str) -> None:
    page = province.post("operator", "/invites", status=400, unit="03390", officer="", days=days, url="")
    assert f"An invite lasts between 1 and 3650 days, not {days}." in page
