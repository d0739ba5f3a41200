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
from hub.web.stating import shown_then_stated
from hub.web.unit_choices import standing_units
from sync.errors import Misuse, SoxaError
from sync.ledger.entry import Reorganised
from sync.ledger.text import sort_key, tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary
from sync.wording.dates import day
from sync.wording.i18n import N_, catalogue
from sync.wording.names import term, what_happened

_ = catalogue("hub")

ChangeKind = Literal["rename", "merge", "split"]

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


class TypedChange(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    what: ChangeKind
    units: tuple[str, ...]
    into: str
    """Of a merge: the code of what they become. Of a split: its parts, a line each."""
    name: str
    type: str
    kind: str
    """Of a body that is renamed: the kind that it is from then on, by code; empty as it was."""
    since: str
    document: str


class ComingChange(Struct, frozen=True, kw_only=True):
    """What would be stated."""

    told: str
    follows: str
    document: str


def form(context: HubContext, request: PageRequest) -> Response:
    """The form for stating what happens to units."""
    what = request.chosen("what", get_args(ChangeKind), "rename")
    unit = request.value("unit")
    typed = TypedChange(
        what=cast(ChangeKind, what), units=(unit,) if unit else (), into="", name="", type="", kind="", since="", document=""
    )
    return _page(context, request, typed)


def send(context: HubContext, request: PageRequest) -> Response:
    """What was typed: shown once more, and then stated."""
    what = request.field("what")
    if what not in get_args(ChangeKind):
        raise Misuse("bad-address", name="what")
    one_line = {name: " ".join(tidy(request.field(name)).split()) for name in ("name", "type", "kind", "since", "document")}
    typed = TypedChange(
        what=cast(ChangeKind, what), units=request.fields("unit"), into=tidy(request.field("into")), **one_line
    )
    return shown_then_stated(
        context,
        request,
        lambda transaction: _STATE[typed.what](context, transaction, typed),
        shown=lambda transaction, event: _page(context, request, typed, coming=_coming(context, transaction, event)),
        stated=lambda event: tell(
            context, request, f"/units/{event.into[0]}", _("Stated; laptops learn it with their next sync.")
        ),
        again=lambda error: _page(context, request, typed, error=error),
    )


# -- each kind


def _rename(context: HubContext, transaction: Transaction, typed: TypedChange) -> Reorganised:
    return unit_changes.rename(
        transaction,
        context.keys,
        _one(typed),
        name=typed.name,
        type=typed.type or None,
        body=typed.kind or None,
        since=typed.since,
        document=typed.document,
        now=context.now(),
        random_bytes=context.random_bytes,
    )


def _merge(context: HubContext, transaction: Transaction, typed: TypedChange) -> Reorganised:
    return unit_changes.merge(
        transaction,
        context.keys,
        typed.units,
        typed.into,
        name=typed.name or None,
        type=typed.type or None,
        since=typed.since,
        document=typed.document,
        now=context.now(),
        random_bytes=context.random_bytes,
    )


def _split(context: HubContext, transaction: Transaction, typed: TypedChange) -> Reorganised:
    into = [line for line in typed.into.splitlines() if line.strip()]
    return unit_changes.split(
        transaction,
        context.keys,
        _one(typed),
        into,
        since=typed.since,
        document=typed.document,
        now=context.now(),
        random_bytes=context.random_bytes,
    )


_STATE: Final[dict[ChangeKind, Callable[[HubContext, Transaction, TypedChange], Reorganised]]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
}


def _one(typed: TypedChange) -> str:
    if len(typed.units) != 1:
        raise UnknownUnit(text="", near=None)
    return typed.units[0]


# -- what is shown


def _coming(context: HubContext, transaction: Transaction, event: Reorganised) -> ComingChange:
    """What an event that stands in the registry of this transaction says, and what follows."""
    after = UnitHistory(own_logs.registry(transaction, context.keys))
    names = {
        "before": ", ".join(
            after.name_apart(code, event.since) for code in event.units if code not in event.into or len(event.units) == 1
        ),
        "after": ", ".join(after.name_apart(code, event.since) for code in event.into),
        "since": day(event.since),
    }
    return ComingChange(
        told=what_happened(after, event), follows=_(_FOLLOWS[event.how]).format(**names), document=event.document
    )


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedChange,
    *,
    coming: ComingChange | None = None,
    error: SoxaError | None = None,
) -> Response:
    with context.reading() as (_transaction, registry):
        units = standing_units(registry, context.today())
    return render.page(
        request,
        "unit_change.html",
        status=200 if error is None else 400,
        typed=typed,
        units=units,
        types=unit_changes.COMMUNE_TYPES,
        kinds=sorted(((code, term("actors", code)) for code in vocabulary().actors), key=lambda kind: sort_key(kind[1])),
        coming=coming,
        said="" if error is None else sentence(error),
    )


ROUTES: Final = (
    Route("GET", "/units/change", form, OPERATORS),
    Route("POST", "/units/change", send, OPERATORS),
)
"""Routes that stand before `/units/{code}` in the table, which would take them."""
