"""Rows of what was not held: put off, called off, not begun, or with nothing but 0 where figures stand; ticked as not done,
or not ticked as done; with nothing but what kept it from being held. They are no activities unless somebody says so: they
are named, and left out. Where figures stand beside what may have kept it from being held, somebody is asked; and where a row
has a remark instead of the figures that most others have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from msgspec import structs

from sync.importing.cells import is_nothing
from sync.importing.columns import PlannedColumn
from sync.importing.day_order import is_written_day
from sync.importing.doubts import OF_BREAKING, spoken
from sync.importing.headings import DESCRIPTION, UNUSED, compared, names_some
from sync.importing.row_kinds import Columns
from sync.importing.ticks import is_no_tick, is_tick
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold, remembered
from sync.tables import Cell, Row

_OFF: Final = (
    r"(?:hoãn|hõan|h[uủ][ỷy]|hu[ỷy]|hủy) ?(?:bỏ)?|(?:dời|lùi) (?:lịch|ngày|sang|đến|tới|lại)|tạm (?:dừng|ngừng|ngưng)"
    r"|chuyển (?:lịch|sang(?= (?:(?:tháng|quý|tuần|năm|kỳ|ngày)\b|[0-9])))"
)
_DONE: Final = (
    r"(?:họp|tổ chức|thực hiện|diễn ra|triển khai|làm|làm việc|phát|phát thanh|phát sóng|hoạt động|tiến hành|mở|mở lớp"
    r"|mở được|chiếu|đăng|treo|sinh hoạt|tập huấn|trực)"
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
_LEAD: Final = r"(?:(?:[ivx]{1,5}|[a-h]|[0-9]{1,2}) ?[.)/-] ?)?"
_SOME_WORK: Final = (
    r"(?:(?:nhung|cac|mot so|phan|danh sach|danh muc|viec|noi dung|cong viec|hoat dong|nhiem vu|cuoc|cuoc hop|buoi|hoi nghi"
    r"|lop|chuong trinh) )*"
)
_GROUP: Final = re.compile(
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
_ZERO: Final = re.compile(
    r"[^\w-]*0+(?:[.,]0+)?[^0-9]*|khong(?: co)?|chua(?: co)?"
    r"|(?:khong|ko|chua)(?: co| thay)? (?:ai|nguoi|nguoi nao|mot ai)(?: (?:den|toi|du|tham gia|tham du|nghe|xem))?"
)
_NAMES: Final = frozenset({"huy", "hoan"})
"""People are called so, too."""
_MAY_SAY_SO: Final = re.compile(
    r"ho[aãà]n|h[oõ][aã]n|h[uủ][yỷ]|ch[uư]a|kh[oô]ng|k[og]? |d[oờ]i|l[uù]i|t[aạ]m [dnhx]|chuy[eể]n [ls]|d[uự] ki[eế]",
    re.IGNORECASE,
)
"""What each has in it, and few others."""
_LONGEST: Final = 200

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

_WAS_DONE: Final = (
    r"(?:làm|thực hiện|triển khai|tổ chức|họp|hoàn thành|hoàn tất|xong|diễn ra|tiến hành|phát|mở|chiếu|treo|đăng)"
)
_OF_UNDONE: Final = (
    r"(?:(?:số|những|các|việc|công việc|nội dung|hoạt động|phần) )*(?:(?:chưa|không|ko)(?: thể)?(?: được)?"
    rf" {_WAS_DONE}(?: được| xong)?|(?:(?:bị|đã|tạm|phải) )*(?:{_OFF})(?: lại)?"
    r"|(?:chưa|không|ko|k)[. ]{0,2}(?:th|ht|t/h|tc|đạt)|cht|cth|kth|kht)"
)
"""The heading of a column in which it is ticked that something was not done."""
_NO: Final = r"chưa|không|ko"
_YES: Final = r"có|rồi"
_OF_DONE: Final = (
    r"(?:(?:đã|có|được) )*(?:làm|thực hiện|triển khai|tổ chức|họp|hoàn thành|hoàn tất|xong|diễn ra|tiến hành)"
    r"(?: (?:xong|rồi|được))?|(?:đã|có) (?:phát|mở|chiếu|treo|đăng)|done|(?:đã )?(?:th|ht|t/h|đạt)|[✓✔√☑✅]"
)
"""The heading of one in which it is ticked that something was done."""
_REASONS: Final = re.compile(
    r"(?:ly do|li do|nguyen nhan|vi sao|tai sao|giai trinh)\b(?!.*\bnhan\b)(?:.*\b(?:chua|khong|ko|hoan|huy|tam dung)\b.*)?"
)
_REFUSED: Final = re.compile(r"(?:ly do|vi sao) khong nhan|why it was refused")
_STATUS: Final = re.compile(
    r"(?:ket qua|kq|tinh trang|trang thai|tien do|muc do)(?: (?:thuc hien|th|hoan thanh|ht|cong viec|dat duoc))?"
    r"|kqth|kqht|status|(?:da )?(?:thuc hien|th|hoan thanh|ht|lam|to chuc|dat)"
)
"""The heading of one that says how something stands."""
_STATE: Final = re.compile("(?:tinh trang|trang thai|status).*")
"""The heading of one that says nothing else."""
_TICKED: Final = re.compile("(?:o )?(?:danh dau|dau|tick|tich|check|kiem tra|x|v)(?: (?:x|v))?")
"""The heading of one in which something is ticked, most likely what was done."""
_SHARE: Final = re.compile(
    r"(?:% ?|(?:ty|ti) le )(?:ht|th|hoan thanh|thuc hien|dat|dat duoc|cong viec|tien do)(?: %)?"
    r"|(?:ket qua|kq|muc do|tien do|hoan thanh|thuc hien|ht|th)(?: (?:hoan thanh|thuc hien|th|ht))? %"
)
"""The heading of one that says how much of something is done."""
_WHOLE: Final = 100
_SAID_DONE: Final = re.compile(
    r"(?:da|xong|roi|hoan|dat|tot|kha|trung binh|dam bao|day du|dong|du|co|ok|done|yes|y|x|v|ht|th|nhat tri|thanh cong"
    r"|ket thuc|duoc|an toan|binh thuong|dung|kip thoi|100 ?%?)\b.*|[✓✔√☑✅+]|[0-9]{2,}.*|[0-9]+ \w+.*"
)
"""What a cell says that is done."""
_SURELY_DONE: Final = re.compile(
    r"(?:da )?(?:xong|hoan thanh|hoan tat|ht|th)|ok|done|roi|da (?:lam|thuc hien|to chuc|hop|phat|trien khai)"
)
_RATHER_DONE: Final = re.compile(rf"{_SURELY_DONE.pattern}|dat|tot|co|100 ?%|[xv✓✔√☑✅]")
"""What says it where a column is of how something stands."""
_MOST_KINDS: Final = 100
_FEW: Final = 4
"""Words that may say how something stands, and kinds of them in a column of nothing else."""
_REMARKS: Final = re.compile("ghi chu|gc|luu y|chu thich")
_OF_REMARKS: Final = re.compile(rf"\b(?:{_REMARKS.pattern})\b")
"""The heading of a column of remarks, beside whatever else stands in it."""
_OF_WHOM: Final = re.compile(r"\b(?:phu trach|nguoi|can bo|don vi|co quan)\b")
"""What else makes it one of names."""
_FEWEST_COUNTED: Final = 3
_MOST_COUNTED: Final = 2 / 3
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
_OF_TARGETS: Final = re.compile(
    r"\b(?:kh|ke hoach|chi tieu|muc tieu|du kien|du dinh|du tinh|dang ky|giao|can dat|nhiem vu)\b"
)
"""The heading of a column that says how much was planned."""
_OF_REACHED: Final = re.compile(
    r"\b(?:th|thuc hien|thuc te|dat|dat duoc|ket qua|kq|kqth|da|lam duoc|hoan thanh|ht|to chuc|co mat"
    r"|tham gia|tham du|du(?! (?:kien|dinh|tinh)))\b"
)
"""The heading of a column that says how much of it was done."""
_BEGINNING: Final = r"(?:làm|thực hiện|triển khai|tổ chức|họp|diễn ra|tiến hành|phát|mở|chiếu|treo|đăng)"
_NOT_DONE: Final = rf"\W*(?:(?:chưa|không|ko|bỏ)(?: {_BEGINNING}(?: được)?)?)\W*"
_BEGUN: Final = (
    r"\W*(?:(?:còn )?đang (?:làm|thực hiện|triển khai|tiến hành|tổ chức|chuẩn bị|chờ)\b.*"
    r"|(?:làm |thực hiện )?chưa (?:xong|hoàn thành|hoàn tất|dứt điểm)|(?:làm |còn )?(?:dở|dang dở|dở dang)|chưa|bỏ)\W*"
)
"""What is not done yet, or not wholly: an activity was held, or was not."""
_REASONS_OF_NOT: Final = re.compile(r"\b(?:chua|khong|ko|hoan|huy|tam dung)\b")
_NO_PROGRESS: Final = re.compile(r"0+(?:[.,]0+)? ?%?")
_HALF_WAY: Final = re.compile(r"(?:[1-9][0-9]?(?:[.,][0-9]+)?|0[.,]0*[1-9][0-9]*) ?%")
_CROSS: Final = re.compile("[✗✘☒❌×oO○☐□]")
"""Signs that something was not done, where others stand for what was."""
_MARK: Final = re.compile(r"[\W_xXvV+oO0]{1,2}")
"""A sign that stands for how something is."""
_CHECK: Final = re.compile("[✓✔√☑✅vV+]")
"""The sign that is sure to stand for what was done."""
_MAY_HINDER: Final = re.compile(
    r"\W*(?:m[aấ]t |c[uú]p |c[aắ]t |ng[aắậ]|ngh[iỉ]|ng[aà]y|h[oỏ]ng|h[uư]|h[oô]m|l[oỗ]i|s[uự] |s[aạ]t|s[aá]ng|tr[uụ]c"
    r"|ch[aậ]p|ch[aá]y|chi[eề]u|ch[uủ] nh|cn|th[uứ] |t[oố]i|tr[oờ]i|tr[uư][oờ]ng|t[aă]ng|thi[eế]t|th[uự]c|m[uư]a"
    r"|m[aá]y|m[aạ]ng|micro|b[aã]o|b[iị] |b[oỏộ]|l[uũụ]|l[oố]c|loa|l[aà]m|l[oớ]p|gi[oóô]|do |d[oô]ng|d[oở]|d[aà]n|v[iì] "
    r"|x[aã] |xin |[âa]m |ampl|[đd](?:ang|[aà]i|[uư][oơờợ]|[oở])|c[aả] |c[oò]n |c[oơ] |c[aá]n |cho "
    r"|h[eệ] th|c[uụ]m|kh[oô]ng|ko|ch[uư]a)",
    re.IGNORECASE,
)
"""How each begins that may hinder, or that says how it stands."""
_YES_WORDS: Final = frozenset({"c", "y", "yes", "roi", "xong", "ok", "da", "dat"})
_NO_WORDS: Final = frozenset({"k", "n", "no", "ko", "kd"})
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:[.][0-9]+)?")
_MOST_DIGITS: Final = 5
_Forms = tuple[re.Pattern[str], re.Pattern[str]]
"""A pattern as it is written, and without accents: "hoàn" is not "hoãn", and "hoan" may be."""


def _forms(pattern: str) -> _Forms:
    bare = "".join(
        char for char in unicodedata.normalize("NFD", pattern.replace("đ", "d")) if not unicodedata.combining(char)
    )
    return re.compile(pattern, re.DOTALL), re.compile(bare, re.DOTALL)


_CELLS: Final = _forms(_CELL)
_TITLES: Final = _forms(_TITLE)
_HINDRANCES: Final = _forms(_HINDRANCE)
_EMPTY_TITLES: Final = _forms(_NONE)
_UNDONE_COLUMNS: Final = _forms(_OF_UNDONE)
_NO_COLUMNS: Final = _forms(_NO)
_YES_COLUMNS: Final = _forms(_YES)
_DONE_COLUMNS: Final = _forms(_OF_DONE)
_NOT_DONE_CELLS: Final = _forms(_NOT_DONE)
_BEGUN_CELLS: Final = _forms(_BEGUN)
_PUT_OFF_CELLS: Final = _forms(_PUT_OFF)
_IN_SHORT_CELLS: Final = _forms(_IN_SHORT)

Held = Literal["yes", "doubt", "no"]
"""Whether something was held by what its row says; it may have been, or not."""


class Telling(NamedTuple):
    """The columns of a table that say whether something was held, by place."""

    undone: tuple[int, ...] = ()
    """Ticked where it was not."""
    done: tuple[int, ...] = ()
    """Ticked where it was, and nothing but ticks."""
    reasons: tuple[int, ...] = ()
    """Why it was not."""
    status: tuple[int, ...] = ()
    """How it stands."""
    notes: tuple[int, ...] = ()
    planned: tuple[int, ...] = ()
    """Days on which it was planned."""
    shares: Mapping[int, int] = MappingProxyType({})
    """How much of it is done, each with what stands for all of it."""
    closed: frozenset[int] = frozenset()
    """Of those that say how it stands, or more of it, those with few kinds of cells, some of which say that it was done."""
    remarks: frozenset[int] = frozenset()
    """Of `notes`, those of remarks in which a sign for nothing is rare."""
    targets: tuple[int, ...] = ()
    """How much of it was planned."""
    reached: tuple[int, ...] = ()
    """How much of that was done."""
    marked: frozenset[int] = frozenset()
    """Of `status`, those with several signs, whatever each of them stands for."""
    figures: tuple[int, ...] = ()
    """Figures that are not taken, and say all the same that something was done: of some of the people, of another column
    of the same field, or of what nothing says."""
    noted: tuple[int, ...] = ()
    """Remarks, where most rows without one have a figure: one that has a remark for it may not have been held."""
    open: frozenset[int] = frozenset()
    """The columns in which nothing leaves it open: of how it stands and of nothing else; that say so of other rows; of
    ticks, most likely of what was done."""


def says_why_refused(heading: str) -> bool:
    """Whether a column says why rows were refused when their list was taken."""
    return _REFUSED.fullmatch(compared(heading)) is not None


def telling(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> Telling:
    """The columns that say whether something was held, but for those that somebody named."""
    open_ = [column for column in columns if column.why != "named" and column.field not in (*COUNTED, "date", "title")]
    texts = {column.place: _heading(column) for column in open_ if column.heading != column.letter}
    undone = [at for at, text in texts.items() if _is_of(text, _UNDONE_COLUMNS)]
    alone = [column.place for column in open_ if column.place in texts and _may_stand_alone(column)]
    no = [at for at in alone if _is_of(texts[at], _NO_COLUMNS)]
    done = [at for at, text in texts.items() if _is_of(text, _DONE_COLUMNS)]
    done += [at for at in alone if (no or undone) and _is_of(texts[at], _YES_COLUMNS)]
    targets = _targets(columns, below)
    shares = {
        at: whole for at, text in texts.items() if _SHARE.fullmatch(compared(text)) and (whole := _whole_share(below, at))
    }
    status = tuple(at for at, text in texts.items() if at not in shares and _STATUS.fullmatch(compared(text)))
    told = [column for column in open_ if column.field == DESCRIPTION and column.claimed not in ("date", "until")]
    notes = tuple(column.place for column in told if column.place not in shares)
    others = [column.place for column in open_ if column.why == "unknown" and column.place in texts]
    ticked = tuple(at for at in done if _has_ticks_alone(below, at))
    closed = frozenset(
        at
        for at in {*status, *notes, *others}
        if at not in ticked
        and at not in undone
        and _is_closed(below, at, compared(texts.get(at, "")), is_status=at in status)
    )
    return Telling(
        undone=(*undone, *no),
        done=ticked,
        reasons=tuple(at for at, text in texts.items() if _REASONS.fullmatch(fold(text))),
        status=status,
        notes=notes,
        shares=shares,
        closed=closed,
        remarks=frozenset(
            at for at in notes if _REMARKS.fullmatch(compared(texts.get(at, ""))) and not _are_mostly_dashes(below, at)
        ),
        planned=planned_days(columns, below),
        targets=targets,
        reached=_reached(columns, below, targets) if targets else (),
        figures=(figures := tuple(column.place for column in columns if _counts_unused(column))),
        noted=_noted(columns, below, figures),
        marked=frozenset(at for at in status if _has_several_marks(below, at)),
        open=frozenset(
            at
            for at, text in texts.items()
            if (at in status and (_STATE.fullmatch(compared(text)) or (at in closed and _tells_some_done(below, at))))
            or (_TICKED.fullmatch(compared(text)) and _has_ticks_alone(below, at))
            or (at in done and at not in ticked and all(row.at(at).is_empty for row in below))
        ),
    )


def _counts_unused(column: PlannedColumn) -> bool:
    """Whether a column that is not taken for a figure has figures of what was done."""
    if column.field in COUNTED:
        return False
    if column.why == "second" or (column.why == "named" and column.field == UNUSED):
        return column.claimed in COUNTED or names_some(column.heading.rpartition(": ")[2])
    return column.why in ("part", "numbers")


def _noted(columns: Sequence[PlannedColumn], below: Sequence[Row], figures: Sequence[int]) -> tuple[int, ...]:
    """The columns of remarks of a table in which most rows have a figure that have no remark."""
    places = tuple(
        column.place
        for column in columns
        if column.why not in ("named", "hidden", "second")
        and column.field in (DESCRIPTION, UNUSED)
        and _OF_REMARKS.search(said := compared(column.heading))
        and not _OF_WHOM.search(said)
    )
    titles = [column.place for column in columns if column.field == "title"]
    counted = [*figures, *(column.place for column in columns if column.field in COUNTED)]
    plain = [
        any(_is_some(row.at(at)) for at in counted)
        for row in below
        if any(not row.at(at).is_empty for at in titles) and all(row.at(at).is_empty for at in places)
    ]
    return places if sum(plain) >= _FEWEST_COUNTED and sum(plain) >= _MOST_COUNTED * len(plain) else ()


def planned_days(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> tuple[int, ...]:
    """The columns of days on which something was planned, beside that of the days on which it was."""
    return tuple(
        column.place
        for column in columns
        if column.why in ("planned", "second") and any(_is_day(row.at(column.place)) for row in below)
        if column.why == "planned" or column.claimed == "date"
    )


def _targets(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> tuple[int, ...]:
    """The columns of how much was planned."""
    return tuple(
        column.place
        for column in columns
        if column.why == "planned" and _OF_TARGETS.search(compared(column.heading))
        if any(_is_some(row.at(column.place)) for row in below)
    )


def _reached(columns: Sequence[PlannedColumn], below: Sequence[Row], targets: Sequence[int]) -> tuple[int, ...]:
    """The columns of how much was done of what was planned: those that say so, or stand right behind and have figures; else
    all figures."""
    open_ = [column for column in columns if column.place not in targets and column.why not in ("hidden", "held")]
    counted = [column for column in open_ if column.field in COUNTED]
    said = [
        column.place
        for column in open_
        if (column in counted or (column.field == UNUSED and not column.cells))
        and (
            _OF_REACHED.search(compared(column.heading))
            or (column.place - 1 in targets and (column in counted or any(_is_some(row.at(column.place)) for row in below)))
        )
    ]
    return tuple(said or (column.place for column in counted))


def _is_some(cell: Cell) -> bool:
    """Whether a cell is how many there are, and not that there are none."""
    return not cell.date and (cell.number is not None or cell.text[:1].isdigit()) and not _is_zero(cell)


def _is_day(cell: Cell) -> bool:
    return bool(cell.date) or (cell.number is None and bool(cell.text) and is_written_day(cell.text))


def with_telling(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those that are not used marked that say whether something was held."""
    told = telling(columns, below)
    places = {*told.undone, *told.done, *told.reasons}
    ticked = {at for at in told.undone if any(is_tick(row.at(at)) for row in below)}
    return [
        structs.replace(column, field=UNUSED, why="held", claimed=UNUSED)
        if (column.place in places and column.field == UNUSED and column.why != "hidden") or column.place in ticked
        else column
        for column in columns
    ]


def _heading(column: PlannedColumn) -> str:
    return " ".join(column.heading.rpartition(": ")[2].casefold().split()).strip(" .:*?()")


def _may_stand_alone(column: PlannedColumn) -> bool:
    """Whether yes or no over a column is of what was done: nothing stands over that, or how it stands."""
    group = column.heading.rpartition(": ")[0]
    return not group or _STATUS.fullmatch(compared(group.rpartition(": ")[2])) is not None


def _whole_share(below: Sequence[Row], place: int) -> int:
    """What stands for all of it in a column of shares: 1 or 100; 0 where no share can be read."""
    shares = [share for row in below if (share := _share(row.at(place))) is not None]
    return 0 if not shares else 1 if max(shares) <= 1 else _WHOLE


def _share(cell: Cell) -> float | None:
    """The number of a share as it stands in its cell, whatever its sign."""
    text = (cell.text if cell.number is None else str(cell.number)).replace(",", ".").strip(" %")
    return float(text) if not cell.date and _NUMBER.fullmatch(text) else None


def _is_closed(below: Sequence[Row], place: int, heading: str, *, is_status: bool) -> bool:
    """Whether a column has few kinds of cells, some of which say that it was done."""
    texts = Counter(cell.text for row in below if not (cell := row.at(place)).is_empty)
    if len(texts) > _MOST_KINDS:
        return False
    kinds: Counter[str] = Counter()
    for text, count in texts.items():
        kinds[fold(text)] += count
    words = _RATHER_DONE if is_status else _SURELY_DONE
    done = sum(count for text, count in kinds.items() if words.fullmatch(text))
    if not done or (is_status and _STATE.fullmatch(heading)):
        return bool(done)
    few = is_status and len(kinds) <= _FEW and all(len(text.split()) <= _FEW // 2 for text in kinds)
    return few or (2 * done >= sum(kinds.values()) and all(map(_is_short, kinds)))


def _tells_some_done(below: Sequence[Row], place: int) -> bool:
    return any(_SURELY_DONE.fullmatch(fold(text)) for text in {row.at(place).text for row in below})


def _is_short(text: str) -> bool:
    return len(text.split()) <= _FEW


def _are_mostly_dashes(below: Sequence[Row], place: int) -> bool:
    cells = [cell for row in below if not (cell := row.at(place)).is_empty]
    return 2 * sum(is_nothing(cell.text) or cell.text == "0" for cell in cells) > len(cells)


def _says_not_done(cell: Cell) -> bool:
    """Whether a cell of a closed column says no word of those for done."""
    return not cell.date and _is_no_word_for_done(cell.text)


@lru_cache(maxsize=4096)
def _is_no_word_for_done(text: str) -> bool:
    folded = fold(text)
    return bool(folded) and _is_short(folded) and not _SAID_DONE.fullmatch(folded)


def _has_ticks_alone(below: Sequence[Row], place: int) -> bool:
    cells = [row.at(place) for row in below if not row.at(place).is_empty]
    return any(map(_is_yes, cells)) and all(
        _is_yes(cell) or _is_no(cell) or _matches(cell, _NOT_DONE_CELLS) or _matches(cell, _BEGUN_CELLS) for cell in cells
    )


def _is_yes(cell: Cell) -> bool:
    """Whether a cell below what was done says that it was."""
    return is_tick(cell) or fold(cell.text) in _YES_WORDS


def _is_no(cell: Cell) -> bool:
    return is_no_tick(cell) or fold(cell.text) in _NO_WORDS


def _has_several_marks(below: Sequence[Row], place: int) -> bool:
    return len({cell.text.casefold() for row in below if _is_mark(cell := row.at(place))}) > 1


def _is_mark(cell: Cell) -> bool:
    return bool(cell.text) and not cell.date and _MARK.fullmatch(cell.text) is not None


def _is_open_mark(cell: Cell) -> bool:
    """Whether a sign may stand for what was not done, as others stand beside it."""
    return _is_mark(cell) and not _CHECK.fullmatch(cell.text) and not _CROSS.fullmatch(cell.text)


class _Said(NamedTuple):
    """What a text says against its row, for itself."""

    says_so: bool
    """Whether it says that it was not held."""
    hindered: bool
    """Whether it is nothing but what may have kept it from being held."""
    speaks: bool
    """Whether it speaks of what was put off, not done or planned."""


@remembered
def _of_title(title: str) -> _Said:
    cell = Cell(title)
    hindered = _matches(cell, _HINDRANCES) or _matches(cell, _EMPTY_TITLES)
    return _Said(_says_so(cell, _TITLES), hindered, spoken(title, "title") != "")


@remembered
def _of_cell(text: str) -> _Said:
    cell = Cell(text)
    speaks = text.casefold() not in _NAMES and spoken(text, "note") != ""
    return _Said(_says_so(cell, _CELLS), _matches(cell, _HINDRANCES), speaks)


def held(row: Row, columns: Columns, told: Telling) -> tuple[Held, str]:
    """Whether what a row tells of was held, and what of it leaves that open, under its heading."""
    said = {
        at: (_of_title if at == columns.title else _of_cell)(cell.text)
        for at, cell in enumerate(row.cells)
        if _is_text(cell)
    }
    if any(text.says_so for text in said.values()):
        return "no", ""
    figures = [cell for at in columns.counted if not (cell := row.at(at)).is_empty and not is_nothing(cell.text)]
    others = any(_is_some(row.at(at)) for at in told.figures)
    if not others and all(map(_is_zero, figures)) and (bool(figures) or _has_nothing(row, columns)):
        return "no", ""
    counted = others or any(not _is_zero(cell) for cell in figures)
    told_by = list(_of_columns(row, columns, told))
    known = {at for at, _weight in told_by}
    doubts = [*told_by, *_of_texts(row, said, columns, known, told.targets), *_of_dashes(row, columns)]
    if not doubts and not counted:
        doubts += _of_what_is_noted(row, told)
    if not doubts:
        return "yes", ""
    place, weight = min(doubts, key=lambda doubt: _WEIGHTS.index(doubt[1]))
    if weight == "no" or (weight == "doubt" and not counted):
        is_told = place in (columns.date, *told.undone, *told.done, *told.status, *told.reached, *told.shares, *told.closed)
        return "no", _said(row, columns, place) if is_told else ""
    return "doubt", _said(row, columns, place)


_WEIGHTS: Final[Sequence[Held]] = ("no", "doubt", "yes")


def _of_columns(row: Row, columns: Columns, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what columns that tell of it say against what was held: for certain ("no"), unless there are figures
    ("doubt"), or perhaps ("yes")."""
    done = any(_is_yes(row.at(at)) for at in told.done)
    if told.planned and _has_no_day(row.at(columns.date)) and any(_is_day(row.at(at)) for at in told.planned):
        yield columns.date, "doubt"
    if (
        told.reached
        and any(_is_some(row.at(at)) for at in told.targets)
        and all(_is_none(row.at(at)) for at in told.reached)
    ):
        yield told.reached[0], "doubt"
    for at in told.undone:
        cell = row.at(at)
        if is_tick(cell):
            yield at, "doubt" if done else "no"
        elif cell.number and not any(row.at(place).number for place in (*told.done, *told.status)):
            yield at, "doubt"
        elif _has_words(cell):
            yield at, "yes"
    yield from ((at, "yes" if _is_begun(row.at(at)) else "doubt") for at in told.done if not _is_yes(row.at(at)))
    for at in told.reasons:
        if _has_words(row.at(at)):
            yield at, "doubt" if _REASONS_OF_NOT.search(fold(columns.heading.get(at, ""))) else "yes"
    yield from _of_standing(row, told)
    yield from _of_remarks(row, told)


def _of_standing(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what columns that say how it stands say against it, as `_of_columns`."""
    for at, whole in told.shares.items():
        share = _share(row.at(at))
        if share is not None and share < whole:
            yield at, "yes" if share else "doubt"
    yield from ((at, "yes") for at in told.open if row.at(at).is_empty)
    for at in told.status:
        cell = row.at(at)
        if at in told.done or at in told.undone:
            continue
        if _is_begun(cell):
            yield at, "doubt"
        elif (at in told.marked and _is_open_mark(cell)) or _HALF_WAY.fullmatch(cell.shown or cell.text):
            yield at, "yes"
        elif (
            _matches(cell, _NOT_DONE_CELLS) or _NO_PROGRESS.fullmatch(cell.shown or cell.text) or _CROSS.fullmatch(cell.text)
        ):
            yield at, "doubt"


def _of_remarks(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what remarks and words of how it stands say in short, as `_of_columns`."""
    for at in dict.fromkeys((*told.notes, *told.status, *told.closed)):
        cell = row.at(at)
        if cell.is_empty or cell.date or at in told.done or at in told.undone:
            continue
        weight = _in_short(cell.text)
        if weight == "doubt" or (at in told.notes and _matches(cell, _BEGUN_CELLS)):
            yield at, "doubt"
        elif (
            weight == "yes"
            or (at in told.closed and _says_not_done(cell) and not spoken(cell.text, "note"))
            or (at in told.remarks and (cell.text in ("0", "-", "–") or _CROSS.fullmatch(cell.text)))
        ):
            yield at, "yes"


@remembered
def _in_short(text: str) -> Literal["", "doubt", "yes"]:
    """What a text says in short: that it was put off or not done, or what may say it."""
    cell = Cell(text)
    return "doubt" if _matched(cell, _PUT_OFF_CELLS) else "yes" if _matched(cell, _IN_SHORT_CELLS) else ""


def _has_some_number(row: Row, columns: Columns, targets: Sequence[int]) -> bool:
    """Whether a row has a number in any column but those that number it or say what was planned."""
    apart = {columns.date, columns.title, *columns.numbers, *targets}
    return any(_is_some(cell) and len(cell.text) <= _MOST_DIGITS for at, cell in enumerate(row.cells) if at not in apart)


def _of_texts(
    row: Row, said: Mapping[int, _Said], columns: Columns, known: set[int], targets: Sequence[int]
) -> Iterator[tuple[int, Held]]:
    """By place, the texts that say of what may have kept it from being held, or that it was not, as `_of_columns`."""
    for at, text in said.items():
        if text.hindered:
            yield at, "yes" if at != columns.title and _has_some_number(row, columns, targets) else "doubt"
        elif text.speaks and at not in known and (at == columns.title or not _is_of_else(columns.heading.get(at, ""))):
            yield at, "doubt"


def _is_of_else(heading: str) -> bool:
    """Whether a column is of what was hard, or of why a row was refused."""
    return _OF_ELSE.search(fold(heading)) is not None or says_why_refused(heading)


def _of_dashes(row: Row, columns: Columns) -> Iterator[tuple[int, Held]]:
    """By place, a sign for nothing where every figure stands, as `_of_columns`; one figure alone may be of what nobody
    counts."""
    filled = [at for at in columns.counted if not row.at(at).is_empty]
    if filled and all(is_nothing(row.at(at).text) for at in filled):
        yield filled[0], "yes" if len(columns.counted) == 1 else "doubt"


def _of_what_is_noted(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what is remarked where a row has no figure and most others have one, as `_of_columns`."""
    for at in told.noted:
        cell = row.at(at)
        if _has_words(cell) and cell.note != "filled" and not cell.link and not _SAID_DONE.fullmatch(fold(cell.text)):
            yield at, "yes"


def _has_no_day(cell: Cell) -> bool:
    return cell.is_empty or is_nothing(cell.text) or _matches(cell, _NOT_DONE_CELLS)


def _is_begun(cell: Cell) -> bool:
    return _matches(cell, _BEGUN_CELLS) and not _matches(cell, _NOT_DONE_CELLS)


def _said(row: Row, columns: Columns, place: int) -> str:
    heading = columns.heading.get(place, "").rpartition(": ")[2]
    return f"{heading}: {row.at(place).text or '–'}" if heading else row.at(place).text


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


def is_name_of_unheld(row: Row, columns: Columns) -> bool:
    """Whether a row has nothing but the name of such a group, whichever column that stands in."""
    texts = {cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and at not in columns.numbers}
    return len(texts) == 1 and heads_unheld(row, columns)


def _is_text(cell: Cell) -> bool:
    return bool(cell.text) and cell.number is None and not cell.date


def _has_words(cell: Cell) -> bool:
    """Whether a cell says something: no number, tick or sign for nothing."""
    if cell.number is not None or cell.date or not any(map(str.isalpha, cell.text)):
        return False
    return not (is_tick(cell) or is_no_tick(cell) or fold(cell.text).strip(" .") in ("khong co", "khong", "ko"))


def _is_zero(cell: Cell) -> bool:
    return cell.number == 0 if cell.number is not None else _ZERO.fullmatch(fold(cell.text)) is not None


def _is_none(cell: Cell) -> bool:
    return cell.is_empty or is_nothing(cell.text) or _is_zero(cell)


def _says_so(cell: Cell, forms: _Forms) -> bool:
    return _MAY_SAY_SO.search(cell.text) is not None and _matched(cell, forms)


def _matches(cell: Cell, forms: _Forms) -> bool:
    return _MAY_HINDER.match(cell.text) is not None and _matched(cell, forms)


def _matched(cell: Cell, forms: _Forms) -> bool:
    if cell.date or cell.number is not None or not cell.text or len(cell.text) > _LONGEST:
        return False
    text = " ".join(cell.text.casefold().split())
    return text not in _NAMES and _is_of(text, forms)


def _is_of(text: str, forms: _Forms) -> bool:
    return forms[text.isascii()].fullmatch(text) is not None
