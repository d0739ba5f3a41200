"""Who may sign in, and which other systems may read: added, changed and ended by an admin.

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
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused, SoxaError
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import N_, catalogue
from sync.wording.names import by_unit_name

_ = catalogue("hub")

PAGE: Final = "/accounts"
ROLES: Final[dict[Role, str]] = {
    "admin": N_("admin"),
    "operator": N_("operator"),
    "auditor": N_("auditor"),
    "superior": N_("superior"),
}
DAYS: Final = 365
"""For how long a token is made out unless somebody says otherwise."""

TokenStatus = Literal["valid", "ran-out", "revoked"]


class ReaderRow(Struct, frozen=True):
    """A system that may read, or might until its token ended."""

    reader: Reader
    status: TokenStatus


class TypedAccount(Struct, frozen=True, kw_only=True):
    """What was typed into a form that could not be done, but for passwords."""

    name: str = ""
    role: str = "operator"
    unit: str = ""
    system: str = ""
    days: str = str(DAYS)


def show(context: HubContext, request: PageRequest) -> Response:
    """All accounts and tokens."""
    return _page(context, request)


def add(context: HubContext, request: PageRequest) -> Response:
    """A new account. Where no password was typed, one is made up and shown this once."""
    name, password = request.field("name").strip().lower(), request.field("password")
    made_up = not password
    password = password or passwords.generated_password(context.random_bytes)
    try:
        if not made_up:
            _check_again(request)
        role, unit = _role(context, request)
        accounts.add_account(
            context.store, name, role, password, unit=unit, now=context.now(), random_bytes=context.random_bytes
        )
    except (Misuse, Refused) as error:
        typed = TypedAccount(name=name[:60], role=request.field("role"), unit=request.field("unit")[:40])
        return _page(context, request, error, typed)
    if made_up:
        return _once(request, _("The password of {name}").format(name=name), password)
    return tell(context, request, PAGE, _("{name} can sign in now.").format(name=name))


def set_password(context: HubContext, request: PageRequest) -> Response:
    """Set another password for somebody; they are signed out everywhere."""
    name, password = request.params["name"], request.field("password")
    made_up = not password
    password = password or passwords.generated_password(context.random_bytes)
    try:
        if not made_up:
            _check_again(request)
        accounts.set_password(context.store, name, password, random_bytes=context.random_bytes)
    except (Misuse, Refused) as error:
        return _page(context, request, error)
    if made_up:
        return _once(request, _("The password of {name}").format(name=name), password)
    return tell(
        context, request, PAGE, _("{name} has another password now, and is signed out everywhere.").format(name=name)
    )


def set_role(context: HubContext, request: PageRequest) -> Response:
    """Give somebody another role."""
    name = request.params["name"]
    try:
        role, unit = _role(context, request)
        with context.store.writing() as transaction:
            accounts.set_role(transaction, name, role, unit)
    except (Misuse, Refused) as error:
        return _page(context, request, error)
    return tell(context, request, PAGE, _("{name} is {role} from now on.").format(name=name, role=_(ROLES[role])))


def disable(context: HubContext, request: PageRequest) -> Response:
    """Shut an account."""
    name = request.params["name"]
    try:
        with context.store.writing() as transaction:
            accounts.disable(transaction, name)
    except Refused as error:
        return _page(context, request, error)
    return tell(context, request, PAGE, _("{name} cannot sign in any more.").format(name=name))


def enable(context: HubContext, request: PageRequest) -> Response:
    """Open a shut account again."""
    name = request.params["name"]
    with context.store.writing() as transaction:
        accounts.enable(transaction, name)
    return tell(context, request, PAGE, _("{name} can sign in now.").format(name=name))


def add_token(context: HubContext, request: PageRequest) -> Response:
    """A token for another system, shown this once."""
    system, days = request.field("system"), request.field("days").strip()
    try:
        with context.store.writing() as transaction:
            made = readers.add_reader(transaction, system, _days(days), now=context.now(), random_bytes=context.random_bytes)
    except Misuse as error:
        return _page(context, request, error, TypedAccount(system=system[:100], days=days[:10]))
    return _once(request, _("The token of {name}").format(name=system.strip()), made.token)


def revoke_token(context: HubContext, request: PageRequest) -> Response:
    """End a token."""
    with context.store.writing() as transaction:
        readers.revoke_reader(transaction, request.params["id"])
    return tell(context, request, PAGE, _("The token {token} opens nothing any more.").format(token=request.params["id"]))


def _page(
    context: HubContext, request: PageRequest, error: SoxaError | None = None, typed: TypedAccount | None = None
) -> Response:
    now, today = context.now(), context.today()
    with context.reading() as (transaction, registry):
        history = UnitHistory(registry)
        superiors = [(code, history.name_apart(code, today)) for code in history.superiors()]
        known = transaction.accounts.all()
        rows = [ReaderRow(reader, _status(reader, now)) for reader in transaction.accounts.readers()]
    status = 200 if error is None else 409 if isinstance(error, Refused) else 400
    return render.page(
        request,
        "accounts.html",
        status=status,
        accounts=known,
        readers=rows,
        roles=ROLES,
        superiors=sorted(superiors, key=lambda unit: by_unit_name(unit[1])),
        units=dict(superiors),
        typed=typed or TypedAccount(),
        most_days=readers.READER_DAYS,
        least=passwords.PASSWORD_LEAST,
        said="" if error is None else sentence(error),
    )


def _role(context: HubContext, request: PageRequest) -> tuple[Role, str]:
    """The role that the form asks for, and the unit of a superior. A unit is chosen in the same form whatever the role, so
    that of another role is passed over."""
    role = accounts.role_of(request.field("role"))
    if role != "superior":
        return role, ""
    with context.reading() as (_transaction, registry):
        return role, accounts.unit_of_role(registry, role, request.field("unit"), context.today())


def _once(request: PageRequest, what: str, secret: str) -> Response:
    return render.page(request, "token.html", what=what, secret=secret)


def _check_again(request: PageRequest) -> None:
    if request.field("password") != request.field("again"):
        raise Misuse("passwords-differ")


def _days(text: str) -> int:
    """Days as typed."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(readers.READER_DAYS)):
        return int(text)
    raise Misuse("bad-token-days", days=text[:40], most=readers.READER_DAYS)


def _status(reader: Reader, now: Instant) -> TokenStatus:
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
