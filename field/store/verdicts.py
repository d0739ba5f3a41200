"""Verdicts on the unit's reports, by what this laptop holds: derived, kept, and made anew when more is held."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec

from field.store.logs import Logs
from field.store.rows import Membership
from field.store.signed_lines import is_as_signed, read
from sync.encoding.types import DeviceId, Hash, Index, Size
from sync.ledger import origins
from sync.ledger.entry import Activity, Report, Retraction
from sync.ledger.merge import Version
from sync.ledger.origins import LogKind

if TYPE_CHECKING:  # loaded when there is a report to judge
    from sync.ledger.report_verdict import ReportJudge


class ReportVerdicts:
    """The making of verdicts in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership, logs: Logs) -> None:
        self._sql = sql
        self._membership = membership
        self._logs = logs

    def forget(self) -> None:
        """Drop all verdicts: this program may read more than the one that made them."""
        self._sql.execute("DELETE FROM verdict")

    def project(self, *, grown: bool) -> None:
        """Judge the reports that were not judged before; where more is held than then, also those that were not valid.
        Logs only grow, so what is valid stays so."""
        rows = self._sql.execute(
            "SELECT log, origin, idx, line, leaf FROM entry JOIN log ON log.id = entry.log"
            " LEFT JOIN verdict USING (log, idx)"
            " WHERE kind = 'report' AND entry.record IS NULL AND (verdict IS NULL OR (verdict <> 'valid' AND ?))",
            (grown,),
        ).fetchall()
        if not rows:
            return
        judge = self._judge()
        if judge is None:
            return  # by what rotted nothing can be judged: as the verdicts stand they stay, until it comes back
        for log, origin, idx, line, leaf in rows:
            entry = read(line, leaf, LogKind.DEVICE)
            if not isinstance(entry, Report):
                continue  # it rotted
            judged = judge.judge(origins.parse(origin).device, Index(idx), entry)
            self._sql.execute(
                "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)",
                (log, idx, judged.verdict, judged.code, msgspec.json.encode(judged.facts)),
            )

    def _judge(self) -> ReportJudge | None:
        """Who judges, by all that is held; nobody where some of that rotted."""
        from sync.ledger.report_verdict import judge_of  # noqa: PLC0415 - needed where there is a report to judge
        from sync.ledger.unit_records import UnitRecords  # noqa: PLC0415 - as above

        unit, own = self._membership.unit, self._membership.device
        held = {position.device: position.size for position in self._logs.covers()}
        logs: list[tuple[DeviceId, list[tuple[Index, Version]]]] = []
        for device, size in held.items():
            versions = self._versions(device, size)
            if versions is None:
                return None
            logs.append((device, versions))
        return judge_of(unit, self._logs.registry(), UnitRecords(logs), held, ours=(own, *held))

    def _versions(self, device: DeviceId, size: Size) -> list[tuple[Index, Version]] | None:
        """What a laptop's log states of activities; None where some of that rotted."""
        from sync.ledger.decode_batch import decode_all  # noqa: PLC0415 - as above

        rows: list[tuple[Index, Hash, bytes]] = self._sql.execute(
            "SELECT idx, leaf, line FROM entry JOIN log ON log.id = entry.log"
            " WHERE origin = ? AND idx < ? AND entry.record IS NOT NULL ORDER BY idx",
            (origins.device(self._membership.hub, device), size),
        ).fetchall()
        if not all(is_as_signed(line, leaf) for _index, leaf, line in rows):
            return None
        entries = decode_all([line for _index, _leaf, line in rows], LogKind.DEVICE)
        return [
            (index, Version(leaf, entry))
            for (index, leaf, _line), entry in zip(rows, entries, strict=True)
            if isinstance(entry, Activity | Retraction)
        ]
