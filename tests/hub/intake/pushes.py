"""Pushes as bytes, good and hostile, and what the hub says to them."""

from __future__ import annotations

from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash
from tests.world import HUB, Laptop, World, sender_of


def push_of(laptop: Laptop, world: World) -> bytes:
    """The bytes of the laptop's next push, which still goes through."""
    bodies: list[bytes] = []
    laptop.exchange(world.recorded(bodies))
    return bodies[0]


def refusal(world: World, body: bytes) -> str:
    """The code with which the hub refuses a push."""
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body), asked=name_of(body))
    assert taken.refusal is not None
    return taken.refusal.code


def raw_push(laptop: Laptop, lines: list[bytes]) -> bytes:
    """A push of lines that the laptop signs, whatever they say, after what the hub holds of it."""
    start = laptop.store.logs.own.acked
    frontier: Frontier = laptop.store.logs.frontier_at(laptop.origin, start)
    frontier.extend(map(leaf_hash, lines))
    note = checkpoints.sign(Checkpoint(laptop.origin, frontier.size, frontier.root()), laptop.signer)
    writer = ParcelWriter()
    return (
        writer.header(Header(soxa=1, kind="push", hub=HUB, device=laptop.store.membership.device))
        + writer.range(RangeHead(origin=laptop.origin, start=start, end=frontier.size, checkpoint=note))
        + writer.entries(lines)
        + writer.end()
    )
