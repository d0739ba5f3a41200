"""The laptops that have joined: whose they are, when they were last heard of, and which are trusted no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

from msgspec import Struct
from starlette.responses import Response

from hub.intake.quota import UnitQuotaReached
from hub.monitoring.found import Found, found_against, marks
from hub.registry import invites
from hub.registry.laptops import LaptopRow, laptop_rows, revoke_laptop, revoked_with
from hub.store import Transaction
from hub.store.rows import LogRow
from hub.verdicts import VOID_SEEN
from hub.web import render
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, NotFound, PageRequest, Route, go, tell
from hub.web.report_words import MARKS, report_words
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import DeviceId, Instant
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.decode import QuarantineReason
from sync.ledger.officers import officer_name
from sync.ledger.period import day_of, midnight
from sync.ledger.registry import Registry
from sync.ledger.text import fold, sort_key
from sync.ledger.unit_history import UnitHistory
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue, counted
from sync.wording.names import by_unit_name

_ = catalogue("hub")

_SHOWN: Final = 20
"""Of each thing that was found of a laptop's log."""


class LaptopLine(Struct, frozen=True, kw_only=True):
    """A laptop as lists show it."""

    row: LaptopRow
    unit_name: str
    ended: bool
    """Whether its unit is no more."""
    enrolled: int
    by_file: bool
    """Whether it was last heard of by a stick."""
    found: tuple[str, ...] = ()
    """What was found against it, in few words."""


class ReportFound(Struct, frozen=True, kw_only=True):
    """What was found of a report: of what it says to be, when it came (POSIX seconds), and in words what is the
    matter."""

    said: str
    received: Instant
    mark: str
    told: str


class LaptopDetails(Struct, frozen=True, kw_only=True):
    """What is known of one laptop beyond its line."""

    quarantined: tuple[QuarantinedEntry, ...]
    """The first entries of its log that the hub holds back."""
    void: tuple[QuarantinedEntry, ...]
    """The first entries that count and cite what never was so."""
    reports: tuple[ReportFound, ...]
    """The newest of its reports that are not what its unit's entries give, or that cannot be told."""
    evidence: Found
    """What was found against its log, by its code, and when last."""
    fullest: tuple[DeviceId, int] | None = None
    """Which laptop brought most on the day on which its unit's was full, and how many entries."""
    revoked_with: tuple[DeviceId, ...] = ()
    """The laptops that are revoked with it, for they took each other's places."""


_KEYS: Final[dict[str, Callable[[LaptopLine], Any]]] = {
    "unit": lambda laptop: by_unit_name(laptop.unit_name),
    "officer": lambda laptop: (laptop.row.officer is None, sort_key(laptop.row.officer or "")),
    "seen": lambda laptop: laptop.row.seen or 0,
    "entries": lambda laptop: -laptop.row.entries,
    "enrolled": lambda laptop: -laptop.enrolled,
}
"""What the list may be sorted by; those longest not heard of come first."""


def show(context: HubContext, request: PageRequest) -> Response:
    """Every laptop, or those that a search finds, and one of them whole."""
    sort = request.chosen("sort", tuple(_KEYS), "unit")
    q, device = request.value("q"), DeviceId(request.value("laptop"))
    with context.reading() as (transaction, registry):
        laptops = shown(transaction, registry, context.today())
        chosen = next((laptop for laptop in laptops if laptop.row.device == device), None)
        if device and chosen is None:
            raise NotFound("no-page")
        more = details(transaction, registry, device) if chosen is not None else None
    wanted = fold(q)
    listed = [
        laptop for laptop in laptops if wanted in fold(f"{laptop.unit_name} {laptop.row.officer or ''} {laptop.row.device}")
    ]
    listed.sort(key=_KEYS[sort])
    return render.page(request, "laptops.html", laptops=listed, sort=sort, q=q, chosen=chosen, more=more)


def shown(transaction: Transaction, registry: Registry, today: str, of: tuple[str, ...] | None = None) -> list[LaptopLine]:
    """The laptops, or those of some units."""
    seen, names, found = transaction.laptops.all(), UnitHistory(registry), found_against(transaction, registry)
    return [
        LaptopLine(
            row=row,
            unit_name=names.name_apart(row.unit, today),
            ended=names.ended(row.unit, today),
            enrolled=registry.devices[row.device].at,
            by_file=row.device in seen and seen[row.device].by_file,
            found=tuple(marks(found.get(row.device, {}))),
        )
        for row in laptop_rows(transaction, registry)
        if of is None or row.unit in of
    ]


def details(transaction: Transaction, registry: Registry, device: DeviceId) -> LaptopDetails:
    """What else is known of a laptop."""
    origin = origins.device(registry.name, device)
    log = transaction.logs.get(origin)
    evidence = found_against(transaction, registry).get(device, {})
    others = tuple(revoked_with(registry, device))
    if log is None:
        return LaptopDetails(quarantined=(), void=(), reports=(), evidence=evidence, revoked_with=others)
    full = evidence.get(UnitQuotaReached.evidence)
    found = [row for row in transaction.reports.all(log.unit) if row.log == log.id and row.verdict != "valid"]
    return LaptopDetails(
        quarantined=transaction.logs.quarantined(log.id, _SHOWN, *get_args(QuarantineReason)),
        void=transaction.logs.quarantined(log.id, _SHOWN, VOID_SEEN),
        reports=tuple(
            ReportFound(
                said=period_words(row.period, registry.directives),
                received=row.received,
                mark=_(MARKS[row.verdict]),
                told=report_words(row.judged, row.period),
            )
            for row in reversed(found[-_SHOWN:])
        ),
        evidence=evidence,
        fullest=None if full is None else _fullest(transaction, log, full),
        revoked_with=others,
    )


def _fullest(transaction: Transaction, log: LogRow, at: Instant) -> tuple[DeviceId, int]:
    """The laptop of a log's unit that brought most on a day, and how many entries that were."""
    logs, start = transaction.logs, midnight(day_of(at))
    end = Instant(start + DAY_SECONDS)
    brought = {
        origins.parse(each.name).device: logs.size_before(each.id, end) - logs.size_before(each.id, start)
        for each in [log, *logs.peers(log.unit, log.id)]
    }
    device = max(brought, key=lambda each: brought[each])
    return device, brought[device]


def set_officer(context: HubContext, request: PageRequest) -> Response:
    """Say whose laptop it is. The name is kept in the hub's database, in no log."""
    device, name = DeviceId(request.params["id"]), officer_name(request.field("officer"))
    with context.writing() as (transaction, registry):
        if device not in registry.devices:
            raise NotFound("no-page")
        transaction.laptops.set_officer(device, name)
    return tell(context, request, _back(device), _("The officer's name is kept."))


def replace(context: HubContext, request: PageRequest) -> Response:
    """Make an invite for a laptop that takes this one's place, and go on to its page."""
    device = DeviceId(request.params["id"])
    with context.writing() as (transaction, registry):
        if device not in registry.devices:
            raise NotFound("no-page")
        made = invites.make(
            transaction,
            context.keys,
            registry.devices[device].unit,
            officer=None,
            days=invites.DAYS,
            url=None,
            replaces=device,
            now=context.now(),
            random_bytes=context.random_bytes,
        )
    return go(f"/invites/{made.id}")


def revoke(context: HubContext, request: PageRequest) -> Response:
    """Trust a laptop no more."""
    device = DeviceId(request.params["id"])
    with context.writing() as (transaction, _registry):
        entry = revoke_laptop(
            transaction,
            context.keys,
            device,
            request.field("reason"),
            keep=request.field("keep"),
            now=context.now(),
            random_bytes=context.random_bytes,
        )
    said = counted(
        entry.size,
        _("Revoked. The {size} entry that it has sent stays and counts."),
        _("Revoked. The {size} entries that it has sent stay and count."),
    ).format(size=entry.size)
    return tell(context, request, _back(device), said)


def _back(device: DeviceId) -> str:
    return render.address("/laptops", laptop=device)


ROUTES: Final = (
    Route("GET", "/laptops", show, SIGNED_IN),
    Route("POST", "/laptops/{id}/officer", set_officer, OPERATORS),
    Route("POST", "/laptops/{id}/replace", replace, OPERATORS),
    Route("POST", "/laptops/{id}/revoke", revoke, OPERATORS),
)
