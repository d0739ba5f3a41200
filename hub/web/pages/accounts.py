"""Who may sign in at the desk, and which other systems may read: added, changed and ended by an admin.

A password or token that was made up is shown once, on the page that answers; the store keeps a hash.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from starlette.responses import Response

from hub.accounts import accounts, passwords, readers
from hub.messages import sentence
from hub.store.accounts import Reader, Role
from hub.web import render
from hub.web.context import ADMINS, HubContext, PageRequest, Route, tell
from sync.encoding import Instant
from sync.errors import Misuse, Refused, SoxaError
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

PAGE: Final = "/accounts"
ROLES: Final[dict[Role, str]] = {"admin": N_("admin"), "operator": N_("operator"), "auditor": N_("auditor")}
DAYS: Final = 365
"""For how long a token is made out unless somebody says otherwise."""

State = Literal["valid", "ran-out", "revoked"]


class ReaderRow(Struct, frozen=True):
    """A system that may read, or might until its token ended."""

    reader: Reader
    state: State


class Typed(Struct, frozen=True, kw_only=True):
    """What was typed into a form that could not be done, but for passwords."""

    name: str = ""
    role: str = "operator"
    system: str = ""
    days: str = str(DAYS)


def show(desk: HubContext, ask: PageRequest) -> Response:
    """All accounts and tokens."""
    return _page(desk, ask)


def add(desk: HubContext, ask: PageRequest) -> Response:
    """A new account. Where no password was typed, one is made up and shown this once."""
    name, password = ask.field("name").strip().lower(), ask.field("password")
    made_up = not password
    password = password or passwords.generated_password(desk.random_bytes)
    try:
        if not made_up:
            _check_again(ask)
        role = accounts.role_of(ask.field("role"))
        accounts.add_account(desk.store, name, role, password, now=desk.now(), random_bytes=desk.random_bytes)
    except (Misuse, Refused) as error:
        return _page(desk, ask, error, Typed(name=name[:60], role=ask.field("role")))
    if made_up:
        return _once(ask, _("The password of {name}").format(name=name), password)
    return tell(desk, ask, PAGE, _("{name} can sign in now.").format(name=name))


def set_password(desk: HubContext, ask: PageRequest) -> Response:
    """Set another password for somebody; they are signed out everywhere."""
    name, password = ask.params["name"], ask.field("password")
    made_up = not password
    password = password or passwords.generated_password(desk.random_bytes)
    try:
        if not made_up:
            _check_again(ask)
        accounts.set_password(desk.store, name, password, random_bytes=desk.random_bytes)
    except (Misuse, Refused) as error:
        return _page(desk, ask, error)
    if made_up:
        return _once(ask, _("The password of {name}").format(name=name), password)
    return tell(desk, ask, PAGE, _("{name} has another password now, and is signed out everywhere.").format(name=name))


def set_role(desk: HubContext, ask: PageRequest) -> Response:
    """Give somebody another role."""
    name = ask.params["name"]
    try:
        role = accounts.role_of(ask.field("role"))
        with desk.store.writing() as transaction:
            accounts.set_role(transaction, name, role)
    except (Misuse, Refused) as error:
        return _page(desk, ask, error)
    return tell(desk, ask, PAGE, _("{name} is {role} from now on.").format(name=name, role=_(ROLES[role])))


def disable(desk: HubContext, ask: PageRequest) -> Response:
    """Shut an account."""
    name = ask.params["name"]
    try:
        with desk.store.writing() as transaction:
            accounts.disable(transaction, name)
    except Refused as error:
        return _page(desk, ask, error)
    return tell(desk, ask, PAGE, _("{name} cannot sign in any more.").format(name=name))


def enable(desk: HubContext, ask: PageRequest) -> Response:
    """Open a shut account again."""
    name = ask.params["name"]
    with desk.store.writing() as transaction:
        accounts.enable(transaction, name)
    return tell(desk, ask, PAGE, _("{name} can sign in now.").format(name=name))


def add_token(desk: HubContext, ask: PageRequest) -> Response:
    """A token for another system, shown this once."""
    system, days = ask.field("system"), ask.field("days").strip()
    try:
        with desk.store.writing() as transaction:
            made = readers.add_reader(transaction, system, _whole(days), now=desk.now(), random_bytes=desk.random_bytes)
    except Misuse as error:
        return _page(desk, ask, error, Typed(system=system[:100], days=days[:10]))
    return _once(ask, _("The token of {name}").format(name=system.strip()), made.token)


def revoke_token(desk: HubContext, ask: PageRequest) -> Response:
    """End a token."""
    with desk.store.writing() as transaction:
        readers.revoke_reader(transaction, ask.params["id"])
    return tell(desk, ask, PAGE, _("The token {token} opens nothing any more.").format(token=ask.params["id"]))


def _page(desk: HubContext, ask: PageRequest, error: SoxaError | None = None, typed: Typed | None = None) -> Response:
    now = desk.now()
    with desk.store.reading() as transaction:
        known = transaction.accounts.all()
        rows = [ReaderRow(reader, _state(reader, now)) for reader in transaction.accounts.readers()]
    status = 200 if error is None else 409 if isinstance(error, Refused) else 400
    return render.page(
        ask,
        "accounts.html",
        status=status,
        accounts=known,
        readers=rows,
        roles=ROLES,
        typed=typed or Typed(),
        most_days=readers.READER_DAYS,
        least=passwords.PASSWORD_LEAST,
        said="" if error is None else sentence(error),
    )


def _once(ask: PageRequest, what: str, secret: str) -> Response:
    return render.page(ask, "token.html", what=what, secret=secret)


def _check_again(ask: PageRequest) -> None:
    if ask.field("password") != ask.field("again"):
        raise Misuse("passwords-differ")


def _whole(text: str) -> int:
    """Days as typed; 0, which no token lasts, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _state(reader: Reader, now: Instant) -> State:
    return "revoked" if reader.revoked else "ran-out" if now >= reader.expires else "valid"


ROUTES: Final = (
    Route("GET", PAGE, show, ADMINS),
    Route("POST", PAGE, add, ADMINS),
    Route("POST", "/accounts/{name}/password", set_password, ADMINS),
    Route("POST", "/accounts/{name}/role", set_role, ADMINS),
    Route("POST", "/accounts/{name}/disable", disable, ADMINS),
    Route("POST", "/accounts/{name}/enable", enable, ADMINS),
    Route("POST", "/tokens", add_token, ADMINS),
    Route("POST", "/tokens/{id}/revoke", revoke_token, ADMINS),
)
