"""A witness's data folder: where it is and what lies in it.

witness.db    which logs it follows, and the last head that it cosigned of each (SQLite)
witness.key   signs its cosignatures

A folder that was put back from a copy has forgotten what the witness cosigned since, and would cosign another history after
the same heads: a witness whose folder is lost is made anew, under another key.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from hub.witness.store import WitnessStore
from sync.encoding.types import RandomBytes
from sync.errors import Misuse, Refused
from sync.log.keyfile import is_encrypted, load_key, save_key
from sync.log.keys import Signer
from sync.log.note import is_key_name
from sync.log.receipt import cosigner_verifier


@dataclass(frozen=True, slots=True)
class WitnessHome:
    """A data folder, which need not exist yet."""

    path: Path

    @property
    def database(self) -> Path:
        """The path of what it remembers."""
        return self.path / "witness.db"

    @property
    def key(self) -> Path:
        """The path of its key file."""
        return self.path / "witness.key"


def locate_witness(option: str | None) -> WitnessHome:
    """The folder that `--home` names, else SOXA_WITNESS_HOME, else where the platform keeps data."""
    named = option or os.environ.get("SOXA_WITNESS_HOME")
    return WitnessHome(Path(named) if named else platformdirs.user_data_path("soxa-witness", appauthor=False))


def make_witness(home: WitnessHome, name: str, passphrase: str | None, random_bytes: RandomBytes) -> Signer:
    """A new witness. `Misuse("bad-witness-name")`; `Refused("witness-exists")` rather than touch one that is there."""
    if not is_key_name(name) or len(name) > 100:
        raise Misuse("bad-witness-name", name=name[:100])
    if home.key.exists() or home.database.exists():
        raise Refused("witness-exists", path=str(home.path))
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    signer = Signer(name, random_bytes(32))
    save_key(home.key, signer, passphrase=passphrase, salt=random_bytes(16), nonce=random_bytes(12))
    WitnessStore.create(home.database, cosigner_verifier(signer).vkey())
    return signer


def opened_witness(home: WitnessHome) -> WitnessStore:
    """What a witness remembers. `Refused("no-witness")` where there is none, or where that is lost while its key is there:
    one that has forgotten what it cosigned is none."""
    if not home.database.exists():
        raise Refused("witness-lost" if home.key.exists() else "no-witness", path=str(home.path))
    return WitnessStore(home.database)


def witness_signer(home: WitnessHome, store: WitnessStore, ask: Callable[[], str]) -> Signer:
    """The key of a witness; `ask` is called if it is under a passphrase. `Refused("another-witness")` where what is there is
    not what the key cosigned."""
    signer = load_key(home.key, passphrase=ask() if is_encrypted(home.key) else None)
    if store.vkey() != cosigner_verifier(signer).vkey():
        raise Refused("another-witness", path=str(home.path))
    return signer
