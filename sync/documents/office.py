"""The office whose name stands on a document, and the body that receives a report by a duty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from sync.ledger.directive import Duty
from sync.ledger.vocabulary import label, vocabulary

DEPARTMENT: Final = "Sở Văn hóa, Thể thao và Du lịch"
_DEPARTMENT_SYMBOL: Final = "SVHTTDL"
LATER: Final = "..."
"""What is left for the office to write."""
COMMITTEE: Final = "province-committee"
COMMITTEE_SYMBOL: Final = "UBND"
"""A committee in the numbers of its documents."""
_SYMBOLS: Final = {
    "culture-department": _DEPARTMENT_SYMBOL,
    "information-department": "STTTT",
    "science-department": "SKHCN",
    COMMITTEE: COMMITTEE_SYMBOL,
}
"""Of bodies that receive reports, in the numbers of their documents."""


class Office(Struct, frozen=True, kw_only=True):
    """Who reports, and to whom. Names are in their ordinary spelling; capitals are the layout's."""

    province: str
    """With its type: "tỉnh Lai Châu"."""
    parent: str
    """Empty where no body stands above it."""
    issuer: str = DEPARTMENT
    symbol: str = _DEPARTMENT_SYMBOL
    """The issuer in a document's number."""
    place: str
    unit: str = LATER
    """The abbreviation of the unit that drafted it, in "Lưu: VT, ..."."""
    recipient: str
    capacity: str = "Giám đốc"
    """Lines are parted by a slash: "KT. Giám đốc / Phó Giám đốc"."""


def committee_capacity(*, deputy: bool = False) -> str:
    """In which capacity a committee's chair signs, or a deputy for the chair."""
    return "TM. Ủy ban nhân dân / " + ("KT. Chủ tịch / Phó Chủ tịch" if deputy else "Chủ tịch")


def receivers(office: Office) -> tuple[str, ...]:
    """Who receives a report, a line each: whom it is addressed to, who else is for the office to write, and its registry."""
    return "- Như trên;", f"- {LATER};", f"- Lưu: VT, {office.unit.removesuffix('.')}."


def receiving(duties: Iterable[Duty]) -> Duty | None:
    """The duty whose receiver is written to, of several that a report answers: of those with one the first."""
    return next((duty for duty in duties if duty.recipient is not None), None)


def symbol_of(body: str | None) -> str | None:
    """What a body, by its code, has in the numbers of its documents; None of one that is unknown here."""
    return _SYMBOLS.get(body or "")


def body_name(body: str) -> str | None:
    """What a body is called, by its code; None of one that is unknown here."""
    terms = vocabulary().actors
    return label(terms[body], "vi") if body in terms else None
