"""The patterns of codes, ids and days: whole, `UNIT_CODE.fullmatch(text)`, or as a part of a longer pattern."""

from __future__ import annotations

import re
from typing import Final

PROVINCE_CODE: Final = re.compile(r"[0-9]{2}")
COMMUNE_CODE: Final = re.compile(r"[0-9]{5}")
"""A commune is five digits, a province two (Decision 19/2025/QĐ-TTg)."""
UNIT_CODE: Final = re.compile(r"(?:[0-9]{2}|[0-9]{3}|[0-9]{5})(?:-[a-z0-9]{1,24})?")
"""A province, a district of before July 2025 (three digits) or a commune; or a body beside one of them, under a word that
the hub gave it: `12-sokhcn`."""

DEVICE_ID: Final = re.compile(r"[a-z2-7]{16}")
"""80 bits in lower-case base32 (RFC 4648 section 6): of a laptop's key, or of an invite's randomness."""
INVITE_ID: Final = DEVICE_ID
SALT: Final = re.compile(r"[0-9a-f]{16}")
"""64 random bits."""
RECORD_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A UUID of version 7 (RFC 9562) in lower case."""
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""A word of the vocabulary, or a directive's id: one to 64 characters."""

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day's spelling (ISO 8601); whether the calendar has it is another question. So too below."""
MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
QUARTER: Final = re.compile(r"[0-9]{4}-Q[1-4]")
YEAR: Final = re.compile(r"[0-9]{4}")
SHA256_HEX: Final = re.compile(r"[0-9a-f]{64}")
BODY_CODE: Final = re.compile(r"[A-Za-z0-9.]{1,50}")
"""The electronic identification code of a body, as its operator types it (Decision 20/2020/QĐ-TTg has `H35.12.3`)."""
MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
"""A day of every year."""


def exactly(pattern: re.Pattern[str]) -> str:
    """The pattern as a struct's field needs it, for the whole of a text. \\Z, for $ would let a newline through before
    the end."""
    return rf"^{pattern.pattern}\Z"


def is_commune(code: str) -> bool:
    """Whether a unit's code is that of a commune: a unit that reports, and not the province that they report to."""
    return COMMUNE_CODE.fullmatch(code) is not None
