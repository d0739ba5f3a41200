"""Deadlines of a unit: the periods that may be reported, with the status of each, and what is due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import filterfalse
from typing import Final, Literal, get_args

from msgspec import Struct

from field.store import LaptopStore
from field.store.rows import ReportHead
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Instant
from sync.errors import Misuse
from sync.ledger.asked import Asked, asked_of
from sync.ledger.directive import REQUEST, Directive
from sync.ledger.entry import Review
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.period import Period, calendar_of, day_of, discharges, months, parse
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

_EVER: Final = Instant(0)
"""What was due before there was a hub is owed by nobody: whatever is owed, however old, is looked for."""
_AHEAD: Final = 62 * DAY_SECONDS
"""How far ahead of now periods are looked for, in seconds."""
LONG_DAYS: Final = 92
"""What is overdue for more days is so for long, and does not stand before what is due next."""

ReportStanding = Literal["returned", "unsent", "received", "accepted"]
"""Where a report stands, the worst first: the province returned it, it waits for a sync, the province has or accepted it."""

DueStatus = Literal["returned", "overdue", "to-do", "unsent", "accepted", "received", "open"]
"""Where a period stands: the province returned its report, it is overdue or to be done, its report waits for a sync, the
province accepted it, or has it; or it can be reported, and no duty that is read here asks for it."""


class DuePeriod(Struct, frozen=True, kw_only=True):
    """A period that may be reported."""

    period: Period
    due: Instant
    """POSIX seconds: before it a report is on time, by the duty of it that ends first; by the calendar, if none asks."""
    asked_by: tuple[str, ...]
    """What is to be reported, in the words of the duties that make it due; empty if none does."""
    status: DueStatus
    days: int
    """Whole days until the last on which it is on time; negative if that is past."""
    requested: bool
    """Whether nothing but a request of the province makes it due."""
    doubtful: tuple[ReportHead, ...]
    """The reports of it, that no later one replaces, which are not known to be valid: most of them answer nothing."""
    entered: bool = False
    """Whether a report that answers for it, and that no later one replaces, was entered by the province."""
    erased: tuple[Hash, ...] = ()
    """Of the reports that answer for it, and that no later one replaces, those whose texts the province erased."""
    returned: tuple[ReturnedReport, ...] = ()
    """The reports that answer for it and that the province returned."""


class ReturnedReport(Struct, frozen=True, kw_only=True):
    """A report that the province returned, and what it said of it."""

    period: str
    """As the report names it."""
    why: str


class UnplacedReport(Struct, frozen=True, kw_only=True):
    """A report that was written or sent, of a period that this program cannot tell: it has no days and no deadline here."""

    period: str
    """As the report names it."""
    status: ReportStanding
    doubtful: tuple[ReportHead, ...]
    """As of a `DuePeriod`."""


class Deadline(Struct, frozen=True, kw_only=True):
    """A report that is due. `days` are whole days until the last on which it is on time."""

    period: str
    what: str
    due: Instant
    days: int
    reported: bool


def due_periods(store: LaptopStore, now: Instant, registry: Registry | None = None) -> list[DuePeriod]:
    """The periods that a unit has to report until shortly after POSIX second `now`, however old what is owed still, and
    those that it has reported: what asks for something first, by its deadline, then the rest, the newest first, and among
    it what has been overdue for long. Duties of one month are one period: a report of the month answers all of them, and
    so do reports for each of them. The registry is read, unless it is given."""
    registry = registry or store.logs.registry()
    asked: dict[str, list[Obligation]] = {name: [] for name in months(day_of(now), 2)}
    for obligation in owed_by_unit(store, registry, _EVER, Instant(now + _AHEAD)):
        asked.setdefault(calendar_of(obligation.period).name, []).append(obligation)
    written, submitted = store.reporting.reports(), store.reporting.reports(answering=True)
    placed = {name: _period(name, registry.directives) for name in dict.fromkeys([*written, *submitted])}
    called = {name: period.name for name, period in placed.items() if period is not None}  # a directive has several names
    for name in _stated(store, written, submitted):
        asked.setdefault(called.get(name, name), [])
    by_period: dict[str, list[ReportHead]] = {}
    for name, heads in written.items():
        by_period.setdefault(called.get(name, name), []).extend(heads)
    reviews = _reviews(store)
    listed = [
        _due_period(name, owed, registry.directives, by_period.get(name, ()), submitted, reviews, now)
        for name, owed in asked.items()
    ]
    known = [due for due in listed if due is not None]
    to_do = sorted(filter(_is_to_do, known), key=lambda due: (due.due, due.period.name))
    rest = sorted(filterfalse(_is_to_do, known), key=lambda due: (-due.due, due.period.name))
    return to_do + rest


def unplaced_reports(store: LaptopStore, registry: Registry | None = None) -> list[UnplacedReport]:
    """The reports that are among no `due_periods`: what their periods are was said by a directive that has not reached this
    laptop, or says it no more, or that only a newer program can read."""
    directives = (registry or store.logs.registry()).directives
    written, submitted = store.reporting.reports(), store.reporting.reports(answering=True)
    names = [name for name in _stated(store, written, submitted) if _period(name, directives) is None]
    reviews = _reviews(store) if names else {}
    return [
        UnplacedReport(
            period=name,
            status=_standing(submitted.get(name) or written[name], reviews.get(name)),
            doubtful=_doubtful(written.get(name, ())),
        )
        for name in names
    ]


def _stated(store: LaptopStore, written: Mapping[str, Sequence[ReportHead]], submitted: Iterable[str]) -> list[str]:
    """The periods of which there is a report that answers, or one of this laptop."""
    device = store.membership.device
    own = [name for name, heads in written.items() if any(head.device == device for head in heads)]
    return list(dict.fromkeys([*submitted, *own]))


def _is_to_do(due: DuePeriod) -> bool:
    """Whether it asks for something, and has not been overdue for long."""
    return due.status in ("returned", "to-do") or (due.status == "overdue" and due.days >= -LONG_DAYS)


def _due_period(
    name: str,
    owed: Sequence[Obligation],
    directives: tuple[Directive, ...],
    written: Sequence[ReportHead],
    submitted: Mapping[str, Sequence[ReportHead]],
    reviews: Mapping[str, Review],
    now: Instant,
) -> DuePeriod | None:
    period = _period(name, directives)
    if period is None:
        return None  # one of the `unplaced_reports`
    due = min((obligation.period.due for obligation in owed), default=period.due)
    parts = dict.fromkeys(obligation.period for obligation in owed) or {period: None}
    answers = [{named for named in submitted if discharges(named, part, directives)} for part in parts]
    if not all(answers):
        status: DueStatus = "open" if not owed else "overdue" if now >= due else "to-do"
    else:
        status = _together(_standing(submitted[named], reviews.get(named)) for named in set().union(*answers))
    return DuePeriod(
        period=period,
        due=due,
        asked_by=tuple(dict.fromkeys(obligation.duty.what for obligation in owed)),
        status=status,
        days=_days_left(due, now),
        requested=bool(owed) and all(obligation.directive.kind == REQUEST for obligation in owed),
        doubtful=_doubtful(written),
        entered=any(head.entered for named in set().union(*answers) for head in submitted[named]),
        erased=tuple(head.leaf for named in sorted(set().union(*answers)) for head in submitted[named] if head.erased),
        returned=tuple(_returned(sorted(set().union(*answers)), submitted, reviews)),
    )


def _period(name: str, directives: tuple[Directive, ...]) -> Period | None:
    try:
        return parse(name, directives)
    except Misuse:
        return None


def _reviews(store: LaptopStore) -> dict[str, Review]:
    """By period, what the province said last of its reports."""
    reviews: dict[str, Review] = {}
    for message in reversed(store.reporting.messages()):
        if isinstance(message.entry, Review) and message.entry.period is not None:
            reviews[message.entry.period] = message.entry
    return reviews


def _standing(heads: Sequence[ReportHead], review: Review | None) -> ReportStanding:
    """Where reports stand that are here, whatever they answer."""
    if review is not None and set(review.heads) == {tobase64(head.leaf) for head in heads}:
        return review.verdict
    return "received" if all(head.received for head in heads) else "unsent"


def _returned(
    names: Iterable[str], submitted: Mapping[str, Sequence[ReportHead]], reviews: Mapping[str, Review]
) -> Iterator[ReturnedReport]:
    for name in names:
        if _standing(submitted[name], reviews.get(name)) == "returned":
            yield ReturnedReport(period=name, why=reviews[name].comment)


def returned_of(store: LaptopStore, registry: Registry, period: Period) -> tuple[ReturnedReport, ...]:
    """The reports that answer for a period and that the province returned."""
    submitted, directives = store.reporting.reports(answering=True), registry.directives
    names = [name for name in submitted if discharges(name, period, directives)]
    return tuple(_returned(names, submitted, _reviews(store) if names else {}))


def _together(standings: Iterable[ReportStanding]) -> ReportStanding:
    """Where the reports of several names stand that answer for one period together: where the worst of them does."""
    return min(standings, key=get_args(ReportStanding).index)


def _doubtful(written: Sequence[ReportHead]) -> tuple[ReportHead, ...]:
    return tuple(head for head in written if head.judged.verdict != "valid")


def owed_of(store: LaptopStore, registry: Registry, period: Period) -> list[Obligation]:
    """What this unit owes that a report of a period answers."""
    history = UnitHistory(registry)
    return list(_of_unit(store, history, Obligations(registry, history).of(period)))


def due_of(store: LaptopStore, registry: Registry, period: Period) -> Instant:
    """The instant (POSIX seconds) that a report of this unit is due before, as a `DuePeriod` says it."""
    return min((obligation.period.due for obligation in owed_of(store, registry, period)), default=period.due)


def asked_of_unit(store: LaptopStore, registry: Registry, period: Period) -> Asked:
    """What a report of this unit is asked to say."""
    return asked_of(period, registry.directives, owed_of(store, registry, period))


def _days_left(due: Instant, now: Instant) -> int:
    """Whole days until the last on which a report is on time; 0 on that day."""
    return (day_of(Instant(due - 1)) - day_of(now)).days


def next_deadlines(store: LaptopStore, now: Instant, registry: Registry | None = None) -> Iterator[Deadline]:
    """The deadlines that lie ahead of POSIX second `now`, the earliest first."""
    registry = registry or store.logs.registry()
    submitted = standing_reports(store)
    for obligation in owed_by_unit(store, registry, now, Instant(now + _AHEAD)):
        period = obligation.period
        yield Deadline(
            period=period.name,
            what=obligation.duty.what,
            due=period.due,
            days=_days_left(period.due, now),
            reported=any(discharges(name, period, registry.directives) for name in submitted),
        )


def standing_reports(store: LaptopStore) -> list[str]:
    """What those reports of the unit call their periods that answer what they name, and that were not returned."""
    reviews = _reviews(store)
    return [
        name
        for name, heads in store.reporting.reports(answering=True).items()
        if _standing(heads, reviews.get(name)) != "returned"
    ]


def owed_by_unit(store: LaptopStore, registry: Registry, first: Instant, last: Instant) -> Iterator[Obligation]:
    """What this laptop's unit owes from one instant to another (POSIX seconds), or the unit that it was merged into."""
    history = UnitHistory(registry)
    return _of_unit(store, history, Obligations(registry, history).between(first, last))


def _of_unit(store: LaptopStore, history: UnitHistory, obligations: Iterable[Obligation]) -> Iterator[Obligation]:
    """The obligations, of these, that the laptop's unit owes, or the unit that it was merged into."""
    for obligation in obligations:
        if history.successor(store.membership.unit, obligation.period.last_day.isoformat()) in obligation.units:
            yield obligation
