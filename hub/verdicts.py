"""Verdicts on what laptops state, by the rules of `sync.ledger`, on the state of this hub's store: their citations as they
are taken in, and their reports, judged again whenever what they wait for may have come.

A report is judged on its unit's logs as far as they were accepted, and on all that the registry says of directives. One
that is valid stays so. Whoever makes a log of a unit grow calls `log_grew`, and whoever makes the registry grow
`registry_grew`, in the same transaction; neither costs more than a look where no report waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from hub.store import Transaction
from hub.store.rows import LogRow, QuarantineRow, ReportRow
from sync.encoding.types import NOTHING, DeviceId, Index, Size
from sync.errors import Fact
from sync.ledger import origins
from sync.ledger.citation import CitationJudge
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Citation, Device, Directed, Entry, Report, Retraction
from sync.ledger.merge import Version
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import JudgedReport, judge_of
from sync.ledger.unit_records import UnitRecords
from sync.log.merkle import leaf_hash

VOID_SEEN: Final = "void-seen"
"""The word for an entry that counts, and whose citation proves nothing."""
REPORT_WORDS: Final = ("covers-more", "false-report")
"""The words for reports that answer no duty."""

CurrentRegistry = Callable[[], Registry]
"""Gives the registry as of the transaction; asked only where there is something to judge."""


class LogCitations:
    """The citations of one laptop's log, judged in its order, and those that are void."""

    def __init__(self, transaction: Transaction, registry: Registry, log: LogRow) -> None:
        self._log = log.id
        self._judge = CitationJudge(registry, transaction.logs.root_at, log.seen_size)

    @property
    def size(self) -> Size:
        """Of the acceptances, as the newest valid citation has it."""
        return self._judge.size

    def void(self, index: int, seen: Citation, accepted: Index) -> QuarantineRow | None:
        """What is held of an entry that cites, accepted at an index of the acceptances; None if the citation is valid, or
        cites what a restore has lost: that is not the laptop's fault."""
        judged = self._judge.judge(seen, accepted)
        if judged.verdict in ("valid", "lost", "unnamed"):  # named when the entry is taken
            return None
        return QuarantineRow(self._log, index, VOID_SEEN, _told(judged.code, {"size": seen.size, "acceptance": accepted}))


def log_grew(transaction: Transaction, registry: CurrentRegistry, unit: str) -> None:
    """Judge the reports of a unit that are new, and those that waited for what has come."""
    waiting = transaction.reports.waiting(unit)
    if waiting:
        sizes = {_device(log): log.size for log in _logs(transaction, unit)}
        _judge(transaction, registry(), unit, [row for row in waiting if _has_come(row, sizes)])


def registry_grew(transaction: Transaction, registry: CurrentRegistry, entries: Iterable[Entry]) -> None:
    """Judge again the reports on which these entries of the registry may have another word."""
    entries = list(entries)
    everywhere = any(isinstance(entry, Directed) for entry in entries)
    units = {entry.unit for entry in entries if isinstance(entry, Device)}
    if not everywhere and not units:
        return
    rows = [row for row in transaction.reports.not_valid() if everywhere or row.unit in units]
    if rows:
        _judge_by_unit(transaction, registry(), rows)


def mended(transaction: Transaction, registry: Registry, unit: str) -> None:
    """Judge again the reports of a unit whose logs say again what was signed; of every unit, where that is the registry."""
    _judge_by_unit(transaction, registry, [row for row in transaction.reports.not_valid() if unit in ("", row.unit)])


def judge_all(transaction: Transaction, registry: Registry) -> None:
    """Judge every report that is not known to be valid."""
    _judge_by_unit(transaction, registry, transaction.reports.not_valid())


def _judge_by_unit(transaction: Transaction, registry: Registry, reports: Iterable[ReportRow]) -> None:
    """Judge reports of several units, each unit's together: its logs are read once."""
    rows_by_unit: dict[str, list[ReportRow]] = {}
    for row in reports:
        rows_by_unit.setdefault(row.unit, []).append(row)
    for unit, rows in rows_by_unit.items():
        _judge(transaction, registry, unit, rows)


def _has_come(row: ReportRow, sizes: dict[DeviceId, Size]) -> bool:
    """Whether a report that waits can be judged further: the first of the logs that it waits for is long enough. One whose
    log never grows so long costs its unit's other pushes nothing."""
    facts = row.judged.facts
    device, size = facts.get("device"), facts.get("size")
    return not isinstance(size, int) or sizes.get(DeviceId(str(device)), NOTHING) >= size


def _judge(transaction: Transaction, registry: Registry, unit: str, rows: Sequence[ReportRow]) -> None:
    """Judge reports of a unit, on its logs as far as they are held."""
    if not rows:
        return
    logs = list(_logs(transaction, unit))
    reports = {(row.log, Index(row.idx)): row for row in rows}
    stated: dict[tuple[int, Index], Report] = {}
    records = UnitRecords((_device(log), _versions(transaction, log, reports, stated)) for log in logs)
    judge = judge_of(unit, registry, records, {_device(log): log.size for log in logs})
    devices = {log.id: _device(log) for log in logs}
    for place, report in stated.items():
        _keep(transaction, reports[place], judge.judge(devices[place[0]], place[1], report))


def _versions(
    transaction: Transaction,
    log: LogRow,
    reports: dict[tuple[int, Index], ReportRow],
    stated: dict[tuple[int, Index], Report],
) -> Iterator[tuple[Index, Version]]:
    """The versions of records in a log, each with its index; of the reports in it, those asked for go to `stated`."""
    index = 0
    for lines in transaction.logs.batches(log.id, 0, log.size):
        for line, entry in zip(lines, decode_all(lines, LogKind.DEVICE), strict=True):
            if isinstance(entry, Activity | Retraction):
                yield Index(index), Version(leaf_hash(line), entry)
            elif isinstance(entry, Report) and (log.id, index) in reports:
                stated[log.id, Index(index)] = entry
            index += 1


def _keep(transaction: Transaction, row: ReportRow, judged: JudgedReport) -> None:
    if row.code and row.judged == judged:
        return
    transaction.reports.judge(row, judged)
    transaction.logs.release(row.log, row.idx, REPORT_WORDS)
    if not judged.answers:
        held = QuarantineRow(row.log, row.idx, judged.verdict, _told(judged.code, judged.facts))
        transaction.logs.quarantine([held])


def _told(code: str, facts: dict[str, Fact]) -> str:
    """A code and its facts for a technician."""
    return f"{code}: {', '.join(f'{name} {value}' for name, value in facts.items())}".rstrip(": ")


def _logs(transaction: Transaction, unit: str) -> Iterator[LogRow]:
    return transaction.logs.peers(unit, but=0)


def _device(log: LogRow) -> DeviceId:
    return origins.parse(log.origin).device
