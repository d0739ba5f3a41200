"""From a device's new entries to what is asked of the hub: records, reports, and the entries held back.

The hot path: most entries make a record of their own, which takes no merging and no look at what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from hub.store import LogRow, Session
from sync.ledger import origins
from sync.ledger.entry import Acceptance, Activity, Held, Report, Retraction, decode
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry

pack: Final = msgspec.msgpack.Encoder().encode


class Projection:
    """Takes one range's entries as they are staged, and settles what they change."""

    def __init__(self, session: Session, registry: Registry, log: LogRow, now: int) -> None:
        self._session = session
        self._hub = registry.name
        self._log = log
        self._now = now
        self._alone: dict[str, Version] = {}
        self._touched: set[str] = set()
        self.seen_size = log.seen_size

    def stage(self, start: int, lines: Sequence[bytes], leaves: Sequence[bytes]) -> None:
        """Store new entries from an index on, and note what they are about."""
        rows: list[tuple[int, int, bytes, bytes, str | None]] = []
        held: list[tuple[int, int, str, str]] = []
        number = self._log.id
        for idx, (line, leaf) in enumerate(zip(lines, leaves, strict=True), start):
            entry = decode(line, LogKind.DEVICE)
            record = None
            if isinstance(entry, Held):
                held.append((number, idx, entry.why, entry.detail))
            else:
                if entry.seen is not None:
                    self.seen_size = max(self.seen_size, entry.seen.size)
                if isinstance(entry, Activity | Retraction):
                    record = entry.record
                    self._note(record, Version(leaf, entry))
                elif isinstance(entry, Report):
                    self._report(idx, entry)
            rows.append((number, idx, leaf, line, record))
        self._session.add_entries(rows)
        self._session.hold(held)

    def _note(self, record: str, version: Version) -> None:
        if record in self._alone or record in self._touched or version.entry.base:
            self._alone.pop(record, None)
            self._touched.add(record)
        else:
            self._alone[record] = version

    def settle(self) -> None:
        """Project every record that the staged entries touch."""
        known = self._session.known_records(self._log.unit, self._alone)
        for record in known:
            del self._alone[record]
        self._touched |= known
        rows = [self._row(merge([version])) for version in self._alone.values()]
        for record in sorted(self._touched):
            found = self._session.versions(self._log.unit, record)
            rows.append(self._row(merge(_version(leaf, line) for leaf, line in found)))
        self._session.put_records(rows)

    def _row(self, record: Record) -> tuple[str, str, str, bool, int, bytes]:
        values = record.values
        return (
            self._log.unit, record.record, values.date, record.retracted is not None, len(record.conflicts), pack(values),
        )  # fmt: skip

    def _report(self, idx: int, entry: Report) -> None:
        self._session.add_report(
            {
                "log": self._log.id,
                "idx": idx,
                "unit": self._log.unit,
                "period": entry.period,
                "claimed": entry.at,
                "after": self._time_of(self.seen_size),
                "received": self._now,
                "provisional": entry.provisional,
            }
        )

    def _time_of(self, size: int) -> int | None:
        """The hub's time at a size of its acceptances; None if there was none, or never such a size."""
        log = self._session.log(origins.acceptances(self._hub))
        if log is None or not 0 < size <= log.size:
            return None
        (line,) = self._session.lines(log.id, size - 1, size)
        acceptance = decode(line, LogKind.ACCEPTANCES)
        return acceptance.at if isinstance(acceptance, Acceptance) else None


def _version(leaf: bytes, line: bytes) -> Version:
    entry = decode(line, LogKind.DEVICE)
    assert isinstance(entry, Activity | Retraction), "stored as an entry of a record"
    return Version(leaf, entry)
