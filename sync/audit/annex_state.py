"""The state of the ledger that an annex states: signed heads of the hub's logs, and what its desks had said up to theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from sync.annex.model import AnnexBasis
from sync.audit.faults import Fault
from sync.encoding.types import NOTHING, Hash, Instant, Size
from sync.errors import BadInput, Fact, Unproven
from sync.ledger import origins
from sync.ledger.answered_status import ReportName
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Entry, Review
from sync.ledger.origins import LogKind
from sync.ledger.own_heads import OwnHeads
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint, SignedCheckpoint
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier


def signed_heads(basis: AnnexBasis, key: Verifier) -> tuple[Checkpoint, Checkpoint, list[Checkpoint]]:
    """The heads of the registry, of the acceptances and of desks, each signed by the hub whose key this is."""
    hub = origins.parse(key.name).hub
    if basis.hub != hub:
        raise Unproven("another-hub", origin=basis.hub, hub=hub)
    kinds, notes = (LogKind.REGISTRY, LogKind.ACCEPTANCES), (basis.state.registry, basis.state.acceptances)
    registry, acceptances = (_head(note, hub, kind, key) for kind, note in zip(kinds, notes, strict=True))
    for signed in (registry, acceptances):
        if len(signed.note.signatures) != 1:
            raise Unproven("strange-signatures", origin=signed.checkpoint.origin)
    stated = basis.state.desks
    desks = _desk_heads(stated if isinstance(stated, tuple) else (), key)
    heads = (registry.checkpoint, acceptances.checkpoint, *desks)
    if len({origins.parse(head.origin).generation for head in heads}) != 1:
        raise Unproven("annex-mixed-generations")
    return registry.checkpoint, acceptances.checkpoint, desks


def _head(note: str, hub: str, kind: LogKind, key: Verifier) -> SignedCheckpoint:
    """The head of the registry or the acceptances, under its name in whatever generation it was signed in."""
    try:
        parsed = origins.parse(checkpoints.parse(note).checkpoint.origin)
    except BadInput:
        parsed = origins.ParsedOrigin(hub, kind)
    generation = parsed.generation if (parsed.hub, parsed.kind) == (hub, kind) else 1
    return checkpoints.verify(note, key.renamed(origins.ParsedOrigin(hub, kind, generation=generation).written))


def _desk_heads(notes: Sequence[str], key: Verifier) -> list[Checkpoint]:
    """The heads of desks that an annex states, each signed by the hub whose key this is, by unit. `SoxaError` if one
    does not hold, or they do not stand in order."""
    hub = origins.parse(key.name).hub
    heads: list[Checkpoint] = []
    for note in notes:
        origin = checkpoints.parse(note).checkpoint.origin
        parsed = origins.parse(origin)
        if parsed.kind is not LogKind.DESK or parsed.hub != hub:
            raise Unproven("wrong-origin", origin=origin, expected=origins.desk(hub, "…"))
        signed = checkpoints.verify(note, key.renamed(origin))
        if len(signed.note.signatures) != 1:
            raise Unproven("strange-signatures", origin=origin)
        heads.append(signed.checkpoint)
    for before, after in pairwise(heads):
        if origins.parse(before.origin).name >= origins.parse(after.origin).name:
            raise Unproven("annex-desks-disordered", origin=after.origin)
    return heads


class LateAnswer(Struct, frozen=True):
    """An answer to a unit's reports that came after the head of its desk, or where that has none."""

    period: str
    at: Instant


class Desks:
    """Follows the desks of a bundle up to the heads that an annex states; each is known by its first name, since the hub may
    have been restored in between."""

    def __init__(self, heads: Sequence[Checkpoint]) -> None:
        self._heads: dict[str, Checkpoint] = {origins.parse(head.origin).first: head for head in heads}
        self._frontiers: dict[str, Frontier] = {}
        self._sizes: dict[str, int] = {}
        self._roots: dict[str, Hash] = {}
        self.given: dict[ReportName, Review] = {}
        """The last answer to the reports of each unit and name, up to these heads."""
        self.late: list[LateAnswer] = []
        self.future: dict[str, int] = {}
        """By unit, how many of the entries up to its head only a newer program can read."""

    def take(self, origin: str, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined]) -> None:
        """Take the next entries of a unit's desk."""
        origin = origins.parse(origin).first
        head = self._heads.get(origin)
        end = NOTHING if head is None else head.size
        unit = origins.parse(origin).name
        frontier = self._frontiers.setdefault(origin, Frontier())
        for line, entry in zip(lines, entries, strict=True):
            size = self._sizes[origin] = self._sizes.get(origin, 0) + 1
            if size <= end:
                frontier.append(leaf_hash(line))
            if size == end:
                self._roots[origin] = frontier.root()
            if isinstance(entry, Quarantined) and entry.why == "future" and size <= end:
                self.future[unit] = self.future.get(unit, 0) + 1
            if not isinstance(entry, Review) or entry.period is None:
                continue
            if size <= end:
                self.given[unit, entry.period] = entry
            else:
                self.late.append(LateAnswer(entry.period, entry.at))

    def states(self) -> Iterator[tuple[Checkpoint, Size, Hash | None]]:
        """Each head with how much the bundle has of its log, and the root that it had at the head's size."""
        for origin, head in self._heads.items():
            yield head, Size(self._sizes.get(origin, 0)), self._roots.get(origin)


def other_state(heads: OwnHeads, head: Checkpoint, size: Size, root: Hash | None) -> list[Fault]:
    """Whether a signed head is one that the bundle's log had; `root` is what the log had at its size."""
    match heads.judge(head, root):
        case "holds":
            return []
        case "lost":
            return [fault("annex-of-lost-state", origin=head.origin, size=head.size)]
        case "unstated":
            return [fault("annex-of-unstated-state", origin=head.origin, size=head.size)]
        case _ if head.size > size:
            return [fault("annex-ahead", origin=head.origin, stated=head.size, size=size)]
        case _:
            return [fault("annex-other-root", origin=head.origin, size=head.size)]


def fault(code: str, **facts: Fact) -> Fault:
    """Something wrong with what a file says that it rests on."""
    return Fault("", None, code, facts)
