"""What was set for the hub as a whole, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from hub.store.rows import Asking, Damage, Quota
from sync.encoding.types import NOTHING, DeviceId, Instant, Size
from sync.ledger.levels import FIRST_LEVEL
from sync.ledger.received_time import FalseStretch

_LEVEL: Final = "level"
_KEY: Final = "key"
_DAMAGE: Final = "damage"
_MAY_LACK: Final = "may-lack-entered"
_CLOCK: Final = "clock"
_GENERATION: Final = "generation"
_ASKING: Final = "asking"
_ANCHORED: Final = "anchored-revocations"
_AWAITED: Final = "awaited-files"
_MOST_AWAITED: Final = 4096
_RESTORED: Final = "restored"
_JOURNAL: Final = "journal"
_FALSE_TIMES: Final = "false-times"
_QUOTA: Final = "quota"
_BROWSER_KEY: Final = "browser-key"
_TO_WIPE: Final = "to-wipe"
_READERS: Final = {
    _DAMAGE: "damage",
    _LEVEL: "level",
    _GENERATION: "generation",
    _ASKING: "asking",
    _ANCHORED: "anchored_revocations",
    _AWAITED: "awaited_files",
    _FALSE_TIMES: "false_times",
    _QUOTA: "quota",
    _BROWSER_KEY: "browser_key",
    _CLOCK: "clock",
}
"""The settings that are more than a text, by the properties that read them."""


class StoredSettings:
    """The settings, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, name: str) -> str:
        """A setting; empty if it was never made."""
        return self._db.execute(select(t.setting.c.value).where(t.setting.c.name == name)).scalar() or ""

    @property
    def key(self) -> str:
        """The registry's verifier key, which whoever checks a copy of the store needs; empty if it was never kept."""
        return self.get(_KEY)

    def keep_key(self, vkey: str) -> None:
        """Keep the registry's verifier key."""
        if self.key != vkey:
            self.set(_KEY, vkey)

    @property
    def to_wipe(self) -> bool:
        """Whether what was erased may still lie in free parts of the file."""
        return bool(self.get(_TO_WIPE))

    def note_to_wipe(self, *, is_so: bool) -> None:
        """Take note whether it may."""
        self.set(_TO_WIPE, "yes" if is_so else "")

    @property
    def browser_key(self) -> bytes:
        """The key under which browsers are known to this hub; empty until one is."""
        return bytes.fromhex(self.get(_BROWSER_KEY))

    def keep_browser_key(self, key: bytes) -> None:
        """Keep the key under which browsers are known."""
        self.set(_BROWSER_KEY, key.hex())

    @property
    def quota(self) -> Quota:
        """How much may be brought a day."""
        told = self.get(_QUOTA)
        return msgspec.json.decode(told, type=Quota) if told else Quota()

    def keep_quota(self, quota: Quota) -> None:
        """Keep how much may be brought a day."""
        self.set(_QUOTA, msgspec.json.encode(quota).decode())

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What is known to be damaged of the logs, as it was last found."""
        told = self.get(_DAMAGE)
        return msgspec.json.decode(told, type=tuple[Damage, ...]) if told else ()

    def keep_damage(self, found: Sequence[Damage]) -> None:
        """Keep what was found damaged; nothing else is known to be."""
        if tuple(found) != self.damage:
            self.set(_DAMAGE, msgspec.json.encode(found).decode() if found else "")

    @property
    def level(self) -> int:
        """The highest level of the protocol (`sync.ledger.levels`) of an entry that was taken from a laptop and is read."""
        return int(self.get(_LEVEL) or FIRST_LEVEL)

    def raise_level(self, level: int) -> None:
        """Take note of an entry of a level; what was noted of a higher one stays."""
        if level > self.level:
            self.set(_LEVEL, str(level))

    @property
    def generation(self) -> int:
        """The generation of the hub's own logs: one more after each time that it went back."""
        return int(self.get(_GENERATION) or 1)

    def begin_generation(self, generation: int) -> None:
        """Take note of a new generation."""
        self.set(_GENERATION, str(generation))

    @property
    def asking(self) -> Asking | None:
        """Why the hub gathers what it lacks, and signs nothing of its own; None while it serves."""
        told = self.get(_ASKING)
        return msgspec.json.decode(told, type=Asking) if told else None

    def ask(self, asking: Asking | None) -> None:
        """Begin to gather what the hub lacks, unless that is begun; or go on serving."""
        if asking is None:
            self.set(_ASKING, "")
        elif self.asking is None:
            self.set(_ASKING, msgspec.json.encode(asking).decode())

    @property
    def awaited_files(self) -> dict[DeviceId, Size]:
        """The laptops that brought a file since the hub began to ask, and how much of its own log each says that the hub has
        receipted."""
        told = self.get(_AWAITED)
        return msgspec.json.decode(told, type=dict[DeviceId, Size]) if told else {}

    def await_file(self, device: DeviceId, size: Size) -> None:
        """Take note of how much of its log a laptop says that the hub has receipted, where that is anything."""
        told = self.awaited_files
        if size and device and size > told.get(device, NOTHING) and (device in told or len(told) < _MOST_AWAITED):
            self.set(_AWAITED, msgspec.json.encode(told | {device: size}).decode())

    @property
    def anchored_revocations(self) -> tuple[str, ...]:
        """The revocations that the anchor named when the store was found to be behind it, as they stood in the registry."""
        told = self.get(_ANCHORED)
        return msgspec.json.decode(told, type=tuple[str, ...]) if told else ()

    def keep_anchored_revocations(self, lines: Sequence[str]) -> None:
        """Keep the revocations that an anchor names."""
        self.set(_ANCHORED, msgspec.json.encode(lines).decode())

    def forget_restore(self) -> None:
        """Take note that a restore was dealt with."""
        for name in (_RESTORED, _ANCHORED, _AWAITED):
            self.set(name, "")

    @property
    def may_lack_entered(self) -> bool:
        """Whether the store was restored, and may lack the end of logs in which the hub enters things for units."""
        return bool(self.get(_MAY_LACK))

    def note_may_lack_entered(self, *, may: bool) -> None:
        """Take note of a restore; or that these logs were closed after it."""
        self.set(_MAY_LACK, "yes" if may else "")

    @property
    def journal_is_whole(self) -> bool:
        """Whether the acceptances say of each of the hub's other logs what it holds."""
        return bool(self.get(_JOURNAL))

    def note_journal(self, *, whole: bool) -> None:
        """Take note that they do; or that something grew and was not said."""
        if whole != self.journal_is_whole:
            self.set(_JOURNAL, "whole" if whole else "")

    @property
    def false_times(self) -> tuple[FalseStretch, ...]:
        """The stretches of the acceptances whose times are stated to be false, in their order."""
        told = self.get(_FALSE_TIMES)
        return msgspec.json.decode(told, type=tuple[FalseStretch, ...]) if told else ()

    def keep_false_times(self, stretches: Sequence[FalseStretch]) -> None:
        """Keep the stretches that the acceptances state; there are no others."""
        if tuple(stretches) != self.false_times:
            self.set(_FALSE_TIMES, msgspec.json.encode(tuple(stretches)).decode() if stretches else "")

    @property
    def clock(self) -> Instant:
        """The hub's time when it was last known to be right; 0 before the first."""
        return Instant(int(self.get(_CLOCK) or 0))

    def keep_clock(self, now: Instant) -> None:
        """Take note of the hub's time, which is right."""
        self.set(_CLOCK, str(now))

    def unreadable(self) -> list[str]:
        """The settings of which what stands there is none."""
        found: list[str] = []
        for name, read in _READERS.items():
            try:
                getattr(self, read)
            except (msgspec.MsgspecError, ValueError):
                found.append(name)
        return found

    def set(self, name: str, value: str) -> None:
        """Make a setting."""
        statement = upsert(t.setting).values(name=name, value=value)
        self._db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
