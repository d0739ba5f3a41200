"""What happens to units and laptops, stated by the operator: units renamed, merged and split, laptops trusted no more.

Each is one entry in the registry that says what happened, after the entries that say what the units are from then on. A
day is the first on which something holds, as ISO writes it; it may be one to come. The caller's transaction commits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal

from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.registry.foundation import check_not_ended, official, province_code
from hub.registry.official_units import province_units, resolve
from hub.store import Transaction
from sync.encoding import COMMUNE_CODE, DAY, UNIT_CODE, RandomBytes, is_commune
from sync.errors import Misuse, Refused
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.entry import new_salt
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory

COMMUNE_TYPES: Final = ("xã", "phường", "đặc khu")
_PROVINCE_TYPES: Final = ("tỉnh", "thành phố")

_NEW: Final = re.compile(rf"({COMMUNE_CODE.pattern})(?:\s+({'|'.join(COMMUNE_TYPES)})\s+(.+))?", re.IGNORECASE)
_LAST_DAY: Final = "9999-12-31"


class UnitRow(Struct, frozen=True, kw_only=True):
    """A unit as it is on a day; `became` are the codes of those that hold what it was, once it has ended."""

    code: str
    name: str
    valid_from: str
    valid_to: str | None
    became: tuple[str, ...]
    laptops: int
    """Those that are not revoked."""


class LaptopRow(Struct, frozen=True, kw_only=True):
    """A laptop that was enrolled."""

    device: str
    unit: str
    officer: str | None
    entries: int
    """Those held of its log."""
    seen: int | None
    """When it was last heard of (POSIX seconds)."""
    revoked: int | None
    """Since when it is trusted no more (POSIX seconds)."""
    reason: str | None


# -- what there is


def named(registry: Registry, typed: str, day: str) -> str:
    """The code of the unit that a person means: one that has not ended on this day, before one that has. `Misuse` as
    `hub.registry.official_units.resolve` says."""
    history, known = UnitHistory(registry), official(registry)
    ended = [unit for unit in known if history.ended(unit.code, day)]
    try:
        return resolve((unit for unit in known if unit not in ended), typed).code
    except Misuse as error:
        if error.code != "unknown-unit":
            raise
        with suppress(Misuse):
            return resolve(ended, typed).code
        raise


def units(registry: Registry, day: str) -> list[UnitRow]:
    """Every unit that the registry knows as it is on a day (ISO), by code."""
    history = UnitHistory(registry)
    laptops = [device.unit for device in registry.devices.values() if device.id not in registry.revoked]
    rows = []
    for code in sorted(registry.units):
        unit = history.at(code, day)
        rows.append(
            UnitRow(
                code=code,
                name=history.name(code, day),
                valid_from=unit.valid_from,
                valid_to=unit.valid_to,
                became=history.became(code, day) if history.ended(code, day) else (),
                laptops=laptops.count(code),
            )
        )
    return rows


def laptops(transaction: Transaction, registry: Registry) -> list[LaptopRow]:
    """Every laptop that was enrolled, by unit."""
    seen, held = transaction.laptops.all(), {log.origin: log.size for log in transaction.logs.all()}
    rows = []
    for device in sorted(registry.devices.values(), key=lambda one: (one.unit, one.position)):
        heard, revoked = seen.get(device.id), registry.revoked.get(device.id)
        rows.append(
            LaptopRow(
                device=device.id,
                unit=device.unit,
                officer=heard.officer if heard else None,
                entries=held.get(origins.device(registry.name, device.id), 0),
                seen=heard.seen if heard else None,
                revoked=revoked.at if revoked else None,
                reason=revoked.reason if revoked else None,
            )
        )
    return rows


# -- stating what happened


def rename(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    *,
    name: str,
    type: str | None = None,  # noqa: A002 - the word of the law, and of the entry
    since: str,
    document: str = "",
    now: int,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """A unit is called otherwise, or is of another type, from a day on."""
    change = _Change(transaction, keys, since, now, random_bytes)
    change.standing(unit)
    if not change.begin(unit, name, type):
        raise Misuse("same-name")
    return change.state("renamed", (unit,), (unit,), document)


def merge(
    transaction: Transaction,
    keys: Keys,
    units: Sequence[str],
    into: str,
    *,
    name: str | None = None,
    type: str | None = None,  # noqa: A002
    since: str,
    document: str = "",
    now: int,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """Units become one: one of them, another that there is, or a new one, of the official table or with a name and type."""
    change = _Change(transaction, keys, since, now, random_bytes)
    parts = set(units) | ({into} if change.stands(into) else set())  # a unit that takes in others is a part itself
    if parts <= {into}:
        raise Misuse("nothing-to-merge")
    for unit in sorted(parts):
        change.standing(unit)
        if unit != into:
            change.end(unit)
    change.begin(into, name, type)
    return change.state("merged", tuple(sorted(parts)), (into,), document)


def split(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    into: Sequence[str],
    *,
    since: str,
    document: str = "",
    now: int,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """A unit becomes several, which may be itself and others. Each is a code of the registry or of the official table, or a
    new one written out: "09999 xã Tên"."""
    change = _Change(transaction, keys, since, now, random_bytes)
    change.standing(unit)
    parts: dict[str, tuple[str | None, str | None]] = {}
    for typed in into:
        written = _NEW.fullmatch(tidy(typed))
        if written is None:
            raise Misuse("unknown-unit", text=typed[:100], near=None)
        parts[written[1]] = (written[3], written[2])
    if len(parts) < max(2, len(into)):
        raise Misuse("split-into-several")
    if unit not in parts:
        change.end(unit)
    for code in sorted(parts):
        change.begin(code, *parts[code])
    return change.state("split", (unit,), tuple(sorted(parts)), document)


def revoke(
    transaction: Transaction, keys: Keys, device: str, reason: str, *, now: int, random_bytes: RandomBytes
) -> e.Revoked:
    """Trust a laptop no more: what the hub holds of its log stays and counts, and nothing that comes later does."""
    registry = own_logs.registry(transaction, keys)
    if device not in registry.devices:
        raise Misuse("no-such-laptop", device=device[:40])
    if device in registry.revoked:
        raise Refused("already-revoked", device=device)
    if not tidy(reason):
        raise Misuse("no-revocation-reason")
    log = transaction.logs.get(origins.device(keys.hub, device))
    assert log is not None, "a laptop is enrolled with the first entries of its log"
    entry = e.Revoked(salt=new_salt(random_bytes), at=now, device=device, size=log.size, reason=tidy(reason))
    own_logs.append(transaction, keys, registry.key.name, [entry])
    return entry


class _Change:
    """The entries that state one event."""

    def __init__(self, transaction: Transaction, keys: Keys, since: str, now: int, random_bytes: RandomBytes) -> None:
        self._transaction, self._keys, self._now, self._random_bytes = transaction, keys, now, random_bytes
        self._registry = own_logs.registry(transaction, keys)
        self._history = UnitHistory(self._registry)
        self._since = since
        self._day_before = _day_before(since)
        self._entries: list[e.Entry] = []

    def stands(self, code: str) -> bool:
        """Whether there is such a unit just before the day."""
        return self._history.stands(code, self._day_before)

    def standing(self, code: str) -> None:
        """Refuse a unit that there is not, or not yet, or no more, or that is said to end later."""
        if code not in self._registry.units:
            raise Misuse("unknown-unit", text=code[:100], near=None)
        for day in (self._since, _LAST_DAY):
            check_not_ended(self._registry, code, day)
        if not self.stands(code):
            raise Refused("unit-not-yet", unit=self._history.name(code, self._since), day=self._since)

    def end(self, code: str) -> None:
        """The unit was, until the day before."""
        was = self._history.at(code, self._day_before)
        self._unit(code, was.name, was.type, was.valid_from, self._day_before)

    def begin(self, code: str, name: str | None, kind: str | None) -> bool:
        """The unit is, from the day on: as it was, unless a name or a type is given. Whether that makes it another than it
        was. A code that is taken into use again needs both, so that a slip does not bring an ended unit back."""
        known = self._known(code)
        if name is None or kind is None:
            check_not_ended(self._registry, code, self._since)
        said = known[0] if name is None and known else " ".join(tidy(name or "").split())
        called = known[1] if kind is None and known else tidy(kind or "").lower()
        if not UNIT_CODE.fullmatch(code) or (known is None and (name is None or kind is None)):
            raise Misuse("unknown-unit", text=code[:100], near=None)
        if not said:
            raise Misuse("no-unit-name")
        types = COMMUNE_TYPES if is_commune(code) else _PROVINCE_TYPES
        if called not in types:
            raise Misuse("bad-unit-type", text=called[:40], near=", ".join(types))
        if (said, called) == known and self._history.stands(code, self._since):
            return False
        self._unit(code, said, called, self._since, None)
        return True

    def _known(self, code: str) -> tuple[str, str] | None:
        """The name and type that a code has on the day: in the registry, or else in the official table."""
        if code in self._registry.units:
            unit = self._history.at(code, self._since)
            return unit.name, unit.type
        table = province_units(province_code(self._registry))
        return next(((unit.name, unit.type) for unit in table if unit.code == code), None)

    def _unit(self, code: str, name: str, kind: str, start: str, end: str | None) -> None:
        salt = new_salt(self._random_bytes)
        self._entries.append(
            e.Unit(salt=salt, at=self._now, code=code, name=name, type=kind, valid_from=start, valid_to=end)
        )

    def state(
        self, how: Literal["renamed", "merged", "split"], before: tuple[str, ...], after: tuple[str, ...], document: str
    ) -> e.Reorganised:
        """Say what happened, after what the units are from then on."""
        event = e.Reorganised(
            salt=new_salt(self._random_bytes),
            at=self._now,
            how=how,
            units=before,
            into=after,
            since=self._since,
            document=" ".join(tidy(document).split()),
        )
        stated = [*self._entries, event]
        lines = [e.encode(entry) for entry in stated]  # refuses what no reader would take
        self._registry.copy().take(e.decode(line, origins.LogKind.REGISTRY) for line in lines)
        own_logs.append(self._transaction, self._keys, self._registry.key.name, stated)
        return event


def _day_before(day: str) -> str:
    try:
        if DAY.fullmatch(day):
            return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        pass
    raise Misuse("bad-day", text=day[:40])
