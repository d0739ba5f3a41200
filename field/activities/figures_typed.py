"""Several figures typed into one line, each with its unit: "12 buổi, 1.200 người, 180 phút"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sync.importing.figure_units import MINUTES, plain_units, unit_how
from sync.ledger.text import fold

_FIGURE: Final = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+) ?([a-z'’/]+(?: [a-z'’/]+)*)[ ,;+]*")
_SHORT: Final[Mapping[str, str]] = {"b": "quantity", "n": "audience", "ng": "audience"}
"""What people write for "buổi" and "người"."""


def figures_by_field(text: str) -> dict[str, str] | None:
    """The figures of a line by their fields, as they stand there; None unless it has several, each with the unit of a field
    of its own.

    >>> figures_by_field("12 buổi, 1.200 người, 180 phút")
    {'quantity': '12', 'audience': '1.200', 'minutes': '180'}
    >>> figures_by_field("12 buổi") is figures_by_field("12 buổi 3 lần") is figures_by_field("2 giờ 40 người") is None
    True
    """
    folded, at, found = plain_units(" ".join(fold(text).split())), 0, dict[str, str]()
    while at < len(folded):
        figure = _FIGURE.match(folded, at)
        field = _field_of(figure[2]) if figure is not None else None
        if figure is None or field is None or field in found:
            return None
        found[field], at = figure[1], figure.end()
    return found if len(found) > 1 else None


def _field_of(unit: str) -> str | None:
    """The field that counts what a unit names."""
    if unit in _SHORT:
        return _SHORT[unit]
    if MINUTES.fullmatch(unit):
        return "minutes"
    return next((field for field in ("quantity", "audience") if unit_how(unit, field) == "unit"), None)
