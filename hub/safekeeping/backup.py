"""Backups: the database as it stood at one moment, copied while the hub serves, checked whole before it gets its name.

A backup is a database that can be opened by itself, or, sealed, one file that holds it. The keys are in none, but in a
sealed one if they are asked for: whoever has both can speak for the hub. What is checked is a copy in the hub's own folder:
a backup's file is only written and read, whatever stick or share it lies on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from hub.home import HubHome
from hub.log_walk import registry_of
from hub.safekeeping import sealed
from hub.safekeeping.check import check, mend_edges
from hub.store import HubStore, file, schema
from hub.store.lock import gate
from hub.store.rows import Damage
from hub.upgrade import upgrade_with
from sync.encoding.types import Instant, RandomBytes
from sync.errors import BadInput, Fact, Refused, StoreDamaged, Unproven
from sync.log.note import Verifier
from sync.shell.files import made_anew, pieces_of

_DATABASE = "hub.db"
_PIECE = 1024 * 1024

Advance = Callable[[int, int], None]
"""What is told how much is left, of how much."""


class BackupDamaged(Unproven):
    """A backup whose file does not hold together."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("backup-damaged", **facts)


class BackupFacts(Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    hub: str
    key: str
    """The registry's verifier key, under which all of it was checked."""
    entries: int
    laptops: int
    newest: Instant | None
    """The time of its newest acceptance (POSIX seconds)."""
    alone: bool = False
    """Whether it is a database that was copied while it was open, without the file beside it that held the newest."""
    sealed: bool = False
    keys: bool = False
    """Whether it holds the hub's keys."""
    damage: tuple[Damage, ...] = ()


def back_up(
    home: HubHome,
    path: Path,
    *,
    passphrase: str | None,
    with_keys: bool,
    random_bytes: RandomBytes,
    advance: Advance,
) -> BackupFacts:
    """A new backup of the hub of a folder, which may serve meanwhile. `Refused("file-exists")` rather than take another's
    place. What the hub itself holds may be damaged, and so is the copy: it gets a name that says so then, since it is better
    than none."""
    with copying(home) as copied:
        file.copy(home.database, copied, advance)
        try:
            facts = look(copied)
        except BackupDamaged as error:  # as what it was copied from is
            raise StoreDamaged(why=error.facts["why"]) from None
        if facts.damage:
            path = path.with_name(path.name + ".damaged")
        with made_anew(path) as part:
            if passphrase is None:
                _write(part, _bytes_of(copied))
                whole = all(one == other for one, other in zip(_bytes_of(copied), _bytes_of(part), strict=True))
            else:
                files = {_DATABASE: copied, **({each.name: each for each in _key_files(home)} if with_keys else {})}
                _write(part, sealed.seal(files, passphrase, random_bytes))
                with part.open("rb") as again:
                    whole = bool(sealed.unseal(again, passphrase, {}))
            if not whole:  # a disk that wrote something else is found now
                raise Unproven("backup-not-whole")
    return msgspec.structs.replace(facts, sealed=passphrase is not None, keys=with_keys)


@contextmanager
def opened_backup(
    home: HubHome, path: Path, ask: Callable[[], str], keys: Mapping[str, BinaryIO] | None = None
) -> Iterator[tuple[Path, BackupFacts]]:
    """A backup's database in the hub's folder, and what it holds, checked; gone when the block ends, unless it was moved.
    `ask` is asked for the passphrase of a sealed one, whose key files are written into `keys`. `BadInput("no-backup")`, and
    as `sealed.unseal`."""
    with pieces_of(path):
        is_sealed = sealed.is_sealed(path)
    with copying(home) as copied:
        names: set[str] = set()
        if is_sealed:
            with path.open("rb") as taken, copied.open("wb") as made:
                names = {each.name for each in sealed.unseal(taken, ask(), {_DATABASE: made, **(keys or {})})}
        else:
            _write(copied, _bytes_of(path))
            if file.beside(path, "-wal").exists():  # of a database that was copied by hand
                shutil.copyfile(file.beside(path, "-wal"), file.beside(copied, "-wal"))
        yield copied, msgspec.structs.replace(look(copied), sealed=is_sealed, keys=len(names) > 1)


def look(path: Path) -> BackupFacts:
    """What a database holds that nobody else has open, and what of it is damaged. `BadInput("no-backup")`."""
    if not file.is_database(path):
        raise BadInput("no-backup")
    alone = file.lacks_newest(path)
    if faults := file.faults(path):
        raise BackupDamaged(why=faults[0])
    store = HubStore.open(path, any_version=True, alone=True)
    try:
        key = _brought_up_to_date(store)
        with store.reading() as transaction:
            registry = registry_of(transaction, key)
            facts = BackupFacts(
                hub=registry.name,
                key=key.vkey(),
                entries=sum(log.size for log in transaction.logs.all()),
                laptops=len(registry.devices),
                newest=transaction.logs.last_accepted_at() or None,
                alone=alone,
            )
        damage = mend_edges(store, key, check(store, key, lambda _count: None))
    finally:
        store.close()
    return msgspec.structs.replace(facts, damage=tuple(damage))


def _brought_up_to_date(store: HubStore) -> Verifier:
    """The key of a hub's database, whose tables have the shape of now: an older version of the program may have made it.
    `Refused("newer-hub")` for one that a newer one did."""
    with store.reading() as transaction:
        vkey, version = transaction.settings.key, transaction.migration.version()
    if not vkey:
        raise BadInput("no-backup")
    if version > schema.VERSION:
        raise Refused("newer-hub", path=str(store.path))
    key = Verifier.parse(vkey)
    if version < schema.VERSION:
        try:
            upgrade_with(store, key, lambda _count: None)
        except (BadInput, Unproven, LookupError) as error:  # what rotted cannot be read anew
            raise BackupDamaged(why=str(error)) from None
    return key


@contextmanager
def copying(home: HubHome) -> Iterator[Path]:
    """The path of an empty file in the hub's folder, one at a time; gone when the block ends. What one left that was cut
    short is removed."""
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with gate(home.path / "hub.copy-turn", 0):
        file.remove(home.copied)
        file.make(home.copied)
        try:
            yield home.copied
        finally:
            file.remove(home.copied)


def _key_files(home: HubHome) -> tuple[Path, Path]:
    return home.logs_key, home.mirror_key


def _bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as taken:
        while piece := taken.read(_PIECE):
            yield piece


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as made:
        for piece in pieces:
            made.write(piece)
