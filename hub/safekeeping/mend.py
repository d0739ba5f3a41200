"""A hub whose file is damaged, read out into a new file that is put in its place: what was signed proves itself, what
follows from that is made anew, and what is lost of the rest is named. The damaged file is kept.

The acceptances and the registry must come out whole, and as far as the anchor says that they went, since all else is held
against them; a backup may give again what of them cannot be read. Of other logs what is missing is known as damaged from
then on, and taken again from laptops. Whatever cannot be had so leaves the hub as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hub.home import HubHome, Keys, keys_fault
from hub.log_walk import LogWalk, Walked, registry_of
from hub.safekeeping import anchor as anchors
from hub.safekeeping.check import check, mend_edges
from hub.safekeeping.from_backup import mend_from
from hub.safekeeping.restated import BeyondMending, Restated
from hub.safekeeping.restore import name_aside, nobody_has_it
from hub.store import HubStore, Transaction, file, reading_out, schema
from hub.store.reading_out import LostRows
from hub.store.rows import Damage
from hub.upgrade import upgrade_with
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier

_VITAL: Final = frozenset({"waiting_range", "shown_head"})
"""Tables in which stands what laptops have a receipt for, and what a hub that gathers what it lacks must know."""
_ASKED: Final = frozenset({"asking", "restored", "anchored-revocations", "awaited-files"})
"""Settings without which nobody knows whether the hub gathers what it lacks."""


class Mended(Struct, frozen=True, kw_only=True):
    """What came of it."""

    kept: str
    """Under which path the damaged file is kept."""
    entries: int
    lost: tuple[LostRows, ...]
    """What stood in the file alone, and cannot be read."""
    damage: tuple[Damage, ...]
    """What of the logs is damaged, and comes back from laptops."""


class Way(Struct, frozen=True, kw_only=True):
    """How a hub is mended."""

    keys: Callable[[], Keys]
    """Gives its keys, where they are needed."""
    ask: Callable[[], str]
    """Gives the passphrase of a backup."""
    backup: Path | None = None
    """What gives again entries that cannot be read."""


def mend(home: HubHome, way: Way, now: Instant) -> Mended | None:
    """Read a hub's damaged file out; None of a file that holds together. `Refused`: "hub-is-open" while somebody has it
    open, "mend-without-anchor" where nothing tells how far the hub has signed, "beyond-mending" and "mend-gap" where too
    little can be read. Nothing has changed then.

    Stopped anywhere it can be done again: until the one renaming that puts the new file in place the hub is as it was.
    """
    if not home.database.exists():
        anchors.opened(home).close()  # which says so
    lock = nobody_has_it(home)
    try:
        made = home.mending.with_name(f"{home.mending.name}-anew")
        try:
            for path in (home.mending, made):
                file.remove(path)
            file.make(home.mending)
            file.copy_damaged(home.database, home.mending)
            mended = _read_out(home, made, way)
            if mended is None:
                return None
            kept = name_aside(home.database, now)
            file.put_in_place(made, home.mending, home.database, kept)
        finally:
            for path in (home.mending, made):
                file.remove(path)
    finally:
        lock.let_go()
    return msgspec.structs.replace(mended, kept=str(kept))


def _read_out(home: HubHome, made: Path, way: Way) -> Mended | None:
    HubStore.create(made).close()
    read = reading_out.read_out(home.mending, made)
    if not read.is_hurt and not file.faults(home.mending) and way.backup is None:
        return None
    anchor = anchors.read(home.anchor)
    if anchor is None:
        raise Refused("mend-without-anchor", path=str(home.anchor))
    store = HubStore.open(made, any_version=True, alone=True)
    try:
        with store.writing() as transaction:
            key = _key(transaction, anchor, way)
            lost = _settle_settings(transaction, read.lost, key, anchor)
            restated = Restated(transaction, key, anchor)
            restated.vouching()
        _vouch(store, home, key, way)
        with store.writing() as transaction:
            Restated(transaction, key, anchor).others(None if keys_fault(home) else way.keys)
            if anchors.missing(transaction, anchor, key) is not None and transaction.settings.asking is None:
                raise BeyondMending(why="behind")
        damage = _derive(store, home, key, read.answered)
        with store.reading() as transaction:
            entries = sum(log.size for log in transaction.logs.all())
    except (LookupError, ValueError):  # what rotted cannot be read anew
        raise BeyondMending(why="derived") from None
    finally:
        store.close()
    if file.faults(made):
        raise BeyondMending(why="disk")
    return Mended(kept="", entries=entries, lost=tuple(lost), damage=tuple(damage))


def _key(transaction: Transaction, anchor: anchors.Anchor, way: Way) -> Verifier:
    """The key of the hub, under which its anchor is signed."""
    named = origins.registry(anchor.hub)
    try:
        key = Verifier.parse(transaction.settings.key)
        checkpoints.verify(anchor.registry.note, key.renamed(checkpoints.parse(anchor.registry.note).checkpoint.origin))
    except SoxaError:
        key = way.keys().logs.verifier
        transaction.settings.keep_key(key.vkey())
    if key.name != named:
        raise BadInput("bad-anchor", path=anchor.hub)
    return key


def _settle_settings(
    transaction: Transaction, lost: Sequence[LostRows], key: Verifier, anchor: anchors.Anchor
) -> list[LostRows]:
    """Set anew what was set for the hub as a whole and cannot be read; what else is lost. `BeyondMending` where nobody can
    tell whether the hub gathers what it lacks, or where it waits what laptops have a receipt for."""
    settings = transaction.settings
    unknown = [each for each in lost if each.table == "setting"]
    names = {name for each in unknown for name in each.names} | set(settings.unreadable())
    if names & _ASKED or not all(each.is_counted for each in unknown):
        raise BeyondMending(why="settings")
    for name in names:
        settings.set(name, "")
    if settings.asking is not None and any(each.table in _VITAL for each in lost):
        raise BeyondMending(why="waiting")
    if transaction.migration.version() > schema.VERSION:
        raise Refused("newer-hub", path=anchor.hub)
    settings.keep_key(key.vkey())
    if names:
        generation = origins.parse(checkpoints.parse(anchor.registry.note).checkpoint.origin).generation
        settings.begin_generation(max(generation, settings.generation))
        settings.note_journal(whole=False)
        settings.note_may_lack_entered(may=True)
        settings.note_to_wipe(is_so=True)
    return [each for each in lost if each not in unknown] + [
        LostRows(table="setting", names=tuple(sorted(names & {"quota"})), is_counted=True)
    ] * ("quota" in names)


def _vouch(store: HubStore, home: HubHome, key: Verifier, way: Way) -> None:
    """Hold the registry and the acceptances against their heads, and take from a backup what cannot be read of them.
    `Refused("mend-gap")`."""
    found = _walked(store, key)
    if found and way.backup is not None:
        with store.writing() as transaction:
            transaction.settings.keep_damage(found)
        mend_from(store, way.keys(), home, way.backup, way.ask)
        found = _walked(store, key)
    for damage in found:
        if damage.what == "entries":
            raise Refused("mend-gap", log=damage.origin, first=damage.start, last=damage.end - 1, of=_kind_told(damage.kind))


def _kind_told(kind: LogKind) -> str:
    return kind.value


def _walked(store: HubStore, key: Verifier) -> list[Damage]:
    with store.reading() as transaction:
        walked = Walked(registry_of(transaction, key))
        hub = walked.registry.name
        found: list[Damage] = []
        for origin in (origins.registry(hub), origins.acceptances(hub)):
            if transaction.logs.get(origin) is not None:
                found += LogWalk(origin, walked).to_end(transaction)
        return found


def _derive(store: HubStore, home: HubHome, key: Verifier, answered: Sequence[tuple[int, int, str]]) -> list[Damage]:
    """Make anew what follows from the logs. What is damaged of them is kept as such."""
    damage = mend_edges(store, key, check(store, key, lambda _count: None))
    try:
        upgrade_with(store, key, lambda _count: None)
    except (BadInput, Unproven):
        raise BeyondMending(why="derived") from None
    with store.writing() as transaction:
        transaction.settings.keep_damage(damage)
        transaction.answers.answered_by(answered)
        numbers = {log.origin: log.id for log in transaction.logs.all()}
    gaps: dict[int, list[tuple[int, int]]] = {}
    for each in damage:
        if each.kind in (LogKind.DEVICE, LogKind.DESK) and each.what == "entries":
            gaps.setdefault(numbers[each.origin], []).append((each.start, each.end))
    if gaps:
        reading_out.put_entries(home.mending, store.path, gaps)
    return damage
