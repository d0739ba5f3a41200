"""The laptop's own key, read from its file: it must be there, and be the one that the log began with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from field.home import without_key
from field.store.laptop_store import LaptopStore
from sync.errors import Refused
from sync.ledger import origins

if TYPE_CHECKING:
    from sync.log.keys import Signer


def own_key(store: LaptopStore, passphrase: str | None) -> Signer:
    """The key under the name of the own log. `Refused("home-key-lost")` where there is none, `Refused("home-key-other")`
    where another laptop's lies in its place: what that signs is this log's never; and as `load_key`."""
    from sync.log.keyfile import load_key  # noqa: PLC0415 - cryptography, which the first screen does without

    lost = without_key(store.home)
    if lost is not None:
        raise lost
    signer = load_key(store.home.key, passphrase=passphrase)
    own, found = store.membership.device, origins.device_id(signer.verifier.key)
    if found != own:
        raise Refused("home-key-other", path=str(store.home.key), found=found, own=own)
    return signer.renamed(store.logs.own_origin)
