"""Queries of reporting: the records that a period counts, reports and notes that the unit wrote, and what the
province said to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from field.store import schema
from field.store.entered import entered_logs
from field.store.filters import gathered, window
from field.store.kept import decoded
from field.store.projection import RecordProjection
from field.store.rows import HubMessage, Membership, ReportHead
from field.store.signed_lines import read
from sync.encoding.limits import MAX_HEADS
from sync.encoding.spelling import tobase64
from sync.ledger import origins
from sync.ledger.entry import Noted, Reminder, Report, Review
from sync.ledger.merge import Record
from sync.ledger.origins import LogKind
from sync.ledger.period import Period
from sync.log.redacted import is_redacted


class ReportingTables:
    """What reporting reads, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership) -> None:
        self._sql = sql
        self._read = RecordProjection(sql).read
        self._desk = origins.desk(membership.hub, membership.unit)
        self._own = origins.device(membership.hub, membership.device)

    def counted(self, period: Period) -> Iterator[Record]:
        """The records that a period's figures count: in its window, of those that it gathers, not retracted."""
        query = "SELECT state FROM record WHERE state IS NOT NULL AND date BETWEEN :start AND :end AND retracted = 0 AND "
        rows = self._sql.execute(query + gathered(period), window(period))
        return (self._read(packed) for (packed,) in rows)

    def level(self, period: Period) -> int:
        """The lowest level of the protocol at which a report of a period says what is counted here: above the first only
        where a record that counts in it, here or at the first level, has an entry of a later one. Of a duty that says what
        it counts, each record of its days is taken for one that counts at the first level: no program of that level reads
        the duty."""
        query = (
            "SELECT coalesce(max(level), 1) FROM record WHERE level > 1 AND ("
            " (date BETWEEN :start AND :end AND retracted = 0 AND {here})"
            " OR (first_level_date BETWEEN :start AND :end AND {there}))"
        )
        there = "TRUE" if period.counts else gathered(period, "first_level_directive")
        (level,) = self._sql.execute(query.format(here=gathered(period), there=there), window(period)).fetchone()
        return int(level)

    def unread_entries(self) -> int:
        """How many entries of the unit's laptops are held that a newer program wrote, and this one does not count."""
        (count,) = self._sql.execute(
            "SELECT count(*) FROM entry JOIN log ON log.id = entry.log"
            " WHERE kind = 'future' AND entry.record IS NULL AND origin LIKE '%/device/%'"
        ).fetchone()
        return int(count)

    def done_by_task(self, directive: str) -> dict[str, int]:
        """How many activities name each task of a directive; `""` for those that name none."""
        rows = self._sql.execute(
            "SELECT coalesce(task, ''), count(*) FROM record WHERE directive = ? AND retracted = 0 GROUP BY task",
            (directive,),
        )
        return dict(rows)

    def newest_by_task(self, directive: str) -> dict[str, str]:
        """The date (ISO) of the newest activity that names each task of a directive."""
        rows = self._sql.execute(
            "SELECT task, max(date) FROM record WHERE directive = ? AND task IS NOT NULL AND retracted = 0 GROUP BY task",
            (directive,),
        )
        return dict(rows)

    def noted(self) -> dict[str, int]:
        """By directive, the newest position in the registry that somebody of the unit has noted."""
        rows = self._sql.execute("SELECT line, leaf FROM entry WHERE kind = 'noted' AND record IS NULL")
        notes = [entry for line, leaf in rows if isinstance(entry := read(line, leaf, LogKind.DEVICE), Noted)]
        return {note.directive: note.position for note in sorted(notes, key=lambda note: note.position)}

    def reports(self, *, answering: bool = False) -> dict[str, tuple[ReportHead, ...]]:
        """By the period's name, the report entries that no later one replaces; `answering`: as if there were only those
        that answer a duty. One that was not judged yet is this laptop's own."""
        from sync.ledger.report_verdict import VALID, JudgedReport  # noqa: PLC0415 - the first lines are shown without

        (acked,) = self._sql.execute("SELECT acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        rows = self._sql.execute(
            "SELECT entry.log, origin, entry.idx, leaf, line, verdict, code, facts,"
            " (SELECT why FROM held WHERE entry.log = ? AND held.idx = entry.idx AND why IN ('covers-more', 'false-report'))"
            " FROM entry JOIN log ON log.id = entry.log LEFT JOIN verdict USING (log, idx)"
            " WHERE kind = 'report' AND entry.record IS NULL ORDER BY entry.idx",
            (schema.OWN,),
        )
        entered = entered_logs(self._sql, self._own)
        heads: dict[str, list[ReportHead]] = {}
        replaced: set[str] = set()
        for log, origin, idx, leaf, line, verdict, code, facts, said in rows:
            entry = read(line, leaf, LogKind.DEVICE)
            if not isinstance(entry, Report):
                continue  # it rotted, and comes back
            judged = VALID if verdict is None else JudgedReport(verdict, code, decoded(facts, dict) or {})
            if said is not None and judged.answers:
                judged = JudgedReport(said)  # the province holds less than this laptop, and decides
            if answering and not judged.answers:
                continue
            head = ReportHead(
                leaf=leaf,
                device=origins.parse(origin).device,
                index=idx,
                received=log != schema.OWN or idx < acked,
                judged=judged,
                entry=entry,
                entered=origin in entered,
                erased=is_redacted(line),
            )
            heads.setdefault(entry.period, []).append(head)
            replaced.update(entry.base)
        standing = (
            (period, tuple(head for head in found if tobase64(head.leaf) not in replaced))
            for period, found in sorted(heads.items())
        )
        return {period: found for period, found in standing if found}

    def messages(self) -> list[HubMessage]:
        """What the province said to this unit, the newest first."""
        rows = self._sql.execute(
            "SELECT entry.idx, line, leaf FROM entry JOIN log ON log.id = entry.log"
            " WHERE kind IN ('review', 'reminder') AND entry.record IS NULL AND origin = ? ORDER BY entry.idx DESC",
            (self._desk,),
        ).fetchall()
        reports = self.reports()
        answered: set[str] = set()
        messages: list[HubMessage] = []
        for idx, line, leaf in rows:
            entry = read(line, leaf, LogKind.DESK)
            if not isinstance(entry, Review | Reminder):
                continue  # it rotted, and comes back
            if isinstance(entry, Reminder):
                messages.append(HubMessage(index=idx, entry=entry))
                continue
            about = entry.record or entry.period or ""
            record = None if entry.record is None else self._record(entry.record)
            heads = [head.leaf for head in reports.get(entry.period or "", ())] if record is None else record.heads
            messages.append(
                HubMessage(
                    index=idx,
                    entry=entry,
                    title=None if record is None else record.values.title,
                    changed=bool(heads) and entry.heads != tuple(sorted(map(tobase64, heads))[:MAX_HEADS]),
                    replaced=about in answered,
                )
            )
            answered.add(about)
        return messages

    def _record(self, record: str) -> Record | None:
        row = self._sql.execute("SELECT state FROM record WHERE id = ? AND state IS NOT NULL", (record,)).fetchone()
        return None if row is None else self._read(row[0])
