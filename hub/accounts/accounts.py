"""Accounts: made, given roles and passwords, shut and opened again; one admin at least stays."""

from __future__ import annotations

from typing import Final, get_args

from hub.accounts.guesses import ACCOUNT_NAME, end_waits
from hub.accounts.passwords import new_hash
from hub.registry.units import named
from hub.store import HubStore, Transaction
from hub.store.accounts import Account, Role
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

ROLES: Final[tuple[Role, ...]] = get_args(Role)


def role_of(text: str) -> Role:
    """A role by its word. `Misuse("unknown-role")`."""
    if text not in ROLES:
        raise Misuse("unknown-role", text=text, roles=", ".join(ROLES))
    return text


def unit_of_role(registry: Registry, role: Role, typed: str, day: str) -> str:
    """The code of the unit whose superior an account is, as typed on a day (ISO): a unit to which others report, or once
    did; empty for another role. `Misuse`: `superior-without-unit`, `unit-without-superior`, or that there is no such unit;
    `Refused("nobody-reports-to")`."""
    _check_unit(role, typed)
    if role != "superior":
        return ""
    code, history = named(registry, typed, day), UnitHistory(registry)
    if code not in history.superiors():
        raise Refused("nobody-reports-to", unit=history.name_apart(code, day))
    return code


def add_account(
    store: HubStore, name: str, role: Role, password: str, *, unit: str = "", now: Instant, random_bytes: RandomBytes
) -> None:
    """Add an account; that of a superior with its unit (`unit_of_role`). `Refused("account-exists")`."""
    _check_unit(role, unit)
    if not ACCOUNT_NAME.fullmatch(name):
        raise Misuse("bad-account-name", name=name)
    hashed = new_hash(name, password, random_bytes)
    with store.writing() as transaction:
        if transaction.accounts.get(name) is not None:
            raise Refused("account-exists", name=name)
        transaction.accounts.add(name, role, hashed, now, unit)


def set_password(store: HubStore, name: str, password: str, *, random_bytes: RandomBytes) -> None:
    """Set an account's password. Ends all visits of the account, and the wait after wrong guesses at it; no browser is known
    any more."""
    hashed = new_hash(name, password, random_bytes)
    with store.writing() as transaction:
        account(transaction, name)
        transaction.accounts.set_password(name, hashed)
        transaction.accounts.end_visits(name)
        end_waits(transaction.accounts, name)


def unlock(transaction: Transaction, name: str) -> None:
    """End the wait after wrong guesses at an account. `Refused("no-account")`."""
    account(transaction, name)
    end_waits(transaction.accounts, name)


def set_role(transaction: Transaction, name: str, role: Role, unit: str = "") -> None:
    """Give an account another role, in the visits under way too; a superior's with its unit. `Refused("last-admin")`."""
    _check_unit(role, unit)
    was = account(transaction, name)
    if role != "admin":
        _keep_an_admin(transaction, was)
    transaction.accounts.set_role(name, role, unit)


def disable(transaction: Transaction, name: str) -> None:
    """Shut an account and end its visits. `Refused("last-admin")`."""
    _keep_an_admin(transaction, account(transaction, name))
    transaction.accounts.set_disabled(name, disabled=True)
    transaction.accounts.end_visits(name)


def enable(transaction: Transaction, name: str) -> None:
    """Let an account sign in again."""
    account(transaction, name)
    transaction.accounts.set_disabled(name, disabled=False)


def account(transaction: Transaction, name: str) -> Account:
    """An account. `Refused("no-account")`."""
    found = transaction.accounts.get(name)
    if found is None:
        raise Refused("no-account", name=name)
    return found


def _check_unit(role: Role, unit: str) -> None:
    if role == "superior" and not unit:
        raise Misuse("superior-without-unit")
    if role != "superior" and unit:
        raise Misuse("unit-without-superior")


def _keep_an_admin(transaction: Transaction, was: Account) -> None:
    if was.role == "admin" and not was.disabled and transaction.accounts.admins() == 1:
        raise Refused("last-admin", name=was.name)
