"""Who has read which directive: what units note of it, as it reached this hub."""

from __future__ import annotations

from msgspec import Struct

from hub.store import Transaction
from sync.encoding.types import Instant
from sync.ledger import origins
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory


class DirectiveReader(Struct, frozen=True, kw_only=True):
    """Somebody at a unit who has read a directive. Times in POSIX seconds."""

    unit: str
    name: str
    """The unit's, as it was called then."""
    device: str
    officer: str
    """Whose laptop it is, as far as this hub knows; empty else."""
    claimed: Instant
    received: Instant
    current: bool
    """Whether it is the form in force that was read, and not an earlier one."""


def readers(transaction: Transaction, registry: Registry, directive: str) -> list[DirectiveReader]:
    """Who has read a directive, by its id: of each laptop its newest note, in the order in which they were received."""
    history, position = UnitHistory(registry), registry.positions.get(directive)
    contacts = transaction.laptops.all()
    newest = {row.log: row for row in transaction.notes.of(directive)}
    devices = {log.id: origins.parse(log.origin).device for log in transaction.logs.all() if log.id in newest}
    found = []
    for row in sorted(newest.values(), key=lambda row: (row.received, row.log)):
        contact, day = contacts.get(devices[row.log]), day_of(row.received).isoformat()
        found.append(
            DirectiveReader(
                unit=row.unit,
                name=history.name_apart(row.unit, day) if row.unit in registry.units else row.unit,
                device=devices[row.log],
                officer=(contact.officer or "") if contact is not None else "",
                claimed=row.claimed,
                received=row.received,
                current=position is not None and row.position >= position,
            )
        )
    return found


def units_that_read(transaction: Transaction, registry: Registry, directive: str) -> set[str]:
    """The units at which somebody has read the form of a directive that is in force, or those who answer for them today."""
    history = UnitHistory(registry)
    today = day_of(transaction.logs.last_accepted_at()).isoformat()
    found = [reader.unit for reader in readers(transaction, registry, directive) if reader.current]
    return {history.successor(unit, today) if unit in registry.units else unit for unit in found}
