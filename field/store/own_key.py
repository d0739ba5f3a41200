"""The laptop's own key, read from its file: it must be there, and be the one that the log began with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from field.home import LaptopHome, Unsavable, without_key
from field.store.laptop_store import LaptopStore
from sync.errors import BadInput, Refused, SoxaError, Unavailable
from sync.ledger import origins

if TYPE_CHECKING:
    from sync.log.keys import Signer


def is_sealed(home: LaptopHome) -> bool:
    """Whether a folder's key needs a passphrase; of none it does not. `Unsavable("home-key-damaged")`."""
    from sync.log.keyfile import is_encrypted  # noqa: PLC0415 - as below

    if without_key(home) is not None:
        return False
    try:
        return is_encrypted(home.key)
    except BadInput:
        raise Unsavable("home-key-damaged", path=str(home.key)) from None


def is_damaged(key: Path) -> bool:
    """Whether a file is there and is no key file, as far as that shows without its passphrase."""
    from sync.log.keyfile import load_key  # noqa: PLC0415 - as below

    try:
        load_key(key, passphrase="")
    except BadInput:
        return True
    except (Refused, Unavailable):  # it is sealed, or cannot be read
        return False
    return False


def key_fault(store: LaptopStore) -> SoxaError | None:
    """What stands against the folder's key, as `own_key` says it, as far as that shows without its passphrase; None if
    nothing does."""
    try:
        if without_key(store.home) is not None or not is_sealed(store.home):
            _loaded(store, None)
    except Unsavable as fault:
        return fault
    except SoxaError:  # others may read it, or nobody can: whoever needs it is told
        return None
    return None


def own_key(store: LaptopStore, passphrase: str | None) -> Signer:
    """The key under the name of the own log. `Unsavable("home-key-lost")` where there is none, `Unsavable("home-key-other")`
    where another laptop's lies in its place: what that signs is this log's never; `Unsavable("home-key-damaged")`; and as
    `load_key`."""
    signer = _loaded(store, passphrase).renamed(store.logs.own_origin)
    store.logs.sign_head(signer)
    return signer


def _loaded(store: LaptopStore, passphrase: str | None) -> Signer:
    from sync.log.keyfile import load_key  # noqa: PLC0415 - cryptography, which the first screen does without

    lost = without_key(store.home)
    if lost is not None:
        raise lost
    try:
        signer = load_key(store.home.key, passphrase=passphrase)
    except BadInput:
        raise Unsavable("home-key-damaged", path=str(store.home.key)) from None
    own, found = store.membership.device, origins.device_id(signer.verifier.key)
    if found != own:
        raise Unsavable("home-key-other", path=str(store.home.key), found=found, own=own)
    return signer
