"""Reports upward: what to send, in which form, and whose name stands on it; and what an auditor takes along."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from typing import IO, Final, cast, get_args

from msgspec import Struct
from starlette.responses import Response, StreamingResponse

from hub.cosigning.rounds import freshen
from hub.export import bundle
from hub.export.documents import files
from hub.export.documents import office as offices
from hub.monitoring import counts
from hub.monitoring.before_hub import before_hub_words
from hub.monitoring.board import begun, countable
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.others import others_told
from hub.monitoring.own_duty_words import step_words
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by, unit_statuses
from hub.web import render
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, PageRequest, Route, tell
from hub.web.filters import NOT_SAID
from hub.web.pages.periods import address_of
from sync.annex.model import Units
from sync.documents.office import Office
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.ledger.directive import Duty
from sync.ledger.period import Period, chosen_directive, chosen_period_name
from sync.ledger.registry import Registry
from sync.wording.dates import day_stamp
from sync.wording.directive_names import period_names, period_said, shown_names
from sync.wording.directives import unread_duties
from sync.wording.gathered import counted_words
from sync.wording.i18n import N_, catalogue
from sync.wording.statuses import erased_figures_words

_ = catalogue("hub")

_PIECE: Final = 256 * 1024
_KINDS: Final[tuple[tuple[files.Kind, str, str], ...]] = (
    ("docx", N_("Report (DOCX)"), N_("Laid out as Decree 30/2020/NĐ-CP asks; number, date and signature are left blank.")),
    ("section", N_("Section (DOCX)"), N_("The results alone, to paste into a larger report.")),
    ("xlsx", N_("Annex (XLSX)"), N_("Who reported when, and all counts. Every figure can be proven.")),
    ("csv", N_("Annex (CSV)"), N_("The same in one flat table, for other programs.")),
    ("json", N_("Annex (JSON)"), N_("The same for programs.")),
)
_OFFICE: Final[tuple[tuple[str, str], ...]] = (
    ("parent", N_("Body above")),
    ("issuer", N_("Issuing body")),
    ("symbol", N_("Its abbreviation in document numbers")),
    ("place", N_("Place")),
    ("unit", N_("Abbreviation of the drafting unit")),
    ("recipient", N_("Addressed to")),
    ("capacity", N_("Capacity of who signs")),
)


class ReportSummary(Struct, frozen=True, kw_only=True):
    """What a report would say, in short."""

    reported: int
    owing: int


def show(context: HubContext, request: PageRequest) -> Response:
    """What can be sent upward, for the period that is chosen."""
    now = context.now()
    with context.reading() as (transaction, registry):
        rules = statuses_by(transaction, registry)
        owed = begun(rules.obligations, now)
        periods = countable(owed, now)
        period = rules.obligations.as_asked(_period(request, registry, periods, now))
        answering = rules.obligations.answered_by(period)
        statuses = unit_statuses(transaction, registry, answering, now)
        step = step_words(rules.obligations, period, registry.directives)
        before_hub = before_hub_words(rules, period, partial(receipts_by_unit, transaction))
        duties = offices.duties_of(registry, period)
        duty = _duty(request, duties, offices.duty_with_office(transaction, registry, period))
        office = offices.office(transaction, registry, period.directive, duty)
        unread = registry.hiding_duties(period.start, period.end)
        others = others_told(transaction, registry, period)
        erased = ErasedRecords(registry).count(transaction, counts.of_period(period), {})
    named = next((known for known in registry.directives if known.id == period.directive), None)
    return render.page(
        request,
        "reports.html",
        period=period,
        said=period_said(period.name, named, registry.directives),
        words=period_names(registry.directives),
        typed=partial(chosen_period_name, directives=registry.directives),
        counts=" ".join(filter(None, (counted_words(period, registry.directives), others))),
        erased=erased_figures_words(erased),
        step=step,
        answering=answering,
        at=address_of(period),
        names=shown_names(registry.directives),
        unread=unread_duties(unread),
        before_hub=before_hub,
        directive=period.directive or "",
        duties=duties,
        duty=duty or "",
        units=_units(request),
        periods=periods,
        owed=owed,
        directives=registry.own_directives,
        summary=ReportSummary(reported=sum(status.reported for status in statuses), owing=len(statuses)),
        kinds=[(kind, _(name), _(about)) for kind, name, about in _KINDS],
        office=[(name, _(label), getattr(office, name)) for name, label in _OFFICE],
        key=context.keys.logs.verifier.vkey(),
    )


def file(context: HubContext, request: PageRequest) -> Response:
    """The report upward of a period, as one file."""
    now, kind = context.now(), files.kind_of(request.params["kind"])
    with context.counting() as (transaction, registry):
        periods = countable(begun(statuses_by(transaction, registry).obligations, now), now)
        period = _period(request, registry, periods, now)
        duty = _duty(request, offices.duties_of(registry, period), None)
        written = files.write(transaction, context.keys, registry, period, kind, units=_units(request), made=now, duty=duty)
    return Response(written.data, media_type=files.MEDIA[kind], headers=_attached(_name(period, kind)))


def set_office(context: HubContext, request: PageRequest) -> Response:
    """Say whose name stands on documents."""
    with context.writing() as (transaction, registry):
        named = request.field("directive")
        directive = chosen_directive(named, registry.directives).id if named else None
        duty = request.field("duty") or None
        known = next((stated for stated in registry.directives if stated.id == directive), None)
        if duty is not None and (known is None or duty not in {stated.id for stated in known.duties}):
            raise Misuse("bad-address", name="duty")
        before = offices.office(transaction, registry, directive, duty)
        given = {name: request.field(name) for name, _label in _OFFICE}
        offices.set_office(transaction, Office(province=before.province, **given), directive, duty)
    back = render.address("/reports", period=request.field("period"), directive=named, duty=duty or NOT_SAID)
    return tell(context, request, back, _("Kept. New documents bear it."))


def _duty(request: PageRequest, duties: Sequence[Duty], default: str | None) -> str | None:
    """The duty that the address names, if it is one of these; none where it asks for all of them; else the one that is
    given."""
    named = request.value("duty")
    if named == NOT_SAID:
        return None
    return named if named in {duty.id for duty in duties} else default


def whole(context: HubContext, _request: PageRequest) -> Response:
    """Everything that an auditor needs, in one file. It is written aside first: a slow line must not hold the store."""
    freshen(context.store, context.keys, now=context.now(), random_bytes=context.random_bytes)
    aside = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 - closed when it was sent
    for piece in bundle.pieces(context.store, context.keys):
        aside.write(piece)
    size = aside.tell()
    aside.seek(0)
    headers = _attached(f"{day_stamp(context.now())}-audit.soxa") | {"Content-Length": str(size)}
    return StreamingResponse(_sent(aside), media_type="application/octet-stream", headers=headers)


def _sent(aside: IO[bytes]) -> Iterator[bytes]:
    with aside:
        yield from iter(lambda: aside.read(_PIECE), b"")


def _period(request: PageRequest, registry: Registry, periods: list[Period], now: Instant) -> Period:
    """The period that is chosen, of one directive if one is; else the last of these that was due."""
    name = request.value("period") or next(period for period in periods if period.due <= now).name
    directive = request.value("directive")
    if directive and "@" not in name:
        name = f"{chosen_directive(directive, registry.directives).id}@{name}"
    return registry.chosen_gathered(name)


def _units(request: PageRequest) -> Units:
    return cast(Units, request.chosen("units", get_args(Units), "then"))


def _name(period: Period, kind: files.Kind) -> str:
    """A file's name in plain letters: that of the period, which may hold a slash."""
    told = "".join(char if char.isascii() and (char.isalnum() or char in "-@") else "-" for char in period.name)
    return f"bao-cao-{told}{'-muc' if kind == 'section' else ''}.{'docx' if kind == 'section' else kind}"


def _attached(name: str) -> dict[str, str]:
    if not name.isascii():
        raise Misuse("bad-address", name="name")
    return {"Content-Disposition": f'attachment; filename="{name}"'}


ROUTES: Final = (
    Route("GET", "/reports", show, SIGNED_IN),
    Route("GET", "/reports/{kind}", file, SIGNED_IN),
    Route("POST", "/reports/office", set_office, OPERATORS),
    Route("GET", "/bundle", whole, SIGNED_IN),
)
