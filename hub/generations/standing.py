"""How a hub stands that gathers what it lacks: what came from whom, who has not called since, what is missing, and which
revocations it knows of and does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from hub import own_logs
from hub.generations.parting import agreed_sizes, is_beside, lost_since
from hub.home import Keys
from hub.intake.cursors import held_of
from hub.intake.own_tails import root_at
from hub.intake.waiting import receipted_at
from hub.safekeeping.restore import restored
from hub.safekeeping.stated_since import LostStatements, lost_statements
from hub.store import Transaction
from hub.store.rows import Asking, ShownHead, WaitingRange
from sync.encoding.types import NOTHING, DeviceId, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Device, Revoked
from sync.ledger.origins import LogKind
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.log import receipt
from sync.log.note import Verifier


class LaptopStanding(Struct, frozen=True, kw_only=True):
    """A laptop, and what the hub has of its log while it asks."""

    device: DeviceId
    unit: str
    officer: str | None
    kept: Size
    """Entries that were held when the hub began to ask."""
    waiting: int
    """Entries that came since."""
    called: Instant | None
    """When it was heard of last since then; None if it was not."""
    known: bool
    """Whether it is enrolled, as far as the registry is here."""
    receipted: bool
    """Whether a receipt proves that it was enrolled once."""
    ended: bool = False
    """Whether it was revoked, or another took its place: nobody waits for it."""
    by_entry: bool = False
    """Whether it is a log in which the hub entered things."""


class MissingEntries(Struct, frozen=True):
    """Entries of one of the hub's own logs that were signed, and are not here."""

    origin: Origin
    kept: Size
    size: Size


class KeptApart(Struct, frozen=True, kw_only=True):
    """Entries of a laptop that were not accepted when the hub went on, and that it has not got since."""

    origin: Origin
    device: DeviceId
    unit: str
    unit_name: str
    start: Size
    size: Size
    """Of the log, with them."""
    why: str
    """The code of what stood against it."""


class GatheringState(Struct, frozen=True, kw_only=True):
    """All of it."""

    asking: Asking
    newest: Instant
    """The time of the newest acceptance that is held; 0 if there is none."""
    lost_since: Instant
    """The time of the newest acceptance after which something may be lost: where two histories were signed, the newest that
    is known to be of both; 0 if there is none."""
    laptops: Sequence[LaptopStanding]
    missing: Sequence[MissingEntries]
    beside: Sequence[ShownHead]
    """Heads of another history than is held, which the hub's key signed."""
    parted: Sequence[Origin]
    """The logs, by their first names, of which two histories were signed."""
    revoked: Sequence[Revoked]
    """Revocations that were stated, and are not here."""
    stated: Sequence[LostStatements]
    """What the province itself stated beyond a backup, and has not come back."""
    untold: Sequence[str]
    """The units for which the province entered something, of which nothing is here, nor how much it was."""
    awaited: Sequence[DeviceId]
    """The laptops that brought a file, and hold more of their own logs than is here: their next files bring it."""
    later: int | None
    """A generation after the one that is held, in which the hub has signed, and whose registry is not here."""

    @property
    def silent(self) -> list[LaptopStanding]:
        """The laptops that may go on, and have not called since."""
        return [
            laptop
            for laptop in self.laptops
            if laptop.known and laptop.called is None and not (laptop.by_entry or laptop.ended)
        ]


def gathering(transaction: Transaction, keys: Keys) -> GatheringState | None:
    """How a hub stands that asks; None if it serves."""
    asking = transaction.settings.asking
    if asking is None:
        return None
    registry, put = own_logs.registry(transaction, keys), restored(transaction)
    told = () if put is None else put.stated
    return GatheringState(
        asking=asking,
        newest=transaction.logs.last_accepted_at(),
        lost_since=lost_since(transaction, keys),
        laptops=_laptops(transaction, keys, registry, asking),
        missing=list(_missing(transaction)),
        beside=[head for head in transaction.waiting.heads() if is_beside(transaction, registry, head)],
        parted=sorted(agreed_sizes(transaction, keys)),
        revoked=lost_revocations(transaction, registry),
        stated=lost_statements(told, lambda origin: _here(transaction, origin)),
        untold=sorted(
            {
                device.unit
                for device in registry.entered.values()
                if not _here(transaction, device.verifier.origin)
                and all(each.origin != device.verifier.origin for each in told)
            }
        ),
        awaited=awaited(transaction, keys),
        later=later_generation(transaction),
    )


def undone_places(transaction: Transaction, keys: Keys) -> list[tuple[DeviceId, DeviceId]]:
    """The laptops that took another's place in what was lost, each with that other, where both count now: as far as a
    registry of before tells it that somebody has shown."""
    registry, found = own_logs.registry(transaction, keys), dict[tuple[DeviceId, DeviceId], None]()
    for head in transaction.waiting.heads():
        if origins.parse(head.origin).kind is not LogKind.REGISTRY:
            continue
        for entry in (decode(line, LogKind.REGISTRY) for line in head.lines):
            if isinstance(entry, Device) and entry.succeeds:
                pair = (origins.device_id(Verifier.parse(entry.key).key), DeviceId(entry.succeeds))
                if all(device in registry.devices and registry.goes_on(device) for device in pair):
                    found[pair] = None
    return list(found)


def awaited(transaction: Transaction, keys: Keys) -> list[DeviceId]:
    """The laptops of which another file is awaited."""
    told = transaction.settings.awaited_files
    return sorted(device for device, size in told.items() if size > held_of(transaction, keys.hub, device))


def _here(transaction: Transaction, origin: Origin) -> int:
    """How much of a log is here, with what waits."""
    log, waits = transaction.logs.get(origin), transaction.waiting.last(origin)
    return max(NOTHING if log is None else log.size, NOTHING if waits is None else waits.size)


def kept_apart(transaction: Transaction, keys: Keys) -> list[KeptApart]:
    """What is kept apart of each laptop, in order of their units."""
    registry, found = own_logs.registry(transaction, keys), dict[Origin, KeptApart]()
    history = UnitHistory(registry)
    for row in transaction.waiting.left_out():
        log, first = transaction.logs.get(row.origin), found.get(row.origin)
        if log is not None and log.size >= row.size and root_at(transaction, log, row.size) == row.frontier.root():
            continue
        found[row.origin] = KeptApart(
            origin=row.origin,
            device=origins.parse(row.origin).device,
            unit=row.unit,
            unit_name=history.name_apart(row.unit, day_of(row.at).isoformat()) if row.unit in registry.units else row.unit,
            start=row.start if first is None else min(first.start, row.start),
            size=row.size if first is None else max(first.size, row.size),
            why=row.refused if first is None else first.why,
        )
    return sorted(found.values(), key=lambda each: (each.unit, each.device))


def _laptops(transaction: Transaction, keys: Keys, registry: Registry, asking: Asking) -> list[LaptopStanding]:
    contacts, found = transaction.laptops.all(), dict[DeviceId, list[WaitingRange]]()
    for row in transaction.waiting.all():
        found.setdefault(origins.parse(row.origin).device, []).append(row)
    mirror = receipt.cosigner_verifier(keys.mirror)
    standings = []
    for device in [*registry.devices, *(each for each in found if each not in registry.devices)]:
        rows, enrolled, contact = found.get(device, []), registry.devices.get(device), contacts.get(device)
        log = transaction.logs.get(origins.device(keys.hub, device))
        called = contact.seen if contact is not None and (contact.seen or 0) >= asking.since else None
        standings.append(
            LaptopStanding(
                device=device,
                unit=enrolled.unit if enrolled is not None else rows[0].unit,
                officer=contact.officer if contact is not None else None,
                kept=NOTHING if log is None else log.size,
                waiting=sum(len(row.lines) for row in rows),
                called=called,
                known=enrolled is not None,
                receipted=any(receipted_at(row.note, mirror) is not None for row in rows),
                ended=enrolled is not None and not registry.goes_on(device),
                by_entry=enrolled is not None and enrolled.entered,
            )
        )
    return sorted(standings, key=lambda standing: (standing.unit, standing.device))


def _missing(transaction: Transaction) -> Iterator[MissingEntries]:
    largest: dict[Origin, Size] = {}
    for head in transaction.waiting.heads():
        if _is_of_now(transaction, head):
            largest[head.origin] = max(largest.get(head.origin, NOTHING), head.size)
    for origin, size in sorted(largest.items()):
        log = transaction.logs.get(origin)
        kept = NOTHING if log is None else log.size
        if size > kept:
            yield MissingEntries(origin, kept, size)


def _is_of_now(transaction: Transaction, head: ShownHead) -> bool:
    return head.generation >= transaction.settings.generation


def later_generation(transaction: Transaction) -> int | None:
    """The last generation in which the hub has signed, as heads in hand show, if what it holds is of one before."""
    latest = max((head.generation for head in transaction.waiting.heads()), default=0)
    return latest if latest > transaction.settings.generation else None


def lost_revocations(transaction: Transaction, registry: Registry) -> list[Revoked]:
    """The revocations that the anchor named or a history beside this one has, and the registry has not."""
    lines = [line.encode() for line in transaction.settings.anchored_revocations]
    for head in transaction.waiting.heads():
        if origins.parse(head.origin).kind is LogKind.REGISTRY:
            lines += head.lines
    found: dict[DeviceId, Revoked] = {}
    for line in lines:
        entry = decode(line, LogKind.REGISTRY)
        if isinstance(entry, Revoked) and entry.device not in registry.revoked:
            found.setdefault(entry.device, entry)
    return list(found.values())
