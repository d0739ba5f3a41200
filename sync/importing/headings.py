"""The meaning of a column's heading, as communes write them: "Số lượng (buổi)", "Số người tham dự", "Ngày, tháng".

A heading is compared folded, without its brackets and signs. It means what the longest known heading in it means; it is
sure only where nothing but words that say no more stand beside that. A unit in brackets may say more than the words:
"Thời gian (phút)" is no day, and what is counted in thousands or hours is no number of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from msgspec import Struct, structs

from sync.ledger.activity_fields import BY_CODE, FIELDS
from sync.ledger.text import fold

UNUSED: Final = ""
"""What a column is that no field is known for, or none of ours."""
ROW_NUMBERS: Final = "number"
"""What a column is that numbers the rows."""
DESCRIPTION: Final = "text"
"""The field that keeps what has no field of its own: several columns may be of it, each under its heading."""

_MORE: Final[Mapping[str, str]] = {
    "title": "viec|ten viec|noi dung tt|noi dung tap huan|noi dung hoi nghi|ten lop|ten cuoc|ten buoi tuyen truyen"
    "|cong tac"
    "|content|event|activities|noi dung cong viec|cong viec|ten bai|ten bai tin|ten tin bai|ten tin|tieu de"
    "|tieu de bai viet|ten bai viet"
    "|ten san pham|ten chuyen muc|noi dung cuoc hop|noi dung hop|noi dung sinh hoat|noi dung buoi hop"
    "|noi dung chuong trinh"
    "|viec lam|hoat dong tuyen truyen|noi dung da lam"
    "|noi dung hoat dong|noi dung thuc hien|noi dung da thuc hien|noi dung truyen thong|noi dung phat|noi dung phat thanh"
    "|ten buoi|dien giai|ten su kien|su kien|ten chuong trinh|viec da lam|cong viec da lam|noi dung cu the|ten cuoc hop"
    "|tin bai|bai viet|ten cong viec|ten hoi nghi|ten noi dung|noi dung bai viet|tom tat noi dung|noi dung chinh",
    "date": "day|when|ngay thang to chuc|ngay mo lop|ngay trien khai|thoi gian trien khai|thoi gian hop"
    "|thoi gian tuyen truyen"
    "|thoi gian to chuc|thoi gian thuc hien|ngay thang nam|ngay to chuc|ngay phat|ngay phat song|ngay dang"
    "|thoi gian phat|thoi gian dang|thoi diem|ngay gio|gio ngay|thoi gian ngay|ngay bat dau|tu ngay|ngay dang tai"
    "|thoi gian dang tai|ngay hop|ngay lam|ngay dien ra|thoi gian dien ra",
    "until": "den ngay|ngay ket thuc|ngay cuoi",
    "quantity": "so buoi tt|so lan tt|so cuoc tt|so luot tt|so phong su|so chuong trinh|so ban tin|so bang zon|so tam"
    "|count|times"
    "|so lan|so cuoc|so tin|so bai|so tin bai|so ky|so chuyen muc|so hoi nghi|so lop|so luot phat|so lan phat"
    "|so buoi phat|so luong tin bai|so san pham|sl|so dot|khoi luong|so luong bai|so luong buoi|so tin bai dang"
    "|so bai dang|so luot thuc hien|so luong thuc hien|tong so buoi|tong so luot|tong so tin bai|so cuoc hop|so to"
    "|luot|cuoc|lan|lan phat|luot phat|buoi phat|tin bai da dang|so tin bai da phat|so buoi da phat|so buoi thuc hien"
    "|so buoi tuyen truyen|so cuoc tuyen truyen|so buoi da to chuc|so cuoc da to chuc|so buoi truyen thong|so video"
    "|so clip|so bai viet|so bang ron|so pa no|so to roi|so ap phich|so khau hieu|so luong to roi|tong so cuoc"
    "|tong so lan|so luot phat song|so lan thuc hien|so luong phat|so mo hinh|so phien|so tin da phat|kl"
    "|so luong da thuc hien",
    "audience": "nguoi|people|participants|attendees|attendance|listeners|viewers|number of people|so tv|so tv tham gia"
    "|so tv tham du|so thanh vien|so thanh vien tham gia|so thanh vien tham du|so hv tham gia|so hv tham du|so ba con"
    "|so ba con tham gia|so nguoi dan|so nguoi dan tham gia|si so|quan so|so dan|so dan tham gia|luot dan"
    "|so luot tuyen truyen duoc"
    "|so nguoi tham du|so luot nguoi|so luot nguoi tham du|so luot nguoi nghe|so nguoi nghe|so nguoi tham gia"
    "|nguoi tham du|nguoi tham gia|tong so nguoi|so dai bieu|luot tiep can|so luot tiep can|so nguoi tiep can"
    "|so luong nguoi|so luong nguoi tham du|so luong nguoi tham gia|so luot xem|luot xem|so nguoi xem|so hoc vien"
    "|so luot nguoi tham gia|so luot nguoi tiep can|so luot nguoi duoc tuyen truyen|so nguoi duoc tuyen truyen"
    "|luot nguoi nghe|luot nguoi tham du|tong so luot nguoi|so luong nguoi nghe|so nguoi tiep can duoc"
    "|so nguoi den du|so nguoi co mat|nguoi du|so luot nguoi du|so luot nguoi den|so luot nguoi co mat|luot nghe|luot doc"
    "|so luot nghe|so luot doc|so luot truy cap|luot truy cap|so luong tham du|so luong tham gia|so nguoi duoc nghe"
    "|so nguoi duoc tiep can|tong so nguoi tham du|tong so nguoi tham gia|tong so nguoi du|tong so nguoi nghe"
    "|quy mo nguoi",
    "minutes": "duration|length|dai bao lau|phat bao lau|thoi luong phat|thoi luong phat song|tong thoi luong"
    "|thoi luong phut|tong so phut|phut|so phut phat"
    "|so phut phat song|do dai phut|thoi luong chuong trinh|thoi luong buoi",
    "channel": "loai hoat dong|cach to chuc|hinh thuc tt|kenh tt|hinh thuc kenh|method|medium|hinh thuc to chuc"
    "|hinh thuc thuc hien|kenh truyen thong|kenh tuyen truyen|phuong thuc|phuong tien|loai hinh"
    "|hinh thuc truyen thong|kenh thong tin|kenh dang|phuong tien tuyen truyen|loai hinh tuyen truyen|hinh thuc phat"
    "|hinh thuc dang|hinh thuc thong tin|cach thuc|cach lam|phuong phap|phuong phap tuyen truyen|kenh phat|noi dang"
    "|trang dang|nen tang|hinh thuc pho bien",
    "topics": "mang|mang cong tac|chu de tt|linh vuc noi dung|theme|subject|nhom noi dung|chuyen de"
    "|chu de tuyen truyen|linh vuc tuyen truyen|mang noi dung|chu diem|nhom chu de"
    "|nhom linh vuc|chuyen muc",
    "place": "noi|cho|o dau|xa thon|thon xa|xa ban|thon to|ten ban|ten xom|ten ap|ten buon|khom|lang|cum dan cu"
    "|location|where"
    "|village|venue|dia diem to chuc|dia diem thuc hien|noi to chuc|dia ban|thon ban|ten thon|ten thon ban|thon|ban"
    "|to dan pho"
    "|khu dan cu|dia chi|thon ban to dan pho|dia ban thuc hien|dia diem tuyen truyen|noi phat|diem phat|noi tuyen truyen"
    "|dia diem phat|diem tuyen truyen|diem to chuc|noi dien ra|dia diem dien ra|hoi truong|nha van hoa|noi hop"
    "|dia diem hop"
    "|cum loa|vi tri|khu vuc|tai|thuc hien tai|to chuc tai|xom|ap|buon|khu pho|tieu khu|noi lam",
    "places": "cac dia diem khac|cac diem khac|diem khac|cac noi khac|cac thon khac|cac ban khac|thon khac|ban khac"
    "|dia ban khac|cac dia ban khac|noi phat khac",
    "directive": "theo van ban|so van ban|van ban so|can cu van ban|theo ke hoach|kh|so kh|so ke hoach|ke hoach so"
    "|cong van"
    "|so cong van|cong van so|cv|so cv|theo cong van|can cu|quyet dinh|so quyet dinh|theo quyet dinh|chi thi"
    "|van ban ke hoach"
    "|ke hoach van ban|so ky hieu|so ky hieu van ban|so hieu van ban|so hieu|van ban cap tren|van ban giao viec"
    "|thuc hien theo van ban|van ban can cu|co so thuc hien",
    "task": "nhiem vu so|so nhiem vu",
    "language": "tieng noi|phat tieng|tieng phat|ngon ngu phat|ngon ngu su dung|tieng dan toc|phat bang tieng"
    "|bang tieng|thu tieng",
    "languages": "cac tieng khac|cac ngon ngu khac|cac thu tieng khac",
    "audiences": "doi tuong tham du|doi tuong tham gia|doi tuong nghe|thanh phan tham du|thanh phan tham gia"
    "|nhom nguoi nghe"
    "|doi tuong huong den|doi tuong tiep can|doi tuong thu huong|thanh phan du",
    "body": "bo phan lam|bo phan chuyen mon|to thuc hien|bo phan phu trach|to cong nghe so|bo phan to chuc"
    "|don vi to chuc|bo phan chu tri",
    DESCRIPTION: "ghi chep|ghi nhan|ghi chu them|remarks|notes|result|results|comments|noi dung ket qua|phan anh"
    "|y kien nguoi dan|ket qua thuc hien|danh gia|noi dung chi tiet|chi tiet|ton tai han che|kho khan vuong mac|kho khan"
    "|duong link|link|ghi chu khac|nhan xet|ket qua dat duoc|mo ta chi tiet|luu y|kien nghi|de xuat|duong dan"
    "|lien ket|minh chung|ket qua cu the|tom tat ket qua|danh gia ket qua|hieu qua|thuan loi|han che|ton tai|dien bien"
    "|y kien|phan hoi|hinh anh minh chung|tai lieu|san pham minh chung|duong dan bai viet|link bai viet|thong tin them",
    UNUSED: "nguoi noi|tinh trang|hinh anh|anh|link anh|nguoi dan chuong trinh|mc|nguoi chup anh|nguoi phu trach"
    "|phu trach|nguoi thuc hien|can bo thuc hien|nguoi bao cao|don vi|co quan|co quan chu tri|chu tri"
    "|phoi hop|don vi phoi hop|kinh phi|so tien|nguoi ky|ky ten|nguoi lap|xac nhan|so dien thoai|dien thoai|ho ten"
    "|ho va ten|chuc vu|can bo|don vi tinh|dvt|bao cao vien|nguoi phat|phat thanh vien|so ho|nam|nu|dan toc|ty le"
    "|tien do|thoi han|han hoan thanh|ngay lap|ngay bao cao|ngay nhap|gio|gio phat|gio bat dau|gio ket thuc|buoi|thu"
    "|ngay trong tuan|nguoi phu trach noi dung|nguoi viet|tac gia|nguon|nhuan but|so ho tham du|so ho dan|so tien chi"
    "|ngay sinh|nam sinh|ngay ky|ngay van ban|ngay ban hanh|trang thai|nguoi duyet|bien tap|nguoi bien tap|ky thuat vien"
    "|don vi phu trach|nguon kinh phi|thanh tien|don gia|so tien dong|du toan|muc chi|chu ky|nguoi nhan|ngay gui"
    "|ngay duyet"
    "|ngay nghiem thu|lanh dao phu trach|to truong|nguoi dung lop|giang vien|nguoi trinh bay|nguoi chu tri",
    ROW_NUMBERS: "stt|tt|no|so tt|so thu tu|s t t|t t",
}
"""Headings beside those of the table of fields (`activity_fields`), by what they mean."""

_SAYING_NO_MORE: Final = frozenset(
    re.findall(
        r"\w+",
        "cac cu da duoc cua va hoac trong tai tham du gia to chuc thuc hien tuyen truyen thong cong viec hoat dong noi dung"
        " phat dang song tong so chinh nguoi dan nghe buoi luot lan bai tin cuoc thang ngay xa phuong thon ban theo loai"
        " the cho tung hop huong ho tro tap huan tiep can",
    )
)
"""Words beside a known heading that do not make it another."""

_ALONE: Final = frozenset(
    {"ngay", "kenh", "channel", "date", "title", "quantity", "minutes", "audience", "place", "topic", "note"}
)
"""Headings of one word that are known within others; the rest, like "bản", mean nothing there."""

_ABBREVIATIONS: Final = {
    "sl": "so luong",
    "nd": "noi dung",
    "ndung": "noi dung",
    "tg": "thoi gian",
    "tgian": "thoi gian",
    "dd": "dia diem",
    "ddiem": "dia diem",
    "sn": "so nguoi",
    "kq": "ket qua",
    "gc": "ghi chu",
    "vb": "van ban",
    "hthuc": "hinh thuc",
}

_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_SIGNS: Final = re.compile(r"[^0-9a-z%#]+")
_OTHER_SCALE: Final = re.compile(r"\b(?:nghin|ngan|trieu|ty|chuc|tram|gio|h|giay|dong|vnd)\b|%")
_MINUTES: Final = re.compile(r"\bphut\b")
_PEOPLE: Final = re.compile(r"\b(?:nguoi|luot nguoi|dai bieu|hoc vien)\b")
_PLANNED: Final = r"theo ke hoach|ke hoach|theo kh|kh|chi tieu|duoc giao|giao|dinh muc|du kien|dang ky"
_ELSEWHEN: Final = re.compile(
    r"\b(?:uoc thuc hien|uoc th|luy ke|cong don|cung ky|nam truoc|ky truoc|thang truoc|quy truoc|con lai|chua thuc hien)\b"
)
_OTHER_TIME: Final = re.compile(rf"\b(?:{_PLANNED})\b|{_ELSEWHEN.pattern}")
"""Words by which a column is of what was planned, or of another time than its rows."""
_DONE: Final = re.compile(
    r"\b(?:(?:ket qua )?(?:(?:da|so|duoc) )*(?:thuc hien|th|thuc te|dat duoc|dat|hoan thanh|lam duoc|thuc dat)(?: duoc)?"
    r"|ket qua|da lam)\b"
)
"""Words by which a column is of what was done."""
_OF_WHEN: Final = frozenset(re.findall(r"\w+", "so nam thang quy tuan ky trong nay dau ca tinh huyen xa phuong tren cap"))
"""Words beside those that say when and by whom alone."""
_OF_WHOM: Final = r"(?:(?:so|tong so|so luong|luot|nguoi|hoc vien|dai bieu|can bo|la|tham du|tham gia|du|nghe) )*"
_DID: Final = r"(?: (?:tham du|tham gia|du|nghe|co mat))?"
_MEN: Final = re.compile(rf"(?:trong do )?{_OF_WHOM}nam(?: gioi)?{_DID}")
_WOMEN: Final = re.compile(rf"(?:trong do )?{_OF_WHOM}(?:phu )?nu(?: gioi)?{_DID}")
_PART: Final = re.compile(
    rf"trong do\b.*|{_OF_WHOM}(?:nguoi )?"
    rf"(?:dtts|(?:dong bao )?dan toc(?: thieu so)?|dang vien|ho ngheo|can ngheo|tre em|nguoi cao tuoi"
    r"|hoi vien|doan vien|can bo|cong chuc|vien chuc|nhan dan|quan chung|hoc sinh|giao vien|thanh nien|phu nu"
    rf"|nong dan|cuu chien binh){_DID}"
)
_TOTAL: Final = re.compile(r"tong|tong so|tong cong|cong|ts|chung")
_LONGEST: Final = 120


Open = Literal["", "planned", "done", "men", "women", "part", "total"]
"""What a heading says that leaves the field to the cells below it and the columns beside it (`by_cells`): that its column is
of what was planned, or of another time; of what was done; of men, of women, of some others of the people or things; or of
all of them."""


class Meaning(Struct, frozen=True):
    """What a heading means."""

    field: str
    """A field's code, `UNUSED` or `ROW_NUMBERS`."""
    sure: bool
    exact: bool
    """Whether nothing stands beside the known heading."""
    primary: bool = False
    """Whether it is one that the table of fields itself has, and no longer or narrower one."""
    open: Open = ""
    counts: str = "quantity"
    """The field whose numbers are counted by its unit, if it has one: of what was done."""


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
        return Meaning(UNUSED, sure=True, exact=False, open="planned")
    opened = _open(heading, plain, unit)
    known = _by_words(plain, unit)
    if opened in ("men", "women", "part"):
        return Meaning(UNUSED, sure=True, exact=plain in _known(), open=opened)
    if opened and not (known is not None and known.exact and _is_figure_or_day(known.field)):
        known = known if known is not None and known.exact else Meaning(UNUSED, sure=True, exact=False)
        return structs.replace(known, open=opened, counts=_counted_in(unit))
    return known


def _by_words(plain: str, unit: str) -> Meaning | None:
    """What a heading means by the longest known one in it, and by its unit."""
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


def _counted_in(unit: str) -> str:
    """The field whose numbers have a unit, `UNUSED` where none has."""
    if _MINUTES.search(unit):
        return "minutes"
    if _OTHER_SCALE.search(unit):
        return UNUSED
    return "audience" if _PEOPLE.search(unit) else "quantity"


def _open(heading: str, plain: str, unit: str) -> Open:
    """What a heading leaves to the cells below it."""
    if unit and (found := _found(plain)) is not None and found[0] == "audience" and (part := _open(heading, unit, "")):
        return part
    if _MEN.fullmatch(plain) and "năm" not in unicodedata.normalize("NFC", heading).casefold():
        return "men"
    if _WOMEN.fullmatch(plain):
        return "women"
    if _PART.fullmatch(plain):
        return "part"
    if _TOTAL.fullmatch(plain):
        return "total"
    if plain == "buoi":
        return "done"  # sessions, where numbers stand below it; else the morning or the evening
    elsewhen = _ELSEWHEN.search(plain) is not None
    rest = _DONE.sub(" ", _ELSEWHEN.sub(" ", plain))
    bare = _OTHER_TIME.sub(" ", rest)
    if not all(word in _OF_WHEN or word.isdigit() for word in bare.split()):
        return ""
    done, planned = _DONE.search(plain), _OTHER_TIME.search(plain)
    if done and planned and not elsewhen:
        return "" if "/" in heading else "done" if done.start() < planned.start() else "planned"
    return "planned" if planned else "done" if done else ""


def joined_meaning(texts: Sequence[str]) -> Meaning | None:
    """What a column means by headings that stand one above the other: by the lowest, or by all of them.

    >>> joined_meaning(("Số người", "Kế hoạch")).field, joined_meaning(("Số người", "Thực hiện")).field
    ('', 'audience')
    """
    lowest = meaning(texts[-1])
    if len(texts) == 1:
        return lowest
    upper, whole = meaning(" ".join(texts[:-1])), meaning(" ".join(texts))
    opened = lowest.open if lowest is not None else ""
    if opened in ("done", "total") and upper is not None and _is_figure_or_day(upper.field):
        return Meaning(upper.field, sure=upper.sure, exact=False)
    if _is_of_another_time(_plain(" ".join(texts))[0]):
        return whole
    if opened in ("men", "women", "part"):
        return lowest
    if any(_plain(text)[0].startswith("trong do") for text in texts[:-1]):
        return Meaning(UNUSED, sure=True, exact=False, open="part")
    if lowest is not None and opened in ("planned", "done"):
        return structs.replace(lowest, counts=_counted_in(" ".join(_plain(text)[1] for text in texts)))
    if lowest is None or lowest.field == UNUSED:
        return Meaning(whole.field, sure=False, exact=False, open=_of_all(opened)) if whole is not None else lowest
    return lowest


def _of_all(opened: Open) -> Open:
    return "total" if opened == "total" else ""


def _is_figure_or_day(field: str) -> bool:
    return field in BY_CODE and (BY_CODE[field].counted or BY_CODE[field].kind == "day")


def _is_of_another_time(plain: str) -> bool:
    """Whether a heading is of a day or figure that was planned, or of another time."""
    rest = _OTHER_TIME.sub(" ", plain)
    if rest == plain:
        return False
    found = _found(" ".join(rest.split()))
    return found is not None and _is_figure_or_day(found[0])


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
    plain = _spelled(_SIGNS.sub(" ", _BRACKETS.sub(" ", folded)).strip())
    return (plain, units) if plain else (_spelled(_SIGNS.sub(" ", folded).strip()), "")


def _spelled(plain: str) -> str:
    """A heading with its abbreviations written out."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain.split(" "))


def names_units(heading: str) -> bool:
    """Whether a column says what the numbers of its row count."""
    return _plain(heading.rpartition(": ")[2])[0] in ("don vi tinh", "dvt", "dv tinh", "don vi do")


def compared(heading: str) -> str:
    """A heading as people name it: without case, accents and signs, with the units in its brackets."""
    return _SIGNS.sub(" ", fold(heading)).strip()
