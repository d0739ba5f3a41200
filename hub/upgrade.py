"""Bringing a hub of an older version up to date: its tables get the shape of now, and what is derived of the logs is made
from them anew, as if every push came again in its time.

One transaction: an upgrade that is cut leaves the hub as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub import own_logs, verdicts
from hub.home import Keys
from hub.intake.projection import PushProjection, record_of
from hub.store import HubStore, Transaction
from hub.store.rows import AnswerRow, LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Index, Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance, Review
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log.merkle import Frontier, leaf_hash

_AT_ONCE: Final = 5_000
"""Entries whose records are settled together where one push brought more."""
_READ: Final = (LogKind.DEVICE, LogKind.DESK)


def upgrade(store: HubStore, keys: Keys, advance: Callable[[int], None]) -> int:
    """Bring a store up to date; the number of entries that were read again. `advance` is told of them."""
    with store.writing() as transaction:
        transaction.migration.renew_tables()
        return derive(transaction, keys, advance)


def entries(store: HubStore) -> int:
    """How many entries an upgrade would read."""
    with store.reading() as transaction:
        return sum(log.size for log in transaction.logs.all() if origins.parse(log.origin).kind in _READ)


def derive(transaction: Transaction, keys: Keys, advance: Callable[[int], None]) -> int:
    """Fill the tables that follow from the logs, which are empty."""
    registry = own_logs.registry(transaction, keys)
    by_kind: dict[LogKind, list[LogRow]] = {kind: [] for kind in LogKind}
    for log in transaction.logs.all():
        by_kind[origins.parse(log.origin).kind].append(log)
    for log in by_kind[LogKind.ACCEPTANCES]:  # citations are held against them
        _acceptances(transaction, registry, log)
    for log in by_kind[LogKind.DEVICE]:
        _device(transaction, registry, log, advance)
    verdicts.judge_all(transaction, registry)
    for log in by_kind[LogKind.DESK]:  # an answer is about what is there
        _desk(transaction, log, advance)
    return sum(log.size for kind in _READ for log in by_kind[kind])


def _acceptances(transaction: Transaction, registry: Registry, log: LogRow) -> None:
    """The roots of the acceptances, and where each accepted size of a laptop's log stands in them."""
    numbers = {known.origin: known.id for known in transaction.logs.all()}
    frontier, roots = Frontier(), list[Hash]()
    for index, line in enumerate(list(transaction.logs.lines(log.id, 0, log.size))):
        frontier.append(leaf_hash(line))
        roots.append(frontier.root())
        entry = decode(line, LogKind.ACCEPTANCES)
        if isinstance(entry, Acceptance):
            number = numbers[origins.device(registry.name, entry.device)]
            transaction.logs.place_accepted(number, entry.size, Index(index))
    transaction.logs.add_roots(Size(1), roots)


def _device(transaction: Transaction, registry: Registry, log: LogRow, advance: Callable[[int], None]) -> None:
    """What a laptop's log says, each part of it as of when the hub took it."""
    at, seen = 0, NOTHING
    for accepted in transaction.logs.accepted(log.id):
        while at < accepted.size:
            end = min(accepted.size, at + _AT_ONCE)
            came = LogRow(log.id, log.origin, log.unit, log.size, log.frontier, log.checkpoint, seen)
            projection = PushProjection(transaction, registry, came, accepted.at, accepted.acceptance)
            projection.note(at, list(transaction.logs.lines(log.id, at, end)))
            projection.settle()
            advance(end - at)
            at, seen = end, projection.seen_size
    transaction.logs.cites(log.id, seen)


def _desk(transaction: Transaction, log: LogRow, advance: Callable[[int], None]) -> None:
    """The answers of a desk. Who gave one is kept beside them alone: of those not kept it is not known."""
    unit = origins.parse(log.origin).name
    for idx, line in enumerate(list(transaction.logs.lines(log.id, 0, log.size))):
        advance(1)
        entry = decode(line, LogKind.DESK)
        if not isinstance(entry, Review):
            continue
        record = None if entry.record is None else bytes.fromhex(entry.record.replace("-", ""))
        transaction.answers.add(
            AnswerRow(
                log=log.id,
                idx=idx,
                unit=unit,
                record=record,
                period=entry.period,
                at=entry.at,
                verdict=entry.verdict,
                account=None,
            )
        )
        if record is not None and set(entry.heads) == set(map(tobase64, record_of(transaction, unit, record).heads)):
            transaction.records.set_answer(unit, record, entry.verdict)
