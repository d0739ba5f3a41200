"""What happens to units, stated by the operator: renamed, merged and split.

Each is one entry in the registry that says what happened, after the entries that say what the units are from then on. A
day is the first on which something holds, as ISO writes it; it may be one to come. The caller's transaction commits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final, Literal

from hub import own_logs
from hub.home import Keys
from hub.registry.official_units import UnknownUnit, province_units
from hub.registry.units import check_not_ended, name_without_type, province_code
from hub.store import Transaction
from sync.encoding.patterns import COMMUNE_CODE, DAY, PROVINCE_CODE, UNIT_CODE, is_commune
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import new_salt
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import find

COMMUNE_TYPES: Final = ("xã", "phường", "đặc khu")
_PROVINCE_TYPES: Final = ("tỉnh", "thành phố")

_NEW: Final = re.compile(rf"({COMMUNE_CODE.pattern})(?:\s+({'|'.join(COMMUNE_TYPES)})\s+(.+))?", re.IGNORECASE)
_LAST_DAY: Final = "9999-12-31"


def rename(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    *,
    name: str,
    type: str | None = None,  # noqa: A002 - the word of the law, and of the entry
    body: str | None = None,
    since: str,
    document: str = "",
    now: Instant,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """State that a unit is called otherwise, or is of another type, from a day on; a body that is no commune may become of
    another kind (`body`, an actor of the vocabulary), as a department does that becomes a centre. Its code, and so its log,
    stays."""
    change = _Change(transaction, keys, since, now, random_bytes)
    change.require(unit)
    if body is not None and is_commune(unit):
        raise Misuse("kind-of-a-commune", unit=unit)
    if not change.begin(unit, name, type, None if body is None else find("actors", body).code):
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
    now: Instant,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """State that units become one: one of them, another that there is, or a new one, of the official table or with a
    name and type."""
    change = _Change(transaction, keys, since, now, random_bytes)
    parts = set(units) | ({into} if change.stands(into) else set())  # a unit that takes in others is a part itself
    if parts <= {into}:
        raise Misuse("nothing-to-merge")
    for unit in sorted(parts):
        change.require(unit)
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
    now: Instant,
    random_bytes: RandomBytes,
) -> e.Reorganised:
    """State that a unit becomes several, which may be itself and others. Each is a code of the registry or of the official
    table, or a new one written out: "09999 xã Tên"."""
    change = _Change(transaction, keys, since, now, random_bytes)
    change.require(unit)
    parts: dict[str, tuple[str | None, str | None]] = {}
    for typed in into:
        written = _NEW.fullmatch(tidy(typed))
        if written is None:
            raise UnknownUnit(text=typed[:100], near=None)
        parts[written[1]] = (written[3], written[2])
    if len(parts) < max(2, len(into)):
        raise Misuse("split-into-several")
    if unit not in parts:
        change.end(unit)
    for code in sorted(parts):
        change.begin(code, *parts[code])
    return change.state("split", (unit,), tuple(sorted(parts)), document)


class _Change:
    """The entries that state one event."""

    def __init__(self, transaction: Transaction, keys: Keys, since: str, now: Instant, random_bytes: RandomBytes) -> None:
        self._transaction, self._keys, self._now, self._random_bytes = transaction, keys, now, random_bytes
        self._registry = own_logs.registry(transaction, keys)
        self._history = UnitHistory(self._registry)
        self._since = since
        self._day_before = _day_before(since)
        self._entries: list[e.Entry] = []

    def stands(self, code: str) -> bool:
        """Whether there is such a unit just before the day."""
        return self._history.stands(code, self._day_before)

    def require(self, code: str) -> None:
        """Refuse a unit that there is not, or not yet, or no more, or that is said to end later."""
        if code not in self._registry.units:
            raise UnknownUnit(text=code[:100], near=None)
        for day in (self._since, _LAST_DAY):
            check_not_ended(self._registry, code, day)
        if not self.stands(code):
            raise Refused("unit-not-yet", unit=self._history.name_apart(code, self._since), day=self._since)

    def end(self, code: str) -> None:
        """The unit was, until the day before."""
        was = self._history.at(code, self._day_before)
        self._unit(code, was.name, was.type, was.valid_from, self._day_before)

    def begin(self, code: str, name: str | None, kind: str | None, body: str | None = None) -> bool:
        """The unit is, from the day on: as it was, unless a name, a type or a kind of `body` is given. Whether that makes it
        another than it was. A code that is taken into use again needs name and type, so that a slip does not bring an ended
        unit back."""
        known = self._known(code)
        if name is None or kind is None:
            check_not_ended(self._registry, code, self._since)
        called = known[1] if kind is None and known else tidy(kind or "").lower()
        said = known[0] if name is None and known else name_without_type(" ".join(tidy(name or "").split()), called)
        if not UNIT_CODE.fullmatch(code) or (known is None and (name is None or kind is None)):
            raise UnknownUnit(text=code[:100], near=None)
        if not said:
            raise Misuse("no-unit-name")
        types = COMMUNE_TYPES if is_commune(code) else _PROVINCE_TYPES if PROVINCE_CODE.fullmatch(code) else None
        if types is not None and called not in types:
            raise Misuse("bad-unit-type", text=called[:40], near=", ".join(types))
        same_kind = body is None or body == self._history.kind(code, self._since)
        if (said, called) == known and same_kind and self._history.stands(code, self._since):
            return False
        self._unit(code, said, called, self._since, None, body)
        return True

    def _known(self, code: str) -> tuple[str, str] | None:
        """The name and type that a code has on the day: in the registry, or else in the official table."""
        if code in self._registry.units:
            unit = self._history.at(code, self._since)
            return unit.name, unit.type
        table = province_units(province_code(self._registry))
        return next(((unit.name, unit.type) for unit in table if unit.code == code), None)

    def _unit(self, code: str, name: str, kind: str, start: str, end: str | None, body: str | None = None) -> None:
        known = code in self._registry.units
        was = self._history.at(code, self._day_before if end is not None else self._since) if known else None
        self._entries.append(
            e.Unit(
                salt=new_salt(self._random_bytes),
                at=self._now,
                code=code,
                name=name,
                type=kind,
                valid_from=start,
                valid_to=end,
                body=body if body is not None or was is None else was.body,
                reports_to=None if was is None else was.reports_to,
                eid=None if was is None else was.eid,
            )
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
        lines = [encode(entry) for entry in stated]  # refuses what no reader would take
        self._registry.after(decode(line, origins.LogKind.REGISTRY) for line in lines)
        own_logs.append(self._transaction, self._keys, self._registry.key.origin, stated)
        return event


def check_day(typed: str) -> None:
    """`Misuse("bad-day")` for what is no day as ISO writes it, and for the first there is."""
    _day_before(typed)


def _day_before(day: str) -> str:
    try:
        if DAY.fullmatch(day):
            return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        pass
    raise Misuse("bad-day", text=day[:40])
