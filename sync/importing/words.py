"""A plan in words: what is taken for what, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sync.importing.columns import PlannedColumn
from sync.importing.headings import ROW_NUMBERS, UNUSED
from sync.importing.plan import Plan, PlannedSheet, Reading
from sync.importing.question_words import asked_lines, more_words, settled_lines
from sync.importing.read_row import ReadRow
from sync.importing.table_names import table_words
from sync.tables import WHOLE_FILE, Turned, column_name
from sync.wording.dates import day, with_days
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("sync")

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "data": (N_("{count} activity"), N_("{count} activities")),
    "refused": (N_("{count} row that cannot be taken"), N_("{count} rows that cannot be taken")),
    "unheld": (N_("{count} row of what was not held"), N_("{count} rows of what was not held")),
    "part": (N_("{count} part of the row above"), N_("{count} parts of rows above")),
    "group": (N_("{count} heading of a group"), N_("{count} headings of groups")),
    "note": (N_("{count} note"), N_("{count} notes")),
    "total": (N_("{count} total"), N_("{count} totals")),
    "signature": (N_("{count} row of signatures"), N_("{count} rows of signatures")),
    "spending": (N_("{count} row of spending"), N_("{count} rows of spending")),
    "again": (N_("{count} row that says what another says"), N_("{count} rows that say what others say")),
    "heading": (N_("{count} repeated heading"), N_("{count} repeated headings")),
}
_NAMED: Final[Mapping[str, str]] = {
    "unheld": N_("not held"),
    "part": N_("part of the row above"),
    "group": N_("heading of a group"),
    "note": N_("note"),
    "total": N_("total"),
    "signature": N_("signature"),
    "spending": N_("spending"),
    "again": N_("says what another says"),
    "heading": N_("heading again"),
    "above": N_("above the table"),
}
_WHY_SHEET: Final[Mapping[str, str]] = {
    "no-heading": N_("has no heading with the day and what was done"),
    "hidden": N_("is hidden"),
    "not-chosen": N_("was not chosen"),
    "empty": N_("is empty"),
    "repeats": N_("says what other sheets say"),
}
_WHY_COLUMN: Final[Mapping[str, str]] = {
    "unsure": N_("by a part of its heading"),
    "named": N_("as you said"),
    "second": N_("another column is “{claimed}”"),
    "aside": N_("says more of it"),
    "hidden": N_("the column is hidden"),
    "unknown": N_("the heading is not known"),
    "cells": N_("by what stands in it"),
    "planned": N_("planned, on paper, who did not come, or of another time"),
    "part": N_("a part of the others alone"),
    "added": N_("these columns are added up"),
    "day-part": N_("a part of the day"),
    "day-rows": N_("days stand in rows of their own"),
    "ticks": N_("what is ticked"),
    "held": N_("says whether it was held"),
    "guessed": N_("no known heading; by what stands in it"),
    "numbers": N_("nothing says what is counted"),
}
_PROOFS: Final[Mapping[str, str]] = {
    "above-12": N_("a number above 12 proves it"),
    "one-month": N_("all are of one month so"),
    "padded": N_("they are written as 03/11"),
    "usual": N_("as is usual"),
    "title": N_("the title names the month"),
    "chosen": N_("as you said"),
    "unproven": N_("nothing proves it"),
    "mixed": N_("both orders stand in the column"),
}
_HOW: Final[Mapping[str, str]] = {
    "serial": N_("the number of a day was read as that day"),
    "around": N_("a time or weekday beside the day was left out"),
    "swapped": N_("day and month, which Excel had turned round, were turned back"),
    "year": N_("the year was taken from the title or the other days"),
    "span": N_("several days"),
    "unit": N_("the unit behind the number was left out"),
    "about": N_("a number that is not exact was taken as it is"),
    "words": N_("the words behind the number were left out"),
    "decimal": N_("a number with a decimal point was read as day and month"),
    "nothing": N_("a sign for nothing was taken as empty"),
    "filled-once": N_("a number in merged cells counts once"),
    "lines": N_("several lines became one"),
    "list": N_("a list: each of its lines is a place"),
    "computed": N_("a formula without its value was computed"),
    "above": N_("no day: that of the row above"),
    "day-row": N_("no day: that of the row above that has nothing else"),
    "not-listed": N_("names nothing of its list: kept in the description"),
    "added": N_("the numbers of two columns were added"),
    "filled": N_("merged cells: what stands in the first of them"),
    "parts": N_("men and women beside it are not that number"),
    "joined": N_("day, month and year were put together"),
    "continued": N_("what the rows below say more was added"),
    "ditto": N_("“as above”: what stands in the row above"),
    "both": N_("men and women of one cell were added"),
    "hours": N_("hours were made minutes"),
    "struck": N_("what is struck through was left out"),
    "ticked": N_("a tick: what the heading names"),
    "ticks": N_("several are named: the first is taken, all stand in the description"),
    "one-by-one": N_("several days, from the first to the last"),
    "two-years": N_("the year is one of those above the table"),
    "of-sheet": N_("the month is that of the sheet's name"),
    "of-week": N_("a day of the week that stands above the table"),
    "apart": N_("each line is a place"),
    "range": N_("of two numbers the smaller was taken"),
    "reckoned": N_("the numbers in the cell were multiplied or added"),
    "link": N_("the address that the cell leads to is kept in the description"),
    "came": N_("of so many who came of so many, those who came were taken"),
    "scaled": N_("the number, which stands in another unit, was multiplied"),
    "of-group": N_("the place is the one that the group is named for"),
    "of-each": N_("the number of each session was multiplied by how many there were"),
    "shortened": N_("too long for a title: its beginning is the title, all of it is kept in the description"),
    "spelled": N_("the number is written in words"),
    "zeros": N_("the zeros behind the point were left out"),
    "units-apart": N_("several numbers in a cell, each by its unit"),
    "of-unit": N_("people or minutes, by the unit in the row"),
}
_MOST_NAMED: Final = 500
"""Rows of a kind, and comments, that are told one by one."""


def target_words(field: str) -> str:
    """What a column is taken for."""
    if field == UNUSED:
        return _("not used")
    return _("number of the row") if field == ROW_NUMBERS else field_name(field)


def plan_lines(plan: Plan, *, columns: bool = True, questions: bool = True) -> Iterator[str]:
    """A plan, line by line; without its columns and questions, for whoever shows those apart."""
    for sheet in plan.sheets:
        yield from sheet_lines(sheet, plan.directives, columns=columns)
    yield from map(turned_words, plan.turned)
    if plan.unseen:
        yield unseen_words(plan.unseen)
    if plan.remembered:
        yield _("As you said for another file of this shape.")
    if columns or questions:
        yield from before_lines(plan, options=columns)
    if plan.questions and questions:
        yield _("To be answered (yes is what is proposed):")
        yield from (f"  - {line}" for line in asked_lines(plan))


def before_lines(plan: Plan, *, options: bool = True) -> Iterator[str]:
    """What was answered before, and is not asked again; with the options of a command that answer it, or without."""
    if lines := settled_lines(plan, options=options):
        yield _("Answered before, and not asked again:")
        yield from (f"  - {line}" for line in lines)


def unseen_words(cells: int) -> str:
    """That characters were left out of cells that nobody sees."""
    one, several = (
        _("Characters that nobody sees were left out in {count} cell."),
        _("Characters that nobody sees were left out in {count} cells."),
    )
    return counted(cells, one, several).format(count=number(cells))


def turned_words(turned: Turned) -> str:
    """What was turned into Unicode."""
    if turned.source == WHOLE_FILE:
        return _("The whole file was turned into Unicode from {source}: “{before}” became “{after}”.").format(
            source=turned.source, before=safe_line(turned.before), after=safe_line(turned.after)
        )
    one, several = (
        _("Turned into Unicode from {source}, {count} cell: “{before}” became “{after}”."),
        _("Turned into Unicode from {source}, {count} cells: “{before}” became “{after}”."),
    )
    return counted(turned.cells, one, several).format(
        source=turned.source, count=number(turned.cells), before=safe_line(turned.before), after=safe_line(turned.after)
    )


def sheet_lines(sheet: PlannedSheet, directives: Mapping[str, str], *, columns: bool = True) -> Iterator[str]:
    """A sheet's plan, line by line; `directives` are their names, by id."""
    name = table_words(sheet.name)
    if not sheet.taken:
        why = _(_WHY_SHEET[sheet.why])
        if sheet.name == sheet.sheet:
            yield _("Sheet “{sheet}” is not used: it {why}.").format(sheet=name, why=why)
        else:
            rows = f"{sheet.span[0]}-{sheet.span[1]}"
            yield _("“{sheet}”, rows {rows}, is not used: it {why}.").format(sheet=name, rows=rows, why=why)
        return
    first, last = sheet.heading
    where = str(first) if first == last else f"{first}-{last}"
    if not first:
        yield _("Sheet “{sheet}”, without a heading: {counts}.").format(sheet=name, counts=counts_words(sheet))
    else:
        yield _heading_line(sheet, name, where)
    if columns:
        yield from (f"  {column_words(column)}" for column in sheet.columns)
    yield from (f"  {line}" for line in _sheet_body(sheet, directives))


def _heading_line(sheet: PlannedSheet, name: str, where: str) -> str:
    text = _("Sheet “{sheet}”, heading in row {row}: {counts}.") if sheet.name == sheet.sheet else _(
        "“{sheet}”, heading in row {row}: {counts}."
    )  # fmt: skip
    return text.format(sheet=name, row=where, counts=counts_words(sheet))


def counts_words(sheet: PlannedSheet) -> str:
    """How many rows of each kind a sheet has."""
    counts = {kind: sheet.count(kind) for kind in _KINDS}
    return ", ".join(kind_words(kind, count) for kind, count in counts.items() if count or kind == "data")


def kind_words(kind: str, count: int) -> str:
    """How many rows of a kind there are."""
    one, several = _KINDS[kind]
    return counted(count, _(one), _(several)).format(count=number(count))


def _sheet_body(sheet: PlannedSheet, directives: Mapping[str, str]) -> Iterator[str]:
    for place, column_of_days in sheet.days.items():
        if column_of_days.proof != "none-needed":
            order = _("day/month") if column_of_days.order == "day" else _("month/day")
            letter = next(column.letter for column in sheet.columns if column.place == place)
            yield _("Days of column {column} are read as {order}: {proof}.").format(
                column=letter, order=order, proof=_(_PROOFS[column_of_days.proof])
            )
    yield from told_lines(sheet)
    if sheet.oldest:
        yield _("From {first} to {last}; sums: {sums}.").format(
            first=day(sheet.oldest), last=day(sheet.newest), sums=sums_words(sheet.totals)
        )
    if refused := {field: total for field, total in sheet.refused_totals.items() if total}:
        whole = {field: sheet.totals.get(field, 0) + total for field, total in refused.items()}
        yield _("The rows that cannot be taken have: {refused}; all rows together: {whole}.").format(
            refused=sums_words(refused), whole=sums_words(whole)
        )
    for compared in sheet.sums:
        text = _("agrees with the total in row {row}: {field} {stated}") if compared.agrees else _(
            "differs from the total in row {row}: {field} {stated}, its rows give {found}"
        )  # fmt: skip
        yield text.format(
            row=compared.row, field=field_name(compared.field), stated=number(compared.stated), found=number(compared.found)
        )
    yield from (f"{row.number}: {row_words(row, directives)}" for row in sheet.shown)


def told_lines(sheet: PlannedSheet) -> Iterator[str]:
    """What of a sheet that is taken is read otherwise than it stands, and what of it is not taken: cells, rows, comments."""
    yield from map(reading_words, sheet.readings)
    for kind, name in _NAMED.items():
        rows = [row for row in sheet.named if row.kind == kind]
        for row in rows[:_MOST_NAMED]:
            yield _("Row {row}, {kind}: {text}").format(row=row.row, kind=_(name), text=safe_line(row.text))
        if len(rows) > _MOST_NAMED:
            yield more_words(len(rows) - _MOST_NAMED)
    for comment in sheet.comments[:_MOST_NAMED]:
        cell = f"{column_name(comment.place)}{comment.row}"
        yield _("Comment on {cell}: {text}").format(cell=cell, text=safe_line(" ".join(comment.text.split())[:200]))
    if len(sheet.comments) > _MOST_NAMED:
        yield more_words(len(sheet.comments) - _MOST_NAMED)


def column_words(column: PlannedColumn) -> str:
    """A column, with what it is taken for."""
    text = f"{column.letter} “{safe_line(column.heading)}” → {target_words(column.field)}"
    if column.why != "heading":
        claimed = target_words(column.claimed) if column.claimed else ""
        text += f" ({_(_WHY_COLUMN[column.why]).format(claimed=claimed)})"
    samples = ", ".join(safe_line(sample) for sample in column.samples)
    return f"{text}: {samples}" if column.field == UNUSED and samples else text


def column_with_sample(column: PlannedColumn) -> str:
    """A column, with what it is taken for and what stands in it."""
    sample = f" · {safe_line(column.samples[0])}" if column.samples and column.field != UNUSED else ""
    return column_words(column) + sample


def reading_words(reading: Reading) -> str:
    """How some cells were read otherwise than they stand."""
    one, several = (
        _("Column “{column}”, {count} cell: {how} (“{before}” → {after})."),
        _("Column “{column}”, {count} cells: {how} (“{before}” → {after})."),
    )
    after = with_days(reading.after) or "–"
    if reading.how == "not-listed":
        one, several = (
            _("Column “{column}”, {count} cell: {how} (“{before}”)."),
            _("Column “{column}”, {count} cells: {how} (“{before}”)."),
        )
    return counted(reading.cells, one, several).format(
        column=safe_line(reading.column),
        count=number(reading.cells),
        how=_(_HOW[reading.how]),
        before=safe_line(reading.before) or "–",
        after=safe_line(after),
    )


def sums_words(totals: Mapping[str, int]) -> str:
    """The sums of figures, by field."""
    return ", ".join(f"{field_name(field)} {number(total)}" for field, total in totals.items()) or "–"


def row_words(row: ReadRow, directives: Mapping[str, str]) -> str:
    """A row as it will stand."""
    assert row.fields is not None, "a row that is taken"
    values = ((code, getattr(row.fields, code)) for code in row.fields.__struct_fields__)
    return "; ".join(
        f"{field_name(code)}: {safe_line(field_value(code, value, directives))}"
        for code, value in values
        if isinstance(value, str | int | tuple) and value
    )
