"""Whether the own log may grow here: what is saved must be what can still be sent.

A log has one history for ever (its key signs it). So nothing is appended to one of which somebody else holds more, until
that is here again; and nothing ever to one of which the hub holds another history, or which it was told to trust no more.
"""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

from field.home import Unsavable
from field.store.anchor import LaptopAnchor
from field.store.kept import numbers
from sync.encoding.types import NOTHING, Size

Closed = Literal["forked", "revoked", "moved", "succeeded"]
"""Why a log is closed: a copy of this folder went on elsewhere, the province trusts this laptop no more, its officer
has moved it to another machine, or another laptop took its place."""

_AHEAD: Final = "own-log-ahead"
_CLOSED: Final = "own-log-closed"
_SAME: Final = "own-log-same"
_DAMAGED: Final = "own-log-damaged"
_CODES: Final[dict[str, str]] = {
    "forked": "home-forked",
    "revoked": "home-revoked",
    "moved": "home-moved",
    "succeeded": "home-succeeded",
    "damaged": "home-damaged",
}


class Standing:
    """How the own log stands, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self.anchor: LaptopAnchor | None = None
        self._shown = self._on_stick = NOTHING

    @property
    def ahead(self) -> Size:
        """How much of the own log is proven to be held elsewhere, where that was more than was here; else 0."""
        return Size(*numbers(self._setting(_AHEAD), 1))

    @property
    def closed(self) -> str:
        """Why the log is closed; empty if it is not."""
        return self._setting(_CLOSED) or ("damaged" if self.is_damaged else "")

    @property
    def is_damaged(self) -> bool:
        """Whether an entry that is not sent was found damaged."""
        return bool(self._setting(_DAMAGED))

    def damaged(self, *, is_so: bool) -> None:
        """Note whether an entry that is not sent is damaged: what stands behind it cannot be sent either."""
        if is_so != self.is_damaged:
            self._set(_DAMAGED, "yes" if is_so else "")

    def held_elsewhere(self, size: Size) -> None:
        """Note that so much of the own log is held elsewhere, under this laptop's own signature."""
        if size > self.ahead:
            self._set(_AHEAD, str(size))

    @property
    def same(self) -> Size | None:
        """How far the history that others hold of a forked log is known to be this one; None of a log that is not forked."""
        found = self._setting(_SAME)
        return Size(*numbers(found, 1)) if found else None

    def close(self, why: Closed, same: Size | None = None) -> None:
        """Close the log, for good; a forked one is known to be the `same` elsewhere up to there."""
        if not self._setting(_CLOSED):
            self._set(_CLOSED, why)
            self._set(_SAME, "" if same is None else str(same))

    def fault(self, own: Size) -> Unsavable | None:
        """What stands against another entry in a log of size `own`: `home-forked`, `home-revoked`, `home-moved`,
        `home-succeeded`, `home-damaged`, `home-behind`, `home-behind-stick`."""
        if self.closed:
            return Unsavable(_CODES.get(self.closed, _CODES["forked"]))
        if not self.behind(own):
            return None
        if self._on_stick > own and self.ahead <= own:
            return Unsavable("home-behind-stick", held=self._on_stick, own=own)
        return Unsavable("home-behind", held=max(self.ahead, self._shown), own=own)

    def behind(self, own: Size) -> bool:
        """Whether more of the own log may be held elsewhere than the `own` entries that are here."""
        if max(self._shown, self._on_stick) > own:
            self.look()  # another process may have settled it
        return max(self.ahead, self._shown, self._on_stick) > own

    def look(self) -> None:
        """Read in the anchor how much of the own log has left this folder, and how much of it on sticks."""
        shown = None if self.anchor is None else self.anchor.read()
        self._shown = NOTHING if shown is None else shown.size
        self._on_stick = NOTHING if shown is None else shown.stick

    def _setting(self, name: str) -> str:
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def _set(self, name: str, value: str) -> None:
        self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
