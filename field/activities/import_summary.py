"""The result of an import, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from field.messages import sentence
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.names import before_first_day

if TYPE_CHECKING:
    from field.activities.importing import BadRow, EarlyRow, ImportResult

_ = catalogue("field")


def bad_row_words(bad: BadRow) -> str:
    """A fault of a file: its row and column, and what is wrong."""
    return _("row {row}, column “{column}”: {why}").format(row=bad.row, column=bad.column, why=sentence(bad.error))


def early_row_words(early: EarlyRow, begins: str) -> str:
    """That a row was taken although its activity is dated before the unit's first day (ISO)."""
    return _("row {row}, {date}: {what}").format(row=early.row, date=day(early.date), what=before_first_day(begins))


def import_words(done: ImportResult) -> str:
    """The outcome of an import, but for the file's faults."""
    return _("{taken} rows taken; {again} were taken before; {bad} refused.").format(
        taken=done.taken, again=done.again, bad=len({bad.row for bad in done.bad})
    )
