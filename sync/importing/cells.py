"""Cells as a draft has them: figures with their units, signs for nothing, several terms in one cell. What is taken off is
said, so that a plan can name it; what would change a figure is not taken off."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from sync.importing.figure_units import SCALES, factor_of, plain_units, unit_how
from sync.importing.number_words import spelled
from sync.importing.term_names import term_named
from sync.importing.worked_out import ABOUT, WorkedHow, length, said_twice, worked_out
from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName

_NOTHING: Final = re.compile(r"[-–—_.…*/\\ ]+|0*[-–—]+")
_OF_TEXTS: Final = frozenset(f"123456789{string.ascii_letters}")
"""How most texts begin, and none of these signs."""
_ABOUT_BEHIND: Final = re.compile(r"\b(?:uoc(?: tinh| dat)?|khoang|uoc chung|tro len|co hon|xap xi)\b")
_DOUBT: Final = re.compile(r" ?(?:\(\?+\)|\?+|\+|\(\+\))$")
"""Signs behind a number that is not exact."""
_HAVING: Final = re.compile(r"^(?:co|duoc|la|tong(?: so| cong)?:?) (?=[0-9])")
_SIZE: Final = re.compile("cỡ|cỡ")
"""A word for about that is "there are" without its accents, composed or not."""
_WITH_ZEROS: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+(?=,)|[0-9]{1,3}(?:,[0-9]{3})+(?=\.)|[0-9]+)[.,]0{1,2}")
"""A whole number with zeros behind the point."""
_MARKED: Final = re.compile(
    r"([0-9][^*()\[\]\n]{0,40}?) ?(?:\*{1,3}|[(\[](?:[0-9]{1,2}|\*{1,3}|[a-z])[)\]]"
    "|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,2})"
)
"""A figure with the mark of a footnote behind it."""
_NUMBER: Final = re.compile(r"([0-9][0-9., ]*)(.*)")
_DENIED: Final = re.compile(r"\b(?:khong|chua|huy|hong|hu|tam hoan|du kien|ke hoach|dang ky|sai)\b")
"""Words behind a number that say it is not one of what was done."""
_MEN_WOMEN: Final = r"([0-9]{1,5}) ?(?:nguoi |nguoi la )?(?:la )?"
_BOTH: Final = re.compile(rf"{_MEN_WOMEN}(nam|nu)(?: gioi)?\W*(?:va )?{_MEN_WOMEN}(nam|nu)(?: gioi)?\W*")
"""Men and women in one cell."""
_BOTH_NAMED: Final = re.compile(r"(nam|nu)(?: gioi)?\W{0,3}([0-9]{1,5})\W+(nam|nu)(?: gioi)?\W{0,3}([0-9]{1,5})\W*")
_SOME: Final = r"(?:nam|nu|phu nu|dtts|dan toc(?: thieu so)?|dang vien|hoi vien|doan vien|tre em|ho ngheo)(?: gioi)?"
_OF_WHOM: Final = rf"(?:{_SOME}\W{{0,3}}([0-9]{{1,5}})|([0-9]{{1,5}}) ?(?:nguoi )?(?:la )?{_SOME})"
_WITH_PART: Final = re.compile(
    r"([0-9]{1,3}(?:[., ]?[0-9]{3})*)([^0-9,;:(]*?)"
    rf"(?:\W*(?:trong do|tr\.? ?do)(?: co)?\W*|\s*\(\s*(?:co )?|\s*[,;:-]\s*(?:co )?){_OF_WHOM}\W*"
)
"""A number of people, and how many of them are some others."""
_WITH_BOTH: Final = re.compile(r"([0-9]{1,5})([^0-9,;:(]*)[(:;,] ?([^()]+)\)?")
"""A number of people, and those that it is the sum of."""
_ONE_KIND: Final = re.compile(r"(?:nguoi )?(?:la )?(?:nam|nu)(?: gioi)?")
_SCALE_LEAD: Final = re.compile(r"^(?:chuc|tram|nghin|ngan|trieu) (?=.)")
_TWO_LINES: Final = re.compile(r"[0-9]\s*\n\s*[0-9]")
_GROUPS: Final = str.maketrans("", "", "., ")
_SHORTEST_TITLE: Final = 6
_LONGEST_TITLE: Final = 200
"""Letters of a title that stands for a longer text."""
_SENTENCE_END: Final = re.compile(r"[.;!?](?= )")
_MAX_TERMS: Final = 2_000
_LEFT_OPEN: Final = re.compile(r"(?:[:(\-–—/&+]|\b(?:và|va|của|cua|tại|tai|ở|xã|thôn|bản|tổ|khu|nhà|số))$", re.IGNORECASE)
"""Ends of lines after which the same place goes on."""
_GOES_ON: Final = re.compile(r"(?:va|thuoc|xa|huyen|tinh|phuong|tai|cua|o|so|khu vuc)\b")
"""Beginnings of those that go on with it."""
_MARK: Final = re.compile(r"^\s*(?:[-–—+*•●▪◦·‣∙○■□]\s*)+(?=\w)")
"""A mark before an item of a list."""
_NUMBERED: Final = re.compile(r"^\s*(?:\(?[0-9]{1,2}[.)]|\(?[a-zđ][.)])\s*(?=\w)")
"""A number or letter before one: where all have it."""

FigureHow = WorkedHow | Literal["unit", "words", "both", "zeros", "spelled"]
"""How a figure was read where it does not stand alone: as `worked_out` has it; a unit was taken off; words that are no known
unit stand behind it; men and women of the cell were added; zeros behind the point were left out; it is
written in words."""


def is_nothing(text: str) -> bool:
    """Whether a text is a sign that stands for an empty cell."""
    return text[:1] not in _OF_TEXTS and _NOTHING.fullmatch(text) is not None


@lru_cache(maxsize=4_096)  # the figures of a list come again and again
def figure(text: str, field: str) -> tuple[str, FigureHow | None]:
    """A figure as a draft has it, and how it was read. One that is not understood stays as it is, and the
    check of the draft says why.

    >>> figure("12 lượt", "quantity"), figure("~150", "audience"), figure("40 hộ", "audience"), figure("1 200.", "audience")
    (('12', 'unit'), ('150', 'about'), ('40 hộ', None), ('1 200', None))
    >>> figure("12 (ước)", "quantity"), figure("12 (không đạt)", "quantity"), figure("12 xe ôm", "quantity")
    (('12', 'about'), ('12 (không đạt)', None), ('12', 'words'))
    >>> figure("150 đ/c", "audience"), figure("1200,0", "audience"), figure("150?", "audience")
    (('150', 'unit'), ('1200', 'zeros'), ('150', 'about'))
    >>> figure("1h30", "minutes"), figure("10 nam, 12 nữ", "audience"), figure("22 (12 nữ)", "audience")
    (('90', 'hours'), ('22', 'both'), ('22', 'words'))
    >>> figure("45(1)", "audience"), figure("32*", "audience"), figure("60 người [2]", "audience")
    (('45', 'words'), ('32', 'words'), ('60', 'words'))
    """
    if text.isascii() and text.isdigit():
        return text, None
    if (marked := _MARKED.fullmatch(text)) is not None:
        number, _how = figure(marked[1].strip(), field)
        return (number, "words") if number.translate(_GROUPS).isdecimal() else (text, None)
    folded = plain_units(fold(text)).rstrip(" ;")
    if field == "minutes" and (minutes := length(folded)) is not None:
        return minutes
    if field == "audience" and (people := _people(text, folded)) is not None:
        return people
    if (said := said_twice(folded, field)) is not None:
        return said
    return worked_out(folded, field) or _in_words(text, field) or _alone(text, folded, field)


def _in_words(text: str, field: str) -> tuple[str, FigureHow] | None:
    """A number that is written in words, alone or with its unit behind it."""
    said = spelled(text.strip(" .,;")) if text[:1].isalpha() else None
    if said is None or (said[1] and unit_how(fold(said[1]), field) != "unit"):
        return None
    return str(said[0]), "spelled"


def _alone(text: str, folded: str, field: str) -> tuple[str, FigureHow | None]:
    """The one number of a text, with what stands around it: two of which each has a line are none of thousands."""
    if _TWO_LINES.search(text):
        return text, None
    said = _DOUBT.sub("", folded)
    bare = _HAVING.sub("", ABOUT.sub("", said))
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return text, None
    number, behind = match[1].strip(" .,"), match[2].strip(" .,()")
    unit = " ".join(_ABOUT_BEHIND.sub(" ", behind).replace("(", " ").replace(")", " ").split())
    if unit and (SCALES.search(unit) or _DENIED.search(unit)):
        return text, None
    how: FigureHow | None = unit_how(unit, field) if unit else None
    if unit and how is None:
        return text, None
    whole = _WITH_ZEROS.fullmatch(number)
    if whole is not None:
        number, how = whole[1], how or "zeros"
    is_about = _HAVING.sub("", folded) != bare or _ABOUT_BEHIND.search(behind) or _SIZE.match(text.casefold())
    return number, how if how == "words" else "about" if is_about else how


def _people(text: str, folded: str) -> tuple[str, FigureHow] | None:
    """The people of a cell that tells men and women apart: both together, or all of them, of whom some are named. "năm" is
    five, and a year."""
    if "năm" in unicodedata.normalize("NFC", text).casefold():
        return None
    if (both := _BOTH.fullmatch(folded)) and both[2] != both[4]:
        return str(int(both[1]) + int(both[3])), "both"
    if (both := _BOTH_NAMED.fullmatch(folded)) and both[1] != both[3]:
        return str(int(both[2]) + int(both[4])), "both"
    if (
        (whole := _WITH_BOTH.fullmatch(folded))
        and _is_sum(whole[3], int(whole[1]))
        and (not whole[2].strip() or unit_how(whole[2].strip(), "audience") == "unit")
    ):
        return whole[1], "words"
    alone = _NUMBER.fullmatch(folded)
    if alone is not None and _ONE_KIND.fullmatch(alone[2].strip(" .,()")):
        return alone[1].strip(" .,"), "words"
    if part := _WITH_PART.fullmatch(folded):
        number, unit = part[1].translate(_GROUPS), part[2].strip(" .")
        if int(part[3] or part[4]) <= int(number) and (not unit or unit_how(unit, "audience") == "unit"):
            return part[1].strip(), "words"
    return None


def _is_sum(parts: str, whole: int) -> bool:
    """Whether parts of the people are numbers that give the whole."""
    numbers = [int(number) for number in re.findall("[0-9]+", parts)]
    rest = re.sub(r"\b(?:nam|nu|phu nu|gioi|va|nguoi|la)\b|[0-9+,;:/ ]", "", parts)
    return len(numbers) > 1 and not rest and sum(numbers) == whole


def counted_in(unit: str) -> str | None:
    """The field whose numbers have a unit that stands in a cell of its own, if they are people or minutes.

    >>> counted_in("lượt người"), counted_in("phút"), counted_in("buổi")
    ('audience', 'minutes', None)
    """
    said = _SCALE_LEAD.sub("", fold(unit).strip(" .,()"))
    if not said or unit_how(said, "quantity") == "unit":
        return None
    if factor_of(said, "minutes") is not None:
        return "minutes"
    return next((field for field in ("audience", "minutes") if unit_how(said, field) == "unit"), None)


def several(text: str) -> tuple[str, ...]:
    """The terms in a cell that holds several."""
    return _listed(text, "[,;\n]")


def places_in(text: str) -> tuple[str, ...]:
    """The places in a cell: those between which `;` stands, and the lines of a list, which each begin with a mark or all
    with one word.

    >>> places_in("- Bản Hon\\n- Bản Thẳm"), places_in("Nhà văn hóa\\nbản Hon"), places_in("Hon, Thẳm; Na Hum")
    (('Bản Hon', 'Bản Thẳm'), ('Nhà văn hóa\\nbản Hon',), ('Hon, Thẳm', 'Na Hum'))
    """
    if ";" not in text and "\n" not in text and text[:1].isalpha():
        return (text,)
    return tuple(place for part in _listed(text, ";") for place in _lines_of(part))


def marked_lines(text: str) -> str:
    """The lines of a text as one: with a sign between those of a list, whose marks go.

    >>> marked_lines("- Họp\\n- Chiếu phim"), marked_lines("Chiếu\\nphim")
    ('Họp; Chiếu phim', 'Chiếu phim')
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if all(map(_MARK.match, lines)) or all(map(_NUMBERED.match, lines)):
        return "; ".join(" ".join(part.split()).rstrip(" ;.") for part in _listed(text, "\n"))
    return " ".join(text.split())


def short_title(text: str) -> str:
    """The beginning of a text that is too long for a title: its first line or sentences, or as many words as are clear.

    >>> short_title("Họp bản\\nbàn về đường"), short_title("Họp bản. " + 100 * "Nội dung "), len(short_title(300 * "an "))
    ('Họp bản', 'Họp bản.', 198)
    """
    first = " ".join(next(line for line in text.split("\n") if line.strip()).split()).rstrip(" :;")
    if _SHORTEST_TITLE <= len(first) <= _LONGEST_TITLE and "\n" in text:
        return first
    line = " ".join(text.split())
    cut = line[: _LONGEST_TITLE + 1]
    ends = [found.start() + 1 for found in _SENTENCE_END.finditer(cut) if found.start() >= _SHORTEST_TITLE]
    return cut[: ends[-1]].rstrip(" ;") if ends else f"{cut[:_LONGEST_TITLE].rpartition(' ')[0] or cut[:_LONGEST_TITLE]}…"


def places_apart(text: str) -> tuple[str, ...]:
    """The lines of a cell that may be a place each, though nothing marks them as a list: all begin alike, with a capital or
    without, and none is left open; none where a line goes on with the one before.

    >>> places_apart("Nà Tăm\\nThẳm"), places_apart("Nhà văn hóa\\nbản Hon"), places_apart("Hon,\\nThẳm")
    (('Nà Tăm', 'Thẳm'), (), ('Hon', 'Thẳm'))
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole = [line.rstrip(" ,.") for line in lines]
    if len(lines) < len(("one", "other")) or ";" in text or any(_LEFT_OPEN.search(line) for line in whole[:-1]):
        return ()
    first = [line[:1] for line in whole]
    alike = all(map(str.isalpha, first)) and len({char.isupper() for char in first}) == 1
    return tuple(whole) if alike and not any(_GOES_ON.match(fold(line)) for line in whole[1:]) else ()


def _lines_of(text: str) -> tuple[str, ...]:
    """The lines of a list; a text that is none is one, though it was broken."""
    lines = [line for line in text.split("\n") if line.strip()]
    words = {fold(line).partition(" ")[0] for line in lines}
    headed = lines[:1] and lines[0].rstrip().endswith(":")
    is_list = (all(map(_MARK.match, lines[1:])) and not headed) or all(map(_NUMBERED.match, lines)) or len(words) == 1
    return _listed(text, "\n") if is_list else (text,)


def _listed(text: str, signs: str) -> tuple[str, ...]:
    """The parts of a text between signs, without the marks of a list."""
    parts = [_MARK.sub("", part.strip()).strip() for part in re.split(signs, text[:_MAX_TERMS])]
    parts = [part for part in parts if part]
    numbered = len(parts) > 1 and all(map(_NUMBERED.match, parts))
    return tuple(_NUMBERED.sub("", part) for part in parts) if numbered else tuple(parts)


def languages_in(text: str) -> tuple[str, ...]:
    """The languages between which a sign or "và" stands.

    >>> languages_in("Việt - Mông"), languages_in("Việt và Thái"), languages_in("Khơ-me")
    (('Việt', 'Mông'), ('Việt', 'Thái'), ('Khơ-me',))
    >>> languages_in("Việt (Mông)")
    ('Việt', 'Mông')
    """
    return _listed(text, r"[,;\n/+&()]|\s[-–—]\s|[–—]|\s(?:va|và)\s")


class Terms:
    """Terms of the vocabulary looked up once for a file: its cells say the same few again and again."""

    def __init__(self) -> None:
        self._found: dict[tuple[ListName, str], str] = {}

    def code(self, terms: ListName, text: str) -> str:
        """The code of the term that a text is called by; empty where it names none for certain."""
        known = self._found.get((terms, text))
        if known is None:
            known = self._found[terms, text] = term_named(terms, text)
        return known
