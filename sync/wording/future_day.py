"""What is said of an activity that is dated after the day on which the hub took it."""

from __future__ import annotations

from sync.encoding.types import Instant
from sync.ledger.future_day import dated_after
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("sync")


def dated_after_mark() -> str:
    """What a list marks such an activity with."""
    return _("dated after receipt")


def dated_after_words(date: str, taken: Instant, *, exactly: bool = True) -> str:
    """What is to be said of an activity of a date (ISO) that the hub took at POSIX second `taken`, if `exactly` then and not
    before; else nothing."""
    if not dated_after(date, taken):
        return ""
    if not exactly:
        return _("dated after it was received (before {time}): is the day right?").format(time=moment(taken))
    return _("dated after it was received ({time}): is the day right?").format(time=moment(taken))
