"""Invites: what lets one laptop of a unit join. They hold a secret, so only operators see them, and no address has it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.registry import invites
from hub.registry.official_units import UnknownUnit
from hub.store.rows import InviteRow
from hub.web import qr, render
from hub.web.context import OPERATORS, HubContext, NotFound, PageRequest, Route, go, tell
from sync.encoding.types import Instant
from sync.errors import BadInput, Misuse, Refused, SoxaError
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import catalogue
from sync.wording.names import by_unit_name

_ = catalogue("hub")

_SHOWN: Final = 100
_OLDER: Final = "older"
"""What the address says of an invite shown in the form that older programs read."""

InviteStatus = Literal["open", "used", "withdrawn", "expired"]


class InviteLine(Struct, frozen=True, kw_only=True):
    """An invite as lists show it."""

    row: InviteRow
    unit_name: str
    status: InviteStatus


class TypedInvite(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    unit: str
    officer: str
    days: str
    url: str


def show(context: HubContext, request: PageRequest) -> Response:
    """The invites, the newest first, and the form for another."""
    with context.reading() as (transaction, _registry):
        url = transaction.settings.get("url")
    return _page(context, request, TypedInvite(unit=request.value("unit"), officer="", days=str(invites.DAYS), url=url))


def make(context: HubContext, request: PageRequest) -> Response:
    """Make another invite, and go on to its page."""
    typed = TypedInvite(**{name: request.field(name).strip() for name in TypedInvite.__struct_fields__})
    try:
        days = invites.days_typed(typed.days)
        with context.writing() as (transaction, registry):
            if typed.unit not in registry.units:
                raise UnknownUnit(text=typed.unit[:40], near=None)
            made = invites.make(
                transaction,
                context.keys,
                typed.unit,
                officer=typed.officer,
                days=days,
                url=typed.url,
                now=context.now(),
                random_bytes=context.random_bytes,
            )
    except (Misuse, BadInput, Refused) as error:
        return _page(context, request, typed, error)
    return go(f"/invites/{made.id}")


def show_invite(context: HubContext, request: PageRequest) -> Response:
    """An invite, to be handed over: its line, as text and as a picture; in the form that older programs read, if asked."""
    for_older = request.value("form") == _OLDER
    with context.reading() as (transaction, registry):
        row = transaction.invites.get(request.params["id"])
        hub = registry.hub.name if registry.hub is not None else ""
    if row is None:
        raise NotFound("no-page")
    shown = _shown(row, UnitHistory(registry), context.now(), context.today())
    line = invites.line(context.keys, shown.unit_name, row, for_older=for_older) if shown.status == "open" else ""
    picture = qr.picture(line, _("The invite as a QR code")) if line else ""
    return render.page(request, "invite.html", invite=shown, line=line, picture=picture, hub=hub, for_older=for_older)


def withdraw(context: HubContext, request: PageRequest) -> Response:
    """Make an invite that nobody has used worth nothing."""
    found = request.params["id"]
    with context.writing() as (transaction, _registry):
        if transaction.invites.get(found) is None:
            raise NotFound("no-page")
        done = transaction.invites.withdraw(found)
    said = _("The invite is withdrawn.") if done else _("A laptop has joined with it already: revoke the laptop.")
    return tell(context, request, f"/invites/{found}", said)


def _page(context: HubContext, request: PageRequest, typed: TypedInvite, error: SoxaError | None = None) -> Response:
    now, today = context.now(), context.today()
    with context.reading() as (transaction, registry):
        invites = transaction.invites.all()
    names = UnitHistory(registry)
    units = sorted(
        ((code, names.name_apart(code, today)) for code in names.reporting(today)),
        key=lambda unit: by_unit_name(unit[1]),
    )
    return render.page(
        request,
        "invites.html",
        status=200 if error is None else 400,
        said="" if error is None else sentence(error),
        invites=[_shown(row, names, now, today) for row in invites[:_SHOWN]],
        count=len(invites),
        units=units,
        typed=typed,
    )


def _shown(row: InviteRow, names: UnitHistory, now: Instant, today: str) -> InviteLine:
    status: InviteStatus = "open" if now < row.expires else "expired"
    if row.used_by is not None:
        status = "used"
    elif row.withdrawn:
        status = "withdrawn"
    return InviteLine(row=row, unit_name=names.name_apart(row.unit, today), status=status)


ROUTES: Final = (
    Route("GET", "/invites", show, OPERATORS),
    Route("POST", "/invites", make, OPERATORS),
    Route("GET", "/invites/{id}", show_invite, OPERATORS),
    Route("POST", "/invites/{id}/withdraw", withdraw, OPERATORS),
)
