"""Where histories part: how far what a hub holds of its own logs, and what else it has signed, are known to be the same.

Entries of the other history show it. Of the acceptances nobody has them: there it is what a laptop that holds the other
history has cited of this one, or, where it brings a receipt that is lost, what was accepted of its log before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from hub import own_logs
from hub.home import Keys
from hub.intake.own_tails import is_other_history, root_at
from hub.intake.waiting import is_of_lost, receipted_at
from hub.store import Transaction
from hub.store.rows import LogRow, ShownHead, WaitingRange
from hub.times import AcceptedTimes
from sync.encoding.spelling import unbase64
from sync.encoding.types import NOTHING, DeviceId, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.restores import KeptLog
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.merkle import Frontier, leaf_hashes


def agreed_sizes(transaction: Transaction, keys: Keys) -> dict[Origin, Size]:
    """Each log of which two histories were signed, by its first name: as far as both are known to agree. What the registry
    says of itself is where it stands."""
    registry = own_logs.registry(transaction, keys)
    acceptances, found = origins.acceptances(keys.hub), dict[Origin, Size]()
    for head in transaction.waiting.heads():
        log = transaction.logs.get(head.origin)
        if log is None or head.origin == acceptances or not is_beside(transaction, registry, head):
            continue
        is_registry = origins.parse(head.origin).kind is LogKind.REGISTRY
        size = log.size if is_registry else _agreed(transaction, log, head)
        found[head.origin] = min(size, found.get(head.origin, size))
    bounds = list(_shared_acceptances(transaction, keys, registry))
    if bounds:  # a laptop that joined since shows nothing of where that was
        found[acceptances] = min((size for size in bounds if size), default=NOTHING)
    for first, size in _kept_beside(transaction, registry):
        found[first] = min(size, found.get(first, size))
    return found


def _kept_beside(transaction: Transaction, registry: Registry) -> Iterator[tuple[Origin, Size]]:
    """The logs of which a restore that the registry states had another history than what is held: as far as it and the
    restores before it kept what is held. The other history came to that restore, and this one was put back since."""
    for place, restore in enumerate(registry.restores):
        so_far, later = registry.restores[: place + 1], registry.restores[place + 1 :]
        for row in (*restore.kept.values(), *restore.entry.grown):
            first = origins.parse(row.origin).first
            log = transaction.logs.get(first)
            if log is None or origins.parse(first).kind is LogKind.REGISTRY or _agrees(transaction, log, row) is not False:
                continue
            if all(after.agreed(first) >= row.size for after in later):
                rows = [each.kept[first] for each in so_far if first in each.kept]
                yield first, max((each.size for each in rows if _agrees(transaction, log, each)), default=NOTHING)


def _agrees(transaction: Transaction, log: LogRow, row: KeptLog) -> bool | None:
    """Whether what a restore kept of a log is what is held; None of more than is held."""
    if row.size > log.size:
        return None
    return not row.size or root_at(transaction, log, row.size) == unbase64(row.root, length=32)


def lost_since(transaction: Transaction, keys: Keys) -> Instant:
    """The time of the newest acceptance that is of all that the hub has signed: what came after it may be lost. 0 if there
    is none."""
    newest, acceptances = transaction.logs.last_accepted_at(), origins.acceptances(keys.hub)
    agreed = agreed_sizes(transaction, keys).get(acceptances)
    if agreed is None:
        return newest
    times = AcceptedTimes(transaction, own_logs.registry(transaction, keys))
    return min(newest, times.earliest(agreed) or Instant(0))


def is_beside(transaction: Transaction, registry: Registry, head: ShownHead) -> bool:
    """Whether a head that was shown is of another history than what is held: what came after it may have made it so. Of one
    of a generation before it is what was kept since."""
    generation = transaction.settings.generation
    if head.generation < generation:
        return is_other_history(transaction, registry, checkpoints.parse(head.note).checkpoint)
    log = transaction.logs.get(head.origin)
    if head.beside or log is None or head.size > log.size or head.generation != generation:
        return head.beside
    return root_at(transaction, log, head.size) != checkpoints.parse(head.note).checkpoint.root


def _shared_acceptances(transaction: Transaction, keys: Keys, registry: Registry) -> Iterator[Size]:
    """By each laptop that shows that the hub has signed another history, of whichever log: the acceptances say of each how
    it grew. How many of them are in both."""
    newest = transaction.logs.last_accepted_at()
    for head in transaction.waiting.heads():
        if is_beside(transaction, registry, head):
            yield _known_to(transaction, keys, registry, DeviceId(head.brought))
    for row in transaction.waiting.all():
        lost = _lost_receipt(transaction, keys, registry, row)
        if lost is not None and lost < newest:  # what was accepted after it here, was not accepted there
            yield _known_to(transaction, keys, registry, origins.parse(row.origin).device)


def _known_to(transaction: Transaction, keys: Keys, registry: Registry, device: DeviceId) -> Size:
    """How much of the acceptances a laptop of the other history is known to have seen, or to stand in, before they
    parted."""
    log = transaction.logs.get(origins.device(keys.hub, device)) if device else None
    if log is None or not log.size:
        return NOTHING
    size = log.seen_size
    for row in transaction.waiting.of(log.origin):
        if row.start == log.size and _lost_receipt(transaction, keys, registry, row) is not None:
            accepted = transaction.logs.accepted(log.id, Size(log.size - 1))
            size = max([size, *(Size(each.acceptance + 1) for each in accepted)])
    return size


def _lost_receipt(transaction: Transaction, keys: Keys, registry: Registry, row: WaitingRange) -> Instant | None:
    """The time of a receipt on what waits that was given before the hub asked, and since it was last restored."""
    asking = transaction.settings.asking
    at = receipted_at(row.note, receipt.cosigner_verifier(keys.mirror))
    is_lost = at is not None and asking is not None and at < asking.since and is_of_lost(registry, at)
    return at if is_lost else None


def _agreed(transaction: Transaction, log: LogRow, head: ShownHead) -> Size:
    """How far the entries that came with a head are those that are held."""
    if head.start > log.size or head.start + len(head.lines) != head.size:
        return NOTHING
    frontier = Frontier()
    frontier.extend(transaction.logs.leaves(log.id, 0, head.start))
    frontier.extend(leaf_hashes(head.lines))
    if frontier.root() != checkpoints.parse(head.note).checkpoint.root:
        return NOTHING
    held = transaction.logs.lines(log.id, head.start, log.size)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(held, head.lines, strict=False))
    return Size(head.start + sum(1 for _pair in same))
