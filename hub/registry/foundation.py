"""Founding a hub: its keys, and a registry that names its province, its units and its directives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub import own_logs
from hub.home import HubHome, Keys, make_keys
from hub.registry import invites
from hub.registry.directives.publish import directed
from hub.registry.official_units import OfficialUnit
from hub.store import HubStore
from hub.store.file import remove
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused, SoxaError
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.directive import Directive
from sync.ledger.entry import new_salt
from sync.log.receipt import cosigner_verifier

_MADE: Final = "founded-with"
"""The setting that names the key files which a founding has made, by their SHA-256."""


def found(
    home: HubHome,
    hub: str,
    units: Iterable[OfficialUnit],
    directives: Iterable[Directive],
    *,
    url: str,
    passphrase: str | None,
    now: Instant,
    random_bytes: RandomBytes,
) -> Keys:
    """A new hub: its keys, and a registry that names its province, its units and its directives.

    `units` are the province and its communes, the province first. `url` is where laptops reach the hub, or empty. Stopped
    before its end it leaves nothing that is in the way of the next attempt.
    """
    origins.check_hub_name(hub)
    invites.check_url(url)
    if home.database.exists():
        raise Refused("hub-exists", path=str(home.database))
    _clear(home)
    for path in _key_files(home):
        if path.exists():  # it may yet be needed
            raise Refused("hub-lost", path=str(home.path))
    there = home.path.exists()
    try:
        keys = make_keys(home.beginning, hub, passphrase, random_bytes)
        _state(home.beginning, keys, _first_entries(keys, units, directives, now, random_bytes), url)
        for made, path in zip(_key_files(home.beginning), _key_files(home), strict=True):
            made.rename(path)
        home.beginning.database.rename(home.database)  # COMMIT POINT: a folder with a database by this name is a hub
    except BaseException:
        _clear(home)
        if not there:
            with suppress(OSError):
                home.path.rmdir()
        raise
    remove(home.beginning.database)  # what lay beside it
    home.beginning.path.rmdir()
    return keys


def _first_entries(
    keys: Keys, units: Iterable[OfficialUnit], directives: Iterable[Directive], now: Instant, random_bytes: RandomBytes
) -> list[e.Entry]:
    province, *communes = units
    first = e.Hub(
        salt=new_salt(random_bytes),
        at=now,
        name=province.name,
        province=province.code,
        cosigner=cosigner_verifier(keys.mirror).vkey(),
    )
    stated = [
        e.Unit(
            salt=new_salt(random_bytes),
            at=now,
            code=unit.code,
            name=unit.name,
            type=unit.type,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        for unit in (province, *communes)
    ]
    return [first, *stated, *(directed(directive, now, random_bytes) for directive in directives)]


def _state(home: HubHome, keys: Keys, entries: list[e.Entry], url: str) -> None:
    store = HubStore.create(home.database)
    try:
        with store.writing() as transaction:
            own_logs.append(transaction, keys, origins.registry(keys.hub), entries)
            transaction.settings.set("url", url)
            transaction.settings.keep_key(keys.logs.verifier.vkey())
            transaction.settings.set(_MADE, " ".join(map(_digest, _key_files(home))))
    finally:
        store.close()


def _clear(home: HubHome) -> None:
    """Remove what a founding left that was stopped before its end: nobody has seen anything that its keys signed. Keys that
    it did not make stay where they are."""
    begun = home.beginning
    made: list[str] = []
    with suppress(SoxaError):  # there is none, or it was stopped before it could say
        store = HubStore.open(begun.database, alone=True)
        with store.reading() as transaction:
            made = transaction.settings.get(_MADE).split()
        store.close()
    for path in _key_files(home):
        if path.exists() and _digest(path) in made:
            path.unlink()
    remove(begun.database)
    for path in _key_files(begun):
        path.unlink(missing_ok=True)
    if begun.path.exists():
        begun.path.rmdir()


def _key_files(home: HubHome) -> tuple[Path, Path]:
    return home.mirror_key, home.logs_key


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
