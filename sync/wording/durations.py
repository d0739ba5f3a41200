"""How long something is, in the one unit that says it best."""

from __future__ import annotations

from typing import Final

from sync.encoding.limits import DAY_SECONDS
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("sync")

_LONGEST: Final = 100
"""Years."""


def how_long(seconds: int) -> str:
    """A number of seconds in whole minutes, hours, days or years; of what no clock can be off by, that it is very long.

    >>> how_long(2 * 365 * 86_400) in ("2 years", "2 năm")
    True
    >>> how_long(1 << 63) in ("more than 100 years", "hơn 100 năm")
    True
    """
    if seconds >= _LONGEST * 365 * DAY_SECONDS:
        return _("more than {count} years").format(count=number(_LONGEST))
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
