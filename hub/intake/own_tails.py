"""Heads of the hub's own logs that laptops bring, with the entries that lead to them: what a hub that went back gets of its
own again.

A head counts if the hub's key signed it, whoever brings it. One that is above what is held, or beside it, shows a hub that
serves that it went back: from then on it asks (`hub.intake.waiting`). Entries that lead from what is held to such a head are
the hub's own again at once: nothing is signed for it. What does not fit is kept as it came.

Of a generation before this one a head is told of in the registry if it lies above what was kept (`lost`), and a laptop that
was revoked there is revoked again; one of another history than what was kept shows that the hub has signed two, and it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from hub import own_logs, verdicts
from hub.home import Keys
from hub.intake.cited import unnamed
from hub.intake.desk_projection import note_answers
from hub.intake.redacted import erase_stated
from hub.store import Transaction
from hub.store.rows import Asking, LogRow, ShownHead, WhyAsking
from sync.encoding.limits import MAX_NOTE
from sync.encoding.spelling import unbase64
from sync.encoding.types import NOTHING, DeviceId, Hash, Instant, RandomBytes, Size
from sync.errors import Behind, ShowHead, SoxaError
from sync.exchange.ranges import RangeTaker
from sync.exchange.walker import IncomingRange
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Device, Entry, Lost, Redaction, Restored, Revoked, new_salt
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hashes, tree_root
from sync.log.note import Verifier


class OwnTails:
    """Takes ranges of the hub's own logs, in one transaction."""

    def __init__(
        self, transaction: Transaction, keys: Keys, random_bytes: RandomBytes, now: Instant, brought: DeviceId
    ) -> None:
        self._transaction = transaction
        self._keys = keys
        self._random_bytes = random_bytes
        self._now = now
        self._brought = brought

    def take(self, incoming: IncomingRange) -> None:
        """Take a range as far as it says anything new. `Unproven` if the hub's key did not sign its head,
        `ShowHead` if entries before it are missing."""
        head = incoming.head
        parsed = origins.parse(head.origin)
        lines = [line for batch in incoming for line in batch]
        incoming.reach_next()
        signed = checkpoints.verify(head.checkpoint, self._keys.signer(head.origin).verifier).checkpoint
        note = own_logs.owner_only(head.checkpoint, self._keys.signer(head.origin).verifier)
        generation = self._transaction.settings.generation
        if parsed.generation < generation:
            self._of_before(parsed, signed, note, head.start, lines)
            return
        if parsed.generation == generation and self._agrees(parsed, signed):
            return
        self.ask()
        log = self._transaction.logs.get(parsed.first)
        if parsed.kind is LogKind.ACCEPTANCES or not self._joined(incoming, log, parsed, lines):
            self._show(parsed, signed, note, head.start, lines)

    def cited(self, notes: Iterable[str], *, why: WhyAsking = "shown") -> None:
        """Look at heads that entries cite with the hub's signature: one of now that is not of the history that is held shows
        that the hub went back, as one that is brought does; so does one of before that is of another."""
        generation = self._transaction.settings.generation
        for note in notes:
            signed = checkpoints.parse(note).checkpoint
            parsed = origins.parse(signed.origin)
            is_news = not self._agrees(parsed, signed) if parsed.generation == generation else self._is_other(parsed, signed)
            if is_news:
                self.ask(why)
                self._show(parsed, signed, note, signed.size, ())

    def ask(self, why: WhyAsking = "shown") -> None:
        """From now on the hub asks."""
        self._transaction.settings.ask(Asking(since=self._now, why=why))

    def _show(self, parsed: ParsedOrigin, signed: Checkpoint, note: str, start: Size, lines: Sequence[bytes]) -> None:
        """Keep a head that does not fit, as it came."""
        log = self._transaction.logs.get(parsed.first)
        size = NOTHING if log is None else log.size
        beside = bool(lines) or (signed.size <= size and not self._agrees(parsed, signed))
        self._transaction.waiting.show(self._shown(parsed, signed, note, start, lines, beside=beside))

    def _shown(
        self, parsed: ParsedOrigin, signed: Checkpoint, note: str, start: Size, lines: Sequence[bytes], *, beside: bool
    ) -> ShownHead:
        return ShownHead(
            origin=parsed.first,
            generation=parsed.generation,
            size=signed.size,
            note=note,
            at=self._now,
            brought=self._brought,
            beside=beside,
            start=start,
            lines=lines,
        )

    def _agrees(self, parsed: ParsedOrigin, signed: Checkpoint) -> bool:
        """Whether a head is of the history that is held."""
        log = self._transaction.logs.get(parsed.first)
        if log is None:
            return signed.size == 0 and signed.root == Frontier().root()
        return signed.size <= log.size and root_at(self._transaction, log, signed.size) == signed.root

    def _joined(self, incoming: IncomingRange, log: LogRow | None, parsed: ParsedOrigin, lines: Sequence[bytes]) -> bool:
        """Whether entries lead from what is held to their head, and are the hub's own again."""
        head, logs = incoming.head, self._transaction.logs
        row = log or logs.add(parsed.first, "")
        verifier = self._keys.signer(head.origin).verifier
        try:
            gone = own_logs.registry(self._transaction, self._keys).redacted_in(parsed.first)
            taker = RangeTaker(
                head, verifier, row.frontier, lambda start, end: logs.leaves(row.id, start, end), redacted=gone
            )
            new, _leaves = taker.feed(lines)
            taker.finish()
        except Behind:
            raise ShowHead(origin=head.origin, size=row.size) from None
        except SoxaError:
            return False
        if not new:
            return False
        logs.add_lines(row.id, row.size, list(new))
        logs.advance(row, taker.frontier, own_logs.owner_only(head.checkpoint, verifier))
        entries = [decode(line, parsed.kind) for line in new]
        if parsed.kind is LogKind.DESK:
            note_answers(self._transaction, row, row.size, taker.frontier.size)
        else:
            self._registry_grew([entry for entry in entries if not isinstance(entry, Quarantined)])
            erase_stated(self._transaction, own_logs.registry(self._transaction, self._keys), entries)
        return True

    def _registry_grew(self, entries: Sequence[Entry]) -> None:
        """What follows from entries of the registry that are back: laptops' logs are known, their invites used, and a later
        generation is the hub's."""
        for entry in entries:
            if isinstance(entry, Device):
                device = origins.device_id(Verifier.parse(entry.key).key)
                origin = origins.device(self._keys.hub, device)
                if self._transaction.logs.get(origin) is None:
                    self._transaction.logs.add(origin, entry.unit)
                self._transaction.invites.use(entry.invite, device)
                self._transaction.waiting.know(origin)
            elif isinstance(entry, Restored):
                self._transaction.settings.begin_generation(entry.generation)
        verdicts.registry_grew(self._transaction, lambda: own_logs.registry(self._transaction, self._keys), entries)

    # -- of a generation before this one

    def _of_before(self, parsed: ParsedOrigin, signed: Checkpoint, note: str, start: Size, lines: Sequence[bytes]) -> None:
        if self._is_other(parsed, signed):
            self.ask()
            self._show(parsed, signed, note, start, lines)
            return
        registry = own_logs.registry(self._transaction, self._keys)
        lost = unnamed(registry, [note]) if len(note) <= MAX_NOTE else []
        if not lost or self._transaction.settings.asking is not None or self._agrees(parsed, signed):
            return
        self._transaction.waiting.show(self._shown(parsed, signed, note, start, lines, beside=True))
        entries: list[Entry] = [Lost(salt=new_salt(self._random_bytes), at=self._now, head=note)]
        if parsed.kind is LogKind.REGISTRY and self._proves(parsed, signed, start, lines):
            entries += self._revoked_again(registry, lines)
            entries += self._redacted_again(registry, lines)
        own_logs.append(self._transaction, self._keys, registry.key.origin, entries)
        erase_stated(self._transaction, own_logs.registry(self._transaction, self._keys), entries)

    def _is_other(self, parsed: ParsedOrigin, signed: Checkpoint) -> bool:
        """Whether a head of a generation before is of another history than what the restores since have kept: the hub had
        signed two, and has not stated it."""
        return is_other_history(self._transaction, own_logs.registry(self._transaction, self._keys), signed)

    def _proves(self, parsed: ParsedOrigin, signed: Checkpoint, start: Size, lines: Sequence[bytes]) -> bool:
        """Whether entries lead to a head from what both generations have."""
        log = self._transaction.logs.get(parsed.first)
        if log is None or start > log.size or start + len(lines) != signed.size:
            return False
        frontier = Frontier()
        frontier.extend(self._transaction.logs.leaves(log.id, 0, start))
        frontier.extend(leaf_hashes(lines))
        return frontier.root() == signed.root

    def _revoked_again(self, registry: Registry, lines: Sequence[bytes]) -> list[Entry]:
        """The revocations that were lost: stated again at once, unasked."""
        found: list[Entry] = []
        for line in lines:
            entry = decode(line, LogKind.REGISTRY)
            if isinstance(entry, Revoked) and entry.device in registry.devices and entry.device not in registry.revoked:
                log = self._transaction.logs.get(origins.device(self._keys.hub, entry.device))
                size = NOTHING if log is None else log.size
                salt = new_salt(self._random_bytes)
                found.append(Revoked(salt=salt, at=self._now, device=entry.device, size=size, reason=entry.reason))
        return found

    def _redacted_again(self, registry: Registry, lines: Sequence[bytes]) -> list[Entry]:
        """The redactions that were lost: stated again at once, unasked. What was erased elsewhere comes back from nobody."""
        found: list[Entry] = []
        known = {unit: set(stated) for unit, stated in registry.redactions.items()}
        for line in lines:
            entry = decode(line, LogKind.REGISTRY)
            if not isinstance(entry, Redaction) or entry.unit not in registry.units:
                continue
            stated = known.setdefault(entry.unit, set())
            new = tuple(redacted for redacted in entry.entries if unbase64(redacted.leaf) not in stated)
            stated |= {unbase64(redacted.leaf) for redacted in new}
            if new:
                salt = new_salt(self._random_bytes)
                found.append(structs.replace(entry, salt=salt, at=self._now, seen=None, entries=new))
        return found


def is_other_history(transaction: Transaction, registry: Registry, signed: Checkpoint) -> bool:
    """Whether a head that the hub signed in a generation before is of another history than what was kept of the log since:
    no `lost` can answer for it, only a restore that states a fork."""
    stayed, log = registry.stayed(signed.origin), transaction.logs.get(origins.parse(signed.origin).first)
    if stayed is None or signed.size > stayed or log is None:
        return False
    return root_at(transaction, log, signed.size) != signed.root


def root_at(transaction: Transaction, log: LogRow, size: Size) -> Hash:
    """The root of one of the hub's own logs at a size that it has."""
    if size == log.size and log.can_grow:
        return log.frontier.root()
    known = transaction.logs.root_at(size) if origins.parse(log.origin).kind is LogKind.ACCEPTANCES else None
    return known if known is not None else tree_root(list(transaction.logs.leaves(log.id, 0, size)))
