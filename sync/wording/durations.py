"""How long something is, in the one unit that says it best."""

from __future__ import annotations

from sync.encoding.limits import DAY_SECONDS
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("sync")


def how_long(seconds: int) -> str:
    """A number of seconds in whole minutes, hours, days or years.

    >>> how_long(2 * 365 * 86_400) in ("2 years", "2 năm")
    True
    """
    if seconds >= 2 * 365 * DAY_SECONDS:
        count = seconds // (365 * DAY_SECONDS)
        text = counted(count, _("{count} year"), _("{count} years"))
    elif seconds >= 2 * DAY_SECONDS:
        count = seconds // DAY_SECONDS
        text = counted(count, _("{count} day"), _("{count} days"))
    elif seconds >= 3_600:
        count = seconds // 3_600
        text = counted(count, _("{count} hour"), _("{count} hours"))
    else:
        count = max(1, seconds // 60)
        text = counted(count, _("{count} minute"), _("{count} minutes"))
    return text.format(count=number(count))
