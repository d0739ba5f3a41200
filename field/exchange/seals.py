"""Sealing what this laptop packs for the hub, and opening what the hub seals to it.

Its own key for that follows from the key of its log (`sync.exchange.sealed`), and stands in the header of each file that it
packs, under the signature at that file's end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from field.store import LaptopStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import RandomBytes
from sync.exchange.sealed import Keyring, OpeningKey, SealKey, opening_key, sealed, stated_key
from sync.ledger.invite import Invite
from sync.log.keys import Signer

_HUB_SEAL: Final = "hub-seal"

Unlocking = Callable[[], Signer]
"""The laptop's key, for which a passphrase may have to be asked for."""


def keep_invited(store: LaptopStore, invite: Invite) -> None:
    """Keep the key that an invite has for files to the hub, until the registry is here; and that the hub signs what it
    answers, since no program before that one had such a key. So what is not signed is refused from the first answer on."""
    if invite.seal:
        store.local.set_setting(_HUB_SEAL, invite.seal)
        store.local.note_hub_signs()


def hub_key(store: LaptopStore) -> SealKey | None:
    """The key that files to the hub are sealed to; None of a hub that has stated none."""
    return stated_key(store.logs.registry().seal or store.local.setting(_HUB_SEAL) or "")


def own_seal(signer: Signer) -> str:
    """The key that answers to this laptop are to be sealed to, in base64."""
    return tobase64(opening_key(signer).seal_key.public)


def sealed_to(key: SealKey | None, parcel: Iterable[bytes], random_bytes: RandomBytes) -> Iterable[bytes]:
    """A file for whoever has a key: sealed, where there is one."""
    return parcel if key is None else sealed(parcel, key, random_bytes)


def ring(unlock: Unlocking) -> Keyring:
    """The keys of this laptop. It is unlocked when a file is sealed, and not before."""

    def key_for(recipient: bytes) -> OpeningKey | None:
        key = opening_key(unlock())
        return key if key.seal_key.recipient == recipient else None

    return key_for
