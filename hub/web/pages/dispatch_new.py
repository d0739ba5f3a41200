"""What went upward, stated from a form: a report's number, day and recipient, with the digest of its annex. The annex is a
file that was sent, or the one that the hub writes now; what would be stated is shown first, for it stays for ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct, structs
from starlette.responses import Response

from hub import own_logs
from hub.export.documents import files
from hub.messages import sentence
from hub.monitoring.own_duties import OwnDuty, own_duties
from hub.monitoring.own_duty_words import dispatched_before_words
from hub.monitoring.reporting_status import statuses_by
from hub.registry.dispatches import digest_of, dispatch, dispatched_before
from hub.registry.unit_changes import check_day
from hub.store import Transaction
from hub.web import render
from hub.web.context import OPERATORS, HubContext, PageRequest, Route, tell
from hub.web.stating import shown_then_stated
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused, SoxaError
from sync.ledger.directive import Directive
from sync.ledger.entry import Dispatched
from sync.ledger.period import chosen_period_name
from sync.ledger.text import tidy
from sync.wording.directive_names import period_said, period_words
from sync.wording.directives import recipient
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

_LINES: Final = ("period", "number", "date", "recipient", "kind", "made", "digest")
_KINDS: Final[dict[files.Kind, str]] = {"xlsx": N_("Annex (XLSX)"), "csv": N_("Annex (CSV)"), "json": N_("Annex (JSON)")}
_GIVEN: Final = "file"
"""The kind that stands for a file that is chosen."""


class TypedDispatch(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    period: str = ""
    number: str = ""
    date: str = ""
    recipient: str = ""
    kind: str = "xlsx"
    """Of the annex that the hub writes; `file`: one that is chosen."""
    made: str = ""
    """When that annex was made, in POSIX seconds, once it was shown."""
    digest: str = ""
    """Of the annex, once it was shown."""


class AnnexShown(Struct, frozen=True, kw_only=True):
    """The annex whose digest would be stated."""

    digest: str
    kind: str
    made: str
    href: str
    """Where it is taken from; empty of a file that was chosen."""


def form(context: HubContext, request: PageRequest) -> Response:
    """The form for a report that went upward, with what is known of it."""
    named = request.value("period")
    with context.reading() as (transaction, registry):
        owed = own_duties(registry, statuses_by(transaction, registry).obligations, context.now())
        directives = registry.directives
    duty = next((duty.owes.duty for duty in owed if chosen_period_name(duty.owes.period, directives) == named), None)
    told = recipient(duty.recipient, duty.recipient_name) if duty is not None and duty.recipient else ""
    return _page(context, request, TypedDispatch(period=named, date=context.today(), recipient=told))


def send(context: HubContext, request: PageRequest) -> Response:
    """What was typed: shown once more with the annex, and then stated."""
    typed = TypedDispatch(**{name: " ".join(tidy(request.field(name)).split()) for name in _LINES})
    stating = request.field("do") == "state"
    given = "" if stating else _digest_given(request)
    if given:  # whoever chose a file means that file
        typed = structs.replace(typed, kind=_GIVEN)
    coming = AnnexShown(digest="", kind="", made="", href="")

    def state(transaction: Transaction) -> Dispatched:
        nonlocal coming
        check_day(typed.date)
        coming = _annex(context, transaction, typed, given, stating=stating)
        return dispatch(
            transaction,
            context.keys,
            typed.period,
            number=typed.number,
            date=typed.date,
            recipient=typed.recipient,
            annex=coming.digest,
            now=context.now(),
            random_bytes=context.random_bytes,
        )

    return shown_then_stated(
        context,
        request,
        state,
        shown=lambda transaction, entry: _page(
            context, request, typed, coming=coming, before=_before(context, transaction, entry)
        ),
        stated=lambda _entry: tell(context, request, "/", _("Stated. An auditor can tell which figures were sent.")),
        again=lambda error: _page(context, request, typed, error=error),
    )


def _before(context: HubContext, transaction: Transaction, entry: Dispatched) -> list[str]:
    registry = own_logs.registry(transaction, context.keys)
    return [dispatched_before_words(earlier, registry.directives) for earlier in dispatched_before(registry, entry)]


def annex(context: HubContext, request: PageRequest) -> Response:
    """The annex that is shown in the form, as a file: made when it was shown, as long as the figures stay."""
    kind, made = files.kind_of(request.value("kind")), _made(request.value("made"), context.now())
    with context.counting() as (transaction, registry):
        period = registry.chosen_gathered(request.value("period"))
        data = files.write(transaction, context.keys, registry, period, kind, units="then", made=made).data
    headers = {"Content-Disposition": f'attachment; filename="phu-luc-{digest_of(data)[:8]}.{kind}"'}
    return Response(data, media_type=files.MEDIA[kind], headers=headers)


def _digest_given(request: PageRequest) -> str:
    name, data = request.files.get("annex", ("", b""))
    return digest_of(data) if name or data else ""


def _annex(context: HubContext, transaction: Transaction, typed: TypedDispatch, given: str, *, stating: bool) -> AnnexShown:
    """The annex to be stated. A chosen file is there only when it is shown, its digest after that; one of the hub's own is
    made again as it was shown, and has to be the same."""
    if typed.kind == _GIVEN:
        digest = typed.digest if stating else given
        if not digest:
            raise Misuse("no-annex")
        return AnnexShown(digest=digest, kind=_GIVEN, made="", href="")
    kind, now = files.kind_of(typed.kind), context.now()
    if kind not in _KINDS:
        raise Misuse("unknown-report-kind", path=kind)
    made = _made(typed.made, now) if stating else now
    registry = own_logs.registry(transaction, context.keys)
    period = registry.chosen_gathered(typed.period)
    data = files.write(transaction, context.keys, registry, period, kind, units="then", made=made).data
    if stating and digest_of(data) != typed.digest:
        raise Refused("annex-changed-meanwhile")
    href = render.address("/dispatches/annex", period=typed.period, kind=kind, made=made)
    return AnnexShown(digest=digest_of(data), kind=kind, made=str(made), href=href)


def _made(typed: str, now: Instant) -> Instant:
    """When an annex was made, of the day that ends now."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 12 and now - DAY_SECONDS <= int(typed) <= now):
        raise Misuse("bad-address", name="made")
    return Instant(int(typed))


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedDispatch,
    *,
    coming: AnnexShown | None = None,
    before: Sequence[str] = (),
    error: SoxaError | None = None,
) -> Response:
    with context.reading() as (transaction, registry):
        owed = own_duties(registry, statuses_by(transaction, registry).obligations, context.now())
        directives = registry.directives
    periods = {chosen_period_name(duty.owes.period, directives): _said(duty, directives) for duty in owed}
    if typed.period and typed.period not in periods:
        periods[typed.period] = period_words(typed.period, directives)
    kinds: dict[str, str] = {kind: _(name) for kind, name in _KINDS.items()}
    kinds[_GIVEN] = _("The file that was sent, chosen below")
    return render.page(
        request,
        "dispatch_new.html",
        status=200 if error is None else 400,
        typed=typed,
        periods=periods,
        kinds=kinds,
        coming=coming,
        before=before,
        said="" if error is None else sentence(error),
    )


def _said(duty: OwnDuty, directives: Sequence[Directive]) -> str:
    owes = duty.owes
    return f"{owes.duty.what}: {period_said(owes.period.name, owes.directive, directives)}"


ROUTES: Final = (
    Route("GET", "/dispatches/new", form, OPERATORS),
    Route("POST", "/dispatches/new", send, OPERATORS),
    Route("GET", "/dispatches/annex", annex, OPERATORS),
)
