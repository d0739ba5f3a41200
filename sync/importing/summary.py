"""The result of an import, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync.importing.question_words import more_words
from sync.importing.reckoning import done_rows, done_words, planned_rows, planned_words
from sync.importing.table_names import table_words
from sync.importing.words import plan_lines, told_lines, turned_words, unseen_words
from sync.wording.dates import day
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import catalogue, counted
from sync.wording.messages import sentence
from sync.wording.names import before_first_day
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

if TYPE_CHECKING:
    from sync.importing.comparing.comparison import ComparedRow
    from sync.importing.file_plan import FilePlan
    from sync.importing.take import BadRow, EarlyRow, ImportResult
    from sync.importing.undo import CorrectedActivity, UndoneImport

_ = catalogue("sync")

_MOST_FAULTS: Final = 50
"""Faults of rows that a plan tells one by one; all are told when it is taken."""


def bad_row_words(bad: BadRow, *, sheets: int = 1) -> str:
    """A fault of a file: its row and column, its sheet if there are several, and what is wrong."""
    if sheets > 1:
        return _("sheet “{sheet}”, row {row}, column “{column}”: {why}").format(
            sheet=table_words(bad.sheet), row=bad.row, column=bad.column, why=sentence(bad.error)
        )
    return _("row {row}, column “{column}”: {why}").format(row=bad.row, column=bad.column, why=sentence(bad.error))


def early_row_words(early: EarlyRow, begins: str) -> str:
    """That a row was taken although its activity is dated before the unit's first day (ISO)."""
    return _("row {row}, {date}: {what}").format(row=early.row, date=day(early.date), what=before_first_day(begins))


def fault_lines(done: ImportResult, most: int | None = None) -> Iterator[str]:
    """The rows of an import that were refused, each with why, and those dated before the unit began; `most` of each."""
    for lines in (
        [bad_row_words(bad, sheets=len(done.sheets)) for bad in done.bad],
        [early_row_words(early, done.begins) for early in done.early],
    ):
        yield from lines[:most]
        if most is not None and len(lines) > most:
            yield more_words(len(lines) - most)


def result_lines(done: ImportResult, taking_back: str) -> list[str]:
    """The result of an import, but for its faults: how many rows became what, what was not taken, and what was turned.
    `taking_back` is what takes the import back: a command, a key, a button."""
    lines = [import_words(done)]
    if done.unused_sheets:
        lines.append(
            _("Read from the sheet “{sheet}”; not read: {others}.").format(
                sheet=", ".join(map(table_words, done.sheets)), others=_listed(list(map(table_words, done.unused_sheets)))
            )
        )
    if done.unused_columns:
        lines.append(_("Columns with data that were not used: {columns}.").format(columns=_listed(done.unused_columns)))
    for sheet in done.planned:
        told = list(told_lines(sheet))
        if told and len(done.planned) > 1:
            lines.append(_("sheet “{sheet}”:").format(sheet=table_words(sheet.name)))
        lines += told
    if done.unseen:
        lines.append(unseen_words(done.unseen))
    if done.alike:
        rows = ", ".join(map(str, done.alike[:20]))
        one, several = (
            _("Left out, since such an activity is there: {count} row ({rows})."),
            _("Left out, since such an activity is there: {count} rows ({rows})."),
        )
        lines.append(counted(len(done.alike), one, several).format(count=number(len(done.alike)), rows=rows))
    if done.vanished:
        gone = counted(done.vanished, _("{count} activity"), _("{count} activities")).format(count=number(done.vanished))
        lines.append(
            _("No longer in the list: {activities}; taken back: {back}.").format(
                activities=gone, back=number(done.taken_back)
            )
        )
    if done.unheld:
        gone = counted(done.unheld, _("{count} activity"), _("{count} activities")).format(count=number(done.unheld))
        lines.append(
            _("Not held, by what the list says now: {activities}; taken back: {back}.").format(
                activities=gone, back=number(done.unheld_taken_back)
            )
        )
    if done.id:
        lines.append(_("This is import {id}: {how} takes it back.").format(id=done.id, how=taking_back))
    lines += map(turned_words, done.turned)
    return lines


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def import_words(done: ImportResult) -> str:
    """The outcome of an import, but for the file's faults."""
    one, several = _("{count} row taken."), _("{count} rows taken.")
    words = f"{counted(done.taken, one, several).format(count=number(done.taken))} {done_words(done_rows(done))}"
    if done.changed:
        one, several = (
            _("{changed} row had changed, and revised what is there."),
            _("{changed} rows had changed, and revised what is there."),
        )
        words += " " + counted(done.changed, one, several).format(changed=number(done.changed))
    return words


def refused_words(path: Path) -> str:
    """Where the rows that were refused stand."""
    return _("The rows that were refused are in {path}, each with why: put them right there and import that file.").format(
        path=path
    )


def undone_words(undone: UndoneImport) -> str:
    """What taking an import back came to."""
    back = counted(undone.taken_back, _("{count} activity"), _("{count} activities"))
    return _("Import {id} ({file}) taken back: {activities} taken back, {restored} as before.").format(
        id=undone.id,
        file=safe_line(undone.file),
        activities=back.format(count=number(undone.taken_back)),
        restored=number(undone.restored),
    )


def undone_notes(undone: UndoneImport, command: str | None) -> list[str]:
    """What was left when an import was taken back, as somebody or a later import changed it since. `command` is the one that
    imports, as it is typed; None where none is."""
    lines = []
    if undone.corrected:
        lines += corrected_words(undone.corrected)
        if command is None:
            lines.append(_("They were left. Take the import back again to take them back, too."))
        else:
            lines.append(
                _("They were left. “{command} --undo {id} --corrected retract” takes them back, too.").format(
                    command=command, id=undone.id
                )
            )
    by_hand, by_later = _parted(undone.kept)
    if by_hand:
        lines.append(_("Not set back, as somebody changed it since the import:"))
        lines += map(_corrected_line, by_hand)
    if by_later:
        lines.append(_("Not set back, as a later import changed it:"))
        lines += map(_corrected_line, by_later)
    return lines


def corrected_words(corrected: Sequence[CorrectedActivity]) -> list[str]:
    """The activities of an import that were changed since, line by line: by somebody, and by a later import."""
    by_hand, by_later = _parted(corrected)
    lines = [_("Activities of the import that somebody corrected since:"), *map(_corrected_line, by_hand)] if by_hand else []
    if by_later:
        lines += [_("Activities of the import that a later import changed:"), *map(_corrected_line, by_later)]
    return lines


def _parted(changed: Sequence[CorrectedActivity]) -> tuple[list[CorrectedActivity], list[CorrectedActivity]]:
    return [each for each in changed if not each.later], [each for each in changed if each.later]


def _corrected_line(activity: CorrectedActivity) -> str:
    fields = ", ".join(map(field_name, activity.fields))
    told = f"- {day(activity.date)}, {safe_line(activity.title)} ({activity.record[-8:]}): {fields}"
    return f"{told} ({safe_line(activity.later)})" if activity.later else told


def _change(code: str, value: object, directives: Mapping[str, str]) -> str:
    """A field with its new value, as people say it."""
    shown = field_value(code, value, directives)  # type: ignore[arg-type]
    return f"{field_name(code)}: {shown or '–'}"


def _changed_line(row: ComparedRow, changes: str) -> str:
    if row.list_file:
        return _("Row {row} changes what the list {file} says: {changes}").format(
            row=row.row.number, file=safe_line(row.list_file), changes=changes
        )
    return _("Row {row} has changed: {changes}").format(row=row.row.number, changes=changes)


def file_plan_lines(planned: FilePlan, *, columns: bool = True, questions: bool = True) -> Iterator[str]:
    """A file's plan, line by line, and what its rows are beside what is there; its columns and questions, too, or not."""
    from sync.importing.take import BadRow  # noqa: PLC0415 - what it needs, the program does not wait for

    yield from plan_lines(planned.plan, columns=columns, questions=questions)
    sheets = planned.plan.taken
    faults = [
        BadRow(row.number, fault.column, fault.error, row.sheet)
        for sheet in sheets
        for row in sheet.rows
        for fault in row.faults
    ]
    yield from (bad_row_words(bad, sheets=len(sheets)) for bad in faults[:_MOST_FAULTS])
    if len(faults) > _MOST_FAULTS:
        yield more_words(len(faults) - _MOST_FAULTS)
    yield planned_words(planned_rows(planned))
    for row in planned.compared.rows:
        if row.standing == "changed":
            changes = ", ".join(_change(code, value, planned.plan.directives) for code, value in row.changes.items())
            yield _changed_line(row, safe_line(changes))
        elif row.taken_back:
            yield _("Row {row}, “{title}”, has changed; its activity was taken back since, and stays so.").format(
                row=row.row.number, title=safe_line(str(row.said["title"]))
            )
        elif row.standing == "alike":
            yield _("Row {row}, “{title}”, looks like what is there on {date}: “{there}”").format(
                row=row.row.number,
                title=safe_line(str(row.said["title"])),
                date=day(str(row.said["date"])),
                there=safe_line(row.alike_title),
            )
    for gone in planned.compared.vanished:
        told = (
            _("Not held, by what the list says now: {date}, {title}")
            if gone.unheld
            else _("No longer in the list: {date}, {title}")
        )
        yield told.format(date=day(gone.date), title=safe_line(gone.title))
