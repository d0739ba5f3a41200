"""Rows that are totals, by what they are: their words begin as those of totals do, or their numbers are just the sums of the
rows above since the last total or name of a group. A row of which only one of both is so is left out, too, and is asked
about; no total is of the day of the row above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sync.importing.columns import PlannedColumn
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED
from sync.importing.parts import own_text
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns, is_row_number, is_running, is_total
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.text import fold
from sync.tables import Cell, Row

_FEWEST: Final = 2
"""Rows whose sum is no chance where no word says that it is one."""
_MOST_PARTS: Final = 24
"""Totals and groups back to which a sum may reach, beside all rows above."""
_LEAD: Final = re.compile(r"\W*(?:tổng|(?:tiểu )?cộng|luỹ kế|lũy kế)(?!\w)")
_NO_SUM: Final = re.compile(
    r" (?:ket\b|ve sinh|hop \w|duyet|ra (?:soat|quan|pha|quet)|dieu tra|kiem (?:tra|ke)|dai\b|cuc\b|bi thu|cong ty|thanh tra"
    r"|phu trach|quan\b|the\b|tien cong|luc\b|tuyen cu|khoi nghia|giam doc|hoi\b|lien doan|dong vien|dao dien|tap\b|don\b"
    r"|quet|giai\b|thong\b|so hoa|quy hoach|quyet toan|thao|truong\b|lanh|bien tap)"
)
"""What follows on "Tổng" where it is no sum, without accents."""
_NO_ADDING: Final = re.compile(r" (?:dong|tac\b|hoa\b|huong|sinh|san\b)")
"""What follows on "Cộng" where it is no sum."""
_BARE: Final = re.compile(
    rf"\W*(?:tong\b(?!{_NO_SUM.pattern})|luy ke\b"
    r"|(?:tieu )?cong(?=$|\W*[0-9]| (?:hk|hoc ky|thang|quy|nam|tuan|ky|dot|ban|thon|to|khu|xa|trang|phan|muc|nhom|chung)\b))"
)
"""How the words of a total begin where all is written without accents: "cong" is many words then."""
_MAY_BEGIN: Final = re.compile(r"\W*(?:t[oổ]|c[oộ]|l[uũ]|ti)", re.IGNORECASE)
"""How each begins, composed, and few others."""
_OF_A_SUM: Final = re.compile(
    r"\W*(?:tong|cong|luy ke)(?: (?:cong|so))? (?:hki*|hk|hoc ky|thang|quy|nam|tuan|ky|dot|ban|thon|to|khu|trang|phan|muc"
    r"|nhom|cac|toan|ca|cua|tu|[0-9ivx]+)\b"
)
"""How what is summed up is named behind the words of a total."""
_NO_TITLE: Final = re.compile(
    r"(?:ca|toan|chung ca|chung toan) (?:thang|quy|nam|tuan|ky|dot|hoc ky|xa)(?: [0-9ivx/.-]+)?|so lieu chung|chung"
)
"""What a row is called that is of all those above, without the words of a total."""
_NAME_OF_A_TIME: Final = re.compile(
    r"\W*(?:(?:trong|ca|toan|ket qua|so lieu|thuc hien) )*(?:thang|quy|tuan|nam|ky|dot|hoc ky)(?: (?:nay|thu))?"
    r"(?: [0-9ivx]+(?: ?[/.-] ?[0-9]+)*)?(?: nam [0-9]{4})?\W*"
)
"""What a row without what was done is called that is the sum of those above: "Tháng 11"."""
_MAY_NAME_A_TIME: Final = re.compile(r"\W*(?:th|qu|tu|n[aă]m|k|[dđ][oợ]t|h[oọ]c|tr|c[aả]|to|s[oố])", re.IGNORECASE)
_COUNT: Final = re.compile(r"[0-9.,]{1,6}(?: (?:cuoc|buoi|luot|viec|hoi nghi|hoat dong|dot|lop|tin|bai|nguoi|lan|ngay))?")
"""How many there are, where what was done stands: no activity."""
_DIGITS: Final = tuple("0123456789.,")
_COUNT_BEHIND: Final = re.compile(r"[:=]\W*([0-9]{1,6})\b")
_MAY_BE_OF_ALL: Final = re.compile(r"(?:c[aả]|to[aà]n|chung|s[oố])(?:\s|$)", re.IGNORECASE)
"""How such a name begins, and few others: folding a text takes longer."""
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,12}")


def with_totals(
    rows: Sequence[ReadRow],
    table: Sequence[Row],
    columns: Sequence[PlannedColumn],
    apart: Columns,
    *,
    takes: Container[str] = (),
) -> list[ReadRow]:
    """The rows as they were read, those that are totals as such; with "maybe-total" among what one `takes` the sure ones."""
    finder = _Finder(table, columns, apart, takes_unsure="maybe-total" in takes)
    return [finder.told(row) for row in rows]


class _Sums(NamedTuple):
    """The sums of some rows."""

    rows: int
    sums: Counter[int]
    """By column."""
    filled: Counter[int]
    """By column, how many of its cells are not empty: ticks are counted."""

    def has(self, value: int, place: int | None = None) -> bool:
        """Whether a number is such a sum, of a column or of any, or how many there are."""
        if not self.rows:
            return False
        if place is None:
            return value == self.rows or value in self.sums.values()
        return value == self.sums[place] if self.sums[place] else value in (0, self.rows, self.filled[place])

    def with_those(self, others: _Sums) -> _Sums:
        """The sums of both."""
        return _Sums(self.rows + others.rows, self.sums + others.sums, self.filled + others.filled)


class _Finder:
    """The finding of totals, from the top."""

    def __init__(
        self, table: Sequence[Row], columns: Sequence[PlannedColumn], apart: Columns, *, takes_unsure: bool
    ) -> None:
        self._takes_unsure = takes_unsure
        self._there = {row.number: row for row in table}
        self._apart = apart
        self._unnumbered = {apart.date, apart.title, *apart.numbers}
        self._said = {
            column.place
            for column in columns
            if column.field not in (UNUSED, ROW_NUMBERS, DESCRIPTION, "date", "title")
            and column.why != "ticks"
            and BY_CODE[column.field].kind != "count"
        }
        """The columns in which a total has nothing."""
        self._since: list[Row] = []
        """The rows of activities since the last total or name of a group."""
        self._figures: Counter[str] = Counter()
        self._spans: list[tuple[str, str]] = []
        """Their first and last days (ISO), of those that can be taken."""
        self._parts: list[_Sums] = []
        """The sums of the rows before these, by total and group."""
        self._whole = _Sums(0, Counter(), Counter())
        """The sums of all rows before."""

    def told(self, row: ReadRow) -> ReadRow:
        """A row as it was read, or as the total that it is."""
        if row.kind in ("group", "total"):
            self._close()
        if row.kind != "data":
            return row
        there = self._there[row.number]
        unsure = self._unsure(row, there)
        if unsure is None or (unsure and self._takes_unsure):
            self._since.append(there)
            for code, count in row.figures.items():
                self._figures[code] += count
            if row.fields is not None:
                self._spans.append((str(row.fields.date), str(row.fields.until or row.fields.date)))
            return row
        self._close()
        text = own_text(there)
        return ReadRow(
            sheet=row.sheet,
            number=row.number,
            kind="total",
            hidden=row.hidden,
            text=text,
            figures={} if unsure or is_running(text) else row.figures,
            unsure=unsure,
        )

    def _unsure(self, row: ReadRow, there: Row) -> bool | None:
        """Whether it is unsure that a row is a total; None for one that is none."""
        label = self._label(there)
        title = there.at(self._apart.title).text
        begins = begins_as_total(label)
        if not begins and title and (_is_count(title) or _is_of_all(label)) and (self._since or self._parts):
            return True
        if not begins and _MAY_NAME_A_TIME.match(label) and _NAME_OF_A_TIME.fullmatch(fold(label)):
            if title and len(label.split()) > 1 and self._numbers(there) and not self._is_dated(there, label):
                return True
            if not title:
                return False if self._numbers(there) and self._adds_up(there, label) else None
        if not begins:
            return True if self._is_silent_sum(row, there) or self._is_sum_of_span(row) else None
        if not self._numbers(there) and _COUNT_BEHIND.search(label) is None:
            return None
        dated = self._is_dated(there, label)
        numbered = any(there.at(at).text.strip(" .").isdigit() for at in self._apart.numbers)
        adds_up = self._adds_up(there, label)
        if dated or numbered or any(self._says_more(there.at(at), label) for at in self._said):
            return True if adds_up or is_total(label) or _OF_A_SUM.match(fold(label)) else None
        return not adds_up and not is_total(label)

    @staticmethod
    def _says_more(cell: Cell, label: str) -> bool:
        return not cell.is_empty and cell.note != "filled" and cell.text != label

    def _label(self, there: Row) -> str:
        """The first words of a row, where those of a total stand: in place of what was done, of the day or the number, or in
        another column, beside how many there are."""
        title = there.at(self._apart.title)
        for at, cell in enumerate(there.cells):
            if cell.note == "filled" or not _has_words(cell) or (at in self._apart.numbers and is_row_number(cell)):
                continue
            if at != self._apart.date or title.is_empty or not _names_days(cell):
                untitled = title.is_empty or title.note == "filled" or _is_count(title.text)
                if at in self._unnumbered or untitled or is_total(cell.text):
                    return cell.text
                return title.text
        return ""

    def _is_dated(self, there: Row, label: str) -> bool:
        cell = there.at(self._apart.date)
        return not cell.is_empty and cell.note != "filled" and cell.text != label

    def _is_silent_sum(self, row: ReadRow, there: Row) -> bool:
        """Whether a row without a day or number has nothing but a text and the very sums of the rows above, each of which
        has one."""
        if not any(row.figures.values()) or len(self._since) < _FEWEST:
            return False
        if any(row.figures.get(field, 0) != total for field, total in self._figures.items()):
            return False
        told = (self._apart.date, *self._apart.numbers)
        if any(not there.at(at).is_empty for at in (*told, *self._said)):
            return False
        return all(any(not above.at(at).is_empty for at in told) for above in self._since)

    def _is_sum_of_span(self, row: ReadRow) -> bool:
        """Whether a row of several days has the very sums of the rows above, all of them within these days."""
        if row.fields is None or not row.fields.until or len(self._spans) < max(_FEWEST, len(self._since)):
            return False
        if not any(row.figures.values()) or +Counter(row.figures) != +self._figures:
            return False
        return all(str(row.fields.date) <= first and last <= str(row.fields.until) for first, last in self._spans)

    def _adds_up(self, there: Row, label: str) -> bool:
        """Whether a row's numbers are the sums of rows above, or how many those are."""
        own, said = self._numbers(there), _COUNT_BEHIND.search(label)
        for sums in self._tails():
            counted = said is None or sums.has(int(said[1]))
            if counted and all(sums.has(value, at) for at, value in own.items()):
                return bool(own) or said is not None
        return False

    def _tails(self) -> Iterator[_Sums]:
        """The sums of the rows above: since the last total, since those before, and of all."""
        since = sums = self._sums()
        for before in islice(reversed(self._parts), _MOST_PARTS):
            yield sums
            sums = sums.with_those(before)
        yield sums
        yield since.with_those(self._whole)

    def _close(self) -> None:
        """Begin anew below a total or the name of a group."""
        if self._since:
            sums = self._sums()
            self._parts.append(sums)
            self._whole = sums.with_those(self._whole)
        self._since, self._spans = [], []
        self._figures = Counter()

    def _sums(self) -> _Sums:
        sums: Counter[int] = Counter()
        filled: Counter[int] = Counter()
        for row in self._since:
            sums.update(self._numbers(row))
            filled.update(at for at, cell in enumerate(row.cells) if not cell.is_empty)
        return _Sums(len(self._since), sums, filled)

    def _numbers(self, row: Row) -> dict[int, int]:
        """By place, the whole numbers of a row that may be sums."""
        return {
            at: value
            for at, cell in enumerate(row.cells)
            if at not in self._unnumbered and cell.note != "filled" and (value := _whole_number(cell)) is not None
        }


def _is_count(title: str) -> bool:
    return title[:1] in _DIGITS and _COUNT.fullmatch(fold(title)) is not None


def _is_of_all(label: str) -> bool:
    return _MAY_BE_OF_ALL.match(label) is not None and _NO_TITLE.fullmatch(fold(label)) is not None


def _whole_number(cell: Cell) -> int | None:
    if cell.number is not None:
        return cell.number if isinstance(cell.number, int) and cell.number >= 0 else None
    found = None if cell.date else _NUMBER.fullmatch(cell.text)
    return int(found[0].replace(".", "").replace(" ", "")) if found is not None else None


def _names_days(cell: Cell) -> bool:
    """Whether words are of days, as "Từ 2/11 đến 9/11", and not those of a total."""
    return any(map(str.isdigit, cell.text)) and not begins_as_total(cell.text)


def _has_words(cell: Cell) -> bool:
    return cell.number is None and not cell.date and any(map(str.isalpha, cell.text))


def begins_as_total(label: str) -> bool:
    """Whether words begin as those of a total do: "Cộng bản Hon", and not "Cộng đồng", "Công an" or "Tổng kết".

    >>> [begins_as_total(text) for text in ("Cộng HKI", "Tổng HS", "Cong thang 10", "Tổng vệ sinh", "Cong an xa")]
    [True, True, True, False, False]
    """
    if _MAY_BEGIN.match(label) is None:
        return False
    if label.isascii():
        return _BARE.match(fold(label)) is not None
    text = " ".join(label.casefold().split())
    lead = _LEAD.match(text)
    if lead is None:
        return False
    follows = f" {fold(text[lead.end() :])}"
    return (_NO_SUM if "tổng" in lead[0] else _NO_ADDING).match(follows) is None
