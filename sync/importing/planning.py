"""The making of a plan of an import, from a file and the answers that somebody gave.

A plan is made whole from the file and the answers that somebody gave, and made anew when an answer changes: nothing of it is
mended in place. Whatever cannot be told from the file is a question; without an answer the plan is not to be taken.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from msgspec import structs

from sync.activities.written_days import Order
from sync.errors import BadInput, Fact, NotListed
from sync.importing.answers import Answers, column_key
from sync.importing.cells import Terms
from sync.importing.columns import PlannedColumn, keys_of, planned_columns, samples_of
from sync.importing.day_order import DayColumn, day_column
from sync.importing.day_parts import with_whole_days
from sync.importing.day_rows import day_rows
from sync.importing.doubts import spoken, tells_of_done
from sync.importing.endings import endings
from sync.importing.footnotes import noted_rows
from sync.importing.guessed import first_words, guessed_by_cells, guessed_columns
from sync.importing.headings import compared, is_lunar, meaning
from sync.importing.heads import summed_names, with_heads
from sync.importing.layout import NEEDED, Heading, is_day_row, seen_heading, tells_of_something
from sync.importing.no_list import lost_letters, turned_rows
from sync.importing.parts import continued, with_parts
from sync.importing.places_above import with_group_places, with_places
from sync.importing.plan import ComparedSum, NamedRow, Plan, PlannedSheet, Reading
from sync.importing.questions import (
    Example,
    Question,
    asked_of_comments,
    asked_of_file,
    asked_of_sheet,
    asked_of_told_again,
    each_once,
    once_for_all_sheets,
    titled,
    unread_sheet,
    unread_table,
)
from sync.importing.read_row import How, ReadRow
from sync.importing.repeats import with_repeats
from sync.importing.row_kinds import RowKind
from sync.importing.rows import RowReader, columns_apart
from sync.importing.scales import scales_of, with_scales
from sync.importing.settled import settled
from sync.importing.spending import spending_in
from sync.importing.split import Table, tables_of
from sync.importing.table_names import is_named_in
from sync.importing.totals import with_totals
from sync.importing.twice import without_twice
from sync.importing.unheld.telling import says_why_refused, telling
from sync.importing.week_days import times_across, week_heading, with_days_of_week
from sync.importing.wrapped import wrapped
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.directive import Directive
from sync.tables import Book, Cell, Comment, Row, Sheet, column_name
from sync.tables.book import MOST_COLUMNS
from sync.wording.directive_names import shown_names

_LONGEST_TITLE: Final = 300
_NUMBERED_GROUP: Final = re.compile(r"(?:[IVX]{1,6}|[A-HĐ])\s*[.·)/-]\s*\S*[^\W\d_]")
_SAMPLED: Final = 60
"""Rows from which samples come."""


class NoHeading(BadInput):
    """A file in which no heading is known."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("no-heading", **facts)


class HalfHeading(BadInput):
    """A file in which no row names both the day and what was done."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("half-heading", **facts)


class UndatedHeading(HalfHeading):
    """A file that has its days in rows of their own, and in which no row names what was done."""

    def __init__(self, /, **facts: Fact) -> None:
        BadInput.__init__(self, "undated-heading", **facts)


class TurnedTable(BadInput):
    """A file whose activities stand beside one another, their headings in a column."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("turned-table", **facts)


class TimesAcross(BadInput):
    """A file in which the days of the week, or the parts of the day, are columns beside one another."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("times-across", **facts)


class WeekdaysAlone(BadInput):
    """A file whose list says the day of the week, and no week."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("weekdays-alone", **facts)


def shape_of(book: Book) -> str:
    """The fingerprint of a file's headings, whatever they are taken for, or of the first words where none is known; empty
    without any."""
    seen = [heading[1] for sheet in book.sheets if (heading := seen_heading(sheet)) is not None]
    seen = seen or [words for sheet in book.sheets if (words := first_words(sheet))]
    lines = sorted({"\x1f".join(map(compared, texts)) for texts in seen})
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest() if lines else ""


def make_plan(
    book: Book,
    *,
    file: str,
    answers: Answers,
    today: datetime.date,
    directives: Sequence[Directive],
    remembered: Answers | None = None,
) -> Plan:
    """The plan of a file, as it is read with some answers and with those that were `remembered` for its shape.

    `BadInput`: "no-heading", "half-heading" (no row names both the day and what was done), "undated-heading",
    "turned-table", "times-across", "weekdays-alone", "lost-letters";
    `NotListed`: "no-such-column", "no-such-sheet", "sheet-no-table"; `Misuse`: "column-twice".
    """
    if remembered is not None and not answers.sheets:
        answers = structs.replace(answers, sheets=remembered.sheets)
    if lost := lost_letters(book):
        raise BadInput("lost-letters", text=lost[:60])
    maker = _PlanMaker(book, file, answers, remembered or Answers(), today, directives)
    sheets = tuple(planned for sheet in book.sheets for planned in maker.tables(sheet))
    if not any(sheet.taken for sheet in sheets) and not answers.sheets:
        named = {**(remembered or Answers()).columns, **answers.columns}
        if not named and (across := times_across(book)) is not None:
            raise TimesAcross(sheet=across.sheet[:60], row=across.row, seen=", ".join(across.seen)[:300])
        if guessed := guessed_columns(book, named):
            known = structs.replace(remembered or Answers(), columns={**named, **guessed})
            maker = _PlanMaker(book, file, answers, known, today, directives, guessed)
            sheets = tuple(planned for sheet in book.sheets for planned in maker.tables(sheet))
    maker.check_answers()
    _check_times(book, {**(remembered or Answers()).columns, **answers.columns})
    sheets, placed = with_places(sheets, {**(remembered or Answers()).rows, **answers.rows})
    sheets, repeated, left_out = with_repeats(sheets, answers)
    if not any(sheet.taken for sheet in sheets):
        if answers.sheets:
            readable = [sheet.name for sheet in sheets if sheet.why in ("not-chosen", "hidden")]
            raise NotListed("sheet-no-table", text=", ".join(answers.sheets)[:100], near=", ".join(readable)[:300] or "–")
        raise _no_heading(book)
    known = remembered or Answers()
    found = [question for question in maker.questions if question.sheet not in left_out]
    parted = settled([*asked_of_file(book, sheets, answers), *repeated, *placed, *found], answers, known)
    return Plan(
        file=file,
        shape=shape_of(book),
        sheets=sheets,
        questions=tuple(once_for_all_sheets(parted.asked)),
        settled=tuple(once_for_all_sheets(parted.before)),
        turned=book.turned,
        unseen=book.unseen,
        directives=shown_names(directives),
        remembered=bool(parted.before or known.columns or known.day_order or known.rows or known.sheets),
        rows=known.rows,
    )


def _check_times(book: Book, named: Mapping[str, str]) -> None:
    """`BadInput("times-across")` where somebody named what was done at one time of several beside one another."""
    if "title" not in named.values() or (across := times_across(book)) is None:
        return
    keys = [column_key(text) for text in across.seen]
    if any(named.get(key) == "title" for key in keys) and not named.keys() >= set(keys):
        raise TimesAcross(sheet=across.sheet[:60], row=across.row, seen=", ".join(across.seen)[:300])


def _no_heading(book: Book) -> BadInput:
    for whole in book.sheets:
        if (week := week_heading(whole)) is not None:
            row = whole.rows[week[0]]
            return WeekdaysAlone(sheet=whole.name[:60], row=row.number, column=row.at(week[1]).text[:60])
        turned = turned_rows(whole)
        sheet = structs.replace(whole, rows=tuple(row for row in whole.rows if row not in turned))
        if turned and seen_heading(sheet) is None:
            return TurnedTable(sheet=sheet.name[:60])
        seen = seen_heading(sheet)
        if seen is not None:
            is_titled = any(said is not None and said.field == "title" for said in map(meaning, seen[1]))
            half = UndatedHeading if any(map(is_day_row, sheet.rows)) and not is_titled else HalfHeading
            return half(sheet=sheet.name[:60], row=seen[0], seen=", ".join(seen[1])[:300])
    return NoHeading()


class _PlanMaker:
    """The making of one file's plan."""

    def __init__(
        self,
        book: Book,
        file: str,
        answers: Answers,
        remembered: Answers,
        today: datetime.date,
        directives: Sequence[Directive],
        guessed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`guessed` are those of the remembered columns that nobody has named."""
        self._guessed = guessed
        self._book, self._file, self._answers, self._today, self._directives = book, file, answers, today, directives
        self._remembered = remembered
        self._named = {**remembered.columns, **answers.columns}
        self._terms = Terms()
        self._known: dict[str, str] = {}
        self._names: list[str] = []
        self.questions: list[Question] = []

    def tables(self, sheet: Sheet) -> Iterator[PlannedSheet]:
        """The plans of a sheet's tables; of the sheet itself where it has none."""
        turned = () if self._named else turned_rows(sheet)
        if turned and len(turned) < len(sheet.rows):
            rest = structs.replace(sheet, rows=tuple(row for row in sheet.rows if row not in turned))
            if self._tables(rest):
                yield self._left_out(sheet, turned)
                sheet, turned = rest, ()
        tables = [] if turned else self._tables(sheet)
        if not tables:
            self._names.append(sheet.name)
            left = PlannedSheet(name=sheet.name, sheet=sheet.name, taken=False, why="no-heading" if sheet.rows else "empty")
            if sheet.rows and not sheet.hidden and not self._answers.sheets and tells_of_something(sheet):
                left = structs.replace(left, span=(sheet.rows[0].number, sheet.rows[-1].number))
                self.questions.append(unread_sheet(left, sheet.rows))
            yield left
        for planned in _with_comments([self._table(table) for table in tables], sheet.comments):
            self.questions += asked_of_comments(planned)
            yield planned

    def _left_out(self, sheet: Sheet, rows: Sequence[Row]) -> PlannedSheet:
        """The rows of a sheet in which a table is turned, beside a list."""
        name = f"{sheet.name}!A{rows[0].number}"
        span = (rows[0].number, rows[-1].number)
        self._names.append(name)
        left = PlannedSheet(name=name, sheet=sheet.name, taken=False, why="no-heading", span=span)
        if not sheet.hidden and not self._answers.sheets:
            self.questions.append(unread_sheet(structs.replace(left, name=sheet.name), rows))
        return left

    def _tables(self, sheet: Sheet) -> list[Table]:
        return [self._with_whole_days(table) for table in tables_of(with_days_of_week(sheet, self._today), self._named)]

    def _with_whole_days(self, table: Table) -> Table:
        is_of_sheets = self._book.kind in ("xlsx", "xls", "ods")
        return with_whole_days(table, self._named, self._title(table), is_of_sheets=is_of_sheets)

    def _title(self, table: Table) -> str:
        """All that names a table."""
        return " ".join([table.sheet.name, self._file, table.title])

    def _table(self, table: Table) -> PlannedSheet:
        sheet, heading = table.sheet, table.heading
        columns = self._columns_of(table)
        called = _called(table)
        self._known |= {key: column.heading for column in columns for key in keys_of(column.heading, column.letter, called)}
        name = called[0]
        self._names += [name] if name in self._names or not table.corner else [sheet.name, name]
        untaken = PlannedSheet(
            name=name,
            sheet=sheet.name,
            taken=False,
            why="no-heading",
            title=" ".join(table.title.split())[:_LONGEST_TITLE],
            heading=numbers_of(sheet, heading),
            span=(sheet.rows[0].number, sheet.rows[-1].number),
            columns=columns,
        )
        if not {column.field for column in columns} >= NEEDED:
            if table.corner:
                self.questions.append(unread_table(untaken, table.sheet.rows))
            return untaken
        if self._answers.sheets and not self._is_chosen(sheet.name, name):
            return structs.replace(untaken, why="not-chosen")
        if sheet.hidden and not self._answers.sheets:
            return structs.replace(untaken, why="hidden")
        return self._taken(table, untaken)

    def _is_chosen(self, *names: str) -> bool:
        return is_named_in(self._answers.sheets, *names)

    def _taken(self, table: Table, untaken: PlannedSheet) -> PlannedSheet:
        answered = {**self._remembered.rows, **self._answers.rows}
        columns, first, last = untaken.columns, table.heading.first, table.heading.last
        above, below = table.sheet.rows[:first], table.sheet.rows[last + 1 :]
        told_apart, across = columns_apart(columns), _across(table.sheet)
        below = with_scales(below, columns, scales_of(columns, above))
        below, parts = continued(below, columns, told_apart, across)
        going_on = wrapped(below, columns, told_apart)
        own = going_on.parts if answered.get("parts") == "take" else frozenset()
        below, parts = (going_on.apart, parts) if own else (going_on.rows, parts | going_on.parts)
        apart = day_rows(below, told_apart, self._today)
        days = self._days(table, columns, apart)
        reader = RowReader(
            untaken.name,
            columns,
            days,
            apart,
            today=self._today,
            directives=self._directives,
            terms=self._terms,
            repeated=table.repeated,
            parts=parts,
            own=own,
            extra_cells=self._book.kind != "csv",
            across=across,
            telling=telling(columns, below),
            under=self._planned_by(table, above, columns),
            noted=noted_rows(below, told_apart),
            names=summed_names(below, told_apart),
            answered=answered,
            endings=endings(below, told_apart),
            spending=spending_in(columns, (table.title, *map(_text_of, above), table.sheet.name), below),
        )
        takes = frozenset(code for code, what in answered.items() if what == "take")
        read = with_totals(list(reader.read(below)), below, columns, told_apart, takes=takes)
        rows = _with_notes(with_heads(with_parts(read, below, told_apart, takes=takes), below, told_apart, takes=takes))
        named = [
            NamedRow(
                row=row.number,
                kind="above",
                text=" · ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))[:200],
            )
            for row in above
        ] + [NamedRow(row=row.number, kind=row.kind, text=row.text) for row in rows if row.kind != "data"]
        planned = structs.replace(
            untaken,
            taken=True,
            why="",
            columns=_with_samples(columns, table.sheet, rows),
            days=days,
            rows=rows,
            named=tuple(named),
            sums=() if any(row.kind == "spending" for row in rows) else tuple(_sums(rows, columns)),
            readings=_readings(rows, columns),
        )
        planned = with_group_places(planned)
        if answered.get("twice") == "skip":
            planned = without_twice(planned, below)
        self.questions += asked_of_sheet(planned, self._today)
        self.questions += asked_of_told_again(planned, below)
        return planned

    def _planned_by(self, table: Table, above: Sequence[Row], columns: Sequence[PlannedColumn]) -> str:
        """What over a table speaks of a plan, or of what was not done: a row above it, the name of its sheet or file, the
        heading of its days or of what was done; empty without. What the nearest says of what was done holds."""
        if any(says_why_refused(column.heading) for column in columns):
            return ""  # of rows of a list that was asked about when it was taken
        own = [text for row in above if (text := _text_of(row))]
        whole = [text for text in table.over if text not in own]
        names = [*reversed(own), *reversed(whole), table.sheet.name]
        headings = [column.heading for column in columns if column.field in ("date", "title") and column.why != "named"]
        found = next((text for text in names if spoken(text, "name") or tells_of_done(text)), "")
        planned = [found] if spoken(found, "name") else [heading for heading in headings if spoken(heading, "heading")]
        if not found and spoken(file := self._file.rpartition(".")[0], "file"):
            planned.append(file)
        return " ".join(planned[0].split())[:100] if planned else ""

    def _days(self, table: Table, columns: Sequence[PlannedColumn], apart: Mapping[int, Cell]) -> dict[int, DayColumn]:
        """How the days of each column of them are read; those in rows of their own, `apart`, are of the first."""
        answered = self._answers.day_order
        chosen = answered if answered is not None and not self._is_an_order_open else None
        return self._day_columns(table, columns, apart, chosen=chosen, usual=answered or self._remembered.day_order)

    def _day_columns(
        self,
        table: Table,
        columns: Sequence[PlannedColumn],
        apart: Mapping[int, Cell],
        *,
        chosen: Order | None = None,
        usual: Order | None = None,
    ) -> dict[int, DayColumn]:
        below = table.sheet.rows[table.heading.last + 1 :]
        title = self._title(table)
        return {
            column.place: DayColumn(lunar=True)
            if is_lunar(column.heading)
            else day_column(
                _days_in(below, column, apart),
                title=title,
                today=self._today,
                chosen=chosen,
                usual=usual,
            )
            for column in columns
            if column.field in BY_CODE and BY_CODE[column.field].kind == "day"
        }

    @cached_property
    def _is_an_order_open(self) -> bool:
        """Whether the days of some column leave their order open: an answer is of those, and else of all."""
        for table in (table for sheet in self._book.sheets for table in self._tables(sheet)):
            columns, below = self._columns_of(table), table.sheet.rows[table.heading.last + 1 :]
            if {column.field for column in columns} >= NEEDED:
                apart = day_rows(below, columns_apart(columns), self._today)
                if any(days.is_order_open for days in self._day_columns(table, columns, apart).values()):
                    return True
        return False

    def _columns_of(self, table: Table) -> tuple[PlannedColumn, ...]:
        named, called, guessed = self._remembered.columns, _called(table), set(self._guessed)
        columns = planned_columns(table.sheet, table.heading, self._answers, named, self._today, called)
        lacking = NEEDED - {column.field for column in columns}
        if table.parted and lacking:
            below = table.sheet.rows[table.heading.last + 1 :]
            unknown = {
                column.place: [row.at(column.place) for row in below] for column in columns if column.why == "unknown"
            }
            own = {
                column_key(f"{called[0]}!{column_name(at)}"): field
                for at, field in guessed_by_cells(unknown).items()
                if field in lacking
            }
            guessed |= set(own)
            columns = planned_columns(table.sheet, table.heading, self._answers, {**named, **own}, self._today, called)
        return tuple(
            structs.replace(column, why="guessed")
            if column.why == "named" and not guessed.isdisjoint(keys_of(column.heading, column.letter, called))
            else column
            for column in columns
        )

    def check_answers(self) -> None:
        """Refuse answers about columns and sheets that are not there."""
        known = self._known or dict(self._seen())
        for key in self._answers.columns:
            if key not in known:
                near = dict.fromkeys(filter(None, known.values()))
                raise NotListed("no-such-column", text=key[:60], near=", ".join(near)[:300])
        for name in self._answers.sheets:
            if not any(is_named_in([name], known) for known in self._names):
                raise NotListed("no-such-sheet", text=name[:60], near=", ".join(dict.fromkeys(self._names))[:300])

    def _seen(self) -> Iterator[tuple[str, str]]:
        """What columns may be called of a file in which nothing is a table: what looks most like a heading, and letters."""
        for sheet in self._book.sheets:
            seen = seen_heading(sheet)
            for text in seen[1] if seen is not None else ():
                yield from ((key, text) for key in keys_of(text, ""))
            for at in range(max((len(row.cells) for row in sheet.rows), default=0)):
                yield column_name(at).lower(), ""


def numbers_of(sheet: Sheet, heading: Heading) -> tuple[int, int]:
    """The numbers of a heading's first and last row; 0 without one."""
    if heading.last < heading.first:
        return 0, 0
    return sheet.rows[heading.first].number, sheet.rows[heading.last].number


def _text_of(row: Row) -> str:
    """What stands in a row, each text once."""
    return " ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))


def _called(table: Table) -> tuple[str, ...]:
    """What a table is called: by its sheet and first cell where the sheet has several, and by its sheet."""
    name = table.sheet.name
    return (f"{name}!{table.corner}", name) if table.corner else (name,)


def _across(sheet: Sheet) -> dict[tuple[int, int], int]:
    """By row and place, the first column of cells that are merged with those to their left, as far as the sheet has rows."""
    last = sheet.rows[-1].number
    return {
        (row, place): merged.left
        for merged in sheet.merged
        for row in range(merged.top, min(merged.bottom, last) + 1)
        for place in range(merged.left + 1, min(merged.right + 1, MOST_COLUMNS))
    }


def _days_in(below: Sequence[Row], column: PlannedColumn, apart: Mapping[int, Cell]) -> Iterator[Cell]:
    """The cells that say the days of a column."""
    for row in below:
        if column.field == "date" and row.number in apart:
            yield apart[row.number]
        elif row.at(column.place).note != "filled":
            yield row.at(column.place)


def _with_notes(rows: list[ReadRow]) -> tuple[ReadRow, ...]:
    """The rows, those that look like a group's and have no activity below them as notes, but those with a group's number."""
    heads = False
    for place in range(len(rows) - 1, -1, -1):
        kind: RowKind = rows[place].kind
        if kind == "group" and not heads and not _NUMBERED_GROUP.match(rows[place].text):
            rows[place] = structs.replace(rows[place], kind="note")
        heads = kind in ("data", "unheld", "spending") or (heads and kind != "signature")
    return tuple(rows)


def _sums(rows: Sequence[ReadRow], columns: Sequence[PlannedColumn]) -> list[ComparedSum]:
    """The figures of each total beside the sums of the rows since the total before, or of all rows above where that fits.
    One that is not whole is told of where all figures above can be read."""
    compared_sums: list[ComparedSum] = []
    fields = {column.place: column.field for column in columns}
    whole: Counter[str] = Counter()
    since: Counter[str] = Counter()
    unread: set[str] = set()
    for row in rows:
        if row.kind == "data":
            for field, figure in row.figures.items():
                whole[field] += figure
                since[field] += figure
            unread |= {fields[fault.place] for fault in row.faults if fault.place in fields}
        elif row.kind == "total":
            for field, stated in row.figures.items():
                found = since[field] if stated == since[field] else whole[field]
                compared_sums.append(ComparedSum(row=row.number, field=field, stated=stated, found=found))
            for field, decimal in row.decimals.items():
                if field not in unread:
                    found = whole[field] if decimal > since[field] else since[field]
                    compared_sums.append(ComparedSum(row=row.number, field=field, stated=decimal, found=found))
            since.clear()
    return compared_sums


def _with_samples(columns: Sequence[PlannedColumn], sheet: Sheet, rows: Sequence[ReadRow]) -> tuple[PlannedColumn, ...]:
    """The columns with samples of activities, or of what was left out: what stands in the rows of groups, totals and
    signatures says nothing of the others."""
    told = [row for row in rows if row.kind in ("data", "unheld", "spending")]
    data = {row.number for row in told[:_SAMPLED] if row.kind == "data"}
    sampled, others = (
        [row for row in sheet.rows if row.number in numbers] for numbers in (data, {row.number for row in told})
    )
    return tuple(
        structs.replace(column, samples=samples_of(sampled, column.place) or samples_of(others, column.place))
        for column in columns
    )


def _with_comments(tables: list[PlannedSheet], comments: Sequence[Comment]) -> list[PlannedSheet]:
    """The tables of a sheet, each with the comments on its cells; one beside all of them is told with the nearest that is
    taken."""
    found: dict[int, list[Comment]] = {}
    for comment in comments:
        fitting = [at for at, table in enumerate(tables) if _holds(table, comment)]
        taken = sorted(
            (at for at, table in enumerate(tables) if table.taken),
            key=lambda at: min(abs(comment.row - row) for row in tables[at].span),
        )
        for at in (fitting or taken)[:1]:
            found.setdefault(at, []).append(comment)
    return [structs.replace(table, comments=tuple(found[at])) if at in found else table for at, table in enumerate(tables)]


def _holds(table: PlannedSheet, comment: Comment) -> bool:
    return table.span[0] <= comment.row <= table.span[1] and any(column.place == comment.place for column in table.columns)


def _readings(rows: Sequence[ReadRow], columns: Sequence[PlannedColumn]) -> tuple[Reading, ...]:
    headings = {column.place: column.heading for column in columns}
    found: dict[tuple[int, How], list[Example]] = {}
    for row in rows:
        for cell in row.readings:
            before = titled(row) if cell.how == "above" else cell.before
            example = Example(before[:60], cell.after[:60], rows=(row.number,))
            found.setdefault((cell.place, cell.how), []).append(example)
    return tuple(_reading(headings[place], how, cells) for (place, how), cells in found.items())


def _reading(heading: str, how: How, cells: Sequence[Example]) -> Reading:
    examples, others = each_once(cells)
    first = examples[0]
    return Reading(
        column=heading,
        how=how,
        cells=len(cells),
        before="" if how == "above" else first.before,
        after=first.after,
        examples=examples,
        others=others,
    )
