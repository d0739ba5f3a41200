"""Words that several pages share: what stands for a verdict, in a word and in a letter."""

from __future__ import annotations

import datetime
from typing import Final

from hub.monitoring.board import CellStatus
from hub.web.render import day
from sync.ledger.entry import Reorganised
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

_STANDINGS: Final[dict[CellStatus, tuple[str, str]]] = {
    "on-time": (N_("on time"), N_("[on time] T")),
    "claimed-on-time": (N_("claimed in time, received late"), N_("[claimed in time, received late] C")),
    "late": (N_("late"), N_("[late] L")),
    "returned": (N_("returned"), N_("[returned] R")),
    "missing": (N_("missing"), N_("[missing] M")),
    "due": (N_("not yet"), N_("[not yet] ·")),
}


def standing(code: CellStatus) -> str:
    """A verdict in words."""
    return _(_STANDINGS[code][0])


def letter(code: CellStatus) -> str:
    """A verdict in one letter, for a cell: whoever sees no colours reads it by this."""
    return _(_STANDINGS[code][1]).rpartition(" ")[2]


def happened(history: UnitHistory, event: Reorganised) -> str:
    """What became of units, in a sentence, by their names of the day before and of the day."""
    eve = (datetime.date.fromisoformat(event.since) - datetime.timedelta(days=1)).isoformat()
    before = ", ".join(history.name(code, eve) for code in event.units)
    after = ", ".join(history.name(code, event.since) for code in event.into)
    told = {
        "renamed": _("{before} renamed {after} on {since}"),
        "merged": _("{before} merged into {after} on {since}"),
        "split": _("{before} split into {after} on {since}"),
    }
    return told[event.how].format(before=before, after=after, since=day(event.since))
