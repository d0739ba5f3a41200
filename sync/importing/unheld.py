"""Rows of what was not held: put off, called off, not begun, or with nothing but 0 where figures stand. They are no
activities unless somebody says so: they are named, and left out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sync.importing.cells import is_nothing
from sync.importing.row_kinds import Columns
from sync.ledger.text import fold
from sync.tables import Cell, Row

_OFF: Final = (
    r"(?:hoãn|hõan|h[uủ][ỷy]|hu[ỷy]|hủy) ?(?:bỏ)?|(?:dời|lùi) (?:lịch|ngày|sang|đến|tới|lại)|tạm (?:dừng|ngừng|ngưng)"
    r"|chuyển (?:lịch|sang(?= (?:(?:tháng|quý|tuần|năm|kỳ|ngày)\b|[0-9])))"
)
_DONE: Final = (
    r"(?:họp|tổ chức|thực hiện|diễn ra|triển khai|làm|phát|tiến hành|mở|mở lớp|mở được|chiếu|đăng|treo|sinh hoạt|tập huấn)"
)
_WHAT: Final = r"(?:họp|buổi|cuộc|hội nghị|lớp|lịch|chương trình|việc|đợt|phiên|không|tổ chức)"
_WHY: Final = r"(?:do|vì|bởi|nên|sang|đến|tới|chờ|lại|chuyển|để|tháng|quý|tuần|ngày|lịch|theo|trong|buổi|cuộc|họp)"
_NOT_HELD: Final = (
    rf"(?:(?:đã|bị|tạm|phải|xin|đề nghị|báo) )*(?:{_OFF})(?: {_WHAT})*"
    rf"|(?:chưa|không|ko|k|kg)(?: thể)? {_DONE}(?: được)?|dự kiến(?: {_DONE})?"
)
_NOTHING: Final = re.compile(r"\W*(?:khong|ko|kg|chua) (?:co )?phat sinh(?: (?:gi|moi|trong (?:thang|quy|tuan|ky|nam)))?\W*")
"""That there was nothing to tell of, where no figure says otherwise."""
_OF_ELSE: Final = re.compile(r"kho khan|vuong mac|ton tai|kien nghi|de xuat|kinh phi|su co|vi pham|phan anh|y kien")
"""In the headings of columns that say so of something else."""
_CELL: Final = (
    rf"(?:\W*|.*[,;:(\-–—]\s*|.*\b(?:nên|vì vậy|vì thế|do vậy|do đó) )(?:{_NOT_HELD})\W*"
    rf"(?: {_WHY}\b.*|\s*[:,;(\-–].*|\s*[0-9]{{1,2}} ?[-/.] ?[0-9].*)?"
)
"""What a cell says that is of nothing else: with why, before it or behind, and until when."""
_TITLE: Final = (
    rf"\W*(?:{_NOT_HELD})\W*|(?:(?:đã|bị|tạm) )*(?:hoãn|hõan) {_WHAT}\b.*|.*[(\[\-–—:;,]\s*(?:{_NOT_HELD})[^(\[]*"
    rf"|[(\[]?(?:(?:đã|bị|tạm) )*(?:{_OFF})[)\]]?\s*[:\-–—]\s.*"
)
"""What a title says that is of what was not held."""
_GROUP: Final = re.compile(
    r"(?:(?:[ivx]{1,5}|[a-h]|[0-9]{1,2}) ?[.)/-] ?)?"
    r"(?:.*\b(?:chua|khong) (?:thuc hien|trien khai|to chuc|hoan thanh|lam)(?: duoc)?\W*|\W*du kien\b.*"
    r"|\W*(?:cac )?(?:ke hoach|phuong huong|nhiem vu|cong tac|cong viec|noi dung|lich|chuong trinh)\b.*"
    r"\b(?:toi|sau|tiep theo|ke tiep)\W*)"
)
"""What the name of a group says of which nothing was held: not done, or of what is to come."""
_ZERO: Final = re.compile(r"[^\w-]*0+(?:[.,]0+)?[^0-9]*|khong(?: co)?|chua(?: co)?")
_NAMES: Final = frozenset({"huy", "hoan"})
"""People are called so, too."""
_MAY_SAY_SO: Final = re.compile(
    r"ho[aãà]n|h[oõ][aã]n|h[uủ][yỷ]|ch[uư]a|kh[oô]ng|k[og]? |d[oờ]i|l[uù]i|t[aạ]m [dnhx]|chuy[eể]n [ls]|d[uự] ki[eế]",
    re.IGNORECASE,
)
"""What each has in it, and few others."""
_LONGEST: Final = 200
_Forms = tuple[re.Pattern[str], re.Pattern[str]]
"""A pattern as it is written, and without accents: "hoàn" is not "hoãn", and "hoan" may be."""


def _forms(pattern: str) -> _Forms:
    bare = "".join(
        char for char in unicodedata.normalize("NFD", pattern.replace("đ", "d")) if not unicodedata.combining(char)
    )
    return re.compile(pattern, re.DOTALL), re.compile(bare, re.DOTALL)


_CELLS: Final = _forms(_CELL)
_TITLES: Final = _forms(_TITLE)


def is_unheld(row: Row, columns: Columns) -> bool:
    """Whether a row that tells of an activity says that it was not held, or has figures that are all 0."""
    if any(_says_so(cell, _TITLES if at == columns.title else _CELLS) for at, cell in enumerate(row.cells)):
        return True
    figures = [cell for at in columns.counted if not (cell := row.at(at)).is_empty and not is_nothing(cell.text)]
    return all(map(_is_zero, figures)) and (bool(figures) or _has_nothing(row, columns))


def heads_unheld(row: Row, columns: Columns) -> bool:
    """Whether the name of a group says that what stands below it was not held, or is planned."""
    texts = (cell.text for at, cell in enumerate(row.cells) if at not in columns.numbers or any(map(str.isalpha, cell.text)))
    return any(len(text) <= _LONGEST and _GROUP.fullmatch(fold(text)) is not None for text in texts if text)


def _has_nothing(row: Row, columns: Columns) -> bool:
    """Whether a row says that there was nothing to tell of."""
    return any(
        cell.text and _NOTHING.fullmatch(fold(cell.text)) and not _OF_ELSE.search(fold(columns.heading.get(at, "")))
        for at, cell in enumerate(row.cells)
    )


def _is_zero(cell: Cell) -> bool:
    return cell.number == 0 if cell.number is not None else _ZERO.fullmatch(fold(cell.text)) is not None


def _says_so(cell: Cell, forms: _Forms) -> bool:
    if cell.date or cell.number is not None or not cell.text or len(cell.text) > _LONGEST:
        return False
    if _MAY_SAY_SO.search(cell.text) is None:
        return False
    text = " ".join(cell.text.casefold().split())
    return text not in _NAMES and forms[text.isascii()].fullmatch(text) is not None
