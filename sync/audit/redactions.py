"""What the province erased: which entries of a bundle stand there by its word alone, why and by whom, and that nothing else
does."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sync.audit.faults import AuditMarks
from sync.encoding.types import Hash, Index, Instant
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Activity, Redaction, Report, Retraction
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log.redacted import is_redacted
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import safe_line

_ = catalogue("sync/audit")


class AuditedRedaction(Struct, frozen=True, kw_only=True):
    """A redaction as the registry states it: what of which unit stands by the hub's word since."""

    unit: str
    at: Instant
    """When the hub stated it, by its own clock (POSIX seconds)."""
    position: Index
    """Where in the registry it stands."""
    reason: str
    by: str
    entries: int
    records: tuple[str, ...]
    """The activities of which an entry is gone, by id."""
    periods: tuple[str, ...]
    """The periods of reports whose words are gone."""


class AuditedRedactions:
    """Follows an audit: each redaction is held against the logs that it speaks of."""

    def __init__(self, registry: Registry, marks: AuditMarks) -> None:
        self._registry = registry
        self._marks = marks
        self._met: set[tuple[str, Hash]] = set()

    def met(
        self, origin: str, start: int, lines: Sequence[bytes], kept: Sequence[bytes], leaves: Sequence[Hash], kind: LogKind
    ) -> None:
        """The next entries of a log, as they came and as they are read: of a redacted one no byte may be there, and what
        stands for it must be an entry of such a log."""
        if not self._registry.redactions or list(lines) == list(kept):
            return
        parsed = origins.parse(origin)
        device = self._registry.devices.get(parsed.device) if kind is LogKind.DEVICE else None
        unit = parsed.name if device is None else device.unit
        for index, (line, stands, leaf) in enumerate(zip(lines, kept, leaves, strict=True), start):
            if not is_redacted(stands):
                continue
            self._met.add((unit, leaf))
            if not is_redacted(line):
                self._marks.fault(origin, index, "redacted-and-here")
            if isinstance(decode(stands, kind), Quarantined):
                self._marks.fault(origin, index, "redacted-otherwise")

    def close(self) -> None:
        """Every redaction must be of an entry that is here."""
        for unit, stated in self._registry.redactions.items():
            for leaf, one in stated.items():
                if (unit, leaf) not in self._met:
                    self._marks.fault(self._registry.key.name, one.position, "redacted-nothing", unit=unit)

    def told(self) -> tuple[AuditedRedaction, ...]:
        """The redactions, in the order in which they were stated."""
        found: dict[Index, list[tuple[bytes, Redaction]]] = {}
        for stated in self._registry.redactions.values():
            for one in stated.values():
                found.setdefault(one.position, []).append((one.kept, one.statement))
        return tuple(_audited(position, found[position]) for position in sorted(found))


def _audited(position: Index, stated: Sequence[tuple[bytes, Redaction]]) -> AuditedRedaction:
    statement = stated[0][1]
    entries = [decode(kept, LogKind.DEVICE) for kept, _statement in stated]
    return AuditedRedaction(
        unit=statement.unit,
        at=statement.at,
        position=position,
        reason=statement.reason,
        by=statement.by,
        entries=len(entries),
        records=tuple(sorted({entry.record for entry in entries if isinstance(entry, Activity | Retraction)})),
        periods=tuple(sorted({entry.period for entry in entries if isinstance(entry, Report)})),
    )


def redaction_line(found: AuditedRedaction) -> str:
    """What the province erased in one act, on one line."""
    names = [*found.records, *found.periods]
    told = counted(
        found.entries,
        _(
            "erased by the province in {unit}: {count} entry of {what}, on {time}, by {by}: “{reason}” "
            "(registry entry {index})"
        ),
        _(
            "erased by the province in {unit}: {count} entries of {what}, on {time}, by {by}: “{reason}” "
            "(registry entry {index})"
        ),
    )
    return told.format(
        unit=found.unit,
        count=found.entries,
        what=", ".join(map(safe_line, names)) or _("answers of the province"),
        time=moment(found.at),
        by=safe_line(found.by) or _("the operator"),
        reason=safe_line(found.reason),
        index=found.position,
    )


def by_word(redactions: Sequence[AuditedRedaction]) -> str:
    """How much stands by the hub's word alone."""
    records = len({(found.unit, record) for found in redactions for record in found.records})
    return counted(
        records,
        _(
            "{count} record is redacted: its texts are gone, and its numbers stand by the hub's word. Everything else is "
            "proven by what the laptops signed."
        ),
        _(
            "{count} records are redacted: their texts are gone, and their numbers stand by the hub's word. Everything else "
            "is proven by what the laptops signed."
        ),
    ).format(count=records)
