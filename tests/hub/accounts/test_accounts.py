"""Accounts: plain names, roles, and always an admin."""

from __future__ import annotations

import pytest

from hub.accounts import accounts, visits
from hub.store import HubStore
from tests.hub.accounts.people import (
    NOW,
    RIGHT,
    add,
    change,
    code,
    random_bytes,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("quick_hashing")


def test_nobody_can_sign_in_where_no_account_was_made(store: HubStore) -> None:
    with store.reading() as transaction:
        assert transaction.accounts.all() == []
    for name in ("admin", "root", "lan", ""):
        assert code(lambda name=name: sign_in(store, "admin", name=name, client=name)) == "wrong-password"  # type: ignore[misc]


@pytest.mark.parametrize(
    "name", ["", "a", "A1", "Lan", "-lan", ".lan", "lan ", "lan\n", "lần", "a" * 61, "lan/../x", "ｌａｎ"]
)
def test_a_name_that_is_not_plain_is_refused(store: HubStore, name: str) -> None:
    assert code(lambda: add(store, name, "operator")) == "bad-account-name"


@pytest.mark.parametrize("name", ["lan", "a1", "0.b-c_d", "a" * 60])
def test_plain_names_are_taken_once(store: HubStore, name: str) -> None:
    add(store, name, "auditor")
    assert code(lambda: add(store, name, "admin")) == "account-exists"
    with store.reading() as transaction:
        assert accounts.account(transaction, name).role == "auditor"


def test_the_last_admin_can_neither_be_shut_out_nor_lose_the_role(store: HubStore) -> None:
    add(store, "lan", "admin")
    add(store, "mai", "operator")
    assert code(lambda: change(store, lambda transaction: accounts.disable(transaction, "lan"))) == "last-admin"
    assert code(lambda: change(store, lambda transaction: accounts.set_role(transaction, "lan", "auditor"))) == "last-admin"
    change(store, lambda transaction: accounts.set_role(transaction, "mai", "admin"))
    change(store, lambda transaction: accounts.disable(transaction, "lan"))
    assert code(lambda: change(store, lambda transaction: accounts.disable(transaction, "mai"))) == "last-admin"
    change(store, lambda transaction: accounts.enable(transaction, "lan"))
    change(store, lambda transaction: accounts.set_role(transaction, "mai", "operator"))
    with store.reading() as transaction:
        roles = [(one.name, one.role, one.disabled) for one in transaction.accounts.all()]
    assert roles == [("lan", "admin", False), ("mai", "operator", False)]


def test_what_is_not_there_is_said_so(store: HubStore) -> None:
    for act in (accounts.disable, accounts.enable, accounts.account):
        assert code(lambda act=act: change(store, lambda transaction: act(transaction, "mai"))) == "no-account"  # type: ignore[misc]
    assert code(lambda: change(store, lambda transaction: accounts.set_role(transaction, "mai", "auditor"))) == "no-account"
    assert code(lambda: accounts.set_password(store, "mai", RIGHT, random_bytes=random_bytes)) == "no-account"
    assert code(lambda: accounts.role_of("root")) == "unknown-role"
    assert [accounts.role_of(role) for role in accounts.ROLES] == ["admin", "operator", "auditor", "superior"]


def test_a_superior_has_a_unit_and_nobody_else_has_one(store: HubStore) -> None:
    assert code(lambda: add(store, "lan", "superior")) == "superior-without-unit"
    assert code(lambda: add(store, "lan", "operator", unit="03390")) == "unit-without-superior"
    add(store, "lan", "superior", unit="03390")
    assert code(lambda: change(store, lambda transaction: accounts.set_role(transaction, "lan", "superior"))) == (
        "superior-without-unit"
    )
    with store.reading() as transaction:
        assert accounts.account(transaction, "lan").unit == "03390"
    made = sign_in(store)
    change(store, lambda transaction: accounts.set_role(transaction, "lan", "auditor"))
    found = visits.visit(store, made.token, NOW)
    assert found is not None and (found.role, found.unit) == ("auditor", ""), "in the visit under way too"
