"""Names of the settings in which the laptop keeps what its officer is to be told quietly, until it is over."""

from __future__ import annotations

from typing import Final

RESERVE_FAILED: Final = "reserve-failed"
"""The number of the system's error with which the reserve could not be written last; empty if it could."""
REGAINED: Final = "reserve-regained"
"""How many saved entries were here no more and were taken back from there, and when: `<POSIX seconds> <count>`."""
RESERVE_BEYOND: Final = "reserve-beyond"
"""How many entries the reserve has that are not here; empty if none."""
RESERVE_LEFT: Final = "reserve-left"
"""How many of these were there still when all that can be taken back by itself was; empty if none."""
CLAIMED: Final = "place-claimed"
"""When somebody else last claimed the place that this laptop took of another, in POSIX seconds."""
ADDRESS: Final = "hub-address"
"""Where the hub answers, once more: of all that says whose laptop this is, no entry states it."""
