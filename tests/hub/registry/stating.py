"""Stating what happens to three communes, and reading the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub import own_logs
from sync.ledger.entry import Reorganised
from sync.ledger.registry import Registry
from tests.world import World

SINCE = "2026-11-01"
BINH_LU, BAN_BO, KHUN_HA = "03390", "03424", "03430"
SOMETHING = {"since": SINCE, "document": "1/NQ-HĐND"}


def state(world: World, what: Callable[..., Reorganised], *units: Any, **more: Any) -> Reorganised:
    """Have the hub state something."""
    with world.store.writing() as transaction:
        return what(transaction, world.keys, *units, **{**SOMETHING, **more}, now=world.now(), random_bytes=world.random)


def registry(world: World) -> Registry:
    with world.store.reading() as transaction:
        return own_logs.registry(transaction, world.keys)
