"""Quiet lines: what an officer should know of the laptop, and nothing that stops the work."""

from __future__ import annotations

from typing import Final

from field.store import LaptopStore, notices
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("field")

_SHOWN: Final = 30 * DAY_SECONDS


def notice_lines(store: LaptopStore, now: Instant) -> list[str]:
    """What is to be said at POSIX second `now`; empty most days."""
    lines = []
    claimed = store.local.setting(notices.CLAIMED)
    if claimed is not None and now - int(claimed) < _SHOWN:
        told = _(
            "On {time} somebody tried to join in this laptop's place, and was refused. If it was not you, tell the province."
        )
        lines.append(told.format(time=moment(Instant(int(claimed)))))
    return lines
