"""Mending entries of the own log that are not sent, and whose bytes are not those that were signed any more.

Where the reserve has the true bytes they are put back. Where it has not, what stands before the damage can still be sent,
and nothing behind it: the log is closed until then, and what of it is whole goes on under another key (`rescue`).
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from field.exchange import reserve
from field.exchange.branch import true_lines
from field.store import LaptopStore
from sync.encoding.types import Size
from sync.errors import SoxaError


def sound_size(store: LaptopStore) -> Size:
    """How much of the own log can be sent: all of it, once what can be mended is mended, or what stands before the first
    entry that is damaged. Looks at every entry that is not sent."""
    mend(store)
    damaged = store.logs.damaged() if store.logs.standing.is_damaged else []
    return Size(damaged[0][0]) if damaged else store.logs.own.size


def mend(store: LaptopStore) -> int:
    """Put back what is damaged and the reserve has, and note whether anything else is; how many entries were put back."""
    damaged = store.logs.damaged()
    true = true_lines(store, reserve.all_of(store, store.home), damaged) if damaged else {}
    with store.transaction():
        for index, line in true.items():
            store.logs.mend(index, line)
        store.logs.standing.damaged(is_so=len(true) < len(damaged))
    return len(true)


def mend_known(store: LaptopStore) -> None:
    """Put back what is known to be damaged, as far as the reserve has it by now. What stands against it stays as it was."""
    if store.logs.standing.is_damaged:
        with suppress(SoxaError, sqlite3.OperationalError):
            mend(store)


def hoped_size(store: LaptopStore) -> Size:
    """How much of the own log can be sent as far as is known: each part of it is looked at as it goes (`is_sound`)."""
    return sound_size(store) if store.logs.standing.is_damaged else store.logs.own.size


def is_sound(store: LaptopStore, start: Size, end: Size) -> bool:
    """Whether the own entries between two indices are those that were signed, as far as no receipt covers them."""
    return not store.logs.damaged(start, end)
