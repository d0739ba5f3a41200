"""How an official document cites another: its kind, number, date, issuer and subject (Decree 30/2020/NĐ-CP, Annex I)."""

from __future__ import annotations

import re
from typing import Final

from sync.ledger.directive import REQUEST, Directive
from sync.wording.dates import day_in_document, month_in_document

_KINDS: Final = {
    "plan": "Kế hoạch",
    "letter": "Công văn",
    "guidance": "Hướng dẫn",
    "decision": "Quyết định",
    "directive": "Chỉ thị",
    "programme": "Chương trình",
    REQUEST: "Công văn",
}
_OTHER: Final = "Văn bản"
_BLANK_NUMBER: Final = "......"
"""Where a document was issued with its number left blank."""

_INNER: Final = str.maketrans('“”"', "‘’'")
"""Quotation marks within quotation marks."""
_PROVINCE: Final = re.compile(r"(?:Tỉnh|Thành phố) (?![uủđ])")
"""And not of a committee of its party or its youth union, which is so called: Tỉnh ủy, Tỉnh đoàn."""


def cited(directive: Directive, *, subject: bool = True) -> str:
    """A directive, cited in a sentence; without its subject where the text says what it is about.

    >>> plan = Directive(
    ...     id="a", number="2653/KH-UBND", kind="plan", date="2025-06-06", province="12", issuer="UBND tỉnh Lai Châu",
    ...     subject="x",
    ... )
    >>> cited(plan, subject=False)
    'Kế hoạch số 2653/KH-UBND ngày 06 tháng 6 năm 2025 của UBND tỉnh Lai Châu'
    >>> letter = Directive(
    ...     id="b", symbol="UBND-VX", kind="letter", month="2025-12", province="10", issuer="UBND tỉnh Lào Cai", subject="y"
    ... )
    >>> cited(letter)
    'Công văn số ....../UBND-VX tháng 12 năm 2025 của UBND tỉnh Lào Cai về “y”'
    """
    about = f" về “{directive.subject.translate(_INNER)}”" if subject else ""
    return f"{numbered(directive)} {_issued(directive)} của {_in_a_sentence(directive.issuer)}{about}"


def numbered(directive: Directive) -> str:
    """A directive's kind and number, where it was cited before."""
    number = directive.number or (f"{_BLANK_NUMBER}/{directive.symbol}" if directive.symbol else _BLANK_NUMBER)
    return f"{_KINDS.get(directive.kind, _OTHER)} số {number}"


def _in_a_sentence(issuer: str) -> str:
    """An issuer as it stands within a sentence: of a province its type begins small."""
    return f"{issuer[0].lower()}{issuer[1:]}" if _PROVINCE.match(issuer) else issuer


def _issued(directive: Directive) -> str:
    """When it was issued, as exactly as it says."""
    if directive.date is not None:
        return day_in_document(directive.date)
    return month_in_document(directive.month) if directive.month is not None else f"năm {directive.year}"
