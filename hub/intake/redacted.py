"""What the registry says is redacted, taken out of the store: in the place of each such entry stands what is left of it,
wherever its bytes were, and what the hub kept of it beside its logs is forgotten.

Whoever makes the registry grow by a redaction calls `erase`, in the same transaction; what comes later is taken without its
bytes from the first (`sync.exchange.ranges`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hub.intake.projection import project_anew
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.types import Hash
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Redaction, Retraction
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log.merkle import leaf_hash
from sync.log.redacted import is_redacted


def erase_stated(transaction: Transaction, registry: Registry, entries: Iterable[object]) -> None:
    """Erase what these entries of the registry say, if any of them is a redaction."""
    for unit in sorted({entry.unit for entry in entries if isinstance(entry, Redaction)}):
        erase(transaction, registry, unit)


def erase(transaction: Transaction, registry: Registry, unit: str) -> int:
    """Take all that is redacted of a unit out of the store; how many entries had their bytes there."""
    gone = registry.redacted_of(unit)
    if not gone:
        return 0
    transaction.wipe_later()
    lines: list[bytes] = []
    for log in _logs(transaction, registry, unit):
        for index, kept in list(_with_bytes(transaction, log, gone)):
            transaction.logs.mend_lines(log, index, [kept])
            lines.append(kept)
    transaction.waiting.redact(unit, gone)
    project_anew(transaction, unit, lines)
    transaction.entering.forget_rows(_records(gone.values()))
    return len(lines)


def _logs(transaction: Transaction, registry: Registry, unit: str) -> list[LogRow]:
    desk = transaction.logs.get(origins.desk(registry.name, unit))
    return [*transaction.logs.peers(unit, but=0), *([] if desk is None else [desk])]


def _with_bytes(transaction: Transaction, log: LogRow, gone: Mapping[Hash, bytes]) -> Iterator[tuple[int, bytes]]:
    """The redacted entries of a log whose bytes are there, each with what stands for it."""
    for index, line in enumerate(transaction.logs.lines(log.id, 0, log.size)):
        kept = gone.get(leaf_hash(line))
        if kept is not None and not is_redacted(line):
            yield index, kept


def _records(lines: Iterable[bytes]) -> set[str]:
    entries = (decode(line, LogKind.DEVICE) for line in lines)
    return {entry.record for entry in entries if isinstance(entry, Activity | Retraction)}
