"""Closing: a hub that gathered what it lacks goes on in a new generation of its own logs, in one transaction.

    restored      what each of its own logs was kept of, and every head of its own that it was shown above that
    enrolments    of logs that a receipt proves to have been enrolled, and whose enrolment was lost
    acceptances   of all that waits, in the order in which it came, each with the oldest receipt that was given for it
    revocations   those that the operator answers for, and those that are known to be lost
    entered logs  what the hub enters for units goes on in new logs: it may lack the end of the old ones

Stopped anywhere before its commit the hub asks as before, and it can be done again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from hub import own_logs
from hub.entering.log import close_logs
from hub.generations.parting import agreed_sizes, lost_since
from hub.generations.standing import KeptApart, awaited, kept_apart, later_generation, lost_revocations
from hub.home import Keys
from hub.intake.cited import cited_heads
from hub.intake.desk_projection import settle_answers
from hub.intake.enrolment import enrol, enrolled_again, introduced, joins_in
from hub.intake.mending import check_vouching
from hub.intake.own_tails import is_other_history, root_at
from hub.intake.receive import Acceptor
from hub.intake.waiting import receipted_at
from hub.registry.laptops import revoked_with
from hub.store import Transaction
from hub.store.rows import InviteRow, ShownHead, WaitingRange
from sync.encoding.limits import MAX_KEPT, MAX_LOST, MAX_NOTE
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, DeviceId, Instant, Origin, RandomBytes, Size
from sync.errors import Behind, Misuse, Refused, SoxaError, Unavailable
from sync.exchange.parcel import End, Entries
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import IncomingRange
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Carried, Entry, Join, Kept, Lost, Restored, Revoked, new_salt
from sync.ledger.origins import LogKind
from sync.ledger.restores import KeptLog, WitnessedLog, held_receipt
from sync.ledger.text import tidy
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.wording.i18n import catalogue

_ = catalogue("hub")


class Answers(Struct, frozen=True, kw_only=True):
    """What the operator answers before a hub goes on."""

    revoked: Sequence[DeviceId] = ()
    """The laptops that were revoked since what is kept, as far as the operator knows; none is an answer."""
    reason: str = ""
    """Why the hub was restored."""
    keep_this: bool = False
    """Whether of two histories that were signed the one that is held is to stay."""


class ReturnedLaptop(Struct, frozen=True):
    """A laptop that was enrolled again, of whose invite nothing is known any more: it may have been for taking another's
    place."""

    device: DeviceId
    unit: str
    carried: str
    """The laptop whose unsent work it carried on, by its id, as it says; empty if it says nothing of one."""


class ClosedGathering(Struct, frozen=True, kw_only=True):
    """What came of it."""

    generation: int
    entries: int
    """Entries of laptops that were accepted."""
    laptops: int
    """Laptops that were enrolled again."""
    revoked: Sequence[DeviceId]
    left_out: Sequence[KeptApart]
    """What was not accepted, and is kept apart."""
    returned: Sequence[ReturnedLaptop] = ()
    """Laptops that may have taken the place of others, which are trusted again."""
    invites: Sequence[InviteRow] = ()
    """Invites that count, and that may have been withdrawn in what was lost."""
    awaited: Sequence[DeviceId] = ()
    """The laptops that brought a file, and hold more of their own logs than is here: their next files bring it."""


def close(
    transaction: Transaction, keys: Keys, answers: Answers, *, now: Instant, random_bytes: RandomBytes
) -> ClosedGathering:
    """Go on in a new generation. `Refused("not-asking")`, `Misuse("no-such-laptop")` for an answer that names none;
    `DamagedHubLog` while nothing that waits could be accepted."""
    return _Closing(transaction, keys, answers, now, random_bytes).close()


class _Closing:
    def __init__(
        self, transaction: Transaction, keys: Keys, answers: Answers, now: Instant, random_bytes: RandomBytes
    ) -> None:
        self._transaction = transaction
        self._keys = keys
        self._answers = answers
        self._now = max(now, transaction.logs.last_accepted_at())
        self._random_bytes = random_bytes
        self._mirror = receipt.cosigner_verifier(keys.mirror)
        self._returned: list[ReturnedLaptop] = []
        self._entries = 0
        self._laptops = 0

    def close(self) -> ClosedGathering:
        transaction = self._transaction
        if transaction.settings.asking is None:
            raise Refused("not-asking")
        check_vouching(transaction)
        heads = transaction.waiting.heads()
        later = later_generation(transaction)
        if later is not None and not self._answers.keep_this:
            raise Refused("later-generation", generation=later)
        if transaction.logs.get(origins.registry(self._keys.hub)) is None:
            raise Refused("no-registry")
        beside = self._beside()
        if beside and not self._answers.keep_this:
            raise Refused("two-histories", count=len(beside))
        waiting = transaction.waiting.all()
        lost = self._lost_heads(heads, waiting)
        revoked = self._revocations()
        fences = self._fences(revoked)
        held, since = self._kept(), lost_since(transaction, self._keys)
        kept = tuple(beside.get(row.origin, row) for row in held)
        generation = (later or transaction.settings.generation) + 1
        transaction.settings.ask(None)
        own_logs.begin_generation(transaction, self._keys, generation)
        self._state_restored(generation, since, kept, lost, held if beside else ())
        for row in waiting:
            self._take(row, fences.get(origins.parse(row.origin).device))
        again = self._revoke(revoked)
        close_logs(transaction, self._keys, _("restored from a backup"), now=self._now, random_bytes=self._random_bytes)
        transaction.settings.note_may_lack_entered(may=False)
        for log in own_logs.own(transaction):
            if origins.parse(log.origin).kind is LogKind.DESK:
                settle_answers(transaction, log)
        still = awaited(transaction, self._keys)
        transaction.settings.forget_restore()
        return ClosedGathering(
            generation=generation,
            entries=self._entries,
            laptops=self._laptops,
            revoked=again,
            left_out=kept_apart(transaction, self._keys),
            returned=self._returned,
            invites=open_invites(transaction, self._now),
            awaited=still,
        )

    # -- what is stated first

    def _kept(self) -> tuple[KeptLog, ...]:
        """Each of the hub's own logs as it is held, by its name in the generation that ends, in order."""
        rows = [
            KeptLog(own_logs.named(self._transaction, log.origin), log.size, tobase64(log.frontier.root()))
            for log in own_logs.own(self._transaction)
        ]
        return tuple(sorted(rows, key=lambda row: row.origin))

    def _beside(self) -> dict[Origin, KeptLog]:
        """Of each log of which two histories were signed, by its name of now: as far as both are known to agree."""
        found: dict[Origin, KeptLog] = {}
        for first, size in agreed_sizes(self._transaction, self._keys).items():
            log = self._transaction.logs.get(first)
            if log is not None:
                name = own_logs.named(self._transaction, first)
                found[name] = KeptLog(name, size, tobase64(root_at(self._transaction, log, size)))
        return found

    def _lost_heads(self, heads: Sequence[ShownHead], waiting: Sequence[WaitingRange]) -> list[str]:
        """Every head of the hub's own in hand that is not of what is held, nor lost by a restore before."""
        generation, registry = self._transaction.settings.generation, own_logs.registry(self._transaction, self._keys)
        latest = later_generation(self._transaction) or generation
        shown = [head.note for head in heads]
        for row in waiting:
            shown += cited_heads(self._keys, latest, row.lines)
        found: dict[str, None] = {}
        for note in shown:
            signed = checkpoints.parse(note).checkpoint
            parsed = origins.parse(signed.origin)
            is_new = parsed.generation >= generation or is_other_history(self._transaction, registry, signed)
            if len(note) <= MAX_NOTE and is_new and not self._holds(parsed.first, signed):
                found[note] = None
        return list(found)

    def _holds(self, first: Origin, signed: Checkpoint) -> bool:
        log = self._transaction.logs.get(first)
        held = NOTHING if log is None else log.size
        return log is not None and signed.size <= held and root_at(self._transaction, log, signed.size) == signed.root

    def _state_restored(
        self,
        generation: int,
        since: Instant,
        kept: tuple[KeptLog, ...],
        lost: Sequence[str],
        grown: tuple[KeptLog, ...],
    ) -> None:
        witnessed = self._witnessed(kept)
        restored = Restored(
            salt=self._salt(),
            at=self._now,
            generation=generation,
            kept=kept[:MAX_KEPT],
            lost=tuple(lost[:MAX_LOST]),
            witnessed=witnessed,
            grown=grown[:MAX_KEPT],
            since=since,
            reason=tidy(self._answers.reason),
        )
        more = [
            Kept(salt=self._salt(), at=self._now, generation=generation, kept=kept[start : start + MAX_KEPT])
            for start in range(MAX_KEPT, len(kept), MAX_KEPT)
        ]
        self._state([restored, *more, *(Lost(salt=self._salt(), at=self._now, head=note) for note in lost[MAX_LOST:])])

    def _witnessed(self, kept: Sequence[KeptLog]) -> tuple[WitnessedLog, ...]:
        """How many acceptances of the generation that ends each witness had seen, as far as it cosigned them or says so."""
        names = [row.origin for row in kept if origins.parse(row.origin).kind is LogKind.ACCEPTANCES]
        witnesses = self._transaction.witnesses
        seen = {
            row.name: max(
                (max(head.size, head.said) for head in witnesses.cosigned(row.name) if head.origin in names), default=0
            )
            for row in witnesses.all()
        }
        for row in witnesses.all():
            witnesses.settle(row.name, kinds=["witness-ahead"])  # it is stated now
        return tuple(WitnessedLog(name, Size(size)) for name, size in sorted(seen.items()) if size)[:MAX_LOST]

    def _state(self, entries: Sequence[Entry]) -> None:
        own_logs.append(self._transaction, self._keys, origins.registry(self._keys.hub), entries)

    def _salt(self) -> str:
        return new_salt(self._random_bytes)

    # -- what waits

    def _take(self, row: WaitingRange, fence: Size | None) -> None:
        """Accept a range that waits, or keep it apart."""
        if fence is not None and row.size > fence:
            self._transaction.waiting.leave_out(row, "revoked-device")
            return
        before = receipted_at(row.note, self._mirror)
        device = origins.parse(row.origin).device
        try:
            self._check_before(row.origin, row.start)
            if device not in own_logs.registry(self._transaction, self._keys).devices:
                self._enrol(row, device, receipted=before is not None)
            line = notes.parse(row.note).find(self._mirror)
            held = None if before is None or line is None else held_receipt(line)
            head = RangeHead(origin=row.origin, start=row.start, end=row.size, checkpoint=row.note)
            incoming = IncomingRange(head, iter([Entries(list(row.lines)), End(ranges=1, entries=len(row.lines))]))
            acceptor = Acceptor(self._transaction, self._keys, self._random_bytes, self._now)
            self._entries += acceptor.accept(incoming, device, held=held)
        except Unavailable:
            raise
        except SoxaError as error:
            self._transaction.waiting.leave_out(row, error.code)
        else:
            self._transaction.waiting.taken(row)

    def _check_before(self, origin: Origin, start: Size) -> None:
        """Refuse a range before which another was left out."""
        log = self._transaction.logs.get(origin)
        if start > (NOTHING if log is None else log.size):
            raise Behind(origin=origin, at=NOTHING if log is None else log.size)

    def _enrol(self, row: WaitingRange, device: DeviceId, *, receipted: bool) -> None:
        """Enrol a laptop: again, if a receipt proves that it was once, for the unit and key of its join; else by its
        invite."""
        unit, _verifier = introduced(self._keys, device, row.lines)
        joins = joins_in(row.lines)
        registry = own_logs.registry(self._transaction, self._keys)
        again = enrolled_again if receipted or self._is_receipted(row.origin) else enrol
        is_forgotten = again is enrolled_again and is_forgotten_invite(self._transaction, joins)
        entry = again(self._transaction, self._keys, device, joins, self._now, self._random_bytes)
        registry.after([entry])
        self._state([entry])
        if is_forgotten and not entry.succeeds:
            self._returned.append(ReturnedLaptop(device, unit, carried_from(row.lines)))
        if self._transaction.logs.get(row.origin) is None:
            self._transaction.logs.add(row.origin, unit)
        self._laptops += 1

    def _is_receipted(self, origin: Origin) -> bool:
        """Whether a receipt of the hub stands on any range of a log that waits."""
        return any(receipted_at(row.note, self._mirror) is not None for row in self._transaction.waiting.of(origin))

    # -- whom the hub trusts no more

    def _revocations(self) -> dict[DeviceId, tuple[Size | None, str]]:
        """The laptops to be revoked: where their logs end, if that is known, and why."""
        registry = own_logs.registry(self._transaction, self._keys)
        found: dict[DeviceId, tuple[Size | None, str]] = {
            entry.device: (entry.size, entry.reason) for entry in lost_revocations(self._transaction, registry)
        }
        for device in self._answers.revoked:
            waits = self._transaction.waiting.last(origins.device(self._keys.hub, device))
            if device not in registry.devices and waits is None:
                raise Misuse("no-such-laptop", device=device[:40])
            if device not in registry.revoked:
                found.setdefault(device, (None, _("revoked before the hub was restored")))
        for device in list(found):
            for other in revoked_with(registry, device) if device in registry.devices else ():
                found.setdefault(other, (None, found[device][1]))
        return found

    def _fences(self, revoked: Mapping[DeviceId, tuple[Size | None, str]]) -> dict[DeviceId, Size]:
        """Where each log ends: as was stated, or else where a receipt of before proves that it was trusted."""
        asking = self._transaction.settings.asking
        since = NOTHING if asking is None else asking.since
        fences: dict[DeviceId, Size] = {}
        for device, (size, _reason) in revoked.items():
            log = self._transaction.logs.get(origins.device(self._keys.hub, device))
            fence = NOTHING if log is None else log.size
            for row in self._transaction.waiting.of(origins.device(self._keys.hub, device)):
                at = receipted_at(row.note, self._mirror)
                if at is not None and at < since:
                    fence = max(fence, row.size)
            fences[device] = fence if size is None else size
        return fences

    def _revoke(self, revoked: Mapping[DeviceId, tuple[Size | None, str]]) -> list[DeviceId]:
        """State the revocations, each at what is held now."""
        registry = own_logs.registry(self._transaction, self._keys)
        entries: list[Entry] = []
        for device, (_size, reason) in revoked.items():
            log = self._transaction.logs.get(origins.device(self._keys.hub, device))
            if device in registry.devices and log is not None:
                entries.append(Revoked(salt=self._salt(), at=self._now, device=device, size=log.size, reason=reason))
        if entries:
            self._state(entries)
        return [entry.device for entry in entries if isinstance(entry, Revoked)]


def open_invites(transaction: Transaction, now: Instant) -> list[InviteRow]:
    """The invites with which a laptop may join at a moment, the newest first."""
    return [row for row in transaction.invites.all() if row.used_by is None and not row.withdrawn and now < row.expires]


def is_forgotten_invite(transaction: Transaction, joins: Sequence[Join]) -> bool:
    """Whether nothing is known of the invites of joins."""
    return all(transaction.invites.get(join.invite) is None for join in joins)


def carried_from(lines: Sequence[bytes]) -> str:
    """The laptop whose unsent work a log carries on, as it says first; empty if it says nothing of one."""
    carried = (decode(line, LogKind.DEVICE) for line in lines if line.startswith(b'{"kind":"carried"'))
    return next((entry.device for entry in carried if isinstance(entry, Carried)), "")
