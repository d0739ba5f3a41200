"""Numbers as the language that is spoken writes them. Nothing else in the program groups digits."""

from __future__ import annotations

from typing import Final

from sync.ledger.figures import Tally
from sync.wording.i18n import language

_SIGNS: Final = str.maketrans(",.", ".,")


def number(value: float) -> str:
    """A number in groups of three digits: 1.234 in Vietnamese, 1,234 in English."""
    return official_number(value) if language() == "vi" else f"{value:,}"


def official_number(value: float) -> str:
    """A number as official documents write it, whatever is spoken: 1.234, and 1.387,5."""
    return f"{value:,}".translate(_SIGNS)


def tally_numbers(tally: Tally, *, one_channel: bool) -> tuple[str, ...]:
    """The sums of a tally in order: activities, quantity, people, minutes. Quantities of several channels do not
    add up."""
    quantity = number(tally.quantity) if one_channel else "–"
    return number(tally.activities), quantity, number(tally.audience), number(tally.minutes)


_MOST_WITH_PARTS: Final = 99.95
"""From here on parts say nothing more."""


def byte_count(count: int) -> str:
    """A number of bytes, in the unit that fits: three digits are enough.

    >>> byte_count(12), byte_count(67_500).replace(",", "."), byte_count(675_000)
    ('12 B', '65.9 KB', '659 KB')
    """
    if count < 1024:
        return f"{count} B"
    size, unit = (count / 1024, "KB") if count < 1024**2 else (count / 1024**2, "MB")
    return f"{size:.{0 if size >= _MOST_WITH_PARTS else 1}f} {unit}".replace(".", "," if language() == "vi" else ".")


def share(part: int, whole: int) -> str:
    """A part in hundredths of the whole: 87%."""
    return f"{round(100 * part / whole)}%" if whole else "–"
