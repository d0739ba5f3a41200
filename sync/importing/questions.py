"""The questions of a plan: what a file leaves open, with what is proposed. Without an answer the plan is not to be taken."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, structs

from sync.activities.dates import is_long_past
from sync.importing.columns import PlannedColumn, named_by
from sync.importing.day_order import DayColumn, both_ways
from sync.importing.headings import DESCRIPTION, meaning
from sync.importing.told_again import equal_rows, told_again
from sync.importing.unlikely import unlikely_figures
from sync.ledger.activity_fields import COUNTED
from sync.tables import Book, Row, column_name
from sync.wording.fields import field_name

if TYPE_CHECKING:
    from sync.importing.answers import Answers
    from sync.importing.plan import PlannedSheet
    from sync.importing.read_row import How, ReadRow

QuestionCode = Literal[
    "sheets", "unsure-heading", "two-columns", "day-order", "swapped-days", "old-days", "hidden-rows", "about", "computed",
    "day-above", "not-listed", "sums-differ", "guessed-font", "alike", "vanished", "reported", "unread-table",
    "words", "decimal-days", "retitled", "comments", "part-alone", "not-held", "hours", "parts-differ", "twice", "parts",
    "maybe-total", "unread-sheet", "ticks", "range", "reckoned", "struck", "maybe-not-held", "apart", "one-by-one",
    "two-years", "of-sheet", "scaled", "of-each", "mostly-refused",
    "maybe-head", "maybe-plan", "to-come", "sheet-repeats", "sheets-alike", "list-same", "list-changed",
    "list-others", "stated-same", "stated-changed", "by-hand", "unlikely", "came", "guessed-column", "numbers",
    "moved", "now-unheld", "added", "maybe-signature", "spending", "sheet-place",
]  # fmt: skip

_ABOUT_COLUMNS: Final[frozenset[QuestionCode]] = frozenset(
    {"two-columns", "unsure-heading", "guessed-column", "part-alone", "numbers", "added"}
)
"""The questions about what columns are."""
_ABOUT_SHAPE: Final[frozenset[QuestionCode]] = (_ABOUT_COLUMNS - {"guessed-column"}) | {"sheets"}
"""The questions that are about the shape of a file, and not about what stands in this one."""
_OF_SEVERAL: Final[frozenset[QuestionCode]] = frozenset({"numbers", "added"})
"""Of these, the questions about the columns that are their examples."""
_LETTER: Final = re.compile("[A-Z]|[A-C][A-Z]")
"""What a column is named by that has no heading of its own: of other sheets it is another column."""
NEEDS_AN_ANSWER: Final[frozenset[QuestionCode]] = frozenset({"day-order"})
"""The questions whose proposal is a guess that nobody may take unasked."""

GUESSES: Final[frozenset[QuestionCode]] = NEEDS_AN_ANSWER | {"guessed-column"}
"""The questions whose proposal nobody takes who has not looked at it."""
_PAIR: Final = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}")
ASKED: Final[Mapping[How, QuestionCode]] = {
    "about": "about",
    "words": "words",
    "hours": "hours",
    "range": "range",
    "came": "came",
    "reckoned": "reckoned",
    "parts": "parts-differ",
    "decimal": "decimal-days",
    "computed": "computed",
    "above": "day-above",
    "not-listed": "not-listed",
    "ticks": "ticks",
    "struck": "struck",
    "apart": "apart",
    "one-by-one": "one-by-one",
    "two-years": "two-years",
    "of-sheet": "of-sheet",
    "scaled": "scaled",
    "of-each": "of-each",
}
"""The ways of reading cells that are asked about."""
_OF_CELLS: Final = frozenset(ASKED.values())
_MOST_EXAMPLES: Final = 500
MOST_TOLD: Final = 12
"""Examples of a question that are told."""
_FEWEST_REFUSED: Final = 5
"""Rows that cannot be taken, from which on it is asked whether the others may be where they are fewer."""
_MOST_ROWS: Final = 500
_GUESSED_FONTS: Final = ("TCVN3", "VNI")
"""What a text is turned from where the file does not name its font."""


class Example(Struct, frozen=True, omit_defaults=True):
    """A text that a question is about, as it stands in the file, and what becomes of it."""

    before: str
    after: str = ""
    date: str = ""
    """Of an activity that it names (ISO)."""
    where: str = ""
    """The cell."""
    rows: tuple[int, ...] = ()
    """The numbers of the first rows that it stands in."""
    sheet: str = ""
    """The sheet of these, where the question is about several."""


class Question(Struct, frozen=True, kw_only=True):
    """What a file leaves open."""

    code: QuestionCode
    sheet: str
    facts: Mapping[str, str | float]
    examples: tuple[Example, ...] = ()
    """The first texts that it is about, each once."""
    others: int = 0
    """How many more texts there are."""
    about: str = ""
    """All that it is about where that is no row or column: by this it is known again."""

    @property
    def count(self) -> int:
        """How many rows, activities or cells it is about."""
        return int(self.facts.get("rows", self.facts.get("cells", 0)))

    @property
    def is_guess(self) -> bool:
        """Whether what is proposed is not taken without somebody who looks at it, nor by a command that says yes to all."""
        return self.code in GUESSES

    @property
    def needs_an_answer(self) -> bool:
        """Whether what is proposed may not be taken unasked."""
        return self.code in NEEDS_AN_ANSWER


def about_shape(question: Question) -> tuple[str, ...]:
    """A question about the shape of a file, as it is remembered that somebody agreed to it: of each column that it is about;
    empty for another."""
    if question.code not in _ABOUT_SHAPE:
        return ()
    if question.code in _OF_SEVERAL:
        field = str(question.facts.get("field", ""))
        agreed = (" ".join(filter(None, (question.code, field, example.before))) for example in question.examples)
        return () if question.others else tuple(agreed)
    columns = [str(question.facts.get(name, "")) for name in ("field", "first", "second", "column")]
    return (" ".join(filter(None, (question.code, *columns))),)


def once_for_all_sheets(questions: Sequence[Question]) -> Iterator[Question]:
    """The questions, those about a column once where several sheets ask the same: it is answered for all of them."""
    asked: dict[object, list[Question]] = {}
    for place, question in enumerate(questions):
        is_of_all = question.code in _ABOUT_COLUMNS and not _LETTER.fullmatch(str(question.facts.get("named", "")))
        told = tuple(example.before for example in question.examples) if question.code in _OF_SEVERAL else ()
        key: object = (question.code, tuple(question.facts.items()), told, question.others) if is_of_all else place
        if question.code in _OF_CELLS and not _LETTER.fullmatch(str(question.facts["column"])):
            key = question.code, question.facts["column"]
        asked.setdefault(key, []).append(question)
    for first, *others in asked.values():
        if all(other.sheet == first.sheet for other in others):
            yield from (first, *others)
        elif first.code in _OF_CELLS:
            yield _of_sheets([first, *others])
        else:
            yield structs.replace(first, sheet="")


def _of_sheets(questions: Sequence[Question]) -> Question:
    """A question about the cells of a column in several sheets."""
    told = [structs.replace(each, sheet=question.sheet) for question in questions for each in question.examples]
    cells = sum(question.count for question in questions)
    others = sum(question.others for question in questions)
    return structs.replace(
        questions[0], sheet="", facts={**questions[0].facts, "cells": cells}, examples=tuple(told), others=others
    )


def each_once(examples: Iterable[Example]) -> tuple[tuple[Example, ...], int]:
    """The first of some examples, each once, and how many more there are."""
    found: dict[Example, list[int]] = {}
    for example in examples:
        found.setdefault(structs.replace(example, rows=()), []).extend(example.rows)
    told = [structs.replace(example, rows=tuple(rows[:_MOST_ROWS])) for example, rows in found.items()]
    return tuple(told[:_MOST_EXAMPLES]), max(0, len(told) - _MOST_EXAMPLES)


def asked_of_file(book: Book, sheets: Sequence[PlannedSheet], answers: Answers) -> list[Question]:
    """What the whole file leaves open: which sheets are taken, and whether its fonts were guessed right."""
    asked = []
    taken = list(dict.fromkeys(sheet.sheet for sheet in sheets if sheet.taken and not sheet.is_of_spending))
    if len(taken) > 1 and not answers.sheets:
        asked.append(Question(code="sheets", sheet="", facts={"sheets": ", ".join(taken)}))
    for turned in book.turned:
        if turned.source in _GUESSED_FONTS:
            facts: dict[str, str | int] = {"source": turned.source, "before": turned.before, "after": turned.after}
            asked.append(Question(code="guessed-font", sheet="", facts=facts))
    return asked


def unread_table(sheet: PlannedSheet, rows: Sequence[Row]) -> Question:
    """Whether a table may be left out that does not say what is needed."""
    asked = _asked("unread-table", sheet, first=sheet.span[0], last=sheet.span[1])
    return structs.replace(asked, about=_all_of(rows))


def unread_sheet(sheet: PlannedSheet, rows: Sequence[Row]) -> Question:
    """Whether a sheet may be left out that has no heading, and yet has days or figures."""
    first, last = sheet.span
    asked = _asked("unread-sheet", sheet, rows=last + 1 - first, first=first, last=last)
    return structs.replace(asked, about=_all_of(rows))


def _all_of(rows: Sequence[Row]) -> str:
    """All that stands in rows."""
    return "\x1e".join("\x1f".join(cell.text for cell in row.cells) for row in rows)


def asked_of_sheet(sheet: PlannedSheet, today: datetime.date) -> Iterator[Question]:
    """What a sheet that is taken leaves open."""
    yield from _of_spending(sheet) if sheet.is_of_spending else _asked_of(sheet, today)


def _asked_of(sheet: PlannedSheet, today: datetime.date) -> Iterator[Question]:
    yield from _of_refused(sheet)
    for column in sheet.columns:
        yield from _of_heading(column, sheet)
    yield from _of_added(sheet)
    yield from _of_numbers(sheet)
    for place, days in sheet.days.items():
        if days.is_order_open:
            yield _of_order(sheet, place, days, today)
        elif days.swap_unsure:
            yield _asked("swapped-days", sheet, column=column_name(place), example=_example(sheet, place))
    if old := [row for row in sheet.rows if row.fields is not None and is_long_past(str(row.fields.date), today)]:
        told, others = each_once(_example_of(row, dated=True) for row in old)
        yield _asked("old-days", sheet, examples=told, others=others, rows=len(old), oldest=sheet.oldest)
    if hidden := [row for row in sheet.rows if row.hidden and row.kind == "data"]:
        told, others = each_once(map(_example_of, hidden))
        yield _asked("hidden-rows", sheet, examples=told, others=others, rows=len(hidden), row=hidden[0].number)
    if unlikely := list(unlikely_figures(sheet.rows)):
        told, others = each_once(
            Example(f"{titled(each.row)[:60]}, {field_name(each.field)}", str(each.figure), rows=(each.row.number,))
            for each in unlikely
        )
        yield _asked("unlikely", sheet, examples=told, others=others, rows=len(unlikely), first=unlikely[0].row.number)
    yield from _of_equal_rows(sheet)
    yield from _of_unheld(sheet)
    if doubted := [row for row in sheet.rows if row.doubt and row.fields is not None]:
        told, others = each_once(Example(f"{titled(row)[:60]} · {row.doubt[:60]}", rows=(row.number,)) for row in doubted)
        yield _asked("maybe-not-held", sheet, examples=told, others=others, rows=len(doubted), first=doubted[0].number)
    yield from _of_rows_left_out("parts", sheet, [row for row in sheet.rows if row.kind == "part"])
    yield from _of_rows_left_out(
        "maybe-total", sheet, [row for row in sheet.rows if row.kind == "total" and row.unsure and not row.heads]
    )
    yield from _of_rows_left_out(
        "maybe-signature", sheet, [row for row in sheet.rows if row.kind == "signature" and row.unsure]
    )
    yield from _of_rows_left_out("maybe-head", sheet, [row for row in sheet.rows if row.heads])
    for reading in sheet.readings:
        if reading.how in ASKED:
            yield _asked(
                ASKED[reading.how],
                sheet,
                column=reading.column,
                cells=reading.cells,
                before=reading.before,
                after=reading.after,
                examples=reading.examples,
                others=reading.others,
            )
    for sums in sheet.sums:
        if not sums.agrees:
            yield _asked("sums-differ", sheet, row=sums.row, field=sums.field, stated=sums.stated, found=sums.found)


def _of_refused(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether what is left of a list may be taken of which most cannot be read."""
    refused = [row for row in sheet.rows if row.kind == "data" and row.faults]
    activities = sheet.count("data") + len(refused)
    if len(refused) >= _FEWEST_REFUSED and 2 * len(refused) > activities:
        told, others = each_once(map(_example_of, refused))
        yield _asked("mostly-refused", sheet, examples=told, others=others, rows=len(refused), all=activities)


def _of_rows_left_out(code: QuestionCode, sheet: PlannedSheet, rows: Sequence[ReadRow]) -> Iterator[Question]:
    """Whether rows may be left out that could be activities."""
    if rows:
        told, others = each_once(Example(row.text[:100], rows=(row.number,)) for row in rows)
        yield _asked(code, sheet, examples=told, others=others, rows=len(rows), first=rows[0].number)


def _of_spending(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether a list of what was spent may be left out."""
    rows = [row for row in sheet.rows if row.kind == "spending"]
    told, others = each_once(Example(row.text[:100], rows=(row.number,)) for row in rows)
    yield _asked("spending", sheet, examples=told, others=others, rows=len(rows), first=rows[0].number, name=rows[0].under)


def _of_unheld(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether rows may be left out of what was not held, or is planned: those under one name are asked about at once."""
    unheld = [row for row in sheet.rows if row.kind == "unheld"]
    yield from _of_rows_left_out("not-held", sheet, [row for row in unheld if not (row.under or row.to_come or row.doubt)])
    for name in dict.fromkeys(row.under for row in unheld if row.under):
        rows = [row for row in unheld if row.under == name]
        told, others = each_once(Example(row.text[:100], rows=(row.number,)) for row in rows)
        yield _asked("maybe-plan", sheet, examples=told, others=others, rows=len(rows), first=rows[0].number, name=name)
    yield from _of_rows_left_out("to-come", sheet, [row for row in unheld if row.to_come])


def _of_equal_rows(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether rows that say just what a row above says are activities of their own."""
    if again := list(equal_rows(sheet.rows)):
        told, others = each_once(map(_example_of, again))
        yield _asked("twice", sheet, examples=told, others=others, rows=len(again), first=again[0].number)


def _example_of(row: ReadRow, *, dated: bool = False) -> Example:
    """A row as an example: its title, with its day."""
    date = str(row.fields.date) if dated and row.fields is not None else ""
    return Example(titled(row)[:60], date=date, rows=(row.number,))


def asked_of_told_again(sheet: PlannedSheet, table: Sequence[Row]) -> Iterator[Question]:
    """Whether rows that tell again what a row above tells, with other figures or sent later, are activities of their own."""
    if again := list(told_again(sheet.rows, table, sheet.columns)):
        told, others = each_once(
            Example(
                f"{titled(first)[:60]} · {figures_of(first)}".rstrip(" ·"),
                figures_of(row, beside=first),
                rows=(first.number, row.number),
            )
            for first, row in again
        )
        first = again[0].row.number
        yield _asked("twice", sheet, examples=told, others=others, rows=len(again), first=first, again=len(again))


def figures_of(row: ReadRow, *, beside: ReadRow | None = None) -> str:
    """The figures of a row, each with its name; without where they are those that another does not have."""
    if beside is None:
        return ", ".join(f"{field_name(code)}: {row.figures[code]}" for code in COUNTED if code in row.figures)
    codes = [code for code in COUNTED if row.figures.get(code) != beside.figures.get(code)]
    return ", ".join(f"{field_name(code)}: {row.figures.get(code, '–')}" for code in codes)


def titled(row: ReadRow) -> str:
    """What was done, by a row."""
    return str(row.fields.title) if row.fields is not None else dict(row.cells).get("title", "–")


def _example(sheet: PlannedSheet, place: int) -> str:
    """A day of a column, as it stands there, one with two numbers if there is any."""
    samples = [sample for column in sheet.columns if column.place == place for sample in column.samples]
    return next((sample for sample in samples if _PAIR.search(sample)), samples[0] if samples else "")


def _of_order(sheet: PlannedSheet, place: int, days: DayColumn, today: datetime.date) -> Question:
    """Which number of a column's days is the day, with a row that would be two days."""
    field = next(column.field for column in sheet.columns if column.place == place)
    facts: dict[str, str | int] = {"column": column_name(place), "example": _example(sheet, place), "proof": days.proof}
    for row in sheet.rows:
        said = dict(row.cells)
        both = both_ways(said.get(field, ""), days, today) if row.kind == "data" else None
        if both is not None:
            facts |= {"example": said[field], "row": row.number, "title": said.get("title", "")[:60]}
            facts |= {"first": both[0].day, "second": both[0].month}
            break
    return Question(code="day-order", sheet=sheet.name, facts=facts)


def asked_of_comments(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether a sheet may be taken without the comments on its cells."""
    if sheet.taken and sheet.comments:
        told, others = each_once(
            Example(
                " ".join(comment.text.split())[:100], where=f"{column_name(comment.place)}{comment.row}", rows=(comment.row,)
            )
            for comment in sheet.comments
        )
        first, cells = told[0], len(sheet.comments)
        yield _asked("comments", sheet, examples=told, others=others, cells=cells, cell=first.where, example=first.before)


def _of_heading(column: PlannedColumn, sheet: PlannedSheet) -> Iterator[Question]:
    """What a column's heading leaves open."""
    named = named_by(column, sheet.columns)
    if column.why == "unsure" and column.cells:
        yield _asked("unsure-heading", sheet, column=column.heading, field=column.field, named=named)
    elif column.why == "guessed":
        told = tuple(Example(sample) for sample in column.samples)
        yield _asked("guessed-column", sheet, examples=told, column=column.heading, field=column.field, named=named)
    elif column.why == "second" and column.cells and column.claimed != DESCRIPTION:
        first = next(other for other in sheet.columns if other.field == column.claimed)
        yield _asked(
            "two-columns",
            sheet,
            field=column.claimed,
            first=f"{first.letter} “{first.heading}”",
            second=f"{column.letter} “{column.heading}”",
            named=named,
        )
    elif column.why == "part" and column.cells and not sheet.has("audience"):
        yield _asked("part-alone", sheet, column=column.heading, named=named)


def _of_added(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether columns are one figure together that count a share of it each, or some of the people; men and women are."""
    for field in COUNTED:
        columns = [column for column in sheet.columns if column.why == "added" and column.field == field]
        if not all(map(_is_of_men_or_women, columns)):
            told, others = each_once(Example(column.heading[:60]) for column in columns)
            named = named_by(columns[0], sheet.columns)
            yield _asked("added", sheet, examples=told, others=others, cells=len(columns), field=field, named=named)


def _is_of_men_or_women(column: PlannedColumn) -> bool:
    found = meaning(column.heading.rpartition(": ")[2])
    return found is not None and found.open in ("men", "women")


def _of_numbers(sheet: PlannedSheet) -> Iterator[Question]:
    """Whether the numbers of columns may be left out that nothing says the meaning of."""
    if columns := [column for column in sheet.columns if column.why == "numbers"]:
        told, others = each_once(Example(column.heading[:60], ", ".join(column.samples)) for column in columns)
        named = named_by(columns[0], sheet.columns)
        yield _asked("numbers", sheet, examples=told, others=others, cells=len(columns), named=named)


def _asked(
    code: QuestionCode, sheet: PlannedSheet, *, examples: tuple[Example, ...] = (), others: int = 0, **facts: str | float
) -> Question:
    return Question(code=code, sheet=sheet.name, facts=facts, examples=examples, others=others)
