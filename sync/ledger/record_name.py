"""How people name a record: by its id or by 8 digits or more that it begins or ends with, dashes or none; where units share
an id, with the unit's code before it, as in 03390/ID."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from sync.encoding.patterns import UNIT_CODE

_NAME: Final = re.compile(rf"(?:({UNIT_CODE.pattern})/)?([0-9a-f]{{8,32}})")
_DIGITS: Final = 32
_DASHES_BEFORE: Final = frozenset({8, 12, 16, 20})
"""Digits of a UUID (RFC 9562 section 4) that a dash stands before."""


class RecordName(Struct, frozen=True):
    """A record's name, as somebody typed it."""

    unit: str | None
    """None if no unit was named."""
    digits: str
    """Hex digits, of the beginning or the end of its id."""

    @property
    def beginning(self) -> str:
        """How an id begins that begins with these digits."""
        return _dashed(self.digits, 0)

    @property
    def end(self) -> str:
        """How an id ends that ends with these digits."""
        return _dashed(self.digits, _DIGITS - len(self.digits))

    def fits(self, unit: str, record: str) -> bool:
        """Whether a record of this unit and id may be meant."""
        return self.unit in (None, unit) and (record.startswith(self.beginning) or record.endswith(self.end))


def parse_record_name(typed: str) -> RecordName | None:
    """Read what somebody typed; None if no record can be named so.

    >>> parse_record_name(" 03390/4B1C-9f2e-d3 ")
    RecordName(unit='03390', digits='4b1c9f2ed3')
    """
    match = _NAME.fullmatch(typed.strip().lower().replace("-", ""))
    return None if match is None else RecordName(*match.groups())


def _dashed(digits: str, first: int) -> str:
    """The digits from the one of this number on, as an id spells them."""
    return "".join(
        f"-{digit}" if place in _DASHES_BEFORE and place > first else digit for place, digit in enumerate(digits, first)
    )
