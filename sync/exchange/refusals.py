"""Refusals as they cross the line: an error's code and facts, and back into the class that whoever asked tells it by."""

from __future__ import annotations

from typing import Final

from sync.errors import Behind, ClockOff, DamagedHubLog, DamagedLog, Refused, ShowHead, SoxaError
from sync.exchange.parcel import Refusal

_CLASSES: Final[dict[str, type[Behind | ClockOff | DamagedHubLog | DamagedLog | ShowHead]]] = {
    "behind": Behind,
    "clock": ClockOff,
    "damaged-hub-log": DamagedHubLog,
    "damaged-log": DamagedLog,
    "show-head": ShowHead,
}
"""By code, the refusals that an exchange goes on after; any other is told to a person as it is."""


def refusal_of(error: SoxaError) -> Refusal:
    """What a hub answers where this error was raised."""
    return Refusal(error.code, dict(error.facts))


def error_of(refusal: Refusal) -> Refused:
    """The error that a hub's refusal stands for."""
    known = _CLASSES.get(refusal.code)
    return Refused(refusal.code, **refusal.facts) if known is None else known(**refusal.facts)
