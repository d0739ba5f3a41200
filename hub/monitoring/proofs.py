"""Proofs of single entries, from the hub's store: what shows that a laptop stated something and that the hub held it by a
time, checked anew each time it is shown; and the same as a file that anyone can check with the hub's key alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from msgspec import Struct

from hub.home import Keys
from hub.messages import sentence
from hub.store import Transaction
from hub.store.places import stands_at
from hub.store.rows import AcceptedRow, LogRow
from hub.times import AcceptedTimes, cited_sizes
from hub.verdicts import VOID_SEEN
from sync.encoding.types import NOTHING, DeviceId, Hash, Index, Instant, Origin, Size
from sync.errors import SoxaError, Unavailable, Unproven, WrongRoot
from sync.ledger import origins
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import SignedCheckpoint
from sync.log.merkle import check_inclusion, inclusion_proof, leaf_hashes
from sync.log.note import Verifier
from sync.log.receipt import receipt_time
from sync.log.redacted import is_redacted
from sync.proof import entry_proof
from sync.wording.i18n import catalogue

_ = catalogue("hub")


class EntryTimes(Struct, frozen=True):
    """When an entry was made, as far as is proven (POSIX seconds)."""

    after: Instant | None
    """The hub's time at the newest of its checkpoints that the laptop had cited by then."""
    received: Instant
    """The hub's time at the first acceptance that covers it."""


class ProofCheck(Struct, frozen=True):
    """A check of a proof: what was checked; `fault` says why it does not hold."""

    what: str
    fault: str | None = None


class EntryEvidence(Struct, frozen=True, kw_only=True):
    """What was checked of one entry, by which keys."""

    device: DeviceId
    entered: bool
    """Whether that is no laptop, but where the province enters things for the unit."""
    gone: bool
    """Whether its texts are erased: then it has no proof."""
    index: int
    leaf: Hash
    origin: Origin
    size: int
    """Of the log, at the first checkpoint with the entry in it that the hub accepted."""
    root: Hash
    laptop_key: Verifier
    hub_key: Verifier
    """That receipts are checked with."""
    registry_key: Verifier
    received: Instant
    """The hub's time on its receipt (POSIX seconds)."""
    checks: tuple[ProofCheck, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found amiss."""
        return all(check.fault is None for check in self.checks)


class Prover:
    """The logs of one unit as far as proofs need them, each read once. An entry is named by its `schema.place_of`."""

    def __init__(self, transaction: Transaction, keys: Keys, registry: Registry, unit: str) -> None:
        self._transaction: Final = transaction
        self._keys: Final = keys
        self._registry: Final = registry
        self._logs: Final[dict[int, LogRow]] = {log.id: log for log in transaction.logs.peers(unit, but=0)}
        self._beginnings: Final[dict[int, _Beginning]] = {}

    def device(self, place: int) -> DeviceId:
        """Whose log an entry stands in."""
        return origins.parse(self._logs[stands_at(place)[0]].origin).device

    def times(self, place: int) -> EntryTimes:
        """The times of an entry."""
        log, index = stands_at(place)
        seen = self._upto(log, index + 1).seen[index]
        times = AcceptedTimes(self._transaction, self._registry)
        return EntryTimes(times.earliest(seen), times.received_as(self._accepted(place), seen))

    def evidence(self, place: int) -> EntryEvidence:
        """Check an entry, line by line."""
        log, index = stands_at(place)
        accepted = self._accepted(place)
        size, received, note = accepted.size, accepted.at, accepted.checkpoint
        beginning = self._upto(log, size)
        leaf = beginning.leaves[index]
        signed = checkpoints.parse(note)
        root = signed.checkpoint.root
        laptop = self._registry.verifier(self._logs[log].origin)
        cosigner, key = self._registry.cosigner, self._keys.logs.verifier
        assert cosigner is not None, "a hub that was founded names it"
        gone = index < len(beginning.lines) and is_redacted(beginning.lines[index])
        checks = (
            _check(
                _(
                    "Its texts are erased. Its leaf hash stands at index {index} of the log as it was signed "
                    "at the size {size}."
                ).format(index=index, size=size)
                if gone
                else _("The entry's bytes stand at index {index} of the log as it was signed at the size {size}.").format(
                    index=index, size=size
                ),
                lambda: _check_place(beginning.leaves[:size], signed, index, leaf),
            ),
            _check(
                (
                    _("The province signed this state of the log ({device}) in which it enters things for the unit.")
                    if self._registry.devices[self.device(place)].entered
                    else _("The laptop {device} signed this state of its log.")
                ).format(device=self.device(place)),
                lambda: checkpoints.verify(note, laptop),
            ),
            _check(
                _("The hub signed that it held all of it, and when."),
                lambda: _check_time(signed, cosigner, received),
            ),
            *(
                ()
                if gone
                else (
                    _check(
                        _("The registry names both keys, and the proof as a file holds by the registry's key alone."),
                        lambda: entry_proof.check(self.proof(place), key),
                    ),
                )
            ),
        )
        return EntryEvidence(
            device=self.device(place),
            entered=self._registry.devices[self.device(place)].entered,
            gone=gone,
            index=index,
            leaf=leaf,
            origin=signed.checkpoint.origin,
            size=size,
            root=root,
            laptop_key=laptop,
            hub_key=cosigner,
            registry_key=key,
            received=received,
            checks=checks,
        )

    def proof(self, place: int) -> str:
        """The proof as the text of a file (C2SP tlog-proof), as `soxa audit prove` writes it. `Unproven` if the hub does not
        hold what was signed."""
        log, index = stands_at(place)
        accepted = self._accepted(place)
        size, note = accepted.size, accepted.checkpoint
        beginning = self._upto(log, size)
        _check_whole(beginning.leaves, size, self._logs[log].origin)
        chain = entry_proof.chained(*self._signed_registry, self._registry.devices[self.device(place)].position)
        return entry_proof.written(beginning.lines[index], index, beginning.leaves[:size], note, chain)

    @cached_property
    def _signed_registry(self) -> tuple[list[bytes], str]:
        """The registry's lines and its signed checkpoint."""
        log = self._transaction.logs.get(origins.registry(self._keys.hub))
        assert log is not None, "a hub that was founded has one"
        return list(self._transaction.logs.lines(log.id, 0, log.size)), log.checkpoint

    def _accepted(self, place: int) -> AcceptedRow:
        log, index = stands_at(place)
        found = self._transaction.logs.first_accepted(log, index)
        if found is None:
            raise Unproven("no-receipt", name=origins.mirror(self._keys.hub), origin=self._logs[log].origin)
        return found

    def _upto(self, log: int, size: int) -> _Beginning:
        """The first entries of a log: as many at least, if it has them."""
        beginning = self._beginnings.setdefault(log, _Beginning())
        if len(beginning.lines) < size:
            void = self._transaction.logs.held_among(log, len(beginning.lines), size, VOID_SEEN)
            beginning.add(list(self._transaction.logs.lines(log, len(beginning.lines), size)), void)
        return beginning


class _Beginning:
    """The beginning of a log: its lines, their leaf hashes, and by each entry the newest valid citation so far."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.leaves: list[Hash] = []
        self.seen: list[Size] = []

    def add(self, lines: list[bytes], void: frozenset[Index]) -> None:
        """Add the next lines; the citations of the entries at some indices are void."""
        start = len(self.lines)
        self.lines += lines
        self.leaves += leaf_hashes(lines)
        self.seen += cited_sizes(lines, start, void, self.seen[-1] if self.seen else NOTHING)


def _check(what: str, does_hold: Callable[[], object]) -> ProofCheck:
    try:
        does_hold()
    except Unavailable:  # the store's, which shows nothing of a proof
        raise
    except SoxaError as error:
        return ProofCheck(what, sentence(error))
    return ProofCheck(what)


def _check_place(leaves: list[Hash], signed: SignedCheckpoint, index: Index, leaf: Hash) -> None:
    size, root = signed.checkpoint.size, signed.checkpoint.root
    _check_whole(leaves, size, signed.checkpoint.origin)
    check_inclusion(inclusion_proof(leaves[:size], index), size, root, index, leaf)


def _check_whole(leaves: list[Hash], size: Size, origin: Origin) -> None:
    if len(leaves) < size:
        raise WrongRoot(origin=origin)


def _check_time(signed: SignedCheckpoint, cosigner: Verifier, received: Instant) -> None:
    if receipt_time(signed.note, signed.checkpoint, cosigner) != received:
        raise Unproven("bad-receipt", name=cosigner.name, origin=signed.checkpoint.origin)
