"""The log in which the hub states what it enters for a unit.

It has the shape of a laptop's log, so that merging, counting, fences, receipts, proofs and the auditor treat it as one, and
the unit's laptops get it as they get a colleague's. What tells it apart is that the registry enrols it as `entered`. There
is no other way here to state anything for a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hub import own_logs
from hub.home import Keys
from hub.intake.receive import Acceptor
from hub.registry.units import check_not_ended
from hub.store import Transaction
from sync.encoding.spelling import tobase32
from sync.encoding.types import NOTHING, DeviceId, Index, Instant, RandomBytes, Size
from sync.exchange.parcel import End, Entries
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import IncomingRange
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Device, Entry, Join, Report, Retraction, Revoked, new_salt
from sync.ledger.invite import join_proof
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import Frontier, leaf_hash
from sync.wording.i18n import catalogue

_ = catalogue("hub")

Stated = Activity | Retraction | Report


def open_log(registry: Registry, unit: str) -> DeviceId | None:
    """The log that is open for a unit, by device id; None if nothing was entered for it yet, or that log was closed."""
    mine = [device for device in registry.peers(unit) if device.entered and device.id not in registry.revoked]
    return mine[-1].id if mine else None


def state(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    entries: Sequence[Stated],
    *,
    now: Instant,
    random_bytes: RandomBytes,
) -> tuple[int, Index]:
    """Enter things for a unit, in the caller's transaction; the log's number, and the index of the first entry. They go the
    way of what a laptop sends: verified, accepted, receipted. `Refused("unit-ended")` for a unit that there is no more."""
    return state_at(transaction, keys, unit, lambda _device, _index: entries, now=now, random_bytes=random_bytes)


def state_at(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    stating: Callable[[DeviceId, Index], Sequence[Stated]],
    *,
    now: Instant,
    random_bytes: RandomBytes,
) -> tuple[int, Index]:
    """As `state`, of entries that name their own place: `stating` is told in which log they will stand, by device id, and at
    which index."""
    registry = own_logs.registry(transaction, keys)
    check_not_ended(registry, unit, day_of(now).isoformat())
    if transaction.settings.may_lack_entered:
        close_logs(transaction, keys, _("restored from a backup"), now=now, random_bytes=random_bytes)
        transaction.settings.note_may_lack_entered(may=False)
        registry = own_logs.registry(transaction, keys)
    device = open_log(registry, unit)
    if device is None:
        signer, joined = _begin(keys, unit, now, random_bytes)
    else:
        signer, joined = keys.entering(unit, registry.devices[device].invite), None
    origin = signer.origin
    log = transaction.logs.get(origin)
    size, frontier = (NOTHING, Frontier()) if log is None else (log.size, log.frontier.copy())
    begun: list[Entry] = [] if joined is None else [joined]
    first = Index(size + len(begun))
    lines = [encode(entry) for entry in (*begun, *stating(origins.parse(origin).device, first))]
    for line in lines:
        frontier.append(leaf_hash(line))
    signed = checkpoints.sign(Checkpoint(origin, frontier.size, frontier.root()), signer)
    head = RangeHead(origin=origin, start=size, end=Size(frontier.size), checkpoint=signed)
    incoming = IncomingRange(head, iter([Entries(lines), End(ranges=1, entries=len(lines))]))
    enrolling = None if joined is None else _enrolled(joined, random_bytes)
    Acceptor(transaction, keys, random_bytes, now).accept(incoming, origins.parse(origin).device, enrolling)
    kept = transaction.logs.get(origin)
    assert kept is not None, "just accepted"
    return kept.id, first


def _begin(keys: Keys, unit: str, now: Instant, random_bytes: RandomBytes) -> tuple[Signer, Join]:
    """A new log: its signer, and its first entry, a join with an invite that nobody was handed."""
    invite = tobase32(random_bytes(10))
    signer = keys.entering(unit, invite)
    vkey = signer.verifier.vkey()
    joined = Join(
        salt=new_salt(random_bytes),
        at=now,
        hub=keys.logs.verifier.vkey(),
        unit=unit,
        invite=invite,
        key=vkey,
        proof=join_proof(random_bytes(32), invite, vkey),
    )
    return signer, joined


def _enrolled(joined: Join, random_bytes: RandomBytes) -> Device:
    salt = new_salt(random_bytes)
    return Device(salt=salt, at=joined.at, unit=joined.unit, key=joined.key, invite=joined.invite, entered=True)


def close_logs(
    transaction: Transaction, keys: Keys, reason: str, *, now: Instant, random_bytes: RandomBytes
) -> list[DeviceId]:
    """Close every log that is open, at what is held of it; which they were. What is entered from then on goes into new ones:
    a hub that was restored may lack the end of these, and a second history of one log would be a fork."""
    registry = own_logs.registry(transaction, keys)
    closed = []
    for device in registry.entered:
        log = transaction.logs.get(origins.device(keys.hub, device))
        if log is not None and device not in registry.revoked:
            fence = Revoked(salt=new_salt(random_bytes), at=now, device=device, size=log.size, reason=reason)
            own_logs.append(transaction, keys, registry.key.origin, [fence])
            closed.append(device)
    return closed
