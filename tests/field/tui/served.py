"""Laptops that reach a province at an address, and what their exchanges came to."""

from __future__ import annotations

import socket
from pathlib import Path

from field.activities.entries import log_activity
from field.exchange import joining
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import PastExchange
from hub import own_logs
from hub.registry import invites
from sync.activities.draft import ActivityDraft
from sync.log.keyfile import load_key
from tests.field.tui.officer import UNIT
from tests.world import World


def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


def joined(world: World, folder: Path, url: str) -> LaptopHome:
    """A laptop that reaches the province at this address, with one activity logged."""
    home = LaptopHome(folder)
    with world.store.writing() as session:
        unit = own_logs.registry(session, world.keys).units[UNIT]
        invite = invites.hand_out(
            session, world.keys, unit, officer=None, days=1, url=url, now=world.now(), random_bytes=world.random
        )
    joining.join(home, invite, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    with LaptopStore.open(home) as store:
        signer = load_key(home.key, passphrase=None).renamed(store.logs.own.origin)
        draft = ActivityDraft(title="Phát loa", date="hôm nay")
        log_activity(store, signer, draft, now=world.now(), random_bytes=world.random)
    return home


def history(home: LaptopHome) -> list[PastExchange]:
    """What the exchanges came to, the newest first."""
    with LaptopStore.open(home) as store:
        return list(store.local.exchanges(10))


def unsent(home: LaptopHome) -> int:
    """Entries that no receipt covers."""
    with LaptopStore.open(home) as store:
        return store.records.unsent()
