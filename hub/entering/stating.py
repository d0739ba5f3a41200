"""An activity that was told by telephone or stands on paper, and a report of a unit, entered for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from hub import own_logs
from hub.entering import log as entered_log
from hub.entering.ledger import Entering, UnitLedger
from hub.home import Keys
from hub.monitoring import report_entries
from hub.monitoring.reporting_status import statuses_by
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.activities.check import check, nameable
from sync.activities.dates import is_long_past
from sync.activities.draft import ActivityDraft
from sync.activities.entries import new_activity
from sync.activities.record_id import uuid7
from sync.encoding.limits import MAX_HEADS
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Index, Size
from sync.errors import Fact, Misuse
from sync.ledger import origins
from sync.ledger.asked import asked_of, unwritten
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Narrative, Position, Report, Retraction, new_salt
from sync.ledger.figures import Figures
from sync.ledger.levels import FIRST_LEVEL, LEVEL
from sync.ledger.merge import Version
from sync.ledger.origins import LogKind
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_records import UnitRecords
from sync.log.merkle import leaf_hash
from sync.wording.dates import day


class LongPast(Misuse):
    """An activity of so long ago that its day may be mistyped."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("long-past", **facts)


def enter_activity(ledger: UnitLedger, draft: ActivityDraft, entering: Entering, *, is_right: bool = False) -> str:
    """Enter one activity for a unit; its record's id. `Misuse` says what is wrong with the draft; `LongPast` asks about its
    day unless somebody said that it `is_right`."""
    today = day_of(entering.now)
    fields = check(draft, today=today, directives=nameable(ledger.registry())).whole()
    if not is_right and is_long_past(str(fields.date), today):
        raise LongPast(date=day(str(fields.date)))
    record = uuid7(entering.now * 1000, entering.random_bytes(10))
    with ledger.transaction():
        salt = new_salt(entering.random_bytes)
        ledger.state([new_activity(fields, record=record, at=entering.now, salt=salt)])
    return record


class ReportToEnter(Struct, frozen=True, kw_only=True):
    """A report of a unit as it would be entered now."""

    period: Period
    figures: Figures
    provisional: bool
    """Whether its window is still open."""
    submitted: int
    """How many reports of the period there are that no later one replaces."""


def heads_of(transaction: Transaction, registry: Registry, period: Period) -> tuple[str, ...]:
    """What a report of a period is asked to write about."""
    owed = statuses_by(transaction, registry).obligations.of(period)
    return asked_of(period, registry.directives, owed).heads


def stated_words(transaction: Transaction, unit: str, period: str) -> Narrative:
    """What the newest report of a period of a unit says in words, which another report goes on from; nothing without one."""
    rows = [row for row in transaction.reports.answering(unit) if row.period == period]
    return report_entries.read(transaction, rows[-1]).entry.narrative if rows else Narrative()


def enter_report(
    transaction: Transaction, keys: Keys, unit: str, typed: str, narrative: Narrative, entering: Entering
) -> ReportToEnter:
    """Enter a report of a unit for the period that somebody names, in the caller's transaction: on all that the hub holds of
    the unit, in place of the reports of the period before. `Misuse` for no period, and for one without a word under a
    heading that is asked for."""
    registry = own_logs.registry(transaction, keys)
    period = registry.period(typed)
    missing = unwritten(narrative.results, heads_of(transaction, registry, period))
    if missing:
        raise Misuse("heads-unwritten", heads="; ".join(missing))
    logs = list(transaction.logs.peers(unit, but=0))
    sizes = {origins.parse(log.origin).device: log.size for log in logs}
    records = UnitRecords((origins.parse(log.origin).device, _versions(transaction, log)) for log in logs)
    whole, first = (records.counted(sizes, period, level) for level in (LEVEL, FIRST_LEVEL))
    level = FIRST_LEVEL if (first.figures, first.root) == (whole.figures, whole.root) else LEVEL
    before = [
        report_entries.read(transaction, row) for row in transaction.reports.answering(unit) if row.period == period.name
    ]
    heads = report_entries.heads(before)
    provisional = day_of(entering.now).isoformat() <= period.end

    def stated(device: DeviceId, index: Index) -> list[entered_log.Stated]:
        covers = {**sizes, device: Size(index)}
        return [
            Report(
                salt=new_salt(entering.random_bytes),
                at=entering.now,
                period=period.name,
                base=tuple(map(tobase64, sorted(heads)[:MAX_HEADS])),
                covers=tuple(Position(*covered) for covered in sorted(covers.items())),
                records=len(whole.activities),
                root=whole.root,
                figures=whole.figures,
                narrative=narrative,
                provisional=provisional,
                level=level,
            )
        ]

    log, index = entered_log.state_at(transaction, keys, unit, stated, now=entering.now, random_bytes=entering.random_bytes)
    transaction.entering.entered(log, index, 1, entering.account, entering.source)
    return ReportToEnter(period=period, figures=whole.figures, provisional=provisional, submitted=len(heads))


def _versions(transaction: Transaction, log: LogRow) -> Iterator[tuple[Index, Version]]:
    """The versions of records in a log, each with its index."""
    index = 0
    for lines in transaction.logs.batches(log.id, 0, log.size):
        yield from _among(lines, decode_all(lines, LogKind.DEVICE), index)
        index += len(lines)


def _among(lines: Iterable[bytes], entries: Iterable[object], start: int) -> Iterator[tuple[Index, Version]]:
    for index, (line, entry) in enumerate(zip(lines, entries, strict=True), start):
        if isinstance(entry, Activity | Retraction):
            yield Index(index), Version(leaf_hash(line), entry)
