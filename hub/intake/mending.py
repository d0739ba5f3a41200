"""What rotted in the hub's logs, taken again from laptops that hold it true, and given to laptops in which it rotted.

What is known to be damaged (`settings.damage`) every answer asks for, as far as the laptop may have it: its own log, those
of its unit, the registry, its desk. What comes back counts if it proves itself under a head that the hub once vouched for:
one of its own logs' that it signed, or one of a laptop's that it receipted. Where the log is whole again nothing is known
against it any more; else less is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hub import own_logs, verdicts
from hub.home import Keys
from hub.intake.desk_projection import note_answers, settle_answers
from hub.intake.portions import Portion
from hub.intake.projection import project_anew
from hub.log_walk import LogWalk, Walked, registry_of
from hub.store import Transaction
from hub.store.rows import AcceptedRow, Damage, LogRow
from sync.encoding.types import NOTHING, DeviceId, Index, Origin, Size
from sync.errors import DamagedHubLog, SoxaError, Unproven
from sync.exchange.mending import ProvenPart, check_mending, given_again
from sync.exchange.parcel import MAX_WANTED, WantedRange
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.note import Note, Verifier

_VOUCHING = (LogKind.REGISTRY, LogKind.ACCEPTANCES)
"""The logs of the hub without which it can vouch for nothing."""


def check_vouching(transaction: Transaction) -> None:
    """Refuse to vouch for anything while the hub's own word on it is damaged: `DamagedHubLog`."""
    for damage in transaction.settings.damage:
        if damage.kind in _VOUCHING:
            raise DamagedHubLog(origin=damage.origin)


class DamagedParts:
    """What is known to be damaged, as answers must know it."""

    def __init__(self, transaction: Transaction) -> None:
        self._damage = transaction.settings.damage

    def wanted(self, readable: Readable) -> tuple[WantedRange, ...]:
        """What is asked for again of who may read so much."""
        found: list[WantedRange] = []
        for each in self._damage:
            if each.is_held_by_laptops and readable.has(each.origin, each.unit):
                start = each.start if each.what == "entries" else Size(each.end)
                found.append(WantedRange(each.origin, Size(start), each.end))
        return tuple(found[:MAX_WANTED])

    def sound(self, log: LogRow) -> Size:
        """How much of a log can be given on: its entries up to the first that is damaged; nothing of one whose head is."""
        if self.is_headless(log):
            return Size(0)
        starts = [Size(each.start) for each in self._damage if (each.origin, each.what) == (log.origin, "entries")]
        return min(starts, default=log.size)

    def is_headless(self, log: LogRow) -> bool:
        """Whether a log's signed head is damaged."""
        return any((each.origin, each.what) == (log.origin, "head") for each in self._damage)

    def is_sound(self, log: LogRow) -> bool:
        """Whether nothing is known against a log."""
        return all(each.origin != log.origin for each in self._damage)


class Readable:
    """What a laptop may read, and so may hold."""

    def __init__(self, hub: str, device: DeviceId, unit: str, *, goes_on: bool) -> None:
        self._own = origins.device(hub, device)
        self._of_hub = {origins.registry(hub), origins.acceptances(hub)}
        self._unit = unit if goes_on else None

    def has(self, origin: str, unit: str) -> bool:
        """Whether it may read a log, which is of a unit or speaks to it."""
        return origin == self._own or origin in self._of_hub or unit == self._unit


class Mender:
    """Takes ranges that mend, in one transaction."""

    def __init__(self, transaction: Transaction, keys: Keys) -> None:
        self._transaction = transaction
        self._keys = keys

    def take(self, head: RangeHead, lines: list[bytes]) -> int:
        """How many entries are other than what stood there. Raises as `check_mending` does, and `Unproven` for what the hub
        never vouched for; nothing is changed then."""
        transaction = self._transaction
        log = transaction.logs.get(origins.parse(head.origin).first)
        known = [] if log is None else [each for each in transaction.settings.damage if each.origin == log.origin]
        if log is None or not known:
            return 0
        verifier = self._verifier(head.origin)
        gone = own_logs.registry(transaction, self._keys).redacted_in(log.origin)
        part = check_mending(head, lines, verifier, gone)
        lines = part.lines
        note = self._vouched(log, part, verifier)
        stored = list(transaction.logs.lines(log.id, head.start, head.end)) if lines else []
        changed = len(lines) if len(stored) != len(lines) else sum(map(bytes.__ne__, lines, stored))
        transaction.logs.mend_lines(log, part.start, lines)  # even the same: what is stored beside them may have too many
        self._put_back(log, part, note, known)
        self._know_less(log, part, known)
        self._derive(log, lines)
        return changed

    def _verifier(self, origin: Origin) -> Verifier:
        if origins.parse(origin).kind is LogKind.DEVICE:
            return own_logs.registry(self._transaction, self._keys).verifier(origin)
        return self._keys.signer(origin).verifier

    def _vouched(self, log: LogRow, part: ProvenPart, verifier: Verifier) -> str:
        """The signed head by which a part is proven, with no other lines than its owner's and the hub's; `Unproven` if the
        hub never vouched for that head."""
        signed, by = part.signed, [verifier]
        checkpoint = signed.checkpoint
        if origins.parse(log.origin).kind is LogKind.DEVICE:
            mirror = receipt.cosigner_verifier(self._keys.mirror)
            receipt.receipt_time(signed.note, checkpoint, mirror)
            by.append(mirror)
            row = self._accepted(log, checkpoint.size)
            held = None if row is None else row.checkpoint
        else:
            registry = own_logs.registry(self._transaction, self._keys)
            held = (log.checkpoint if checkpoint.size == log.size else "") if _still_holds(registry, checkpoint) else None
        if held is None or checkpoint.size > log.size or _is_another(held, checkpoint, verifier):
            raise Unproven("never-vouched", origin=log.origin, size=checkpoint.size)
        return notes.format(Note(signed.note.text, tuple(line for key in by if (line := signed.note.find(key)) is not None)))

    def _accepted(self, log: LogRow, size: Size) -> AcceptedRow | None:
        rows = self._transaction.logs.accepted(log.id, Size(size - 1))
        return rows[0] if rows and rows[0].size == size else None

    def _put_back(self, log: LogRow, part: ProvenPart, note: str, known: Sequence[Damage]) -> None:
        """Put back the notes that are damaged at the size of the head by which a part is proven."""
        size = part.signed.checkpoint.size
        broken = {each.what for each in known if each.end == size and each.what != "entries"}
        if "head" in broken and size == log.size:
            self._transaction.logs.mend_head(log, note)
        if "acceptance" in broken:
            signed = part.signed
            at = receipt.receipt_time(signed.note, signed.checkpoint, receipt.cosigner_verifier(self._keys.mirror))
            index = self._acceptance(log, size)
            if index is not None:
                self._transaction.logs.mend_accepted(log.id, AcceptedRow(size, at, note, index))

    def _acceptance(self, log: LogRow, size: Size) -> Index | None:
        """Where the acceptances say of a log that it was accepted at a size."""
        acceptances = self._transaction.logs.get(origins.acceptances(self._keys.hub))
        device = origins.parse(log.origin).device
        lines = () if acceptances is None else self._transaction.logs.lines(acceptances.id, 0, acceptances.size)
        for index, line in enumerate(lines):
            entry = decode(line, LogKind.ACCEPTANCES)
            if isinstance(entry, Acceptance) and (entry.device, entry.size) == (device, size):
                return Index(index)
        return None

    def _know_less(self, log: LogRow, part: ProvenPart, known: Sequence[Damage]) -> None:
        """Walk the log anew: what is known against it is what is found, within what was known before, less what is proven
        now."""
        damage = self._transaction.settings.damage
        walked = Walked(registry_of(self._transaction, self._keys.logs.verifier))
        walked.damaged |= {each.origin for each in damage if each.origin != log.origin}
        found = list(_narrowed(LogWalk(log.origin, walked).to_end(self._transaction), known, part))
        self._transaction.settings.keep_damage([*(each for each in damage if each.origin != log.origin), *found])

    def _derive(self, log: LogRow, lines: Sequence[bytes]) -> None:
        """Make anew what may have been made of damaged entries."""
        kind = origins.parse(log.origin).kind
        self._transaction.readings.forget()
        if kind is LogKind.REGISTRY:
            self._transaction.logs.cites(log.id, Size(log.seen_size + 1))
        elif kind is LogKind.DEVICE:
            project_anew(self._transaction, log.unit, lines)
        elif kind is LogKind.DESK:
            note_answers(self._transaction, log, NOTHING, log.size)
            settle_answers(self._transaction, log)
            return
        else:
            return
        if self._transaction.reports.not_valid():
            verdicts.mended(self._transaction, own_logs.registry(self._transaction, self._keys), log.unit)


def _still_holds(registry: Registry, checkpoint: Checkpoint) -> bool:
    """Whether a head of one of the hub's own logs is of what every restore since has kept: what it signed beyond that may
    have been taken back."""
    parsed = origins.parse(checkpoint.origin)
    return all(checkpoint.size <= kept for kept in registry.kept_since(parsed))


def _is_another(note: str, checkpoint: Checkpoint, verifier: Verifier) -> bool:
    """Whether a note, if it holds, signs another root of the same size."""
    try:
        held = checkpoints.verify(note, verifier).checkpoint
    except SoxaError:
        return False
    return held.size == checkpoint.size and held.root != checkpoint.root


def _narrowed(found: Sequence[Damage], known: Sequence[Damage], part: ProvenPart) -> Iterator[Damage]:
    """What is found, less what is proven, and within what was known before where that says anything of it: other parts of
    the same were proven before."""
    before = [(int(each.start), int(each.end)) for each in known if each.what == "entries"]
    end = part.start + len(part.lines)
    for each in found:
        if each.what != "entries":
            yield each
            continue
        left = _common([(each.start, each.end)], [(each.start, part.start), (end, each.end)])
        for low, high in _common(left, before) or left or [(each.start, each.end)]:
            yield Damage(each.origin, each.unit, each.what, Index(low), Size(high))


def _common(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where stretches of one list lie within those of another."""
    both = [(max(low, first), min(high, after)) for low, high in some for first, after in others]
    return [(low, high) for low, high in both if low < high]


def mending_portions(
    transaction: Transaction,
    wanted: Sequence[WantedRange],
    cursors: Mapping[Origin, Size],
    readable: Readable,
    parts: DamagedParts,
    budget: int,
) -> Iterator[Portion]:
    """What a laptop asks for again, of the logs that it may read: about so many bytes of entries, at least one range."""
    for each in wanted:
        log = transaction.logs.get(each.origin)
        if (
            log is None
            or not readable.has(log.origin, log.unit or origins.parse(log.origin).name)
            or not parts.is_sound(log)
        ):
            continue
        signed = _signed(transaction, log, each, cursors.get(log.origin, NOTHING))
        if each.start > each.end or signed is None:
            continue
        size, note = signed
        leaves = list(transaction.logs.leaves(log.id, 0, size))
        lines = list(transaction.logs.lines(log.id, each.start, each.end))
        for mending in given_again(each.start, lines, leaves, note):
            yield Portion(mending.head, log)
            budget -= sum(map(len, mending.lines))
            if budget <= 0:
                return


def _signed(transaction: Transaction, log: LogRow, wanted: WantedRange, cursor: Size) -> tuple[Size, str] | None:
    """The signed head of a log under which a part of it is given: the one that its reader says it has, or else the next
    after it. None if it is not held so far."""
    if not 0 < wanted.end <= log.size:
        return None
    if origins.parse(log.origin).kind is not LogKind.DEVICE:
        return log.size, log.checkpoint
    of_cursor = transaction.logs.first_accepted(log.id, cursor - 1) if wanted.start < wanted.end <= cursor else None
    row = of_cursor or transaction.logs.first_accepted(log.id, wanted.end - 1)
    return None if row is None else (row.size, row.checkpoint)
