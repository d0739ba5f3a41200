"""The meaning of a column's heading, as communes write them: "Số lượng (buổi)", "Số người tham dự", "Ngày, tháng".

A heading is compared folded, without its brackets and signs. It means what the longest known heading in it means; it is
sure only where nothing but words that say no more stand beside that. A unit in brackets may say more than the words:
"Thời gian (phút)" is no day, and what is counted in thousands or hours is no number of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from sync.ledger.activity_fields import BY_CODE, FIELDS
from sync.ledger.text import fold

UNUSED: Final = ""
"""What a column is that no field is known for, or none of ours."""
ROW_NUMBERS: Final = "number"
"""What a column is that numbers the rows."""
DESCRIPTION: Final = "text"
"""The field that keeps what has no field of its own: several columns may be of it, each under its heading."""

_MORE: Final[Mapping[str, str]] = {
    "title": "noi dung cong viec|cong viec|ten bai|ten bai tin|ten tin bai|ten tin|tieu de|tieu de bai viet|ten bai viet"
    "|ten san pham|ten chuyen muc"
    "|noi dung hoat dong|noi dung thuc hien|noi dung da thuc hien|noi dung truyen thong|noi dung phat|noi dung phat thanh"
    "|ten buoi|dien giai|ten su kien|su kien|ten chuong trinh|viec da lam|cong viec da lam|noi dung cu the|ten cuoc hop"
    "|tin bai|bai viet|ten cong viec|ten hoi nghi|ten noi dung|noi dung bai viet|tom tat noi dung|noi dung chinh",
    "date": "thoi gian to chuc|thoi gian thuc hien|ngay thang nam|ngay to chuc|ngay phat|ngay phat song|ngay dang"
    "|thoi gian phat|thoi gian dang|thoi diem|ngay gio|gio ngay|thoi gian ngay|ngay bat dau|tu ngay|ngay dang tai"
    "|thoi gian dang tai|ngay hop|ngay lam|ngay dien ra|thoi gian dien ra",
    "until": "den ngay|ngay ket thuc|ngay cuoi",
    "quantity": "so lan|so cuoc|so tin|so bai|so tin bai|so ky|so chuyen muc|so hoi nghi|so lop|so luot phat|so lan phat"
    "|so buoi phat|so luong tin bai|so san pham|sl|so dot|khoi luong|so luong bai|so luong buoi|so tin bai dang"
    "|so bai dang|so luot thuc hien|so luong thuc hien|tong so buoi|tong so luot|tong so tin bai|so cuoc hop|so to",
    "audience": "so nguoi tham du|so luot nguoi|so luot nguoi tham du|so luot nguoi nghe|so nguoi nghe|so nguoi tham gia"
    "|nguoi tham du|nguoi tham gia|tong so nguoi|so dai bieu|luot tiep can|so luot tiep can|so nguoi tiep can"
    "|so luong nguoi|so luong nguoi tham du|so luong nguoi tham gia|so luot xem|luot xem|so nguoi xem|so hoc vien"
    "|so luot nguoi tham gia|so luot nguoi tiep can|so luot nguoi duoc tuyen truyen|so nguoi duoc tuyen truyen"
    "|luot nguoi nghe|luot nguoi tham du|tong so luot nguoi|so luong nguoi nghe|so nguoi tiep can duoc",
    "minutes": "thoi luong phat|thoi luong phat song|tong thoi luong|thoi luong phut|tong so phut",
    "channel": "hinh thuc to chuc|hinh thuc thuc hien|kenh truyen thong|kenh tuyen truyen|phuong thuc|phuong tien|loai hinh"
    "|hinh thuc truyen thong|kenh thong tin|kenh dang|phuong tien tuyen truyen|loai hinh tuyen truyen",
    "topics": "nhom noi dung|chuyen de|chu de tuyen truyen|linh vuc tuyen truyen",
    "place": "dia diem to chuc|dia diem thuc hien|noi to chuc|dia ban|thon ban|ten thon|ten thon ban|thon|ban|to dan pho"
    "|khu dan cu|dia chi|thon ban to dan pho|dia ban thuc hien|dia diem tuyen truyen",
    "directive": "theo van ban|so van ban|van ban so|can cu van ban|theo ke hoach",
    "task": "nhiem vu so|so nhiem vu",
    "language": "tieng phat|ngon ngu phat",
    DESCRIPTION: "ket qua thuc hien|danh gia|noi dung chi tiet|chi tiet|ton tai han che|kho khan vuong mac|kho khan"
    "|duong link|link|ghi chu khac|nhan xet|ket qua dat duoc|mo ta chi tiet|luu y|kien nghi|de xuat|duong dan"
    "|lien ket|minh chung",
    UNUSED: "nguoi phu trach|phu trach|nguoi thuc hien|can bo thuc hien|nguoi bao cao|don vi|co quan|co quan chu tri|chu tri"
    "|phoi hop|don vi phoi hop|kinh phi|so tien|nguoi ky|ky ten|nguoi lap|xac nhan|so dien thoai|dien thoai|ho ten"
    "|ho va ten|chuc vu|can bo|don vi tinh|dvt|bao cao vien|nguoi phat|phat thanh vien|so ho|nam|nu|dan toc|ty le"
    "|tien do|thoi han|han hoan thanh|ngay lap|ngay bao cao|ngay nhap|gio|gio phat|gio bat dau|gio ket thuc|buoi|thu"
    "|ngay trong tuan|nguoi phu trach noi dung|nguoi viet|tac gia|nguon|nhuan but|so ho tham du|so ho dan|so tien chi"
    "|ngay sinh|nam sinh|ngay ky|ngay van ban|ngay ban hanh|trang thai",
    ROW_NUMBERS: "stt|tt|no|so tt|so thu tu|s t t|t t",
}
"""Headings beside those of the table of fields (`activity_fields`), by what they mean."""

_SAYING_NO_MORE: Final = frozenset(
    re.findall(
        r"\w+",
        "cac cu da duoc cua va hoac trong tai tham du gia to chuc thuc hien tuyen truyen thong cong viec hoat dong noi dung"
        " phat dang song tong so chinh nguoi dan nghe buoi luot lan bai tin cuoc thang ngay xa phuong thon ban theo loai"
        " the cho tung",
    )
)
"""Words beside a known heading that do not make it another."""

_ALONE: Final = frozenset(
    {"ngay", "kenh", "channel", "date", "title", "quantity", "minutes", "audience", "place", "topic", "note"}
)
"""Headings of one word that are known within others; the rest, like "bản", mean nothing there."""

_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_SIGNS: Final = re.compile(r"[^0-9a-z%#]+")
_OTHER_SCALE: Final = re.compile(r"\b(?:nghin|ngan|trieu|ty|chuc|tram|gio|h|giay|dong|vnd)\b|%")
_MINUTES: Final = re.compile(r"\bphut\b")
_PEOPLE: Final = re.compile(r"\b(?:nguoi|luot nguoi|dai bieu|hoc vien)\b")
_OTHER_TIME: Final = re.compile(
    r"\b(?:ke hoach|theo kh|kh|chi tieu|duoc giao|giao|dinh muc|du kien|uoc thuc hien|luy ke|cong don|cung ky|nam truoc"
    r"|ky truoc|thang truoc|quy truoc)\b"
)
"""Words by which a column is of what was planned, or of another time than its rows."""
_DONE: Final = re.compile(r"(?:da |so |duoc )?(?:thuc hien|thuc te|dat duoc|dat|ket qua)(?: duoc)?")
_LONGEST: Final = 120


class Meaning(Struct, frozen=True):
    """What a heading means."""

    field: str
    """A field's code, `UNUSED` or `ROW_NUMBERS`."""
    sure: bool
    exact: bool
    """Whether nothing stands beside the known heading."""
    primary: bool = False
    """Whether it is one that the table of fields itself has, and no longer or narrower one."""


@cache
def _known() -> dict[str, str]:
    """What known headings mean, without their brackets. A heading that several fields claim is of the first."""
    known: dict[str, str] = {}
    for field in FIELDS:
        for heading in field.headings:
            known.setdefault(_plain(heading)[0], field.code)
    for field_code, headings in _MORE.items():
        if field_code in BY_CODE or field_code in (UNUSED, ROW_NUMBERS):
            for heading in headings.split("|"):
                known.setdefault(heading, field_code)
    return known


def meaning(heading: str) -> Meaning | None:
    """What a column means by its heading; None where nothing known stands in it.

    >>> meaning("Số lượng (buổi)").field, meaning("Thời gian (phút)").field, meaning("Ngày, tháng").field
    ('quantity', 'minutes', 'date')
    >>> meaning("Người phụ trách nội dung").field, meaning("Số lượt (nghìn)").field, meaning("Xăng xe")
    ('', '', None)
    """
    if not heading or len(heading) > _LONGEST:
        return None
    plain, unit = _plain(heading)
    if _is_of_another_time(plain):
        return Meaning(UNUSED, sure=True, exact=False)
    found = _found(plain)
    if found is None:
        return None
    field, known = found
    beside = re.sub(rf"\b{re.escape(known)}\b", " ", plain, count=1).split()
    exact = not beside
    sure = exact or all(word in _SAYING_NO_MORE for word in beside)
    if unit and field in ("date", "quantity", "minutes", "audience"):
        if _MINUTES.search(unit):
            field = "minutes"
        elif _OTHER_SCALE.search(unit) and field != "date":
            return Meaning(UNUSED, sure=False, exact=False)
        elif _PEOPLE.search(unit) and field == "quantity":
            field = "audience"
    primary = exact and field in BY_CODE and plain in _primary()[field]
    return Meaning(field, sure=sure, exact=exact, primary=primary)


def joined_meaning(texts: Sequence[str]) -> Meaning | None:
    """What a column means by headings that stand one above the other: by the lowest, or by all of them.

    >>> joined_meaning(("Số người", "Kế hoạch")).field, joined_meaning(("Số người", "Thực hiện")).field
    ('', 'audience')
    """
    lowest = meaning(texts[-1])
    if len(texts) == 1:
        return lowest
    whole = meaning(" ".join(texts))
    if _DONE.fullmatch(_plain(texts[-1])[0]) and (upper := meaning(" ".join(texts[:-1]))) is not None:
        return Meaning(upper.field, sure=upper.sure, exact=False)
    if _is_of_another_time(_plain(" ".join(texts))[0]):
        return whole
    if lowest is None or lowest.field == UNUSED:
        return Meaning(whole.field, sure=False, exact=False) if whole is not None else lowest
    return lowest


def _is_of_another_time(plain: str) -> bool:
    """Whether a heading is of a day or figure that was planned, or of another time."""
    rest = _OTHER_TIME.sub(" ", plain)
    if rest == plain:
        return False
    found = _found(" ".join(rest.split()))
    return found is not None and found[0] in BY_CODE and (BY_CODE[found[0]].counted or BY_CODE[found[0]].kind == "day")


@cache
def _primary() -> Mapping[str, frozenset[str]]:
    return {field.code: frozenset(_plain(heading)[0] for heading in field.headings) for field in FIELDS}


def _found(plain: str) -> tuple[str, str] | None:
    """What the longest known heading within another means, and that heading."""
    known = _known()
    if plain in known:
        return known[plain], plain
    words = plain.split()
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if part in known and (size > 1 or part in _ALONE):
                return known[part], part
    return None


def _plain(heading: str) -> tuple[str, str]:
    """A heading as headings are compared, and the units that stood in brackets."""
    folded = fold(heading)
    units = " ".join(_BRACKETS.findall(folded))
    plain = _SIGNS.sub(" ", _BRACKETS.sub(" ", folded)).strip()
    return (plain, units) if plain else (_SIGNS.sub(" ", folded).strip(), "")


def compared(heading: str) -> str:
    """A heading as people name it: without case, accents and signs, with the units in its brackets."""
    return _SIGNS.sub(" ", fold(heading)).strip()
