"""Why a figure of a table cannot be taken: it counts something else than its column, and where that belongs. Digits alone
would be a wrong number there, so nobody is told to write these."""

from __future__ import annotations

from collections.abc import Mapping

from sync.errors import Misuse
from sync.importing.figure_units import plain_units, unit_how
from sync.importing.worked_out import length, said_number
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold
from sync.wording.fields import field_title


def unread_figure(text: str, field: str, headings: Mapping[str, str]) -> Misuse | None:
    """Why a text is no figure of a field, by the `headings` of the fields that have a column; None where nothing but the
    number is wrong with it, or nothing in it is one.

    >>> [unread_figure(text, "quantity", {}).code for text in ("30 phút", "12 hộ", "45 người", "treo 2 băng rôn")]
    ['other-field', 'no-times', 'other-field', 'no-times']
    >>> [unread_figure(text, "minutes", {}).code for text in ("2 tiết", "nửa ngày", "15 phút/lượt")]
    ['no-minutes', 'no-minutes', 'no-minutes']
    >>> unread_figure("vài", "audience", {}), unread_figure("60/45", "audience", {})
    (None, None)
    """
    folded = plain_units(fold(text))
    if not any(map(str.isalpha, folded)) or not (field == "minutes" or any(map(str.isdigit, folded))):
        return None
    if (other := _counts(folded, field)) in headings:
        return Misuse("other-unit", text=text[:40], column=headings[other][:60])
    if other in ("audience", "minutes"):
        return Misuse("other-field", text=text[:40], heading=field_title(other))
    code = "no-times" if field == "quantity" else "no-people" if field == "audience" else "no-minutes"
    return Misuse(code, text=text[:40])


def _counts(folded: str, field: str) -> str:
    """The other field whose figure a folded text is; empty where it is of none."""
    if field != "minutes" and length(folded) is not None:
        return "minutes"
    unit = said_number(folded)[1]
    return next((code for code in COUNTED if code != field and unit and unit_how(unit, code) == "unit"), "")
