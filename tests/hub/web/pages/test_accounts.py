"""Accounts and tokens at the desk: who may sign in and read, changed by admins alone, secrets shown once."""

from __future__ import annotations

import re

import pytest

from hub.store.accounts import Role
from tests.hub.web.province import PASSWORD, Province

_SECRET = re.compile(r'<pre id="secret">([^<]+)</pre>')


def signs_in(province: Province, name: str, password: str) -> bool:
    with province.visitor() as visitor:
        return visitor.post("/signin", data={"name": name, "password": password}).status_code == 303


def secret(text: str) -> str:
    found = _SECRET.search(text)
    assert found is not None, text
    return found[1]


def test_a_password_that_is_made_up_is_shown_once_and_opens(province: Province) -> None:
    made = secret(province.post("admin", "/accounts", name="lan.nguyen", role="operator"))
    assert signs_in(province, "lan.nguyen", made)
    page = province.get("admin", "/accounts")
    assert "lan.nguyen" in page and made not in page


def test_a_typed_password_opens_and_is_nowhere_shown(province: Province) -> None:
    said = province.post("admin", "/accounts", name="lan", role="auditor", password="mười ký tự hơn", again="mười ký tự hơn")
    assert "mười ký tự hơn" not in said
    assert signs_in(province, "lan", "mười ký tự hơn")


def test_a_slip_comes_back_with_what_was_typed_but_for_the_password(province: Province) -> None:
    said = province.post(
        "admin", "/accounts", status=400, name="lan", role="auditor", password="one long password", again="another one"
    )
    assert 'value="lan"' in said and "one long password" not in said
    assert province.post("admin", "/accounts", status=400, name="Lan Nguyễn", role="auditor")
    assert province.post("admin", "/accounts", status=400, name="lan", role="king")
    assert province.post("admin", "/accounts", status=409, name="operator", role="auditor")
    with province.store.reading() as transaction:
        assert [one.name for one in transaction.accounts.all()] == ["admin", "auditor", "operator", "superior"]


def test_a_shut_account_is_out_at_once_and_may_be_opened_again(province: Province) -> None:
    client = province.client("operator")
    province.post("admin", "/accounts/operator/disable")
    assert "/signin" in str(client.get("/me").url)
    assert not signs_in(province, "operator", PASSWORD)
    province.post("admin", "/accounts/operator/enable")
    assert signs_in(province, "operator", PASSWORD)


def test_the_last_admin_stays(province: Province) -> None:
    province.post("admin", "/accounts/admin/disable", status=409)
    province.post("admin", "/accounts/admin/role", status=409, role="auditor")
    province.post("admin", "/accounts/operator/role", role="admin")
    province.post("operator", "/accounts/admin/role", role="auditor")
    assert province.client("admin").get("/accounts").status_code == 403, "the new role holds for the visit under way"


def test_another_password_ends_the_old_one(province: Province) -> None:
    made = secret(province.post("admin", "/accounts/operator/password"))
    assert not signs_in(province, "operator", PASSWORD)
    assert signs_in(province, "operator", made)


def test_a_token_is_shown_once_reads_and_can_be_ended(province: Province) -> None:
    system = "<script>alert(1)</script>"
    page = province.post("admin", "/tokens", system=system, days="30")
    token = secret(page)
    assert system not in page and "&lt;script&gt;" in page
    listed = province.get("admin", "/accounts")
    assert token not in listed and system not in listed
    with province.visitor() as visitor:
        reads = {"Authorization": f"Bearer {token}"}
        assert visitor.get("/api/v1/units", headers=reads).status_code == 200
        assert visitor.get("/accounts", headers=reads).status_code == 303, "a token opens the API alone"
        with province.store.reading() as transaction:
            (reader,) = transaction.accounts.readers()
        province.post("admin", f"/tokens/{reader.id}/revoke")
        assert visitor.get("/api/v1/units", headers=reads).status_code == 401


@pytest.mark.parametrize(("days", "status"), [("0", 400), ("-1", 400), ("99999", 400), ("٣", 400), ("1e2", 400)])
def test_no_token_without_an_end(province: Province, days: str, status: int) -> None:
    province.post("admin", "/tokens", status=status, system="X", days=days)
    with province.store.reading() as transaction:
        assert transaction.accounts.readers() == []


def test_nobody_but_an_admin_sees_or_changes_accounts(province: Province) -> None:
    roles: tuple[Role, ...] = ("operator", "auditor")
    for role in roles:
        province.get(role, "/accounts", status=403)
        for path in ("/accounts", "/accounts/admin/disable", "/accounts/admin/role", "/accounts/admin/password", "/tokens"):
            province.post(role, path, status=403, name="x", role="admin", system="x", days="3")


@pytest.mark.parametrize("days", ["x", "99999999999", "4000"])
def test_days_that_no_token_has_are_told_as_they_were_typed(province: Province, days: str) -> None:
    page = province.post("admin", "/tokens", status=400, system="X", days=days)
    assert f"A token lasts between 1 and 3650 days, not {days}." in page
