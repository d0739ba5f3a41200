"""What each row of a sheet is beside an activity: no row is passed over. One that is none is a group's, a total, a
signature's, or the heading again, and is named as that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from sync.importing.day_order import is_written_day
from sync.importing.signatures import is_signature
from sync.ledger.text import fold
from sync.tables import Cell, Row

RowKind = Literal["data", "unheld", "part", "group", "note", "total", "signature", "heading", "spending", "again"]
"""What a row below the heading is; `unheld` is an activity's that was not held, a `part` says more of the row above, a
`note` is words alone that head no row, `spending` is one of a list of that; one that says `again` what another says."""

_PART: Final = r"\(?(?:[ivx]{1,6}|[a-h]|[0-9]{1,2})\)?"
"""A part of a list as a total names it: II, (a), 3."""
_TIME: Final = r"(?:trang|to|bieu|thang|quy|nam|tuan|ky|dot)"
_RUNNING: Final = re.compile(
    r"(?:cong )?luy ke.*"
    r"|(?:(?:tong|cong|tong cong|so|tong so|so lieu) )?"
    rf"(?:(?:tu )?{_TIME} (?:truoc|tren)(?: (?:chuyen|mang) (?:sang|qua|xuong))?"
    rf"|(?:tu )?{_TIME} [0-9]+ (?:chuyen|mang) (?:sang|qua|xuong)|(?:chuyen|mang) tu {_TIME} (?:truoc|tren|[0-9]+)"
    rf"|(?:chuyen|mang) (?:sang|qua|tiep)(?: (?:tu )?{_TIME}(?: (?:sau|nay|truoc|tiep|tiep theo|[0-9]+))?)?"
    r"|chuyen (?:trang|to)(?: (?:sau|tiep|tiep theo|[0-9]+))?)"
    r"|(?:(?:so lieu|ket qua|cong|tong) )*cung ky(?: (?:nam|thang|quy|tuan|truoc|[0-9/]+))*"
    r"|(?:(?:ty le|ti le|muc|%|tang|giam)[ ,/+-]*)*so(?: sanh)?(?: voi)?"
    r" (?:cung ky|ky truoc|(?:thang|quy|nam|tuan) (?:truoc|[0-9/]+)|ke hoach|chi tieu)\b(?: .*)?"
)
"""A sum of more than the rows of its page or sheet, or one that is carried from one to the next; how it was at another time,
and what this is beside that."""
_TOTAL: Final = re.compile(
    rf"{_RUNNING.pattern}|tieu cong(?: .*)?|binh quan(?: .*)?|total(?: .*)?|tc"
    r"|tong so (?:cuoc|buoi|luot|nguoi|hoi nghi|hoat dong|tin|bai|tin,? bai)(?:[ :=(].*)?"
    r"|(?:tong|tong cong|tong so|cong|cong don|tong hop)"
    rf"(?: (?:(?:muc|nhom|phan)(?: {_PART})?|\(?{_PART}(?:\s*\+\s*{_PART})*\)?))?"
    r"(?:(?: (?:trong|ca|toan|den|cua|tu|tren))?(?: (?:thang|quy|nam|tuan|trang|ky|xa|phuong|sheet|dot|[0-9/.-]+))+.*)?"
)
_PART_LEAD: Final = re.compile(r"[-+*• ]*trong do\b")
_NOTE_LEAD: Final = re.compile(r"\W*(?:ghi chu|luu y|chu thich|chu y|de nghi|kien nghi|de xuat)\b")
_WHOLE_DAY: Final = re.compile(r"[0-9]{1,2} ?[-/.] ?[0-9]{1,2} ?[-/.] ?(?:19|20)[0-9]{2}\b")
_GROUP_NUMBER: Final = re.compile(r"(?:[IVX]{1,6}|[A-H]|[a-h])\s*[.)]?", re.ASCII)
_GROUP_LEAD: Final = re.compile(r"^(?:[ivx]{1,5}|[a-h])\s*[.)/-]\s*\S|^(?:thang|quy|tuan|phan)\b")


class Columns(Struct, frozen=True, kw_only=True):
    """The columns by which rows are told apart: what they are of, by place."""

    date: int
    title: int
    counted: tuple[int, ...]
    numbers: tuple[int, ...]
    """The columns that number the rows."""
    heading: Mapping[int, str]


def row_kind(row: Row, columns: Columns, *, dated: bool, ended: bool) -> RowKind:
    """What a row below the heading is. `dated`: its date can be read; `ended`: a signature stands above it."""
    if dated:
        return "data"
    own = [(at, cell) for at, cell in enumerate(row.cells) if not cell.is_empty]
    texts = [(at, cell.text) for at, cell in own if cell.note != "filled" and cell.number is None and not cell.date]
    if texts and sum(text == columns.heading.get(at, "").rpartition(": ")[2] for at, text in texts) >= max(
        2, len(texts) - 1
    ):
        return "heading"
    words = [
        (at, fold(text))
        for at, text in texts
        if any(char.isalpha() for char in text) and not (at in columns.numbers and _GROUP_NUMBER.fullmatch(text.strip()))
    ]
    label = words[0][1].strip(" .:*-") if words else next((fold(text).strip(" .:") for _at, text in texts), "")
    if _TOTAL.fullmatch(label):
        return "total"
    if _signs(row, columns, [at for at, _text in words], ended=ended):
        return "signature"
    if _PART_LEAD.match(label):
        return "part"
    if not _is_group(row, columns, words):
        return "data"
    return "note" if words and _NOTE_LEAD.match(words[0][1]) else "group"


def is_total(text: str) -> bool:
    """Whether words are a total's whatever stands beside them: "Tổng cộng", "Cộng tháng 10"."""
    return _TOTAL.fullmatch(fold(text).strip(" .:*-")) is not None


def is_running(text: str) -> bool:
    """Whether a total is no sum of the rows of its sheet: of more than those, carried from another page, an average."""
    label = fold(text).strip(" .:*-")
    return "luy ke" in label or label.startswith(("binh quan", "trung binh")) or _RUNNING.fullmatch(label) is not None


def is_row_number(cell: Cell) -> bool:
    """Whether what stands in a column of row numbers is one, or a group's: 1, 2.1, IV, b)."""
    plain = not any(char.isalpha() for char in cell.text) or _GROUP_NUMBER.fullmatch(cell.text.strip()) is not None
    return plain and not cell.date and not _WHOLE_DAY.search(cell.text)


def has_figures(row: Row, columns: Columns) -> bool:
    """Whether a row has a number where figures stand."""
    return any(row.at(at).number is not None or row.at(at).text[:1].isdigit() for at in columns.counted)


def _signs(row: Row, columns: Columns, words: list[int], *, ended: bool) -> bool:
    """Whether a row is a signature's: without figures and days, and with nothing but what signs where it would say what was
    done, or below one that is."""
    title = row.at(columns.title)
    own_title = not title.is_empty and title.note != "filled"
    days = any(cell.date or is_written_day(cell.text) for cell in row.cells if not is_signature(cell.text))
    if has_figures(row, columns) or (own_title and days):
        return False
    signing = [at for at in words if is_signature(row.at(at).text)]
    figures = any(cell.number is not None for at, cell in enumerate(row.cells) if at not in columns.numbers)
    numbered = any(row.at(at).text.strip(" .").isdigit() for at in columns.numbers)
    own = not own_title or columns.title in signing
    return ended or (bool(signing) and own and not (days or figures or numbered))


def _is_group(row: Row, columns: Columns, words: list[tuple[int, str]]) -> bool:
    """Whether a row heads those below it: one text, without a number of its own or with a letter or Roman one."""
    if (
        not row.at(columns.date).is_empty
        and row.at(columns.date).note != "filled"
        and columns.date != (words or [(-1, "")])[0][0]
    ):
        return False
    said = {at for at, _text in words}
    number = next((row.at(at).text for at in columns.numbers if row.at(at).text and at not in said), "")
    if number and not number.strip().isdigit():
        return bool(_GROUP_NUMBER.fullmatch(number.strip())) and len(words) <= 1
    if number or len({text for _at, text in words}) != 1 or has_figures(row, columns):
        return False
    lettered = any(
        row.at(at).text
        for at in range(len(row.cells))
        if at not in columns.numbers and at != words[0][0] and row.at(at).note != "filled"
    )
    return not lettered and (bool(columns.numbers) or bool(_GROUP_LEAD.search(words[0][1])) or words[0][0] != columns.title)


def heads_what_follows(row: Row) -> bool:
    """Whether a row above a heading may name its table: one text, which is no total, signature or note."""
    texts = {cell.text for cell in row.cells if not cell.is_empty}
    if len(texts) != 1 or not all(is_words(cell) for cell in row.cells if not cell.is_empty):
        return False
    text = texts.pop()
    label = fold(text)
    return not (_TOTAL.fullmatch(label.strip(" .:*-")) or is_signature(text) or _NOTE_LEAD.match(label))


def is_words(cell: Cell) -> bool:
    """Whether a cell has words, and is no number or day."""
    return not cell.date and cell.number is None and any(char.isalpha() for char in cell.text)
