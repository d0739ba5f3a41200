"""The names of a workbook's tables: that of its sheet or, where a sheet has several, that and the first cell of the table,
as in "Tháng 11!A20". People read them in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sync.ledger.text import fold
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("sync")

_CORNER: Final = re.compile(r"(.*)!([A-Z]{1,3})([0-9]+)", re.DOTALL)


def table_words(name: str) -> str:
    """A table's name in words; a sheet's as it is."""
    found = _CORNER.fullmatch(name)
    if found is None:
        return safe_line(name)
    sheet, column, row = found.groups()
    if column == "A":
        return _("{sheet}, table in row {row}").format(sheet=safe_line(sheet), row=row)
    return _("{sheet}, table in cell {cell}").format(sheet=safe_line(sheet), cell=f"{column}{row}")


def is_named_in(given: Sequence[str], *names: str) -> bool:
    """Whether somebody names a table, of these names, by one of them or as it is said in words."""
    wanted = set(map(fold, given))
    return any(fold(name) in wanted or fold(table_words(name)) in wanted for name in names)
