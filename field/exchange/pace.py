"""What the line of this laptop moved, kept from one exchange to the next."""

from __future__ import annotations

from typing import Final

from field.store import LaptopStore
from field.store.kept import numbers
from sync.exchange.machine import Pace

_SETTING: Final = "line-pace"


def last_pace(store: LaptopStore) -> Pace:
    """The pace of the last exchange; that of a line nobody knows if there was none."""
    kept = numbers(store.local.setting(_SETTING), len(Pace.__struct_fields__))
    return Pace(*kept) if all(kept) else Pace()


def keep_pace(store: LaptopStore, pace: Pace) -> None:
    """Keep what the line moved, for the next exchange to begin with."""
    if pace != last_pace(store):
        store.local.set_setting(_SETTING, f"{pace.push} {pace.answer}")
