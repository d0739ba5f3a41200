"""A sudden report asked for from a form. What would be stated is shown first, and who would owe it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub import own_logs
from hub.export.documents.office import office
from hub.messages import sentence
from hub.registry import requests
from hub.registry.request_counts import typed_counts
from hub.registry.unit_changes import check_day
from hub.store import Transaction
from hub.web import render
from hub.web.context import OPERATORS, HubContext, PageRequest, Route, tell
from hub.web.stating import shown_then_stated
from hub.web.unit_choices import standing_units
from sync.errors import Misuse, SoxaError
from sync.ledger.directive import Directive
from sync.ledger.figures import task_key
from sync.ledger.gathering import EVERYTHING
from sync.ledger.obligations import COMMUNE, Obligations
from sync.ledger.period import called
from sync.ledger.registry import Registry
from sync.ledger.text import sort_key, tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import covering, find, vocabulary
from sync.wording.dates import day
from sync.wording.directive_names import same_letter_words, shown_names
from sync.wording.gathered import duty_counted_words
from sync.wording.i18n import catalogue, counted
from sync.wording.names import by_unit_name, term

_ = catalogue("hub")

_LINES: Final = ("of", "subject", "number", "symbol", "date", "issuer", "before", "since", "counts")


class TypedRequest(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    of: str = ""
    """The duty on request that is called in: its directive's id and its own, parted by a #."""
    subject: str = ""
    number: str = ""
    symbol: str = ""
    date: str = ""
    issuer: str = ""
    before: str = ""
    since: str = ""
    counts: str = ""
    """`all`, or empty for what the duty that is called in is of; topics and tasks go before both."""
    topics: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    """Each its directive's id and its number, parted by a #."""
    heads: str = ""
    """What to write about, a line each."""
    units: tuple[str, ...] = ()
    """By code; all, if none is chosen."""
    kinds: tuple[str, ...] = ()
    """Of bodies, by code, whose units are all asked."""


def form(context: HubContext, request: PageRequest) -> Response:
    """The form for a request."""
    with context.reading() as (transaction, registry):
        issuer = office(transaction, registry).issuer
    return _page(context, request, TypedRequest(date=context.today(), issuer=issuer))


def send(context: HubContext, request: PageRequest) -> Response:
    """What was typed: shown once more, and then stated."""
    lines = {name: " ".join(tidy(request.field(name)).split()) for name in _LINES}
    typed = TypedRequest(
        **lines,
        heads=tidy(request.field("heads")),
        units=request.fields("unit"),
        kinds=request.fields("kind"),
        topics=request.fields("topic"),
        tasks=request.fields("task"),
    )

    def shown(transaction: Transaction, coming: Directive) -> Response:
        registry = own_logs.registry(transaction, context.keys)
        owing = _owing(registry, coming, typed.before)
        letter = requests.Letter(number=coming.number, symbol=coming.symbol, date=coming.date)
        twins = [same_letter_words(twin) for twin in requests.of_letter(registry, letter) if twin.id != coming.id]
        counts = duty_counted_words(coming, coming.duties[0], registry.directives)
        return _page(context, request, typed, owing=owing, coming=coming, twins=twins, counts=counts)

    return shown_then_stated(
        context,
        request,
        lambda transaction: _state(context, transaction, typed),
        shown=shown,
        stated=lambda done: tell(
            context, request, f"/directives/{done.id}", _("Stated; laptops learn it with their next sync.")
        ),
        again=lambda error: _page(context, request, typed, error=error),
    )


def _state(context: HubContext, transaction: Transaction, typed: TypedRequest) -> Directive:
    if bool(typed.number) == bool(typed.symbol):
        raise Misuse("number-or-symbol")
    check_day(typed.before)
    for written in filter(None, (typed.date, typed.since)):
        check_day(written)
    registry = own_logs.registry(transaction, context.keys)
    return requests.request(
        transaction,
        context.keys,
        typed.subject,
        by=typed.before,
        letter=requests.Letter(
            number=typed.number or None,
            symbol=typed.symbol or None,
            date=typed.date or None,
            issuer=typed.issuer or office(transaction, registry).issuer,
        ),
        of=requests.find_duty(registry, typed.of, context.today()) if typed.of else None,
        kinds=[find("actors", kind).code for kind in typed.kinds],
        units=typed.units,
        heads=[head for head in typed.heads.splitlines() if head.strip()],
        window_from=typed.since or None,
        counts=typed_counts(registry, everything=typed.counts == EVERYTHING, topics=typed.topics, tasks=typed.tasks),
        now=context.now(),
        random_bytes=context.random_bytes,
    )


def _owing(registry: Registry, stated: Directive, before: str) -> list[str]:
    """The names of the units that owe what would be asked for."""
    names = UnitHistory(registry)
    period = registry.period(f"{called(stated, registry.directives)}@{before}")
    owing = [names.name_apart(code, before) for owes in Obligations(registry).of(period) for code in owes.units]
    return sorted(owing, key=by_unit_name)


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedRequest,
    *,
    owing: list[str] | None = None,
    coming: Directive | None = None,
    twins: Sequence[str] = (),
    counts: str = "",
    error: SoxaError | None = None,
) -> Response:
    with context.reading() as (_transaction, registry):
        units = standing_units(registry, context.today())
        on_request = requests.duties_on_request(registry, context.today())
        names = shown_names(registry.directives)
        kinds = _kinds(registry, context.today())
        tasks = [
            (task_key(directive.id, task.no), f"{names[directive.id]}, {task.no}: {task.label}")
            for directive in registry.own_directives
            for task in directive.tasks
        ]
    asked = owing or []
    told = counted(
        len(asked), _("{count} unit is asked to report by {day}."), _("{count} units are asked to report by {day}.")
    )
    return render.page(
        request,
        "request_new.html",
        status=200 if error is None else 400,
        typed=typed,
        units=units,
        kinds=kinds,
        topics=[(code, term("topics", code)) for code in vocabulary().topics],
        tasks=tasks,
        counts=counts,
        on_request=[
            (f"{found.directive.id}#{found.duty.id}", f"{names[found.directive.id]}: {found.duty.what}")
            for found in on_request
        ],
        coming=coming,
        twins=twins,
        owing=owing,
        asked="" if owing is None else told.format(count=len(asked), day=day(typed.before)),
        said="" if error is None else sentence(error),
    )


def _kinds(registry: Registry, today: str) -> list[tuple[str, str]]:
    """The kinds of bodies that units are or, as communes do, answer for, and the groups that cover them: code and name."""
    history = UnitHistory(registry)
    kinds = {history.kind(code, today) for code in history.reporting(today)} - {""}
    if COMMUNE in kinds:
        kinds |= set(vocabulary().bodies)
    codes = {group for kind in kinds for group in covering(kind)}
    return sorted(((code, term("actors", code)) for code in codes), key=lambda kind: sort_key(kind[1]))


ROUTES: Final = (
    Route("GET", "/requests/new", form, OPERATORS),
    Route("POST", "/requests/new", send, OPERATORS),
)
