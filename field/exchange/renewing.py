"""Renewing a laptop's key: another takes its place, for which the old one vouches, and the log goes on under it.

The store of the new key is made beside the old, in `next-<laptop>`, and asks the hub. Only when the hub has said yes does it
take the old one's place: until then the laptop works on as it is, and a hub that says no changes nothing. Whatever cuts it
short, the next try goes on where this one stood. It is done when somebody asks for it, and never by itself: each renewal is
one more entry in the registry that every laptop of the province fetches, and one more log that every report covers.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import msgspec

from field.exchange.beginning import begin_after
from field.exchange.joining import free_path
from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.types import Instant, NamedDevice, RandomBytes
from sync.errors import NoAnswer, Refused, Unavailable
from sync.ledger import origins
from sync.ledger.entry import Join, new_salt
from sync.ledger.succession import stands_for, vouch
from sync.log.keyfile import load_key, save_key
from sync.log.keys import Signer

_NEXT: Final = "next-"

Asking = Callable[[LaptopStore, Signer], None]
"""Exchanges with the hub for the new key; raises what stands against it."""


def renew(
    home: LaptopHome, signer: Signer, passphrase: str | None, ask: Asking, *, now: Instant, random_bytes: RandomBytes
) -> bool:
    """Renew the key of a laptop of which the hub holds all; whether it is done, or waits for an answer. `Refused`:
    `renew-unsent`, or as `LaptopStore.closed`; `Unavailable("store-busy")` while another program has the folder open."""
    complete(home)
    beside = _begun(home)
    if beside is None:
        with LaptopStore.open(home) as store:
            beside = _begin(home, store, signer, passphrase, now, random_bytes)
    with LaptopStore.open(beside) as store:
        new = load_key(beside.key, passphrase=passphrase).renamed(store.logs.own_origin)
        try:
            ask(store, new)
        except (NoAnswer, Unavailable):
            raise
        except Refused:
            if not store.logs.own.acked:  # the hub said no: the laptop works on as it is
                store.close()
                _forget(home, beside)
            raise
        if not store.logs.own.acked:
            return False
    _take_place(home, beside)
    return True


def complete(home: LaptopHome) -> None:
    """Give a folder its new key, where a renewal was cut short between its store and that."""
    if not LaptopStore.is_there(home) or not any(home.path.glob(f"{_NEXT}*")):
        return
    with LaptopStore.open(home) as store:
        beside = LaptopHome(home.path / f"{_NEXT}{store.membership.device}")
    if beside.key.exists() and not beside.database.exists():
        beside.key.replace(home.key)
        _forget(home, beside)


def _begun(home: LaptopHome) -> LaptopHome | None:
    """A renewal that was begun, if one was. What one left that was cut short before that is taken away."""
    for beside in map(LaptopHome, sorted(home.path.glob(f"{_NEXT}*"))):
        if beside.database.exists():
            return beside
        _forget(home, beside)
    return None


def _begin(
    home: LaptopHome,
    store: LaptopStore,
    signer: Signer,
    passphrase: str | None,
    now: Instant,
    random_bytes: RandomBytes,
) -> LaptopHome:
    own, was = store.logs.own, store.membership
    if store.closed is not None:
        raise store.closed
    if not own.acked or own.acked != own.size:
        raise Refused("renew-unsent", count=own.size - own.acked)
    nameless = Signer("soxa", random_bytes(32))
    device = origins.device_id(nameless.verifier.key)
    new = nameless.renamed(origins.device(was.hub, device))
    key = new.verifier.vkey()
    by = vouch(signer, was.hub, was.device, own.size, own.frontier.root(), key)
    invite, proof = stands_for(by)
    beside = LaptopHome(home.path / f"{_NEXT}{device}")
    beside.path.mkdir()
    save_key(beside.key, new, passphrase=passphrase, salt=random_bytes(16), nonce=random_bytes(12))
    join = Join(
        salt=new_salt(random_bytes),
        at=now,
        hub=was.key,
        unit=was.unit,
        invite=invite,
        key=key,
        proof=proof,
        succeeds=NamedDevice(was.device),
        by=by,
    )
    # once it is there it is tried again until the hub answers
    begin_after(home.database, beside, msgspec.structs.replace(was, device=device, invite=invite), join, new)
    return beside


def _take_place(home: LaptopHome, beside: LaptopHome) -> None:
    """Put the new store and key in the place of the old, which are kept beside: what was saved there meanwhile goes on."""
    with LaptopStore.open(home) as store:
        was = store.membership.device
    if home.database.with_name(f"{home.database.name}-wal").exists():  # whoever closes it last leaves none
        raise Unavailable("store-busy")
    aside = LaptopHome(free_path(home.path / f"closed-{was}"))
    aside.path.mkdir()
    aside.mark.touch()
    shutil.copy2(home.database, aside.database)
    shutil.copy2(home.key, aside.key)
    beside.database.replace(home.database)  # the commit point: `complete` does the rest
    complete(home)


def _forget(home: LaptopHome, beside: LaptopHome) -> None:
    shutil.rmtree(beside.path, ignore_errors=True)
    for anchor in home.path.glob(f".{beside.path.name}-*.anchor"):
        with suppress(OSError):
            anchor.unlink()
