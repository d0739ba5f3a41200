"""The hub's acceptances, seen from a laptop: signed heads alone, each proven to go on from the one before.

A head that is not proven is not taken: what is held stays, and the honest history can always go on from it. One that is
proven to be of another history is kept beside what it contradicts, for both bear the hub's signature. Colleagues cite heads
in their logs, with that signature; they are held against those that were taken here, and else proven with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from field.exchange.taken_reply import Reply
from field.store import LaptopStore, Taking
from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash
from sync.errors import Fork, Unproven
from sync.exchange.growth import HeldHead, is_proven
from sync.exchange.ranges import RangeHead, ReceiptedBy, hashes_of
from sync.ledger import origins
from sync.ledger.citation import acceptances_keys, cited_note
from sync.ledger.decode import Quarantined, decode
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import HASH_SIZE, check_consistency, is_other_history

CITES: Final = b'"seen":{'
"""What stands in the line of an entry that cites."""


class AcceptancesTaker:
    """Takes heads of the acceptances, in one reply."""

    def __init__(self, store: LaptopStore, reply: Reply) -> None:
        self._store = store
        self._reply = reply
        self._logs = store.logs
        self._first = origins.acceptances(store.membership.hub)

    # -- what the hub gives

    def take(self, taking: Taking, head: RangeHead, signed: Checkpoint, accepted: ReceiptedBy | None) -> None:
        """A head that is larger than the one held; `accepted` is the acceptance that came with the receipt in this reply.
        Without a proof it is passed over; with one that does not hold it is kept as doubtful, and blamed. `Fork` if it is
        proven to be of another history."""
        try:
            if not is_proven(head, signed, self._held(), accepted):
                return
        except Fork:
            raise
        except Unproven as error:
            taking.hub_word(head.checkpoint, signed.size, "doubted")
            self._reply.blame(error)
            return
        taking.head(self._first, None, head.checkpoint)
        self._settle(taking, head, signed)

    def _held(self) -> HeldHead | None:
        """The head that is held; of who holds none, what the hub has kept at its last restore."""
        state = self._logs.extent(self._first)
        if state.size:
            return HeldHead(state.size, checkpoints.parse(state.checkpoint).checkpoint.root)
        for restored in self._logs.restores()[-1:]:
            for row in restored.kept:
                if origins.parse(row.origin).first == self._first and row.size:
                    return HeldHead(row.size, Hash(unbase64(row.root, length=HASH_SIZE)))
        return None

    def _settle(self, taking: Taking, head: RangeHead, signed: Checkpoint) -> None:
        """Hold what was not proven yet against a head that now is."""
        proofs = {grown.start: grown.proof for grown in head.grown}
        for word in self._logs.hub_words():
            other = checkpoints.parse(word.note).checkpoint
            if other.origin != signed.origin or not (other.size == signed.size or other.size in proofs):
                continue
            if other.size == signed.size:
                proven, contradicts = other.root == signed.root, other.root != signed.root
            else:
                proof = hashes_of(proofs[other.size])
                proven = _goes_on(proof, other, signed)
                contradicts = is_other_history(proof, other.size, other.root, signed.size, signed.root)
            if contradicts:
                taking.contradicted(word.note)
                self._reply.blame(Fork(origin=other.origin, index=other.size))
            if proven or contradicts:
                taking.forget_hub_word(word.note)
            else:
                taking.hub_word(word.note, other.size, "asked")

    # -- what colleagues cite

    def cited(self, taking: Taking, lines: Iterable[bytes], registry: Registry) -> None:
        """Entries of a colleague's log: each head that they cite under the hub's signature is held against those taken."""
        keys = acceptances_keys(registry)
        for line in lines:
            entry = decode(line, LogKind.DEVICE)
            if isinstance(entry, Quarantined) or entry.seen is None:
                continue
            note = cited_note(entry.seen, keys)
            if note is not None:
                self._hold(taking, notes.format(note), registry)

    def _hold(self, taking: Taking, note: str, registry: Registry) -> None:
        signed = checkpoints.parse(note).checkpoint
        known = self._logs.heads_of(signed.origin).get(signed.size)
        if known is None:
            taking.hub_word(note, signed.size, "cited")
            return
        held = checkpoints.parse(known).checkpoint
        if held.root != signed.root and not _is_stated(registry, held, signed):
            taking.contradicted(note)
            self._reply.blame(Fork(origin=signed.origin, index=signed.size))


def _is_stated(registry: Registry, *heads: Checkpoint) -> bool:
    """Whether a restore that states a fork names one of two heads that contradict each other."""
    forks = [restore for restore in registry.restores if restore.entry.grown]
    named = {checkpoints.parse(note).checkpoint for restore in forks for note in restore.lost}
    return any(head in named for head in heads)


def _goes_on(proof: Sequence[Hash], old: Checkpoint, new: Checkpoint) -> bool:
    try:
        check_consistency(proof, old.size, old.root, new.size, new.root)
    except Unproven:
        return False
    return True
