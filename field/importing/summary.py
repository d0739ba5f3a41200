"""The result of an import, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from field.messages import sentence
from sync.importing.words import turned_words
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.names import before_first_day

if TYPE_CHECKING:
    from field.importing.take import BadRow, EarlyRow, ImportResult

_ = catalogue("field")


def bad_row_words(bad: BadRow, *, sheets: int = 1) -> str:
    """A fault of a file: its row and column, its sheet if there are several, and what is wrong."""
    if sheets > 1:
        return _("sheet “{sheet}”, row {row}, column “{column}”: {why}").format(
            sheet=bad.sheet, row=bad.row, column=bad.column, why=sentence(bad.error)
        )
    return _("row {row}, column “{column}”: {why}").format(row=bad.row, column=bad.column, why=sentence(bad.error))


def early_row_words(early: EarlyRow, begins: str) -> str:
    """That a row was taken although its activity is dated before the unit's first day (ISO)."""
    return _("row {row}, {date}: {what}").format(row=early.row, date=day(early.date), what=before_first_day(begins))


def import_notes(done: ImportResult) -> list[str]:
    """What was not taken of a file, and what was turned: a line for each kind."""
    lines = []
    if done.unused_sheets:
        lines.append(
            _("Read from the sheet “{sheet}”; not read: {others}.").format(
                sheet=", ".join(done.sheets), others=_listed(done.unused_sheets)
            )
        )
    if done.unused_columns:
        lines.append(_("Columns with data that were not used: {columns}.").format(columns=_listed(done.unused_columns)))
    lines += map(turned_words, done.turned)
    return lines


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def import_words(done: ImportResult) -> str:
    """The outcome of an import, but for the file's faults."""
    return _("{taken} rows taken; {again} were taken before; {bad} refused.").format(
        taken=done.taken, again=done.again, bad=len({bad.row for bad in done.bad})
    )
