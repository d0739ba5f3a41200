"""The result of an import, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from field.messages import sentence
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.names import before_first_day
from sync.wording.numbers import number

if TYPE_CHECKING:
    from field.importing.take import BadRow, EarlyRow, ImportResult

_ = catalogue("field")


def bad_row_words(bad: BadRow) -> str:
    """A fault of a file: its row and column, and what is wrong."""
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
                sheet=done.sheet, others=_listed(done.unused_sheets)
            )
        )
    if done.unused_columns:
        lines.append(_("Columns with data that were not used: {columns}.").format(columns=_listed(done.unused_columns)))
    lines += [
        _("Turned into Unicode from {source}, {count} cells: “{before}” became “{after}”.").format(
            source=turned.source, count=number(turned.cells), before=turned.before, after=turned.after
        )
        for turned in done.turned
    ]
    return lines


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def import_words(done: ImportResult) -> str:
    """The outcome of an import, but for the file's faults."""
    return _("{taken} rows taken; {again} were taken before; {bad} refused.").format(
        taken=done.taken, again=done.again, bad=len({bad.row for bad in done.bad})
    )
