"""Invites for a laptop that takes another's place."""

from __future__ import annotations

from hub import own_logs
from hub.registry import invites
from sync.encoding.types import DeviceId
from tests.world import World


def replacing(world: World, device: DeviceId, unit: str = "03390") -> str:
    """The line of an invite for a laptop in this one's place."""
    with world.store.writing() as transaction:
        return invites.hand_out(
            transaction,
            world.keys,
            own_logs.registry(transaction, world.keys).units[unit],
            officer=None,
            days=30,
            url="",
            replaces=device,
            now=world.now(),
            random_bytes=world.random,
        )
