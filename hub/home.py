"""The hub's data folder: where it is and what lies in it. Only names of paths, and its keys.

hub.db        logs, records, invites (SQLite; its -wal and -shm beside it while in use)
hub.db-lock   (and -gate) by which processes that have it open know of each other; empty
hub.anchor    how far the hub has signed (`hub.safekeeping.anchor`)
hub.new       a folder, while the hub is made
hub.copy      a copy of the database, while it is checked or sealed
logs.key      signs the registry, the acceptances and the desks
mirror.key    signs receipts
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from msgspec import Struct

from sync.encoding.types import RandomBytes
from sync.errors import BadInput, Refused, SoxaError
from sync.exchange.sealed import OpeningKey, opening_key
from sync.ledger import origins
from sync.log.keyfile import is_encrypted, load_key, save_key
from sync.log.keys import Signer


@dataclass(frozen=True, slots=True)
class HubHome:
    """A data folder, which need not exist yet."""

    path: Path

    @property
    def database(self) -> Path:
        """The path of the store's database file."""
        return self.path / "hub.db"

    @property
    def anchor(self) -> Path:
        """The path of the anchor: beside the keys, or where SOXA_HUB_ANCHOR says, as on another disk."""
        named = os.environ.get("SOXA_HUB_ANCHOR")
        return Path(named) if named else self.path / "hub.anchor"

    @property
    def beginning(self) -> HubHome:
        """The folder within this in which a hub is made, until it is whole."""
        return HubHome(self.path / "hub.new")

    @property
    def copied(self) -> Path:
        """The path of a copy of the database, as long as it is checked or sealed."""
        return self.path / "hub.copy"

    @property
    def mending(self) -> Path:
        """The path of a copy of a damaged database, as long as it is read out."""
        return self.path / "hub.mending"

    @property
    def logs_key(self) -> Path:
        """The key of the hub's own logs."""
        return self.path / "logs.key"

    @property
    def mirror_key(self) -> Path:
        """The key of its receipts."""
        return self.path / "mirror.key"


class Keys(Struct, frozen=True):
    """The hub's two key pairs, and its name."""

    logs: Signer
    mirror: Signer

    @property
    def hub(self) -> str:
        """The hub's name."""
        return origins.parse(self.logs.name).hub

    def signer(self, origin: str) -> Signer:
        """The signer of one of the hub's own logs."""
        return self.logs.renamed(origin)

    @property
    def opening(self) -> OpeningKey:
        """What opens files that are sealed to the hub. It follows from the key of the hub's own logs: no file has it."""
        return opening_key(self.logs.renamed(origins.registry(self.hub)))

    def entering(self, unit: str, invite: str) -> Signer:
        """The signer of a log in which the hub states what it enters for a unit. Its key follows from the key of the hub's
        own logs and the random id under which the registry enrols it, so no file has it."""
        seed = self.logs.derived(f"soxa entered v1\n{self.hub}\n{unit}\n{invite}\n".encode())
        device = origins.device_id(Signer(self.logs.name, seed).verifier.key)
        return Signer(origins.device(self.hub, device), seed)


def locate(option: str | None) -> HubHome:
    """The folder that `--home` names, else SOXA_HUB_HOME, else SOXA_HOME, else where the platform keeps data."""
    named = option or os.environ.get("SOXA_HUB_HOME") or os.environ.get("SOXA_HOME")
    return HubHome(Path(named) if named else platformdirs.user_data_path("soxa-hub", appauthor=False))


def make_keys(home: HubHome, hub: str, passphrase: str | None, random_bytes: RandomBytes) -> Keys:
    """Two new key files. `Unavailable("key-exists")` rather than touch one that is there."""
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = Keys(Signer(origins.registry(hub), random_bytes(32)), Signer(origins.mirror(hub), random_bytes(32)))
    for path, signer in ((home.logs_key, keys.logs), (home.mirror_key, keys.mirror)):
        save_key(path, signer, passphrase=passphrase, salt=random_bytes(16), nonce=random_bytes(12))
    return keys


def load_keys(home: HubHome, ask: Callable[[], str]) -> Keys:
    """The hub's keys; `ask` is called if they are under a passphrase. Raises as `check_keys` does, and as `load_key`."""
    check_keys(home)
    passphrase = ask() if is_encrypted(home.logs_key) else None
    return Keys(_load(home.logs_key, passphrase), _load(home.mirror_key, passphrase))


def check_keys(home: HubHome) -> None:
    """`Refused("keys-lost")` where one of the hub's keys is not there, and `Refused("keys-damaged")` as far as that can be
    told without their passphrase; nobody else can speak for the hub. Raises as `load_key` does for one that others may
    read."""
    if missing := [path.name for path in (home.logs_key, home.mirror_key) if not path.exists()]:
        raise Refused("keys-lost", path=str(home.path), missing=", ".join(missing))
    for path in (home.logs_key, home.mirror_key):
        try:
            is_sealed = is_encrypted(path)
        except BadInput:
            raise Refused("keys-damaged", path=str(path)) from None
        if not is_sealed:
            _load(path, None)


def keys_fault(home: HubHome) -> SoxaError | None:
    """What stands against the hub's keys; None if nothing does that can be told without their passphrase."""
    try:
        check_keys(home)
    except SoxaError as error:
        return error
    return None


def _load(path: Path, passphrase: str | None) -> Signer:
    try:
        return load_key(path, passphrase=passphrase)
    except BadInput:
        raise Refused("keys-damaged", path=str(path)) from None
