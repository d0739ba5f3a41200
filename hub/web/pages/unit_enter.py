"""The forms for what a unit told by telephone or sent on paper: an activity, or a report, entered for it."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct
from starlette.responses import Response

from hub import own_logs
from hub.entering.ledger import Entering, UnitLedger
from hub.entering.stating import LongPast, ReportToEnter, enter_activity, enter_report, heads_of, stated_words
from hub.messages import sentence
from hub.monitoring.board import begun, countable
from hub.monitoring.reporting_status import statuses_by
from hub.registry.units import check_not_ended
from hub.store import Transaction
from hub.web import render
from hub.web.context import OPERATORS, HubContext, NotFound, PageRequest, Route, tell
from hub.web.stating import shown_then_stated
from sync.activities.draft import ActivityDraft
from sync.errors import BadInput, Misuse, NotListed, Refused, SoxaError
from sync.ledger.activity_fields import FIELDS
from sync.ledger.asked import under_heads, with_heads
from sync.ledger.entry import Narrative
from sync.ledger.period import Period, chosen_period_name, day_of, months
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary
from sync.wording.directive_names import period_names, shown_names
from sync.wording.fields import field_title
from sync.wording.i18n import catalogue
from sync.wording.names import term

_ = catalogue("hub")

_SEVERAL: Final = frozenset(field.code for field in FIELDS if field.kind == "terms")
_PARTS: Final = ("results", "difficulties", "proposals")


class FieldShown(Struct, frozen=True, kw_only=True):
    """A field of the form for an activity."""

    code: str
    name: str
    kind: str
    needed: bool
    choices: tuple[tuple[str, str], ...]
    """What can be chosen, each with its words; of a field that is typed there is none."""
    typed: tuple[str, ...]


class TypedReport(Struct, frozen=True, kw_only=True):
    """What the form for a report holds."""

    period: str = ""
    heads: tuple[tuple[str, str], ...] = ()
    """What its duty asks to write about, each with what was typed."""
    results: str = ""
    difficulties: str = ""
    proposals: str = ""


def show(context: HubContext, request: PageRequest) -> Response:
    """The two forms, empty; of a period in the address with what its report says already."""
    named = request.value("period")
    if not named:
        return _page(context, request, TypedReport())
    with context.reading() as (transaction, registry):
        try:
            period = registry.chosen_period(named)
        except Misuse:
            return _page(context, request, TypedReport(period=named))
        before = stated_words(transaction, request.params["code"], period.name)
        said = under_heads(before.results, heads_of(transaction, registry, period))
    typed = TypedReport(
        period=named,
        heads=tuple((head, text) for head, text in said.items() if head),
        results=said.get("", ""),
        difficulties=before.difficulties,
        proposals=before.proposals,
    )
    return _page(context, request, typed)


def send(context: HubContext, request: PageRequest) -> Response:
    """What a button asks for: to enter the activity, to show the report, to enter it."""
    return _activity(context, request) if request.field("what") == "activity" else _report(context, request)


def _activity(context: HubContext, request: PageRequest) -> Response:
    code = _code(context, request)
    try:
        entering = _entering(context, request)
        ledger = UnitLedger(context.store, context.keys, code, entering)
        enter_activity(ledger, _draft(request), entering, is_right=request.field("old") == "right")
    except (BadInput, Misuse, NotListed, Refused) as error:
        return _page(context, request, TypedReport(), error=error)
    told = _("Entered, and marked as entered by the province. The unit gets it with its next sync.")
    return tell(context, request, f"/units/{code}/enter", told)


def _draft(request: PageRequest) -> ActivityDraft:
    typed = {field.code: request.fields(field.code) for field in FIELDS}
    said = {code: values if code in _SEVERAL else values[0] for code, values in typed.items() if any(values)}
    return msgspec.convert(said, ActivityDraft)


def _report(context: HubContext, request: PageRequest) -> Response:
    code = _code(context, request)
    heads = tuple(zip(request.fields("head"), request.fields("under"), strict=False))
    parts = {name: tidy(request.field(name)) for name in _PARTS}
    typed = TypedReport(period=request.field("period"), heads=heads, **parts)
    results = with_heads({"": typed.results, **dict(typed.heads)})
    narrative = Narrative(results=results, difficulties=typed.difficulties, proposals=typed.proposals)

    def state(transaction: Transaction) -> ReportToEnter:
        registry = own_logs.registry(transaction, context.keys)
        check_not_ended(registry, code, context.today())
        period = registry.chosen_period(typed.period).name
        return enter_report(transaction, context.keys, code, period, narrative, _entering(context, request))

    def stated(done: ReportToEnter) -> Response:
        told = _("The report is entered, and marked as entered by the province.")
        return tell(context, request, render.address(f"/units/{code}/report", period=done.period.name), told)

    return shown_then_stated(
        context,
        request,
        state,
        shown=lambda _transaction, coming: _page(context, request, typed, coming=coming),
        stated=stated,
        again=lambda error: _page(context, request, typed, error=error),
    )


def _code(context: HubContext, request: PageRequest) -> str:
    code = request.params["code"]
    with context.reading() as (_transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
    return code


def _entering(context: HubContext, request: PageRequest) -> Entering:
    return Entering(request.who.name, request.field("source"), now=context.now(), random_bytes=context.random_bytes)


def _fields(registry: Registry, request: PageRequest) -> tuple[FieldShown, ...]:
    filled = request.field("what") == "activity"
    lists, names = vocabulary(), shown_names(registry.directives)
    choices: dict[str, tuple[tuple[str, str], ...]] = {
        field.code: tuple((code, term(field.terms, code)) for code in getattr(lists, field.terms))
        for field in FIELDS
        if field.terms is not None
    }
    choices["directive"] = tuple((known.id, names[known.id]) for known in registry.own_directives)
    return tuple(
        FieldShown(
            code=field.code,
            name=field_title(field.code),
            kind=field.kind,
            needed=field.needed,
            choices=choices.get(field.code, ()),
            typed=request.fields(field.code) if filled else (),
        )
        for field in FIELDS
    )


def _heads(transaction: Transaction, registry: Registry, name: str) -> tuple[str, ...]:
    """What a report of a period is asked to write about; nothing for a name that is none."""
    try:
        return heads_of(transaction, registry, registry.chosen_period(name))
    except Misuse:
        return ()


def _periods(transaction: Transaction, registry: Registry, context: HubContext) -> list[Period]:
    now = context.now()
    return countable(begun(statuses_by(transaction, registry).obligations, now), now)


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedReport,
    *,
    coming: ReportToEnter | None = None,
    error: SoxaError | None = None,
) -> Response:
    code = request.params["code"]
    with context.reading() as (transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
        history, words = UnitHistory(registry), period_names(registry.directives)
        known = _periods(transaction, registry, context)
        periods = [chosen_period_name(period, registry.directives) for period in known]
        chosen = typed.period or months(day_of(context.now()), 1)[0]
        under = dict(typed.heads)
        heads = tuple((head, under.get(head, "")) for head in _heads(transaction, registry, chosen))
        fields = _fields(registry, request)
    return render.page(
        request,
        "unit_enter.html",
        status=200 if error is None else 400,
        code=code,
        name=history.name_apart(code, context.today()),
        ended=history.ended(code, context.today()),
        fields=fields,
        words=words,
        periods=periods if chosen in periods else [chosen, *periods],
        typed=typed,
        chosen=chosen,
        heads=heads,
        coming=coming,
        source=request.field("source"),
        what=request.field("what"),
        asks_old=isinstance(error, LongPast),
        today=context.today(),
        said="" if error is None else sentence(error),
    )


ROUTES: Final = (
    Route("GET", "/units/{code}/enter", show, OPERATORS),
    Route("POST", "/units/{code}/enter", send, OPERATORS),
)
