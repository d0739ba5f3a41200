"""Laptops and invites on the desk: whose they are, who is heard of, who may join, and who is trusted no more."""

from __future__ import annotations

import re
from typing import Any

import pytest
import segno

from hub.web import qr
from sync.encoding import DeviceId, Instant
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.invite import parse_invite
from tests.hub.web.province import Province
from tests.world import Laptop

_LINE = re.compile(r'<pre id="line"[^>]*>(.*?)</pre>', re.DOTALL)


def _device(laptop: Laptop) -> DeviceId:
    return origins.parse(laptop.origin).device


def _rows(page: str) -> list[str]:
    return re.findall(r"laptop=([a-z2-7]{16})", page.partition("<table")[2])


def test_laptops_are_listed_with_whose_they_are_and_when_they_were_heard_of(province: Province) -> None:
    quiet, busy = province.laptop("03390"), province.laptop("03571")
    for laptop, count in ((quiet, 1), (busy, 3)):
        for _number in range(count):
            laptop.log()
        laptop.exchange(province.line)
    with province.store.writing() as transaction:
        transaction.laptops.saw(_device(busy), Instant(1_793_000_000), by_file=True)
    assert _rows(province.get("auditor", "/laptops")) == [_device(quiet), _device(busy)], "Bình Lư stands before Dào San"
    assert _rows(province.get("auditor", "/laptops?sort=entries"))[0] == _device(busy)
    assert _rows(province.get("auditor", "/laptops?sort=seen"))[0] == _device(quiet), "never heard of comes first"
    assert _rows(province.get("auditor", "/laptops?q=dao+san")) == [_device(busy)]
    whole = province.get("auditor", f"/laptops?laptop={_device(busy)}")
    assert "26/10/2026 14:33, by stick" in whole and "<dd>4</dd>" in whole, "a join and three activities"
    province.get("auditor", "/laptops?laptop=aaaaaaaaaaaaaaaa", status=404)
    province.get("auditor", "/laptops?sort=secret", status=400)


def test_an_officers_name_is_kept_by_operators_and_shown_harmless(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    path = f"/laptops/{_device(laptop)}/officer"
    assert "&lt;b&gt;Mai" in province.post("operator", path, officer=" <b>Mai  Lò ")
    province.post("operator", path, status=400, officer="Mai\u202e")
    province.post("operator", path, status=400, officer="x" * 101)
    province.post("operator", "/laptops/aaaaaaaaaaaaaaaa/officer", status=404, officer="Mai")
    province.post("auditor", path, status=403, officer="Khác")
    with province.store.reading() as transaction:
        assert transaction.laptops.all()[_device(laptop)].officer == "<b>Mai Lò"


def test_a_revoked_laptop_is_taken_no_more_and_says_why(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    path = f"/laptops/{_device(laptop)}/revoke"
    province.post("auditor", path, status=403, reason="mất")
    province.post("operator", path, status=400, reason="  ")
    assert "The 1 entries that it has sent stay" in province.post("operator", path, reason="bị mất <i>\u202e")
    shown = province.get("auditor", f"/laptops?laptop={_device(laptop)}")
    assert "bị mất &lt;i&gt;·" in shown and "\u202e" not in shown
    province.post("operator", path, status=409, reason="again")
    laptop.log()
    with pytest.raises(Refused):
        laptop.exchange(province.line)


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


_WRONG: list[dict[str, str]] = [
    {"unit": "99999"},
    {"unit": ""},
    {"days": "0"},
    {"days": "-1"},
    {"days": "ba"},
    {"url": "javascript:alert(1)"},
    {"officer": "x" * 101},
]


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


@pytest.mark.parametrize("length", [40, 400, 520, 700])
def test_the_picture_of_a_line_is_its_qr_code_large_enough_to_scan(length: int) -> None:
    line = ("soxa-invite-1." + "aB3_-x" * 200)[:length]
    drawn = str(qr.picture(line, 'a "code"'))
    assert 'aria-label="a &#34;code&#34;"' in drawn and "style" not in drawn
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawn)[0])
    dark = {
        (int(x) + step, int(y)) for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn) for step in range(int(run))
    }
    codes = [segno.make(line, error=error, boost_error=False, micro=False) for error in ("m", "l")]
    matrices = [{(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, on in enumerate(row) if on} for code in codes]
    assert dark in matrices
    assert size == codes[matrices.index(dark)].symbol_size(border=4)[0]
    assert length > 550 or 320 / size >= 3
