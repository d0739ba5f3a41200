"""Signing in and out: who gets in, what stays shut, where one goes on to."""

from __future__ import annotations

import base64
import re

import httpx
import pytest

from sync.encoding.types import Instant
from tests.hub.accounts.phone import code_of
from tests.hub.web.province import PASSWORD, Province, says


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_then_goes_on(province: Province) -> None:
    with province.visitor() as visitor:
        sent = visitor.get("/me?x=1")
        assert (sent.status_code, sent.headers["location"]) == (303, "/signin?next=%2Fme%3Fx%3D1")
        form = visitor.get(sent.headers["location"]).text
        assert 'name="next" value="/me?x=1"' in form
        went = visitor.post("/signin", data={"name": "auditor", "password": PASSWORD, "next": "/me?x=1"})
        assert (went.status_code, went.headers["location"]) == (303, "/me?x=1")
        assert visitor.get("/me").status_code == 200


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(province: Province, where: str) -> None:
    with province.visitor() as visitor:
        went = visitor.post("/signin", data={"name": "auditor", "password": PASSWORD, "next": where})
    assert went.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(province: Province) -> None:
    with province.visitor() as visitor:
        one = visitor.post("/signin", data={"name": "auditor", "password": "not the password"})
        other = visitor.post("/signin", data={"name": "nobody-at-all", "password": "not the password"})
    assert one.status_code == other.status_code == 403
    assert one.text.replace("auditor", "") == other.text.replace("nobody-at-all", "")


def test_guessing_is_slowed_and_says_how_long(province: Province) -> None:
    with province.visitor() as visitor:
        statuses = [
            visitor.post("/signin", data={"name": "admin", "password": f"guess number {number}"}).status_code
            for number in range(40)
        ]
        right = visitor.post("/signin", data={"name": "admin", "password": PASSWORD})
    assert statuses[:5] == [403] * 5 and 429 in statuses
    assert right.status_code == 429, "the wait holds for the right password too"


def besiege(stranger: httpx.Client, name: str, right: str = PASSWORD) -> None:
    """Guess at a name until it waits: the right password is not looked at either."""
    for number in range(40):
        stranger.post("/signin", data={"name": name, "password": f"guess number {number}"})
    assert stranger.post("/signin", data={"name": name, "password": right}).status_code == 429


def test_a_browser_that_signed_in_once_is_not_kept_out_by_who_guesses_at_its_name(province: Province) -> None:
    with province.visitor() as mine, province.visitor() as stranger:
        assert mine.post("/signin", data={"name": "admin", "password": PASSWORD}).status_code == 303
        cookies = {cookie.name: cookie for cookie in mine.cookies.jar}
        assert set(cookies) == {"soxa", "soxa-browser"} and cookies["soxa-browser"].expires is not None
        mine.cookies.delete("soxa")
        besiege(stranger, "admin")
        assert mine.post("/signin", data={"name": "admin", "password": PASSWORD}).status_code == 303


def test_ones_own_new_password_leaves_this_browser_known_and_no_other(province: Province) -> None:
    with province.visitor() as other, province.visitor() as stranger:
        other.post("/signin", data={"name": "operator", "password": PASSWORD})
        province.post("operator", "/me", old=PASSWORD, password="another long one", again="another long one")
        mine = province.client("operator")
        besiege(stranger, "operator", "another long one")
        signing_in = {"name": "operator", "password": "another long one"}
        assert [who.post("/signin", data=signing_in).status_code for who in (other, mine)] == [429, 200]


def test_who_guesses_at_a_name_keeps_nobody_from_changing_their_password(province: Province) -> None:
    province.client("operator")
    with province.visitor() as stranger:
        besiege(stranger, "operator")
    province.post("operator", "/me", old=PASSWORD, password="another long one", again="another long one")


def test_a_form_without_its_secret_or_from_another_site_changes_nothing(province: Province) -> None:
    client = province.client("operator")
    assert client.post("/signout", data={"csrf": "guessed"}).status_code == 403
    assert client.post("/signout").status_code == 403
    crossed = client.post("/signout", headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert client.get("/me").status_code == 200
    province.post("operator", "/signout")
    assert "/signin" in str(client.get("/me").url)


def test_every_answer_carries_the_guarding_headers(province: Province) -> None:
    with province.visitor() as visitor:
        for path in ("/signin", "/me", "/nowhere", "/static/soxa.css", "/static/nothing.css"):
            headers = visitor.get(path).headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff", path


def test_the_desk_speaks_the_language_that_is_chosen(province: Province) -> None:
    with province.visitor() as visitor:
        assert "Mật khẩu" in visitor.get("/signin", headers={"Cookie": "soxa-language=vi"}).text
        chosen = visitor.get("/language/en?next=/signin")
        assert chosen.headers["location"] == "/signin"
        assert "Password" in visitor.get("/signin").text
        assert visitor.get("/language/xx").status_code == 404


def test_a_new_password_ends_every_visit(province: Province) -> None:
    province.client("operator")
    said = province.post("operator", "/me", status=400, old=PASSWORD, password="another long one", again="not the same")
    assert "not the same" not in said
    province.post("operator", "/me", old=PASSWORD, password="another long one", again="another long one")
    assert "/signin" in str(province.client("operator").get("/me").url)
    with province.visitor() as visitor:
        assert visitor.post("/signin", data={"name": "operator", "password": PASSWORD}).status_code == 403
        assert visitor.post("/signin", data={"name": "operator", "password": "another long one"}).status_code == 303


_SECRET = re.compile(r'<pre class="unbroken">([A-Z2-7 ]+)</pre>')


def phone_set_up(province: Province) -> bytes:
    """The operator sets up a phone and switches it on; the secret."""
    offered = _SECRET.search(province.post("operator", "/me/second-factor/offer"))
    assert offered is not None
    secret = base64.b32decode(offered[1].replace(" ", ""))
    said = province.post("operator", "/me/second-factor", password=PASSWORD, code=code_of(secret, province.now()))
    assert "It is on" in said and "The second factor is on" in said
    return secret


def test_a_phone_is_set_up_by_its_picture_or_its_secret_and_then_asked_for(province: Province) -> None:
    assert "It is off" in province.get("operator", "/me") and not _SECRET.search(province.get("operator", "/me"))
    page = province.post("operator", "/me/second-factor/offer")
    offered = _SECRET.search(page)
    assert offered is not None and "<svg" in page and "data:" not in page
    assert offered[1] in province.get("operator", "/me"), "it stays until it is switched on, or another is asked for"
    secret = phone_set_up(province)
    assert base64.b32encode(secret).decode() not in province.get("operator", "/me"), "shown while it is set up alone"
    with province.visitor() as visitor:
        signing_in = {"name": "operator", "password": PASSWORD}
        without = visitor.post("/signin", data=signing_in)
        assert without.status_code == 403
        province.set_clock(Instant(province.now() + 60))
        shown = code_of(secret, province.now())
        assert visitor.post("/signin", data={**signing_in, "code": f"{shown[:3]} {shown[3:]}"}).status_code == 303
        assert visitor.post("/signin", data={**signing_in, "code": shown}).status_code == 403, "it was used"


def test_a_wrong_password_or_code_switches_nothing_on_or_off_and_the_offer_stays(province: Province) -> None:
    assert says(province.post("operator", "/me/second-factor", status=400, password=PASSWORD, code="123456"), "stale-page")
    offered = _SECRET.search(province.post("operator", "/me/second-factor/offer"))
    assert offered is not None
    secret = base64.b32decode(offered[1].replace(" ", ""))
    right = code_of(secret, province.now())
    for password, code, why in ((PASSWORD, "", "wrong-code"), ("not the password", right, "password-not-yours")):
        page = province.post("operator", "/me/second-factor", status=400, password=password, code=code)
        assert says(page, why) and offered[1] in page
    secret = phone_set_up(province)
    for password, code in ((PASSWORD, "000000"), ("not the password", code_of(secret, province.now() + 30))):
        page = province.post("operator", "/me/second-factor/off", status=400, password=password, code=code)
        assert says(page, "code-not-yours") and "It is on" in page
    code = code_of(secret, province.now() + 30)
    assert "The second factor is off" in province.post("operator", "/me/second-factor/off", password=PASSWORD, code=code)
    with province.visitor() as visitor:
        assert visitor.post("/signin", data={"name": "operator", "password": PASSWORD}).status_code == 303


def test_an_admin_sees_who_has_a_second_factor(province: Province) -> None:
    def rows() -> list[bool]:
        page = province.get("admin", "/accounts")
        return ["<td>on</td>" in row for row in page.split('<th scope="row">')[1:5]]

    assert rows() == [False] * 4
    phone_set_up(province)
    assert rows() == [False, False, True, False], "the operator's"


def test_this_browser_stays_known_when_the_second_factor_is_switched(province: Province) -> None:
    secret = phone_set_up(province)
    with province.visitor() as stranger:
        besiege(stranger, "operator")
    mine = province.client("operator")
    mine.cookies.delete("soxa")
    province.set_clock(Instant(province.now() + 60))
    given = {"name": "operator", "password": PASSWORD, "code": code_of(secret, province.now())}
    assert mine.post("/signin", data=given).status_code == 200
