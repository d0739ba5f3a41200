"""A body added as a unit from a form. What would be stated is shown first, since it is signed and stays for ever."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub import own_logs
from hub.messages import sentence
from hub.registry.bodies import state_unit
from hub.registry.unit_changes import check_day
from hub.registry.unit_differences import differences, was_there
from hub.store import Transaction
from hub.web import render
from hub.web.context import OPERATORS, HubContext, PageRequest, Route, tell
from hub.web.stating import shown_then_stated
from hub.web.unit_choices import standing_units
from sync.errors import Refused, SoxaError
from sync.ledger.entry import Unit
from sync.ledger.text import sort_key, tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary
from sync.wording.i18n import catalogue
from sync.wording.names import term

_ = catalogue("hub")


class TypedUnit(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    code: str = ""
    name: str = ""
    type: str = ""
    kind: str = ""
    reports_to: str = ""
    eid: str = ""
    since: str = ""


class ComingUnit(Struct, frozen=True, kw_only=True):
    """A unit as it would be stated, in words."""

    name: str
    kind: str
    superior: str


def form(context: HubContext, request: PageRequest) -> Response:
    """The form for a unit that is not known yet."""
    return _page(context, request, TypedUnit(since=context.today()))


def send(context: HubContext, request: PageRequest) -> Response:
    """What was typed: shown once more, and then stated."""
    typed = TypedUnit(**{name: " ".join(tidy(request.field(name)).split()) for name in TypedUnit.__struct_fields__})

    def shown(transaction: Transaction, unit: Unit) -> Response:
        after = UnitHistory(own_logs.registry(transaction, context.keys))
        return _page(context, request, typed, coming=_coming(after, unit))

    return shown_then_stated(
        context,
        request,
        lambda transaction: _state(context, transaction, typed),
        shown=shown,
        stated=lambda unit: tell(
            context, request, f"/units/{unit.code}", _("Stated; laptops learn it with their next sync.")
        ),
        again=lambda error: _page(context, request, typed, error=error),
    )


def _state(context: HubContext, transaction: Transaction, typed: TypedUnit) -> Unit:
    check_day(typed.since)
    before = own_logs.registry(transaction, context.keys)
    unit = state_unit(
        transaction,
        context.keys,
        typed.code,
        name=typed.name,
        type=typed.type,
        valid_from=typed.since,
        body=typed.kind or None,
        reports_to=typed.reports_to or None,
        eid=typed.eid or None,
        now=context.now(),
        random_bytes=context.random_bytes,
    )
    was = was_there(before, unit)
    if was is not None:
        name = f"{unit.code} {UnitHistory(before).name_apart(unit.code, unit.valid_from)}"
        what = differences(was, unit)
        raise Refused("unit-exists", unit=name, what=what) if what else Refused("unit-as-stated", unit=name)
    return unit


def _coming(after: UnitHistory, unit: Unit) -> ComingUnit:
    above = after.superior(unit.code, unit.valid_from)
    return ComingUnit(
        name=after.name_apart(unit.code, unit.valid_from),
        kind=term("actors", after.kind(unit.code, unit.valid_from)),
        superior=after.name_apart(above, unit.valid_from) if above else _("the province"),
    )


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedUnit,
    *,
    coming: ComingUnit | None = None,
    error: SoxaError | None = None,
) -> Response:
    with context.reading() as (_transaction, registry):
        units = standing_units(registry, context.today())
    kinds = [(code, term("actors", code)) for code in vocabulary().actors]
    return render.page(
        request,
        "unit_new.html",
        status=200 if error is None else 400,
        typed=typed,
        units=units,
        kinds=sorted(kinds, key=lambda kind: sort_key(kind[1])),
        coming=coming,
        said="" if error is None else sentence(error),
    )


ROUTES: Final = (
    Route("GET", "/units/new", form, OPERATORS),
    Route("POST", "/units/new", send, OPERATORS),
)
"""Routes that stand before `/units/{code}` in the table, which would take the first."""
