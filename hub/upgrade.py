"""Bringing a hub of an older version up to date: its tables get the shape of now, and what is derived of the logs is made
from them anew, as if every push came again in its time.

One transaction: an upgrade that is cut leaves the hub as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from hub import own_logs, verdicts
from hub.home import Keys
from hub.intake.desk_projection import note_answers, settle_answers
from hub.intake.projection import PushProjection
from hub.intake.redacted import erase
from hub.log_walk import registry_of
from hub.store import HubStore, Transaction
from hub.store.rows import LogRow
from hub.times import false_times
from sync.encoding.types import NOTHING, Hash, Index, Instant, Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance, Clock
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.restores import HeldReceipt
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier

_AT_ONCE: Final = 5_000
"""Entries whose records are settled together where one push brought more."""
_READ: Final = (LogKind.DEVICE, LogKind.DESK)


def upgrade(store: HubStore, keys: Keys, advance: Callable[[int], None]) -> int:
    """Bring a store up to date; the number of entries that were read again. `advance` is told of them."""
    return upgrade_with(store, keys.logs.verifier, advance)


def upgrade_with(store: HubStore, key: Verifier, advance: Callable[[int], None]) -> int:
    """As `upgrade`, with the key alone that the hub's logs are signed with."""
    with store.writing() as transaction:
        transaction.migration.renew_tables()
        registry = registry_of(transaction, key)
        for unit in registry.redactions:  # a program before this one passed over what it could not read
            erase(transaction, registry, unit)
        return _derive(transaction, registry, advance)


def entries(store: HubStore) -> int:
    """How many entries an upgrade would read."""
    with store.reading() as transaction:
        return sum(log.size for log in transaction.logs.all() if origins.parse(log.origin).kind in _READ)


def derive(transaction: Transaction, keys: Keys, advance: Callable[[int], None]) -> int:
    """Fill the tables that follow from the logs, which are empty."""
    return _derive(transaction, own_logs.registry(transaction, keys), advance)


def _derive(transaction: Transaction, registry: Registry, advance: Callable[[int], None]) -> int:
    by_kind: dict[LogKind, list[LogRow]] = {kind: [] for kind in LogKind}
    for log in transaction.logs.all():
        by_kind[origins.parse(log.origin).kind].append(log)
    held: dict[Index, HeldReceipt] = {}
    for log in by_kind[LogKind.ACCEPTANCES]:  # citations are held against them
        held |= _acceptances(transaction, registry, log)
    _devices(transaction, registry, by_kind[LogKind.DEVICE], held, advance)
    verdicts.judge_all(transaction, registry)
    for log in by_kind[LogKind.DESK]:  # an answer is about what is there
        note_answers(transaction, log, NOTHING, log.size)
        settle_answers(transaction, log)
        advance(log.size)
    return sum(log.size for kind in _READ for log in by_kind[kind])


def _acceptances(transaction: Transaction, registry: Registry, log: LogRow) -> dict[Index, HeldReceipt]:
    """The roots of the acceptances, and where each accepted size of a laptop's log stands in them; by their index, the
    receipts of before the hub went back."""
    held: dict[Index, HeldReceipt] = {}
    numbers = {known.origin: known.id for known in transaction.logs.all()}
    frontier, roots, clocks = Frontier(), list[Hash](), list[tuple[Index, Clock]]()
    for index, line in enumerate(list(transaction.logs.lines(log.id, 0, log.size))):
        frontier.append(leaf_hash(line))
        roots.append(frontier.root())
        entry = decode(line, LogKind.ACCEPTANCES)
        if isinstance(entry, Clock):
            clocks.append((Index(index), entry))
        elif isinstance(entry, Acceptance):
            number = numbers[origins.device(registry.name, entry.device)]
            transaction.logs.place_accepted(number, entry.size, Index(index))
            if entry.held is not None:
                held[Index(index)] = entry.held
    transaction.logs.add_roots(Size(1), roots)
    false_times(transaction, registry, clocks)
    return held


def _devices(
    transaction: Transaction,
    registry: Registry,
    logs: Sequence[LogRow],
    held: Mapping[Index, HeldReceipt],
    advance: Callable[[int], None],
) -> None:
    """What the laptops' logs say, each part of them as of when the hub took it, and in that order: entries of one record
    stand in several logs, and the same entry may."""
    at, seen = dict.fromkeys((log.id for log in logs), 0), dict.fromkeys((log.id for log in logs), NOTHING)
    for log, size, time, acceptance in _taken(transaction, logs):
        while at[log.id] < size:
            start, end = at[log.id], min(size, at[log.id] + _AT_ONCE)
            came = LogRow(log.id, log.origin, log.unit, log.size, log.frontier, log.checkpoint, seen[log.id])
            projection = PushProjection(transaction, registry, came, time, acceptance, held.get(acceptance))
            projection.note(start, list(transaction.logs.lines(log.id, start, end)))
            projection.settle()
            advance(end - start)
            at[log.id], seen[log.id] = end, projection.seen_size
    for number, size in seen.items():
        transaction.logs.cites(number, size)


def _taken(transaction: Transaction, logs: Sequence[LogRow]) -> list[tuple[LogRow, Size, Instant, Index]]:
    """Each size that a laptop's log was accepted at, with the hub's time and its index in the acceptances: in the order in
    which the hub took them."""
    taken = [(log, row.size, row.at, row.acceptance) for log in logs for row in transaction.logs.accepted(log.id)]
    return sorted(taken, key=lambda each: each[3])
