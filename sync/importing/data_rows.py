"""The rows of a sheet that tell of activities: each is read into a checked draft, with what is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sync.activities.check import CheckedDraft, check, named_directive
from sync.activities.draft import ActivityDraft
from sync.encoding.limits import MAX_EXACT, MAX_LINE
from sync.errors import Misuse, NotListed
from sync.importing.cells import (
    Terms,
    counted_in,
    figure,
    is_nothing,
    languages_in,
    marked_lines,
    places_apart,
    places_in,
    several,
    short_title,
)
from sync.importing.columns import PlannedColumn
from sync.importing.counts_else import unread_figure
from sync.importing.day_order import DayReader, is_time_alone
from sync.importing.day_rows import DayAbove
from sync.importing.figure_units import plain_units, unit_is
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED, meaning, names_units
from sync.importing.read_row import CellFault, CellReading, How, ReadRow
from sync.importing.term_names import first_of_several
from sync.importing.ticks import group_name, is_tick, ticked_name
from sync.importing.worked_out import figures_apart
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.ledger.directive import Directive
from sync.ledger.text import fold, tidy
from sync.ledger.vocabulary import ListName, vocabulary
from sync.tables import Cell, Row, column_name
from sync.tables.book import MOST_COLUMNS
from sync.wording.dates import day
from sync.wording.fields import field_name, field_title

_SHOWN: Final = 80
"""Letters of a long text that are shown."""
_GROUPS: Final = str.maketrans("", "", "., ")
_WHOLE: Final = re.compile(r"[0-9]{1,11}|[0-9]{1,3}(?:[., ][0-9]{3}){1,3}")
"""A whole number, perhaps in groups of three digits: "12,5" is none."""

Typed = dict[str, str | tuple[str, ...]]
"""What is typed of an activity, by field."""


class _RowDraft:
    """A row while it is read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.typed: Typed = {}
        self.unlisted: list[str] = []
        """Fields whose cells name nothing of their lists."""
        self.described: list[str] = []
        """Lines of the description."""
        self.links: list[str] = []
        """Lines of the description, of where cells lead to."""
        self.faults: list[CellFault] = []
        self.readings: list[CellReading] = []
        self.days: dict[int, str] = {}
        """By place, the days (ISO) that were read."""
        self.ticked: dict[str, list[PlannedColumn]] = {}
        """By field, the columns that are ticked."""
        self.cells: list[tuple[str, str]] = []
        """The texts that are used, each with its column's field."""

    def note(self, column: PlannedColumn, how: How, before: str, after: str) -> None:
        """Note that a cell was read otherwise than it stands."""
        self.readings.append(CellReading(column.place, how, before, after))

    def where(self, column: PlannedColumn) -> str:
        """What a spreadsheet calls the cell of a column."""
        return f"{column_name(column.place)}{self.row.number}"

    def refuse(self, column: PlannedColumn, error: Misuse) -> None:
        """Note for what the row cannot be taken."""
        self.faults.append(CellFault(column.heading, error, column.place))


class DataReader:
    """The reading of one sheet's rows of activities."""

    def __init__(
        self,
        sheet: str,
        columns: Sequence[PlannedColumn],
        days: DayReader,
        above: DayAbove,
        *,
        today: datetime.date,
        directives: Sequence[Directive],
        terms: Terms,
        extra_cells: bool,
        across: Mapping[tuple[int, int], int],
        planned: Sequence[int],
    ) -> None:
        """`across` is, by row and place, the first column of cells that are merged with those to their left;
        `planned` are the columns of days on which something was planned."""
        self._across, self._planned = across, planned
        self._sheet, self._today, self._directives, self._terms = sheet, today, directives, terms
        self._days, self._above = days, above
        self._columns = [column for column in columns if column.field not in (UNUSED, ROW_NUMBERS)]
        self._by_field = {column.field: column for column in reversed(self._columns)}
        self._headings = {column.field: column.heading for column in self._columns if column.field in COUNTED}
        fields = [column.field for column in self._columns]
        self._summed = frozenset(field for field in COUNTED if fields.count(field) > 1)
        """The figures whose columns are added."""
        self._used = frozenset(column.place for column in self._columns)
        self._parts = {open_: place for column in columns if (open_ := _part(column)) for place in [column.place]}
        """The columns of men and of women, where another has the people."""
        last = max((column.place for column in columns if column.heading != column.letter), default=MOST_COLUMNS)
        beyond = [column for column in columns if column.why in ("unknown", "numbers") and column.place > last]
        self._beyond = [] if extra_cells else beyond
        """The columns behind those of the heading, where a cell in them says that others are out of place."""
        self._known_directives: dict[str, bool] = {"": True}
        units = (column.place for column in columns if column.field == UNUSED and names_units(column.heading))
        self._unit = next(units, None)
        """The column that says what the numbers of each row count."""
        described = [column for column in self._columns if column.field == DESCRIPTION]
        self._labelled = len(described) > 1 or any(column.why in ("second", "aside", "named") for column in described)

    def read(self, row: Row) -> ReadRow:
        """An activity's row."""
        draft = _RowDraft(row)
        for column in self._columns:
            cell = row.at(column.place)
            if not cell.is_empty and not (column.field == "date" and is_time_alone(cell.text)):
                self._take_cell(column, cell, draft)
        self._take_day_above(draft)
        self._take_ticked(draft)
        self._compare_parts(draft)
        if row.struck:
            draft.refuse(self._by_field["title"], Misuse("struck-row"))
        for column in self._beyond:
            if (cell := row.at(column.place)).text:
                where = f"{column.letter}{row.number}"
                error = Misuse("extra-cell", cell=where, text=cell.text[:60])
                draft.faults.append(CellFault(column.letter, error, column.place))
        return self._checked(draft)

    def _take_cell(self, column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        if cell.note and not self._take_note(column, cell, draft):
            return
        if column.why == "ticks":
            self._tick(column, cell, draft)
            return
        draft.cells.append((column.field, cell.text))
        if cell.link or cell.note == "computed":
            self._note_source(column, cell, draft)
        if is_nothing(cell.text):
            draft.note(column, "nothing", cell.text, "")
        elif column.field == DESCRIPTION:
            draft.described.append(f"{column.heading}: {tidy(cell.words)}" if self._labelled else tidy(cell.words))
        else:
            try:
                self._take(column, cell, draft)
            except Misuse as error:
                draft.refuse(column, error)

    def _take_note(self, column: PlannedColumn, cell: Cell, draft: _RowDraft) -> bool:
        """Note how a cell was read that does not stand as it is; whether there is something to take."""
        if cell.note in ("no-value", "error", "cut-short"):
            draft.refuse(column, Misuse("no-cell-value", cell=draft.where(column), text=(cell.was or cell.text)[:60]))
            return False
        if cell.note in ("nothing-above", "unheld-above"):
            draft.refuse(column, Misuse(cell.note, cell=draft.where(column), text=cell.text[:40]))
            return False
        if cell.note == "struck":
            return self._take_left(column, cell, draft)
        if cell.note == "filled" and BY_CODE[column.field].kind != "count":
            if self._across.get((draft.row.number, column.place)) in self._used:
                return False  # it stands in the first of the cells that are merged
            draft.note(column, "filled", cell.words, cell.words)
        if cell.note in ("ditto", "joined", "of-sheet", "of-week", "scaled", "of-each", "continued"):
            draft.note(column, cell.note, cell.was, cell.words)
        return True

    @staticmethod
    def _note_source(column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        """Note where a cell leads to, and that its value was computed."""
        if cell.link and cell.note != "filled":
            draft.links.append(f"{column.heading}: {cell.link}")
            draft.note(column, "link", cell.text, cell.link)
        if cell.note == "computed":
            draft.note(column, "computed", cell.was, cell.text)

    @staticmethod
    def _take_left(column: PlannedColumn, cell: Cell, draft: _RowDraft) -> bool:
        """Note what of a cell is struck through; whether something is left. A row whose title or day is struck through is
        refused: the one is the whole activity, and no other day is its own."""
        draft.note(column, "struck", cell.was, cell.text or "–")
        if cell.text:
            return True
        if column.field == "title" and not draft.row.struck:
            draft.refuse(column, Misuse("struck-row"))
        elif column.field == "date":
            draft.refuse(column, Misuse("struck-cell", cell=draft.where(column), text=cell.was[:60]))
        return False

    @staticmethod
    def _tick(column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        if is_tick(cell):
            draft.cells.append((column.field, ticked_name(column)))
            draft.ticked.setdefault(column.field, []).append(column)
        else:
            draft.note(column, "nothing", cell.text, "")

    def _take_ticked(self, draft: _RowDraft) -> None:
        """Take what is ticked: the terms that the headings name, and into the description what names none, or is one more
        where an activity has one."""
        for code, columns in draft.ticked.items():
            field = BY_CODE[code]
            assert field.terms is not None, "ticks are of the terms of a list"
            names = {column.place: ticked_name(column) for column in columns}
            terms = {place: self._terms.code(field.terms, name) for place, name in names.items()}
            known = tuple(dict.fromkeys(filter(None, terms.values())))
            for column in columns:
                how: How = "ticked" if terms[column.place] else "not-listed"
                draft.note(column, how, names[column.place], names[column.place] if terms[column.place] else "")
            if field.kind == "terms":
                draft.typed[code] = known
            elif known:
                draft.typed[code] = known[0]
                if code == "language" and known[1:] and "languages" not in draft.typed:
                    draft.typed["languages"], known = known[1:], known[:1]
            if not all(terms.values()) or (field.kind != "terms" and len(known) > 1):
                told = "; ".join(names.values())
                draft.described.append(f"{group_name(columns[0]) or field_title(code)}: {told}")
                if len(known) > 1 and field.kind != "terms":
                    draft.note(columns[0], "ticks", told, names[next(at for at, term in terms.items() if term)])

    def _compare_parts(self, draft: _RowDraft) -> None:
        """Note where men and women are not the people that another column has; they are the people where it has none."""
        total, column = draft.typed.get("audience", ""), self._by_field.get("audience")
        if len(self._parts) < len(("men", "women")) or not isinstance(total, str) or column is None:
            return
        parts = [
            figure(draft.row.at(place).text, "audience")[0].translate(_GROUPS)
            for _open, place in sorted(self._parts.items())
        ]
        if not total and draft.row.at(column.place).is_empty and all(map(str.isdecimal, parts)):
            draft.typed["audience"] = together = str(sum(map(int, parts)))
            draft.note(column, "added", " + ".join(parts), together)
            return
        whole = total.translate(_GROUPS)
        if all(map(str.isdecimal, [*parts, whole])) and sum(map(int, parts)) != int(whole):
            draft.note(column, "parts", " + ".join(parts), total)

    def _take_day_above(self, draft: _RowDraft) -> None:
        """Take the day that stands above where a row says what was done and has no day."""
        column = self._by_field["date"]
        cell = draft.row.at(column.place)
        time = cell.text
        if not cell.is_empty and not is_time_alone(time):
            self._above.pass_day(draft.typed)
            return
        if planned := next((text for at in self._planned if (text := draft.row.at(at).text)), ""):
            draft.refuse(column, Misuse("planned-day", text=planned[:40]))
            return
        try:
            days = self._above.of(draft.row)
        except Misuse as error:
            draft.refuse(column, error)
            return
        if days and "title" in draft.typed:
            draft.typed.update(days)
            draft.days[column.place] = after = " – ".join(days.values())
            draft.note(column, "day-row" if self._above.row else "above", self._above.row, after)
            if time:
                draft.note(column, "around", time, after)
        elif time:
            draft.refuse(column, Misuse("no-day-there", text=time[:40]))

    def _take(self, column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        """Take a cell into what is typed, as its field wants it."""
        field = BY_CODE[column.field]
        if field.kind == "day":
            self._take_day(column, cell, draft)
        elif field.kind == "count":
            self._take_figure(column, cell, draft)
        elif field.terms is not None and field.kind != "term":
            text = tidy(cell.text)
            texts = self._languages(text) if field.terms == "languages" else several(text)
            parts = {part: self._terms.code(field.terms, part) for part in texts}
            draft.typed[field.code] = tuple(code or part for part, code in parts.items())
            if not all(parts.values()):
                draft.unlisted.append(field.code)
        else:
            text = said = tidy(cell.words)
            if column.field in ("place", "places"):
                text = self._places(column, text, draft)
            elif field.kind == "line" and "\n" in text:
                line = marked_lines(text)
                draft.note(column, "lines", text, line)
                text = line
            if column.field == "title" and len(text) > MAX_LINE:
                draft.described.append(f"{column.heading}: {said}")
                text = short_title(said)
                draft.note(column, "shortened", said[:_SHOWN], text[:_SHOWN])
            draft.typed[field.code] = text
            if field.terms == "languages" and self._take_languages(text, draft.typed):
                return
            if field.terms is not None and text:
                self._take_term(column, field.terms, text, draft)

    def _take_term(self, column: PlannedColumn, terms: ListName, text: str, draft: _RowDraft) -> None:
        """Take the term that a cell names; of several the first, and all of them into the description."""
        code, part = self._terms.code(terms, text), ""
        if not code:
            code, part = first_of_several(terms, text)
        draft.typed[column.field] = code
        if part:
            draft.described.append(f"{column.heading}: {text}")
            draft.note(column, "ticks", text, part)
        elif not code:
            draft.unlisted.append(column.field)

    def _take_figure(self, column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        if cell.note == "filled":
            draft.note(column, "filled-once", cell.text, "")
            return
        if cell.note == "other-scale":
            raise Misuse("other-scale", text=cell.was[:60])
        if isinstance(cell.number, float) or (cell.number is not None and not 0 <= cell.number <= MAX_EXACT):
            parts = isinstance(cell.number, float) and not cell.shown.endswith("%")
            raise Misuse("not-whole" if parts else "bad-count", text=cell.words[:40])
        field = self._counted(column, draft)
        number, how = figure(cell.text, field)
        if how is None and not number.isdigit() and (apart := figures_apart(plain_units(fold(cell.text)))):
            self._take_apart(column, apart, draft)
            return
        if how is None and (error := unread_figure(number, field, self._headings)) is not None:
            raise error
        if how is not None:
            draft.note(column, how, cell.text, number)
        if column.field in self._summed:
            number = self._added(column, number, draft)
        if field != column.field:
            draft.note(column, "of-unit", cell.text, number)
        draft.typed[field] = number

    def _take_apart(self, column: PlannedColumn, apart: Mapping[str, str], draft: _RowDraft) -> None:
        """Take several numbers of a cell, each as its unit has it. `Misuse`: "other-unit" where another column says that
        otherwise, or none of them is of the column itself."""
        cell = draft.row.at(column.place)
        for code, number in apart.items():
            other = self._by_field.get(code, column)
            there = draft.row.at(other.place)
            said = there.is_empty or figure(there.text, code)[0].translate(_GROUPS) == number
            if column.field not in apart or (other is not column and not said):
                raise Misuse("other-unit", text=cell.text[:40], column=other.heading[:60])
        draft.typed.update(apart)
        told = ", ".join(f"{field_name(code)}: {number}" for code, number in apart.items())
        draft.note(column, "units-apart", cell.text, told)

    def _counted(self, column: PlannedColumn, draft: _RowDraft) -> str:
        """The field of a number: of people or minutes, where the unit in its row says so of a quantity.
        `Misuse`: "other-unit" where another column has these, "no-times" where the unit is of what no field counts."""
        row = draft.row
        unit = "" if self._unit is None else row.at(self._unit).text
        if not unit:
            return column.field
        field = counted_in(unit) if column.field == "quantity" else None
        if field is None:
            self._look_at_unit(column, unit, row, draft)
            return column.field
        if (other := self._by_field.get(field)) is not None:
            said = f"{row.at(column.place).text} {unit}"
            raise Misuse("other-unit", text=said[:40], column=other.heading[:60])
        return field

    @staticmethod
    def _look_at_unit(column: PlannedColumn, unit: str, row: Row, draft: _RowDraft) -> None:
        """Look whether the unit in a row is one of its quantity; words that are no known unit are noted."""
        cell = row.at(column.place)
        of = unit_is(unit, column.field) if column.field == "quantity" and cell.note != "scaled" else "own"
        if of == "other":
            raise Misuse("no-times", text=f"{cell.text} {unit}"[:40])
        if of == "unknown":
            draft.note(column, "words", f"{cell.text} {unit}", cell.text)

    @staticmethod
    def _places(column: PlannedColumn, text: str, draft: _RowDraft) -> str:
        """The places that a cell names, as they are typed."""
        if (apart := places_apart(text)) and len(places_in(text)) == 1:
            places = "; ".join(" ".join(place.split()) for place in apart)
            draft.note(column, "apart", text, places)
            return places
        places = "; ".join(" ".join(place.split()) for place in places_in(text))
        if places != "; ".join(part.strip() for part in text.split(";") if part.strip()):
            draft.note(column, "lines" if places == " ".join(text.split()) else "list", text, places)
        return places

    @staticmethod
    def _added(column: PlannedColumn, number: str, draft: _RowDraft) -> str:
        """A number with those of the columns before that count others of the same."""
        added, before = number.translate(_GROUPS), draft.typed.get(column.field)
        if not added.isdecimal():
            raise Misuse("bad-count", text=number[:40])
        if not isinstance(before, str):
            return added
        together = str(int(before) + int(added))
        draft.note(column, "added", f"{before} + {added}", together)
        return together

    def _languages(self, text: str) -> tuple[str, ...]:
        """The languages that a text names; one whose name has a sign in it is one."""
        if self._terms.code("languages", text):
            return (text,)
        parts = languages_in(text)
        if len(parts) == 1 and "-" in text:
            by_dash = tuple(part.strip() for part in text.split("-"))
            return by_dash if all(self._terms.code("languages", part) for part in by_dash) else parts
        return parts

    def _take_languages(self, text: str, typed: Typed) -> bool:
        """Take a cell that names several languages, all of them known: the first, and the others. Whether it is one."""
        parts = self._languages(text)
        first, *others = dict.fromkeys(self._terms.code("languages", part) for part in parts) or [""]
        if len(parts) > 1 and first and all(others) and "languages" not in typed:
            typed.update({"language": first, **({"languages": tuple(others)} if others else {})})
            return True
        return False

    def _take_day(self, column: PlannedColumn, cell: Cell, draft: _RowDraft) -> None:
        read, typed = self._days.read(column.place, cell), draft.typed
        if read.first != read.last:
            if column.field != "date":
                raise Misuse("no-day-there", text=cell.text[:40])
            if (last := str(typed.get("until", read.last))) != read.last:
                raise Misuse("other-last-day", last=day(last))
            typed["until"] = read.last
        elif column.field == "until" and (last := str(typed.get("until", read.last))) != read.last:
            raise Misuse("other-last-day", last=day(last))
        typed[column.field] = read.first
        draft.days[column.place] = after = read.first if read.first == read.last else f"{read.first} – {read.last}"
        if cell.date and cell.was and not cell.note and not read.how:
            draft.note(column, "around", cell.was, after)
        for how in read.how:
            draft.note(column, how, cell.text, after)

    def _checked(self, draft: _RowDraft) -> ReadRow:
        row, typed, faults = draft.row, draft.typed, draft.faults
        draft.described += draft.links
        if draft.described:
            typed[DESCRIPTION] = "\n".join(draft.described)
        if "directive" in typed and not self._names_directive(str(typed["directive"])):
            draft.unlisted += ["directive", "task"] if "task" in typed else ["directive"]  # it is one of that directive
        if draft.unlisted:
            self._describe(draft.unlisted, draft)
        checked = self._check(typed)
        if unlisted := [wrong.field for wrong in checked.wrong if isinstance(wrong.error, NotListed)]:
            self._describe(unlisted, draft)
            checked = self._check(typed)
        known = {fault.column for fault in faults}
        for wrong in checked.wrong:
            column = self._by_field.get(wrong.field)
            heading = column.heading if column is not None else field_title(wrong.field)
            if heading not in known:
                faults.append(CellFault(heading, wrong.error, column.place if column is not None else None))
        return ReadRow(
            sheet=self._sheet,
            number=row.number,
            kind="data",
            hidden=row.hidden,
            fields=None if faults else checked.fields,
            faults=tuple(sorted(faults, key=lambda fault: MOST_COLUMNS if fault.place is None else fault.place)),
            readings=tuple(draft.readings),
            cells=tuple(draft.cells),
            days=draft.days if faults else {},
            figures=whole_numbers(typed),
        )

    def _names_directive(self, text: str) -> bool:
        """Whether a text names a directive: asked once of each."""
        known = self._known_directives.get(text)
        if known is None:
            try:
                named_directive(text, self._directives)
                known = True
            except NotListed:
                known = False
            self._known_directives[text] = known
        return known

    def _check(self, typed: Typed) -> CheckedDraft:
        return check(ActivityDraft(**typed), today=self._today, directives=self._directives)  # type: ignore[arg-type]

    def _describe(self, unlisted: Sequence[str], draft: _RowDraft) -> None:
        """Keep what names nothing of its list in the description, under its heading."""
        for code in sorted(set(unlisted), key=lambda code: self._by_field[code].place):
            column, field = self._by_field[code], BY_CODE[code]
            text, typed = tidy(draft.row.at(column.place).text), draft.typed[code]
            known = getattr(vocabulary(), field.terms) if field.terms is not None else {}
            draft.typed[code] = tuple(part for part in typed if part in known) if isinstance(typed, tuple) else ""
            draft.described.append(f"{column.heading}: {text}")
            draft.note(column, "not-listed", text, "")
        draft.typed[DESCRIPTION] = "\n".join(draft.described)


def _part(column: PlannedColumn) -> Literal["men", "women"] | None:
    """Whether a column has the men or the women among the people of another."""
    found = meaning(column.heading.rpartition(": ")[2]) if column.why == "part" else None
    return found.open if found is not None and found.open in ("men", "women") else None


def whole_numbers(typed: Mapping[str, str | tuple[str, ...]]) -> dict[str, int]:
    """By field, the figures of what is typed that are whole numbers."""
    figures: dict[str, int] = {}
    for field in COUNTED:
        if isinstance(text := typed.get(field), str) and _WHOLE.fullmatch(text):
            figures[field] = int(text.translate(_GROUPS))
    return figures
