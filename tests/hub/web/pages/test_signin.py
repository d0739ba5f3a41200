"""Signing in and out: who gets in, what stays shut, where one goes on to."""

from __future__ import annotations

import httpx
import pytest

from tests.hub.web.province import PASSWORD, Province


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
