"""What is overdue as far as a laptop can tell: by the reports that it holds. What others of the unit sent, or the province
entered, may not have come here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from field.reporting.agenda import AgendaLine
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from field.reporting.status import LaptopStatus

_ = catalogue("field")

_FRESH: Final = DAY_SECONDS
"""Seconds for which what the hub said last is taken as what stands there now."""


def in_doubt(agenda: Iterable[AgendaLine], heard_at: Instant | None, left_out: int, now: Instant) -> bool:
    """Whether a report is overdue here that may have been sent all the same."""
    owes = any(line.state == "overdue" and line.kind in ("report", "request", "long-overdue") for line in agenda)
    return owes and (left_out > 0 or heard_at is None or now - heard_at >= _FRESH)


def arrears_words(status: LaptopStatus) -> str:
    """By what it is told that reports are overdue; nothing where none is, or where the laptop knows it."""
    if not status.arrears_in_doubt:
        return ""
    if status.left_out:
        return _(
            "Overdue is told here by what this laptop holds. Reports that other laptops of the unit sent are not brought "
            "here: they may have been sent."
        )
    if status.heard_at is None:
        return _(
            "Overdue is told here by what this laptop holds, which has not heard of the province yet: a report that another "
            "laptop of the unit sent, or that the province entered, is not known here. Sync to know."
        )
    return _(
        "Overdue is told here by what this laptop holds, which heard of the province last at {time}: a report that another "
        "laptop of the unit sent since, or that the province entered, is not known here. Sync to know."
    ).format(time=moment(status.heard_at))
