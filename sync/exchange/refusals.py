"""Refusals as they cross the line: an error's code and facts, and back into the class that whoever asked tells it by."""

from __future__ import annotations

from typing import Final

from sync.errors import (
    Behind,
    ClockOff,
    DamagedHubLog,
    DamagedLog,
    DayFull,
    ExpiredInvite,
    HubAsking,
    Refused,
    ShowHead,
    SoxaError,
    Unenrolled,
    Unintroduced,
)
from sync.exchange.parcel import Refusal

_CLASSES: Final[
    dict[
        str,
        type[Behind | ClockOff | DamagedHubLog | DamagedLog | DayFull | ExpiredInvite | HubAsking | ShowHead | Unintroduced],
    ]
] = {
    "asking": HubAsking,
    "behind": Behind,
    "clock": ClockOff,
    "damaged-hub-log": DamagedHubLog,
    "damaged-log": DamagedLog,
    "expired-invite": ExpiredInvite,
    "quota": DayFull,
    "show-head": ShowHead,
    "unknown-device": Unintroduced,
}
"""By code, the refusals that an exchange goes on after; any other is told to a person as it is."""
_OF_SEVERAL: Final[dict[str, type[Unenrolled]]] = dict.fromkeys(("unknown-invite", "used-invite"), Unenrolled)
"""By code, those of a class that has several."""


def refusal_of(error: SoxaError) -> Refusal:
    """What a hub answers where this error was raised."""
    return Refusal(error.code, dict(error.facts))


def error_of(refusal: Refusal) -> Refused:
    """The error that a hub's refusal stands for."""
    known = _CLASSES.get(refusal.code)
    if known is not None:
        return known(**refusal.facts)
    return _OF_SEVERAL.get(refusal.code, Refused)(refusal.code, **refusal.facts)
