"""The result of an import, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from field.messages import sentence
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from field.activities.importing import BadRow, ImportResult

_ = catalogue("field")


def bad_row_words(bad: BadRow) -> str:
    """A fault of a file: its row and column, and what is wrong."""
    return _("row {row}, column “{column}”: {why}").format(row=bad.row, column=bad.column, why=sentence(bad.error))


def import_words(done: ImportResult) -> str:
    """The outcome of an import, but for the file's faults."""
    return _("{taken} rows taken; {again} were taken before; {bad} refused.").format(
        taken=done.taken, again=done.again, bad=len({bad.row for bad in done.bad})
    )
