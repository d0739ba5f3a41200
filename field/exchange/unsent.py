"""Mending entries of the own log that are not sent, and whose bytes are not those that were signed any more.

Where the reserve has the true bytes they are put back. Where it has not, what stands before the damage can still be sent,
and nothing behind it: the log is closed until then, and what of it is whole goes on under another key (`rescue`).
"""

from __future__ import annotations

from contextlib import suppress

from field.exchange import reserve
from field.exchange.rescue_file import read_branch
from field.store import LaptopStore
from sync.encoding.types import Hash, Index, Size
from sync.errors import SoxaError


def sound_size(store: LaptopStore) -> Size:
    """How much of the own log can be sent: all of it, once what can be mended is mended, or what stands before the first
    entry that is damaged. Looks at every entry that is not sent."""
    damaged = store.logs.damaged()
    if damaged:
        _mend(store, damaged)
        damaged = store.logs.damaged()
    with store.transaction():
        store.logs.standing.damaged(is_so=bool(damaged))
    return Size(damaged[0][0]) if damaged else store.logs.own.size


def hoped_size(store: LaptopStore) -> Size:
    """How much of the own log can be sent as far as is known: each part of it is looked at as it goes (`is_sound`)."""
    return sound_size(store) if store.logs.standing.is_damaged else store.logs.own.size


def is_sound(store: LaptopStore, start: Size, end: Size) -> bool:
    """Whether the own entries between two indices are those that were signed, as far as no receipt covers them."""
    return not store.logs.damaged(start, end)


def _mend(store: LaptopStore, damaged: list[tuple[Index, Hash]]) -> None:
    for path in reserve.all_of(store, store.home):
        with suppress(SoxaError, OSError):
            branch = read_branch(store, path)
            with store.transaction():
                for index, leaf in damaged:
                    place = index - branch.start
                    if 0 <= place < len(branch.leaves) and branch.leaves[place] == leaf:
                        store.logs.mend(index, branch.lines[place])
