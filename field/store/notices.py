"""Names of the settings in which the laptop keeps what its officer is to be told quietly, until it is over."""

from __future__ import annotations

from typing import Final

CLAIMED: Final = "place-claimed"
"""When somebody else last claimed the place that this laptop took of another, in POSIX seconds."""
