"""The meaning of a column's heading, as communes write them: "Số lượng (buổi)", "Số người tham dự", "Ngày, tháng".

A heading is compared folded, without its brackets and signs, its abbreviations written out; one that asks ("Việc gì",
"Bao nhiêu người") as what it asks for. Its first words say what it is of: it means what the first known heading in it means,
of those the longest. It is sure only where nothing but words that say no more stand beside that. A unit in brackets may say
more than the words: "Thời gian (phút)" is no day; what is counted in thousands or hours is multiplied (`scales`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct, structs

from sync.importing.figure_units import UnitOf, factor_of, is_time, unit_is, without_each
from sync.importing.heading_words import (
    ABBREVIATIONS,
    AUDIENCES,
    CAME,
    DESCRIPTION,
    DOERS,
    HEADINGS,
    PHRASES,
    ROW_NUMBERS,
    SAYING_NO_MORE,
    UNSURE,
    UNUSED,
)
from sync.ledger.activity_fields import BY_CODE, COUNTED, FIELDS
from sync.ledger.text import fold, remembered

__all__ = [
    "DESCRIPTION",
    "ROW_NUMBERS",
    "UNUSED",
    "Meaning",
    "Open",
    "compared",
    "joined_meaning",
    "meaning",
    "names_some",
    "names_units",
    "unit_of",
]

_ALONE: Final = frozenset(
    {"ngay", "kenh", "channel", "date", "title", "quantity", "minutes", "audience", "place", "topic", "note"}
)
"""Headings of one word that are known within others; the rest, like "bản", mean nothing there."""

_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_SIGNS: Final = re.compile(r"[^0-9a-z%#]+")
_MINUTES: Final = re.compile(r"\bphut\b")
_IN_MINUTES: Final = re.compile(r"(?:so )?phut\b")
_PEOPLE: Final = re.compile(r"\b(?:nguoi|luot nguoi|dai bieu|hoc vien)\b")
_LUNAR: Final = re.compile(r"(?:(?:thoi gian|ngay|ngay thang|theo) )*(?:am lich|lich am|a ?l|am)")
_ENDS: Final = re.compile("(tu|bat dau|khai mac|mo dau)|den|ket thuc|be mac")
"""What stands below a heading of days, over the first of them and over the last."""
_LENGTH: Final = re.compile(r"(?:.* )?(gio|tieng|h|ngay|giay|tuan)")
_PLANNED: Final = (
    r"theo ke hoach|ke hoach|theo kh|kh|chi tieu|duoc giao|giao|dinh muc|du kien|dang ky|(?:theo )?bien che|vang(?: mat)?"
)
_ELSEWHEN: Final = re.compile(
    r"\b(?:uoc thuc hien|uoc th|luy ke|cong don|cung ky|nam truoc|ky truoc|thang truoc|quy truoc|con lai|chua thuc hien)\b"
)
_OTHER_TIME: Final = re.compile(rf"\b(?:{_PLANNED})\b|{_ELSEWHEN.pattern}")
"""Words by which a column is of what was planned, of those who did not come, or of another time than its rows."""
_DONE: Final = re.compile(
    r"\b(?:(?:ket qua )?(?:(?:da|so|duoc) )*(?:thuc hien|th|thuc te|dat duoc|dat|hoan thanh|lam duoc|thuc dat)(?: duoc)?"
    r"|ket qua|da lam)\b"
)
"""Words by which a column is of what was done."""
_OF_WHEN: Final = frozenset(re.findall(r"\w+", "so nam thang quy tuan ky trong nay dau ca tinh huyen xa phuong tren cap"))
"""Words beside those that say when and by whom alone."""
_ROMAN: Final = re.compile(r"i{1,3}|iv")
"""The number of a quarter."""
_OF_WHOM: Final = r"(?:(?:so|tong so|tong|so luong|luot|nguoi|hoc vien|dai bieu|can bo|la|tham du|tham gia|du|nghe) )*"
_WERE: Final = "duoc (?:tuyen truyen|pho bien|tiep can|nghe|tap huan|huong dan|tu van|ho tro|phat to roi|cap phat)"
_DID: Final = rf"(?: (?:tham du|tham gia|du|du hop|nghe|hoc|doc|co mat|den|den du|{_WERE}))?"
_MEN: Final = re.compile(rf"(?:trong do )?{_OF_WHOM}nam(?: gioi)?{_DID}")
_WOMEN: Final = re.compile(rf"(?:trong do )?{_OF_WHOM}nu(?: gioi)?{_DID}")
_PART: Final = re.compile(
    rf"trong do\b.*|{_OF_WHOM}(?:nguoi )?"
    rf"(?:dtts|(?:dong bao )?dan toc(?: thieu so)?|dang vien|ho ngheo|can ngheo|tre em|nguoi cao tuoi"
    rf"){_DID}"
)
_GROUP: Final = re.compile(
    rf"{_OF_WHOM}(?:nguoi )?(?:(?:hoi vien|doan vien|can bo|cong chuc|vien chuc|nhan dan|quan chung|hoc sinh|giao vien"
    rf"|thanh nien|phu nu|nong dan|cuu chien binh)(?: |$))+(?:{_DID.replace(' ', '', 1)})"
)
_SOME: Final = re.compile(
    rf"{_OF_WHOM}(?:nguoi )?(?:(?:hoi vien|doan vien|dang vien|thanh vien|to vien|xa vien|can bo|cong chuc|vien chuc"
    r"|nhan dan|quan chung|hoc sinh|sinh vien|hoc vien|giao vien|phu huynh(?: hoc sinh)?|cha me(?: hoc sinh)?|thanh nien"
    r"|thanh thieu nien|thieu nien|thieu nhi|nhi dong|phu nu|nong dan|cong nhan|nguoi lao dong|cuu chien binh|tre em|tre nho"
    r"|nguoi lon|nguoi gia|nguoi cao tuoi|cao tuoi|nguoi dan|dan|ba con|ba me|dai bieu|khach(?: moi)?|chien si|bo doi"
    r"|dan quan(?: tu ve)?|ban doc|dong bao|cu|cac cu|ph|phhs|hv|dv|tv|tn|nl)(?: |$))+"
    rf"(?:{_DID.replace(' ', '', 1)})"
)
"""Some of the people, by who they are."""
_PLACE: Final = r"(?:ban|thon|xom|to|to dan pho|khu|khu dan cu|ap|buon|lang|xa|phuong|dia ban)"
_IN_PLACE: Final = rf"(?:(?:cua|trong|toan|ca|o|tai|hien co|thuc te|thuong tru|{_PLACE})(?: |$))+"
_ROSTER: Final = re.compile(
    r"(?:(?:tong|tong so|so) )*(?:si so|quan so)(?: (?:lop|don vi|dau nam|bien che))?"
    r"|tong so (?:hoi vien|doan vien|dang vien|hoc sinh|hoc vien|can bo|cong chuc|dan quan|thanh vien)"
    r"(?: (?:cua )?(?:chi hoi|chi doan|ban|thon|lop|don vi))?"
    r"|(?:so|tong so|so luong) (?:(?:nguoi|dai bieu|hoc vien|hoi vien) )?(?:duoc )?(?:trieu tap|moi)"
)
"""Who belongs to it, or should come, whether they came or not."""
_LIVING: Final = re.compile(
    rf"(?:(?:tong|tong so) )?dan so(?: {_IN_PLACE})?|tong (?:so )?(?:(?:nguoi )?dan|nhan khau|khau)(?: {_IN_PLACE})?"
    rf"|(?:so )?(?:nguoi )?dan (?:so )?{_IN_PLACE}|(?:tong )?so nguoi (?:trong|toan|ca|cua) (?:ca |toan )?{_PLACE}"
)
"""Who lives there, whether they came or not."""
_ATTENDED: Final = re.compile(r"(?:(?:tong )?so )?(?:tham gia|tham du|du|den du|du hop|co mat thuc te)")
"""Words for who came, where numbers stand below it."""
_CAME: Final = re.compile(rf"(?:(?:tong|so|luong|luot|quy mo) )+(?:{AUDIENCES}){_DID}")
"""How many came."""
_COMERS: Final = re.compile(rf"(?:{AUDIENCES}){_DID}")
"""Who came: how many, or their names."""
_HOW_MANY: Final = re.compile(
    r"^(?:co )?(?:duoc )?(?:bao nhieu|may) (?=(?:luot|nguoi|buoi|lan|phut|cuoc|bai|tin|lop|ho|em|dan|chi em|ba con)\b)"
)
_ASKING: Final = re.compile(r"(?<=.) (?:la )?(?:gi|nao|bao nhieu|may|ra sao|the nao)$")
"""Words by which a heading asks."""
_PHRASES: Final = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b")
_WITHIN: Final = {"tg": "tham gia", "th": "thuc hien"}
"""Abbreviations that are others behind another word."""
_TOTAL: Final = re.compile(r"tong|tong so|tong cong|cong|ts|chung")
_SESSIONS: Final = re.compile("buoi")
"""Sessions, where numbers stand below it; else the morning or the evening."""
_LONGEST: Final = 120


Open = Literal["", "planned", "done", "men", "women", "part", "group", "roster", "living", "came", "total", "hours", "lunar"]
"""What a heading says that leaves the field to the cells below it and the columns beside it (`by_cells`): that its column is
of what was planned, or of another time; of what was done; of men, of women, of some others of the people or things; of some
who may be all that came, as members of a union; of those who should come, who live there, or who came; or of all of them;
that it is of a time in hours, how long or when; that its days are of the lunar calendar."""
_OF_SOME: Final = ("men", "women", "part", "group", "roster", "living", "came")
_SAID: Final[Mapping[Open, re.Pattern[str]]] = {
    "roster": _ROSTER,
    "living": _LIVING,
    "came": _ATTENDED,
    "part": _PART,
    "group": _GROUP,
    "total": _TOTAL,
    "done": _SESSIONS,
}
"""What whole headings leave open."""


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
    for field_code, headings in HEADINGS.items():
        if field_code in BY_CODE or field_code in (UNUSED, ROW_NUMBERS):
            for heading in headings.split("|"):
                known.setdefault(heading, field_code)
    return known


@remembered
def meaning(heading: str) -> Meaning | None:
    """What a column means by its heading; None where nothing known stands in it.

    >>> meaning("Số lượng (buổi)").field, meaning("Thời gian (phút)").field, meaning("Ngày, tháng").field
    ('quantity', 'minutes', 'date')
    >>> meaning("Người phụ trách nội dung").field, meaning("Số lượt (%)").field, meaning("Xăng xe")
    ('', '', None)
    """
    if not heading or len(heading) > _LONGEST:
        return None
    plain, unit = _plain(heading)
    plain = _unasked(plain)
    if _is_of_another_time(plain):
        return Meaning(UNUSED, sure=True, exact=False, open="planned")
    if is_lunar(heading):
        return Meaning("date", sure=True, exact=False, open="lunar")
    opened = _open(heading, plain, unit)
    known = _by_words(plain, unit)
    if known is None and not opened and "/" in heading:
        first = meaning(heading.partition("/")[0])
        if first is not None and (first.field in COUNTED or first.open in _OF_SOME):
            return structs.replace(first, sure=False, exact=False)
    if opened in _OF_SOME:
        return Meaning(UNUSED, sure=True, exact=plain in _known(), open=opened)
    if opened and not (known is not None and known.exact and _is_figure_or_day(known.field)):
        is_paper = known is not None and known.exact and not (opened == "planned" and unit_is(unit, "quantity") == "own")
        known = known if known is not None and is_paper else Meaning(UNUSED, sure=True, exact=False)
        return structs.replace(known, open=opened, counts=_counted_in(unit))
    return known


def is_lunar(heading: str) -> bool:
    """Whether a column's days are those of the lunar calendar, and of no other.

    >>> [is_lunar(text) for text in ("Ngày (ÂL)", "Ngày âm", "Âm lịch", "Ngày DL (ÂL)", "Âm nhạc", "Ngày")]
    [True, True, True, False, False, False]
    """
    said = _SIGNS.sub(" ", fold(heading.rpartition(": ")[2])).strip()
    return _LUNAR.fullmatch(said) is not None


def _unasked(plain: str) -> str:
    """A heading that asks as what it asks for."""
    return plain if plain in _known() else _ASKING.sub("", _HOW_MANY.sub("so ", plain))


def _by_words(plain: str, unit: str) -> Meaning | None:
    """What a heading means by the first known one in it, and by its unit."""
    if plain not in _known() and _CAME.fullmatch(plain):
        return Meaning("audience", sure=True, exact=False)
    found = ("minutes", "phut") if _IN_MINUTES.match(plain) and plain not in _known() else _found(plain)
    if found is None:
        field = _counted_in(unit) if unit else UNUSED
        return Meaning(field, sure=False, exact=False) if field in ("minutes", "audience") else None
    field, known = found
    before, rest = plain.partition(known)[0].split(), re.sub(rf"\b{re.escape(known)}\b", " ", plain, count=1).split()
    beside = without_each(" ".join(rest)).split() if field in COUNTED else rest
    exact = not rest
    sure = known not in UNSURE and all(word in SAYING_NO_MORE for word in beside) and not _names_more(field, beside)
    if before[:1] == ["so"] and not (field in (UNUSED, ROW_NUMBERS) or BY_CODE[field].counted):
        return Meaning("quantity", sure=False, exact=False)  # how many of what it names
    if before[:1] == ["nguoi"]:
        return Meaning(UNUSED, sure=False, exact=False)  # who did something with what it names
    if field == "audience" and not exact and any(word in DOERS for word in beside):
        sure = sure and not CAME.isdisjoint(plain.split())
    if unit and field in ("date", *COUNTED):
        if _MINUTES.search(unit):
            field = "minutes"
        elif field == "date":
            if is_time(unit) and factor_of(unit, "minutes") is not None:
                return Meaning(UNUSED, sure=False, exact=False, open="hours")
        elif field == "quantity" and _is_of_people(unit):
            field = "audience"
        elif (of := _unit_of(unit, field)) == "other":
            return Meaning(UNUSED, sure=False, exact=False)
        else:
            sure = sure and of != "unknown"
    primary = exact and field in BY_CODE and plain in _primary()[field]
    return Meaning(field, sure=sure, exact=exact, primary=primary)


def _unit_of(unit: str, field: str) -> UnitOf:
    """Whose a unit is; "ph" behind people are parents, and no minutes."""
    return "own" if field == "audience" and unit.strip() == "ph" else unit_is(unit, field)


def _is_of_people(unit: str) -> bool:
    """Whether a unit is one of people, and of nothing that is done."""
    return unit_is(unit, "quantity") != "own" and (unit_is(unit, "audience") == "own" or _PEOPLE.search(unit) is not None)


def unit_of(heading: str) -> str:
    """The unit of a heading, the lowest of several: in brackets, alone below another, or a length that it ends with.

    >>> unit_of("Thời lượng (giờ): Thực hiện"), unit_of("Thời lượng: ngày"), unit_of("Hết mấy tiếng"), unit_of("Số người")
    ('gio', 'ngay', 'tieng', '')
    """
    for text in heading.split(": ")[::-1]:
        plain, unit = _plain(text)
        if unit or _is_unit(text):
            return unit or plain
    length = _LENGTH.fullmatch(plain)
    return length[1] if length is not None and not _MINUTES.search(plain) else ""


def _is_unit(text: str) -> bool:
    """Whether a heading is nothing but a unit."""
    plain = _plain(text)[0]
    return text.strip()[:1] in ("(", "[") or is_time(plain) or plain in ("tiet", "buoi", "phut", "ho")


def _names_more(field: str, beside: Sequence[str]) -> bool:
    """Whether the words beside a known heading are one of another field, too: "Hình thức, nội dung"."""
    pairs = {" ".join(pair) for pair in pairwise(beside)}
    return any(code != field and not pairs.isdisjoint(own) for code, own in _primary().items())


def _counted_in(unit: str) -> str:
    """The field whose numbers have a unit, `UNUSED` where none has."""
    if _MINUTES.search(unit):
        return "minutes"
    if _is_of_people(unit):
        return "audience"
    return UNUSED if unit_is(unit, "quantity") == "other" else "quantity"


def _open(heading: str, plain: str, unit: str) -> Open:
    """What a heading leaves to the cells below it."""
    is_of_people = unit and unit != "buoi" and (found := _found(plain)) is not None and found[0] == "audience"
    if is_of_people and (part := _open(heading, unit, "")):
        return part
    if _MEN.fullmatch(plain) and "năm" not in unicodedata.normalize("NFC", heading).casefold():
        return "men"
    if _WOMEN.fullmatch(plain):
        return "women"
    for said, pattern in _SAID.items():
        if pattern.fullmatch(plain):
            return said
    if plain not in _known() and _COMERS.fullmatch(plain):
        return "group"
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
    end = _end_of_days(texts)
    lowest = end or meaning(texts[-1])
    if len(texts) == 1 or names_units(texts[-1]) or end is not None:
        return lowest
    if _is_unit(texts[-1]):
        above = joined_meaning(texts[:-1])
        if above is not None and above.field in COUNTED:
            return meaning(f"{' '.join(texts[:-1])} ({texts[-1].strip(' ()[]')})")
    upper, whole = meaning(" ".join(texts[:-1])), meaning(" ".join(texts))
    opened = lowest.open if lowest is not None else ""
    if opened in ("done", "total") and upper is not None and (upper.open in _OF_SOME or _is_figure_or_day(upper.field)):
        return upper if upper.open in _OF_SOME else Meaning(upper.field, sure=upper.sure, exact=False)
    if opened == "done" and _names_what(upper, plain := _plain(" ".join(texts[:-1]))[0]):
        return _how_many(upper or meaning(f"so {plain}"))
    is_of_another_time = _is_of_another_time(_plain(" ".join(texts))[0])
    if is_of_another_time or opened in _OF_SOME:
        return whole if is_of_another_time else lowest
    if any(_plain(text)[0].startswith("trong do") for text in texts[:-1]):
        return Meaning(UNUSED, sure=True, exact=False, open="part")
    if lowest is not None and opened in ("planned", "done"):
        return structs.replace(lowest, counts=_counted_in(" ".join(_plain(text)[1] for text in texts)))
    is_figure = upper is not None and upper.sure and upper.field in COUNTED
    if lowest is None or lowest.field == UNUSED or (is_figure and lowest.field == DESCRIPTION):
        return Meaning(whole.field, sure=False, exact=False, open=_of_all(opened)) if whole is not None else lowest
    return lowest


def _end_of_days(texts: Sequence[str]) -> Meaning | None:
    """What a column means below a heading of days that says which end of these it is; None where it is none."""
    end = _ENDS.fullmatch(_plain(texts[-1])[0])
    upper = meaning(" ".join(texts[:-1])) if end is not None else None
    if end is None or upper is None or upper.field != "date":
        return None
    return Meaning("date" if end[1] else "until", sure=upper.sure, exact=False)


def _names_what(upper: Meaning | None, plain: str) -> bool:
    """Whether a heading over numbers of what was done names what these count, and neither a time nor the work itself."""
    if all(word in _OF_WHEN or word.isdigit() or _ROMAN.fullmatch(word) for word in plain.split()):
        return False
    if upper is None:
        return not all(word in SAYING_NO_MORE for word in plain.split())
    return upper.field == UNUSED and not upper.open


def _how_many(named: Meaning | None) -> Meaning | None:
    """A column of how many there are of what is named: of a field, of none, or not known."""
    is_figure = named is not None and named.sure and named.field in (*COUNTED, UNUSED)
    return Meaning(named.field, sure=False, exact=False) if named is not None and is_figure else None


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
    """What the first known heading within another means, the longest there, and that heading."""
    known = _known()
    if plain in known:
        return known[plain], plain
    words = plain.split()
    for start in range(len(words)):
        for size in range(len(words) - start, 0, -1):
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
    first, *others = _whole_phrases(plain).split(" ")
    words = [ABBREVIATIONS.get(first, first), *(_WITHIN.get(word, ABBREVIATIONS.get(word, word)) for word in others)]
    return _whole_phrases(" ".join(words))


def _whole_phrases(plain: str) -> str:
    return _PHRASES.sub(lambda found: PHRASES[found[0]], plain)


def names_some(heading: str) -> bool:
    """Whether a heading says that some people are counted, and who they are, in its words or in brackets.

    >>> [names_some(text) for text in ("Số HS dự", "Người lớn", "Số người dân", "Số người (PH)", "Số người dự", "Nữ")]
    [True, True, True, True, False, False]
    """
    plain, unit = _plain(heading)
    return any(_SOME.fullmatch(text) is not None for text in (plain, _spelled(unit)))


def names_units(heading: str) -> bool:
    """Whether a column says what the numbers of its row count."""
    return _plain(heading.rpartition(": ")[2])[0] in ("don vi tinh", "dvt", "dv tinh", "don vi do")


@remembered
def compared(heading: str) -> str:
    """A heading as people name it: without case, accents and signs, with the units in its brackets."""
    return _SIGNS.sub(" ", fold(heading)).strip()
