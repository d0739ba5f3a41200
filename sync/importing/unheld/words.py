"""Words that say of a row that what it tells of was put off, called off or not begun, or what kept it from being held."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, NamedTuple

from sync.importing.cells import is_nothing
from sync.importing.doubts import OF_BREAKING, spoken
from sync.importing.unheld.nothing import tells_nothing
from sync.ledger.text import remembered
from sync.tables import Cell

OFF: Final = (
    r"(?:hoãn|hõan|h[uủ][ỷy]|hu[ỷy]|hủy) ?(?:bỏ)?|(?:dời|lùi) (?:lịch|ngày|sang|đến|tới|lại)|tạm (?:dừng|ngừng|ngưng)"
    r"|chuyển (?:lịch|sang(?= (?:(?:tháng|quý|tuần|năm|kỳ|ngày)\b|[0-9])))"
)
"""That it was put off or called off."""
_DONE: Final = (
    r"(?:họp|tổ chức|thực hiện|diễn ra|triển khai|làm|làm việc|phát|phát thanh|phát sóng|hoạt động|tiến hành|mở|mở lớp"
    r"|mở được|chiếu|đăng|treo|sinh hoạt|tập huấn|trực)"
)
_WHAT: Final = r"(?:họp|buổi|cuộc|hội nghị|lớp|lịch|chương trình|việc|đợt|phiên|không|tổ chức)"
_WHY: Final = r"(?:do|vì|bởi|nên|sang|đến|tới|chờ|lại|chuyển|để|tháng|quý|tuần|ngày|lịch|theo|trong|buổi|cuộc|họp)"
_NOT_HELD: Final = (
    rf"(?:(?:đã|bị|tạm|phải|xin|đề nghị|báo) )*(?:{OFF})(?: {_WHAT})*"
    rf"|(?:chưa|không|ko|k|kg)(?: thể)? {_DONE}(?: được)?|dự kiến(?: {_DONE})?"
)
NOTHING: Final = re.compile(r"\W*(?:khong|ko|kg|chua) (?:co )?phat sinh(?: (?:gi|moi|trong (?:thang|quy|tuan|ky|nam)))?\W*")
"""That there was nothing to tell of, where no figure says otherwise."""
OF_ELSE: Final = re.compile(r"kho khan|vuong mac|ton tai|kien nghi|de xuat|kinh phi|su co|vi pham|phan anh|y kien")
"""In the headings of columns that say so of something else."""
_CELL: Final = (
    rf"(?:\W*|.*[,;:(\-–—]\s*|.*\b(?:nên|vì vậy|vì thế|do vậy|do đó) )(?:{_NOT_HELD})\W*"
    rf"(?: {_WHY}\b.*|\s*[:,;(\-–].*|\s*[0-9]{{1,2}} ?[-/.] ?[0-9].*)?"
)
"""What a cell says that is of nothing else: with why, before it or behind, and until when."""
_TITLE: Final = (
    rf"\W*(?:{_NOT_HELD})\W*|(?:(?:đã|bị|tạm) )*(?:hoãn|hõan) {_WHAT}\b.*|.*[(\[\-–—:;,]\s*(?:{_NOT_HELD})[^(\[]*"
    rf"|[(\[]?(?:(?:đã|bị|tạm) )*(?:{OFF})[)\]]?\s*[:\-–—]\s.*"
)
"""What a title says that is of what was not held."""
_LEAD: Final = r"(?:(?:[ivx]{1,5}|[a-h]|[0-9]{1,2}) ?[.)/-] ?)?"
_SOME_WORK: Final = (
    r"(?:(?:nhung|cac|mot so|phan|danh sach|danh muc|viec|noi dung|cong viec|hoat dong|nhiem vu|cuoc|cuoc hop|buoi|hoi nghi"
    r"|lop|chuong trinh) )*"
)
GROUP: Final = re.compile(
    rf"{_LEAD}\W*(?:.*\b(?:chua|khong)(?: the)? (?:thuc hien|trien khai|to chuc|hoan thanh|lam|hop|dien ra|tien hanh|xong)"
    r"(?: duoc| xong)?(?: (?:trong )?(?:thang|quy|tuan|nam|ky)[ 0-9/]*)?"
    rf"|{_SOME_WORK}(?:(?:da|bi|phai|tam|xin) )*(?:(?:hoan|huy)(?: lai| bo)?|tam dung|(?:doi|lui) lich|lui lai"
    r"|ton dong|con ton)"
    r"|du kien\b.*|(?:ke hoach|phuong huong)"
    r"|(?:ke hoach|phuong huong)(?: (?:cong tac|hoat dong|thuc hien|tuyen truyen|truyen thong))* (?:thang|quy|tuan)(?: thu)?"
    r" [0-9ivx]{1,4}(?:(?: ?/ ?|,? nam )20[0-9]{2})?"
    r"|(?:cac |nhung )?(?:ke hoach|phuong huong|nhiem vu|cong tac|cong viec|viec|hoat dong|noi dung|lich|chuong trinh)\b.*"
    r"\b(?:toi|sau|tiep theo|ke tiep))\W*"
)
"""What the name of a group says of which nothing was held: not done, put off, or of what is to come."""
_NAMES: Final = frozenset({"huy", "hoan"})
"""People are called so, too."""
_MAY_SAY_SO: Final = re.compile(
    r"ho[aãà]n|h[oõ][aã]n|h[uủ][yỷ]|ch[uư]a|kh[oô]ng|k[og]? |d[oờ]i|l[uù]i|t[aạ]m [dnhx]|chuy[eể]n [ls]|d[uự] ki[eế]",
    re.IGNORECASE,
)
"""What each has in it, and few others."""
LONGEST: Final = 200
_GEAR: Final = (
    r"(?:máy|loa|đài|âm ly|amply|ampli|micro|tăng âm|thiết bị|đường truyền|mạng|hệ thống loa|dàn loa|cụm loa|bộ phát)"
    r"(?: (?:phát|chiếu|thanh|truyền|xã|móc|tính|nén))*"
)
_BROKEN: Final = r"(?:hỏng|hư|lỗi|sự cố|trục trặc|chập|cháy)"
_WEATHER: Final = (
    r"(?:mưa|bão|lũ|lụt|ngập|ngập lụt|gió|giông|dông|lốc|sạt lở)"
    r"(?: (?:to|lớn|bão|lũ|lụt|mạnh|gió|giông|đá|kéo dài|dài ngày|nhiều|đường|quét|rét|số [0-9]+))*"
)
_WEEKDAY: Final = r"chủ nhật|cn|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])"
_FREE: Final = (
    rf"nghỉ(?: (?:{_WEEKDAY}|cuối tuần|lễ|tết|bão|mưa|lũ|rét|bù|phép|ốm|hè|học|họp|phát|phát thanh|làm|làm việc|trực|việc"
    r"|cả ngày|quốc khánh|giỗ tổ|hùng vương|dương lịch|âm lịch|nguyên đán|quốc tế lao động|theo|lịch|quy định|chế độ|và|do"
    r"|vì|tránh|số [0-9]+|mất điện|[0-9]{1,2}/[0-9]{1,2}))*"
)
_LATELY: Final = (
    r"(?: (?:(?:cả|suốt) (?:ngày|buổi|tuần)|buổi sáng|buổi chiều|sáng|chiều|tối|toàn xã|trên địa bàn"
    r"|(?:từ|lúc|do|vì|đang|chờ) .{1,60}))?"
)
_HINDRANCE: Final = (
    rf"\W*(?:(?:{_WEEKDAY}|do|vì|bị|trời|đài|xã|trường|lớp|cơ quan|cán bộ|được|cho|xin|ngày|hôm|hôm nay|cả ngày|sáng|chiều"
    r"|tối) )*"
    rf"(?:(?:mất|cúp|cắt|ngắt) (?:điện|mạng|sóng|internet|đường truyền|tín hiệu)|{_BROKEN} {_GEAR}"
    rf"|{_GEAR}(?: (?!{OF_BREAKING}\b)\w+){{0,4}}? {_BROKEN}|{_WEATHER}|{_FREE}){_LATELY}\W*"
)
"""What a text says that is of nothing but what may have kept something from being held."""
_NONE: Final = r"\W*(?:không|ko)(?: có(?: (?:hoạt động|lịch|tin|tin bài|bài|nội dung|việc|cuộc|buổi)(?: (?:nào|gì))?)?)?\W*"
"""A title that says that there was nothing."""
_TIME_TO_COME: Final = (
    r"(?:t ?[0-9]{1,2}|(?:tháng|tuần|quý|năm|thứ|ngày) (?:[0-9]{1,4}|[ivx]{1,3})|[0-9]{1,2} ?[/.-] ?[0-9]{1,2})"
    r"(?: ?[/.-] ?[0-9]{2,4}){0,2}"
)
_PUT_OFF: Final = (
    rf"\W*(?:(?:chuyển|dời|lùi|hoãn|để|đẩy)(?: (?:sang|qua|đến|tới|vào|lại))? {_TIME_TO_COME}.*"
    r"|(?:làm|tính|để|họp|tổ chức) sau|(?:chưa|không|ko|k|kg)[. ]{0,2}(?:th|ht|t/h|tc|đạt)|cht|cth|kth|kht|to ?do)\W*"
)
"""What a cell of a remark or of how it stands says of what was put off or not done, in short."""
_IN_SHORT: Final = (
    r"\W*(?:(?:t ?[0-9]{1,2}|(?:tháng|tuần|quý) (?:[0-9]{1,2}|[ivx]{1,3}))(?: ?[/.-] ?[0-9]{2,4})?"
    r"|(?:bị )?(?:trễ|quá|chậm|muộn|vướng|cấm|kẹt|ùn|tắc)\b.*|(?:dân|bà con|người dân|cán bộ) bận\b.*"
    r"|thay (?:bằng|thế)\b.*|k|n|no|pending)\W*|0 ?%"
)
"""What may say it."""
_BEGINNING: Final = r"(?:làm|thực hiện|triển khai|tổ chức|họp|diễn ra|tiến hành|phát|mở|chiếu|treo|đăng)"
_NOT_DONE: Final = rf"\W*(?:(?:chưa|không|ko|bỏ)(?: {_BEGINNING}(?: được)?)?)\W*"
_BEGUN: Final = (
    r"\W*(?:(?:còn )?đang (?:làm|thực hiện|triển khai|tiến hành|tổ chức|chuẩn bị|chờ)\b.*"
    r"|(?:làm |thực hiện )?chưa (?:xong|hoàn thành|hoàn tất|dứt điểm)|(?:làm |còn )?(?:dở|dang dở|dở dang)|chưa|bỏ)\W*"
)
"""What is not done yet, or not wholly: an activity was held, or was not."""
_MAY_HINDER: Final = re.compile(
    r"\W*(?:m[aấ]t |c[uú]p |c[aắ]t |ng[aắậ]|ngh[iỉ]|ng[aà]y|h[oỏ]ng|h[uư]|h[oô]m|l[oỗ]i|s[uự] |s[aạ]t|s[aá]ng|tr[uụ]c"
    r"|ch[aậ]p|ch[aá]y|chi[eề]u|ch[uủ] nh|cn|th[uứ] |t[oố]i|tr[oờ]i|tr[uư][oờ]ng|t[aă]ng|thi[eế]t|th[uự]c|m[uư]a"
    r"|m[aá]y|m[aạ]ng|micro|b[aã]o|b[iị] |b[oỏộ]|l[uũụ]|l[oố]c|loa|l[aà]m|l[oớ]p|gi[oóô]|do |d[oô]ng|d[oở]|d[aà]n|v[iì] "
    r"|x[aã] |xin |[âa]m |ampl|[đd](?:ang|[aà]i|[uư][oơờợ]|[oở])|c[aả] |c[oò]n |c[oơ] |c[aá]n |cho "
    r"|h[eệ] th|c[uụ]m|kh[oô]ng|ko|ch[uư]a)",
    re.IGNORECASE,
)
"""How each begins that may hinder, or that says how it stands."""
Forms = tuple[re.Pattern[str], re.Pattern[str]]
"""A pattern as it is written, and without accents: "hoàn" is not "hoãn", and "hoan" may be."""


def both_forms(pattern: str) -> Forms:
    """A pattern as it is written, and without accents."""
    bare = "".join(
        char for char in unicodedata.normalize("NFD", pattern.replace("đ", "d")) if not unicodedata.combining(char)
    )
    return re.compile(pattern, re.DOTALL), re.compile(bare, re.DOTALL)


_CELLS: Final = both_forms(_CELL)
_TITLES: Final = both_forms(_TITLE)
_HINDRANCES: Final = both_forms(_HINDRANCE)
_EMPTY_TITLES: Final = both_forms(_NONE)
NOT_DONE_CELLS: Final = both_forms(_NOT_DONE)
BEGUN_CELLS: Final = both_forms(_BEGUN)
_PUT_OFF_CELLS: Final = both_forms(_PUT_OFF)
_IN_SHORT_CELLS: Final = both_forms(_IN_SHORT)


class Said(NamedTuple):
    """What a text says against its row, for itself."""

    says_so: bool
    """Whether it says that it was not held."""
    hindered: bool
    """Whether it is nothing but what may have kept it from being held, or says that there was nothing."""
    speaks: bool
    """Whether it speaks of what was put off, not done or planned."""


@remembered
def of_title(title: str) -> Said:
    """What a title says against its row."""
    cell = Cell(title)
    hindered = matches(cell, _HINDRANCES) or matches(cell, _EMPTY_TITLES) or tells_nothing(title)
    return Said(_says_so(cell, _TITLES), hindered, spoken(title, "title") != "")


def tells_of_no_work(title: str) -> bool:
    """Whether a title is of nothing that was done: that it was not held, or what kept it from that."""
    said = of_title(title)
    return said.says_so or said.hindered


@remembered
def of_cell(text: str) -> Said:
    """What another text says against its row."""
    cell = Cell(text)
    speaks = text.casefold() not in _NAMES and spoken(text, "note") != ""
    return Said(_says_so(cell, _CELLS), matches(cell, _HINDRANCES), speaks)


@remembered
def in_short(text: str) -> Literal["", "doubt", "yes"]:
    """What a text says in short: that it was put off or not done, or what may say it."""
    cell = Cell(text)
    return "doubt" if _matched(cell, _PUT_OFF_CELLS) else "yes" if _matched(cell, _IN_SHORT_CELLS) else ""


def has_no_day(cell: Cell) -> bool:
    """Whether a cell where the day stands has none: nothing, a sign for that, or that it was not done."""
    return cell.is_empty or is_nothing(cell.text) or matches(cell, NOT_DONE_CELLS)


def is_begun(cell: Cell) -> bool:
    """Whether a cell says that something is not done yet, or not wholly."""
    return matches(cell, BEGUN_CELLS) and not matches(cell, NOT_DONE_CELLS)


def _says_so(cell: Cell, forms: Forms) -> bool:
    return _MAY_SAY_SO.search(cell.text) is not None and _matched(cell, forms)


def matches(cell: Cell, forms: Forms) -> bool:
    """Whether a cell says as a whole what such words say of a hindrance, or of how something stands."""
    return _MAY_HINDER.match(cell.text) is not None and _matched(cell, forms)


def _matched(cell: Cell, forms: Forms) -> bool:
    if cell.date or cell.number is not None or not cell.text or len(cell.text) > LONGEST:
        return False
    text = " ".join(cell.text.casefold().split())
    return text not in _NAMES and is_of(text, forms)


def is_of(text: str, forms: Forms) -> bool:
    """Whether a text as a whole is of a pattern; without any accent it may mean either."""
    return forms[text.isascii()].fullmatch(text) is not None
