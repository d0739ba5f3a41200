"""`soxa hub user` and `token`: who may sign in to the pages, and which systems may read. They need no keys of the hub."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Annotated, Final

import typer

from hub import own_logs
from hub.accounts import accounts, passwords, readers, second_factor
from hub.cli.clock_gate import ClockOption, trusted, trusted_now
from hub.cli.options import HomeOption, JsonOption, opened, opened_store, today
from hub.store.accounts import Account, Reader, Role
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.shell.console import answer, now, out_json, random_bytes, say, table
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

_ROLE: Final[dict[Role, str]] = {
    "admin": N_("admin"),
    "operator": N_("operator"),
    "auditor": N_("auditor"),
    "superior": N_("superior"),
}


NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=_("The account's name, as in “lan.nguyen”."))]
GenerateOption = Annotated[bool, typer.Option("--generate", help=_("Make up a password, and print it this once."))]


def add_user(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", metavar="admin|operator|auditor|superior", help=_("What they may do."))],
    unit: Annotated[
        str, typer.Option("--unit", metavar="UNIT", help=_("Of a superior: the unit whose subordinates it sees."))
    ] = "",
    generate: GenerateOption = False,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add an account."""
    chosen = accounts.role_of(role)
    whose = _unit(chosen, unit, home)
    with opened_store(home) as store:
        at = trusted_now(store, is_right=clock_is_right)  # before anything is typed
        password = _password(generate=generate)
        accounts.add_account(store, name, chosen, password, unit=whose, now=at, random_bytes=random_bytes)
    say(_("{name} can sign in now.").format(name=name))
    _hand_out(name, password, generate=generate, as_json=as_json)


def list_users(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the accounts."""
    with opened_store(home) as store, store.reading() as transaction:
        users = transaction.accounts.all()
    if as_json:
        out_json(users)
        return
    rows = [
        (
            account.name,
            _role(account),
            _("disabled") if account.disabled else _("can sign in"),
            moment(account.seen),
            _("on") if account.second_factor else "",
        )
        for account in users
    ]
    table((_("name"), _("role"), _("state"), _("last sign-in"), _("second factor")), rows)


def disable(name: NameArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Disable an account."""
    with opened_store(home) as store, store.writing() as transaction:
        accounts.disable(transaction, name)
    say(_("{name} cannot sign in any more.").format(name=name))
    if as_json:
        out_json({"name": name, "disabled": True})


def enable(name: NameArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Enable an account."""
    with opened_store(home) as store, store.writing() as transaction:
        accounts.enable(transaction, name)
    say(_("{name} can sign in now.").format(name=name))
    if as_json:
        out_json({"name": name, "disabled": False})


def set_password(
    name: NameArgument, generate: GenerateOption = False, as_json: JsonOption = False, home: HomeOption = None
) -> None:
    """Set a password."""
    with opened_store(home) as store:
        with store.reading() as transaction:
            accounts.account(transaction, name)  # before anything is typed
        password = _password(generate=generate)
        accounts.set_password(store, name, password, random_bytes=random_bytes)
    say(_("{name} has another password now, and is signed out everywhere.").format(name=name))
    _hand_out(name, password, generate=generate, as_json=as_json)


def unlock(name: NameArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """End the wait after wrong guesses."""
    with opened_store(home) as store, store.writing() as transaction:
        accounts.unlock(transaction, name)
    say(_("{name} need not wait any more, however many wrong passwords were tried.").format(name=name))
    if as_json:
        out_json({"name": name, "waits": False})


def second_factor_off(name: NameArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Switch a second factor off."""
    with opened_store(home) as store, store.writing() as transaction:
        accounts.account(transaction, name)
        second_factor.switch_off(transaction, name)
    say(_("{name} signs in with the password alone now, until the second factor is switched on again.").format(name=name))
    if as_json:
        out_json({"name": name, "second_factor": False})


def add_token(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Which system it is for."))],
    days: Annotated[int, typer.Option("--days", metavar="DAYS", help=_("Days until it runs out."))],
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a token."""
    with opened_store(home) as store, store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        made = readers.add_reader(transaction, name, days, now=at, random_bytes=random_bytes)
    say(_("The token {token}; it is shown this once:").format(token=made.id))
    answer({"id": made.id, "token": made.token}, made.token, as_json=as_json)


def list_tokens(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the tokens."""
    with opened_store(home) as store, store.reading() as transaction:
        found = transaction.accounts.readers()
    if as_json:
        out_json(found)
        return
    at = now()
    rows = [(reader.id, reader.name, _status(reader, at), moment(reader.expires), moment(reader.seen)) for reader in found]
    table((_("token"), _("name"), _("state"), _("runs out"), _("last read")), rows)


def revoke(
    token: Annotated[str, typer.Argument(metavar="ID", help=_("Its id, as “soxa hub token list” shows it."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Revoke a token."""
    with opened_store(home) as store, store.writing() as transaction:
        readers.revoke_reader(transaction, token)
    say(_("The token {token} opens nothing any more.").format(token=token))
    if as_json:
        out_json({"id": token, "revoked": True})


def _unit(role: Role, typed: str, home: str | None) -> str:
    """The code of a superior's unit. Units stand in the registry, which is read with the hub's keys; other roles need
    none."""
    if role != "superior":
        return typed
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
    return accounts.unit_of_role(registry, role, typed, today())


def _role(account: Account) -> str:
    return f"{_(_ROLE[account.role])} {account.unit}".strip()


def _password(*, generate: bool) -> str:
    """A new password: made up, from SOXA_USER_PASSWORD, or typed twice unseen. Never an argument, which others can read."""
    if generate:
        return passwords.generated_password(random_bytes)
    if given := os.environ.get("SOXA_USER_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise Refused("password-needed")
    typed = getpass.getpass(_("Password of the account: "))
    if getpass.getpass(_("Once more: ")) != typed:
        raise Refused("passwords-differ")
    return typed


def _hand_out(name: str, password: str, *, generate: bool, as_json: bool) -> None:
    """Print a password that was made up; one that was given is known already."""
    if generate:
        say(_("The password; it is shown this once:"))
    answer({"name": name, "password": password if generate else None}, *[password] * generate, as_json=as_json)


def _status(reader: Reader, at: Instant) -> str:
    return _("revoked") if reader.revoked else _("ran out") if at >= reader.expires else _("valid")
