"""What happens to units, stated from a form: renamed, merged, split. What would be stated is shown first, and what follows
from it, since it is signed and stays for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, cast, get_args

from msgspec import Struct
from starlette.responses import Response

from hub import own_logs
from hub.messages import sentence
from hub.registry import unit_changes
from hub.registry.official_units import UnknownUnit
from hub.store import Transaction
from hub.web import render
from hub.web.context import OPERATORS, HubContext, PageRequest, Route, tell
from sync.errors import BadInput, Misuse, Refused, SoxaError
from sync.ledger.entry import Reorganised
from sync.ledger.period import day_of
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import day
from sync.wording.i18n import N_, catalogue
from sync.wording.names import by_unit_name, what_happened

_ = catalogue("hub")

What = Literal["rename", "merge", "split"]

_FOLLOWS: Final[dict[str, str]] = {
    "renamed": N_(
        "Boards, counts and reports call it {after} from {since} on; for days before, as they did. Its laptops and records "
        "stay."
    ),
    "merged": N_(
        "What {before} reported counts for {after} from {since} on; for days before, as it did. Laptops go on where they "
        "are. For a period that is due later, a new unit has reported once it did, or once all of its parts did. Units that "
        "are no more get no new invites."
    ),
    "split": N_(
        "{after} report for themselves from {since} on. What {before} reported stays its own: nobody can tell which of its "
        "records belong to which part. Invite laptops for the new units."
    ),
}


class Typed(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    what: What
    units: tuple[str, ...]
    into: str
    """Of a merge: the code of what they become. Of a split: its parts, a line each."""
    name: str
    type: str
    since: str
    document: str


class Coming(Struct, frozen=True, kw_only=True):
    """What would be stated."""

    told: str
    follows: str
    document: str


def form(desk: HubContext, ask: PageRequest) -> Response:
    """The form for stating what happens to units."""
    what = ask.chosen("what", get_args(What), "rename")
    unit = ask.value("unit")
    typed = Typed(what=cast(What, what), units=(unit,) if unit else (), into="", name="", type="", since="", document="")
    return _page(desk, ask, typed)


def state(desk: HubContext, ask: PageRequest) -> Response:
    """What was typed: shown once more, and then stated."""
    what = ask.field("what")
    if what not in get_args(What):
        raise Misuse("bad-address", name="what")
    one_line = {name: " ".join(tidy(ask.field(name)).split()) for name in ("name", "type", "since", "document")}
    typed = Typed(what=cast(What, what), units=ask.fields("unit"), into=tidy(ask.field("into")), **one_line)
    try:
        if ask.field("do") != "state":
            with desk.store.trying() as transaction:
                return _page(
                    desk, ask, typed, coming=_coming(desk, transaction, _STATE[typed.what](desk, transaction, typed))
                )
        with desk.writing() as (transaction, _registry):
            event = _STATE[typed.what](desk, transaction, typed)
    except (Misuse, BadInput, Refused) as error:
        return _page(desk, ask, typed, error=error)
    return tell(desk, ask, f"/units/{event.into[0]}", _("Stated; laptops learn it with their next sync."))


# -- each kind


def _rename(desk: HubContext, transaction: Transaction, typed: Typed) -> Reorganised:
    return unit_changes.rename(
        transaction,
        desk.keys,
        _one(typed),
        name=typed.name,
        type=typed.type or None,
        since=typed.since,
        document=typed.document,
        now=desk.now(),
        random_bytes=desk.random_bytes,
    )


def _merge(desk: HubContext, transaction: Transaction, typed: Typed) -> Reorganised:
    return unit_changes.merge(
        transaction,
        desk.keys,
        typed.units,
        typed.into,
        name=typed.name or None,
        type=typed.type or None,
        since=typed.since,
        document=typed.document,
        now=desk.now(),
        random_bytes=desk.random_bytes,
    )


def _split(desk: HubContext, transaction: Transaction, typed: Typed) -> Reorganised:
    into = [line for line in typed.into.splitlines() if line.strip()]
    return unit_changes.split(
        transaction,
        desk.keys,
        _one(typed),
        into,
        since=typed.since,
        document=typed.document,
        now=desk.now(),
        random_bytes=desk.random_bytes,
    )


_STATE: Final[dict[What, Callable[[HubContext, Transaction, Typed], Reorganised]]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
}


def _one(typed: Typed) -> str:
    if len(typed.units) != 1:
        raise UnknownUnit(text="", near=None)
    return typed.units[0]


# -- what is shown


def _coming(desk: HubContext, transaction: Transaction, event: Reorganised) -> Coming:
    """What an event that stands in the registry of this transaction says, and what follows."""
    after = UnitHistory(own_logs.registry(transaction, desk.keys))
    names = {
        "before": ", ".join(
            after.name(code, event.since) for code in event.units if code not in event.into or len(event.units) == 1
        ),
        "after": ", ".join(after.name(code, event.since) for code in event.into),
        "since": day(event.since),
    }
    return Coming(told=what_happened(after, event), follows=_(_FOLLOWS[event.how]).format(**names), document=event.document)


def _page(
    desk: HubContext, ask: PageRequest, typed: Typed, *, coming: Coming | None = None, error: SoxaError | None = None
) -> Response:
    with desk.reading() as (_transaction, registry):
        names = UnitHistory(registry)
    today = day_of(desk.now()).isoformat()
    units = [(code, names.name(code, today)) for code in names.reporting(today)]
    return render.page(
        ask,
        "unit_change.html",
        status=200 if error is None else 400,
        typed=typed,
        units=sorted(units, key=lambda unit: by_unit_name(unit[1])),
        types=unit_changes.COMMUNE_TYPES,
        coming=coming,
        said="" if error is None else sentence(error),
    )


ROUTES: Final = (
    Route("GET", "/units/change", form, OPERATORS),
    Route("POST", "/units/change", state, OPERATORS),
)
"""Routes that stand before `/units/{code}` in the table, which would take them."""
