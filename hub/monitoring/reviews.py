"""What the province says to a unit: its answers to activities, and reminders. Each is an entry in the unit's desk log, and
reaches its laptops as any log does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.intake.projection import record_of
from hub.monitoring import report_entries
from hub.monitoring.chase import chased
from hub.registry.laptops import has_laptops
from hub.store import Transaction
from hub.store.rows import AnswerRow
from sync.encoding.limits import MAX_HEADS, MAX_TEXT
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Fact, Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Reminder, Review, Verdict, new_salt
from sync.ledger.period import Period, day_of
from sync.ledger.record_name import parse_record_name
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory


class LongComment(Misuse):
    """A comment with more characters than an entry may have."""

    def __init__(self, /, **summaries: Fact) -> None:
        super().__init__("long-comment", **summaries)


class ChosenRecord(Struct, frozen=True):
    """A record that is answered. `entries` is how many of it there were when it was read by who answers; None: any."""

    unit: str
    record: bytes
    entries: int | None = None


def review(
    transaction: Transaction,
    keys: Keys,
    typed: str,
    verdict: Verdict,
    comment: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    account: str | None = None,
) -> str:
    """Accept or return a record as it stands now; its `unit/id`. The caller's transaction commits.

    A record is named by its id, or the beginning or end of it; with its unit's code before, as 03390/ID, where units share
    one. `Misuse` if that names none or several, or a return says no reason; `Refused` for a record that was taken back.
    """
    said = _said(verdict, comment)
    record = ChosenRecord(*find(transaction, typed))
    return _review(transaction, keys, record, verdict, said, now=now, random_bytes=random_bytes, account=account)


def review_each(
    transaction: Transaction,
    keys: Keys,
    chosen: Iterable[ChosenRecord],
    verdict: Verdict,
    comment: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    account: str | None = None,
) -> int:
    """Accept or return several records with one answer; how many they are. The caller's transaction commits all or, where
    one is refused, none. `Refused("changed-meanwhile")` for one that has changed since it was read."""
    said = _said(verdict, comment)
    each = dict.fromkeys(chosen)
    for record in each:
        _review(transaction, keys, record, verdict, said, now=now, random_bytes=random_bytes, account=account)
    return len(each)


def _review(
    transaction: Transaction,
    keys: Keys,
    chosen: ChosenRecord,
    verdict: Verdict,
    said: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    account: str | None,
) -> str:
    named = f"{chosen.unit}/{UUID(bytes=chosen.record)}"
    summary = transaction.records.get(chosen.unit, chosen.record)
    if summary is None:
        raise Misuse("no-record", text=named)
    merged = record_of(transaction, chosen.unit, chosen.record)
    if chosen.entries is not None and chosen.entries != summary.entries:
        raise Refused("changed-meanwhile", record=named)
    if merged.retracted is not None and not merged.conflicts:
        raise Refused("already-retracted", record=merged.record)
    entry = Review(
        salt=new_salt(random_bytes),
        at=now,
        record=merged.record,
        heads=tuple(tobase64(head) for head in merged.heads),
        verdict=verdict,
        comment=said,
    )
    _answer(transaction, keys, chosen.unit, entry, chosen.record, account)
    return named


def review_report(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    period: str,
    verdict: Verdict,
    comment: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    account: str | None = None,
    reports: int | None = None,
) -> None:
    """Accept or return what a unit reported for a period, named as its report names it. The caller's transaction commits.
    `Misuse` if there is no such report, or a return says no reason; `Refused("changed-meanwhile")` if there are not as many
    `reports` of that name any more as when they were read."""
    said = _said(verdict, comment)
    rows = [row for row in transaction.reports.answering(unit) if row.period == period]
    heads = tuple(sorted(map(tobase64, report_entries.heads([report_entries.read(transaction, row) for row in rows]))))
    if not heads:
        raise Misuse("no-report", unit=unit, period=period[:120])
    if reports is not None and reports != len(rows):
        raise Refused("changed-meanwhile", record=f"{unit}, {period[:120]}")
    entry = Review(
        salt=new_salt(random_bytes), at=now, period=period, heads=heads[:MAX_HEADS], verdict=verdict, comment=said
    )
    _answer(transaction, keys, unit, entry, None, account)


def _said(verdict: Verdict, comment: str) -> str:
    tidied = tidy(comment)
    if verdict == "returned" and not tidied:
        raise Misuse("no-reason")
    if len(tidied) > MAX_TEXT:
        raise LongComment(limit=MAX_TEXT)
    return tidied


def _answer(
    transaction: Transaction, keys: Keys, unit: str, entry: Review, record: bytes | None, account: str | None
) -> None:
    log, idx = own_logs.append(transaction, keys, origins.desk(keys.hub, unit), [entry])
    answer = AnswerRow(
        log=log, idx=idx, unit=unit, record=record, period=entry.period, at=entry.at, verdict=entry.verdict, account=account
    )
    transaction.answers.add(answer)
    if record is not None:
        transaction.records.set_answer(unit, record, entry.verdict)


def remind(
    transaction: Transaction,
    keys: Keys,
    registry: Registry,
    period: Period,
    comment: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    only: Collection[str] | None = None,
) -> list[str]:
    """Ask every unit that is to report for a period, or to report again, to do so, or `only` those of them; their codes. The
    caller's transaction commits. Where a merged unit's laptops are still enrolled under its old code, they are asked too."""
    said = tidy(comment)
    if len(said) > MAX_TEXT:
        raise LongComment(limit=MAX_TEXT)
    history, today = UnitHistory(registry), day_of(now).isoformat()
    units = [unit.status.unit for unit in chased(transaction, registry, period, now)]
    asked = [unit for unit in units if only is None or unit in only]
    for unit in asked:
        entry = Reminder(salt=new_salt(random_bytes), at=now, period=period.name, comment=said)
        for desk in (unit, *(code for code in history.predecessors(unit, today) if has_laptops(registry, code))):
            own_logs.append(transaction, keys, origins.desk(keys.hub, desk), [entry])
    return asked


def standing_answer(transaction: Transaction, typed: str) -> AnswerRow | None:
    """The answer that a record has as it stands now, named as for `review`; None while it awaits one."""
    unit, record = find(transaction, typed)
    summary = transaction.records.get(unit, record)
    if summary is None or summary.answer == "awaited":
        return None
    return next(iter(transaction.answers.of_record(unit, record)), None)


def find(transaction: Transaction, typed: str) -> tuple[str, bytes]:
    """The unit and id of the record that is named so."""
    name = parse_record_name(typed)
    if name is None:
        raise Misuse("bad-record", text=typed[:60])
    fitting = transaction.records.find(name)
    if len(fitting) > 1:
        near = ", ".join(f"{unit}/{UUID(bytes=record)}" for unit, record in fitting)
        raise Misuse("ambiguous-record", text=typed[:60], near=near)
    if not fitting:
        raise Misuse("no-record", text=typed[:60])
    return fitting[0]
