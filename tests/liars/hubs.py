"""A hub that lies, as code: it has all keys of the real one, whose answers it changes on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Hash, Index, Origin, Size
from sync.exchange.answers import hub_signer
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelWriter
from sync.exchange.ranges import Grown, RangeHead
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import consistency_proof, inclusion_proof, tree_root
from tests.world import Line, World

Lie = Callable[[RangeHead, Header], RangeHead | None]
"""What becomes of the head of the acceptances in an answer to a push with this header; None takes it out."""


class LyingHub:
    """A world's hub, and what it says in place of the truth."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.origin = origins.acceptances(world.keys.hub)

    def leaves(self) -> list[Hash]:
        """Of the true acceptances."""
        return self.world.hub_leaves(self.origin)

    def head(self, leaves: Sequence[Hash]) -> str:
        """A head over whatever leaves, under the hub's key."""
        signed = Checkpoint(self.origin, Size(len(leaves)), tree_root(leaves))
        return checkpoints.sign(signed, self.world.keys.signer(self.origin))

    def shown(self, leaves: Sequence[Hash]) -> Lie:
        """These leaves for the acceptances, with the proofs that they allow."""

        def lie(head: RangeHead, push: Header) -> RangeHead:
            cursor, size = push.cursors.get(self.origin, 0), Size(len(leaves))
            grown = tuple(
                Grown(start=Size(old), proof=_spelled(consistency_proof(leaves, Size(old))))
                for old in (cursor, *(push.proofs or ()))
                if 0 < old <= size
            )
            return structs.replace(
                head,
                start=size,
                end=size,
                checkpoint=self.head(leaves),
                grown=grown,
                inclusion=_spelled(inclusion_proof(leaves, self._newest(push))),
            )

        return lie

    def rewritten(self, beginning: Sequence[Hash]) -> Lie:
        """The acceptances with another beginning."""

        def lie(head: RangeHead, push: Header) -> RangeHead | None:
            return self.shown([*beginning, *self.leaves()[len(beginning) :]])(head, push)

        return lie

    def _newest(self, push: Header) -> Index:
        with self.world.store.reading() as transaction:
            own = transaction.logs.get(origins.device(self.world.keys.hub, origins.parse(_own(push)).device))
            assert own is not None
            return transaction.logs.accepted(own.id)[-1].acceptance

    def line(self, lie: Lie) -> Line:
        """A line to the hub, on which its answers are what the lie makes of them."""

        def line(body: bytes) -> Iterator[bytes]:
            push, _ranges = ranges_of(events_of([body], ONE_EXCHANGE))
            header, ranges = ranges_of(events_of(self.world.line(body), ONE_EXCHANGE))
            writer = ParcelWriter(signer=hub_signer(self.world.keys.logs))
            yield writer.header(header)
            for incoming in ranges:
                lines = [line for batch in incoming for line in batch]
                head: RangeHead | None = incoming.head
                if incoming.head.origin == self.origin:
                    head = lie(incoming.head, push)
                if head is not None:
                    yield writer.range(head) + writer.entries(lines)
            yield writer.end()

        return line


def _own(push: Header) -> Origin:
    return Origin(f"{push.hub}/device/{push.device}")


def _spelled(hashes: Sequence[Hash]) -> tuple[Base64Hash, ...]:
    return tuple(Base64Hash(tobase64(hash_)) for hash_ in hashes)
