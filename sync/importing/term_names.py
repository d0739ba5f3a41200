"""What a cell of a table names of a list of the vocabulary: by more than the list calls it, as communes write ("Treo băng
rôn", "T. Mông", "Học sinh THCS"), and by less: a word that says something else as often names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName, named

_SAYS_LESS: Final[Mapping[str, frozenset[str]]] = {
    "channels": frozenset(
        {
            "anh", "tranh", "tranh anh", "phong su", "bang", "ban", "hoat dong", "nong thon", "hoi dap", "truc tiep", "nhom",
            "tt", "th", "ht", "hd", "ls", "cp", "tn", "dl", "hoat dong giao duc",
        }
    ),
    "topics": frozenset({"phap luat", "van ban phap luat", "pbgdpl"}),
}  # fmt: skip
"""By list, what is a name or alias for whoever types and sees what is meant; in a table it says something else as often:
"trực tiếp" is face to face, a photograph is no exhibition, the commune's own radio has reports, and "TT" is no TikTok."""
_ALSO: Final[Mapping[str, Mapping[str, str]]] = {
    "channels": {
        "trang ttdt": "website",
        "trang tin dien tu": "website",
        "hop giao ban": "meeting",
        "tuyen truyen truc quan": "visual",
    },
    "audiences": {"doan vien thanh nien": "youth", "hoi vien nong dan": "rural", "hoi vien phu nu": "women"},
}
"""Names of terms beside those of the vocabulary."""
_BEFORE: Final[Mapping[str, re.Pattern[str]]] = {
    "channels": re.compile(
        r"(?:(?:to chuc|tuyen truyen|truyen thong|treo|cang|phat|cap phat|rai|dan|dang(?: tin| bai)*|gui|in|viet|chieu|mo"
        r"|dung|quay|trinh chieu|thong qua|qua|tren|bang) )+"
    ),
    "languages": re.compile(r"(?:(?:song ngu|bang|noi|phat|tieng|chu|t) )+"),
    "audiences": re.compile(r"(?:(?:toan the|toan bo|toan|tat ca|dong dao|cac|cho|cua) )+"),
}
"""What stands before a name and leaves it as it is."""
_PLACE: Final = r"(?:xa|phuong|ban|thon|to dan pho|khu|dia phuong|dia ban)"
_BEHIND: Final[Mapping[str, re.Pattern[str]]] = {
    "channels": re.compile(rf"(?: (?:cua|tai|o|ubnd|{_PLACE}))+"),
    "audiences": re.compile(
        rf"(?: (?:cua|tai|o|trong|toan|cac|tren|{_PLACE}))+"
        r"|(?: (?:thcs|thpt|th|tieu hoc|mam non|truong|toan truong|ban tru|noi tru|va|khoi [0-9]{1,2}"
        r"|lop [0-9]{1,2}[a-z]?[0-9]?))+"
    ),
}
"""What stands behind a name and says where, or of which school."""
_TONGUE: Final = re.compile(r"[Tt] ?\. ?")
_PARTS: Final = re.compile(r"[,;/+&]| (?:và|va) ")
_LONGEST: Final = 60


def term_named(terms: ListName, text: str) -> str:
    """The code of the term that a cell names for certain, or a part of a cell; empty where it names none.

    >>> term_named("channels", "Treo băng rôn"), term_named("channels", "Họp, sinh hoạt"), term_named("channels", "Ảnh")
    ('banner', 'meeting', '')
    >>> term_named("languages", "T. Mông"), term_named("audiences", "Học sinh THCS"), term_named("audiences", "Toàn dân")
    ('hmn', 'students', 'residents')
    """
    whole = _called(terms, text)
    if whole or terms == "languages":
        return whole
    codes = set(_parts_named(terms, text).values())
    return codes.pop() if len(codes) == 1 else ""


def first_of_several(terms: ListName, text: str) -> tuple[str, str]:
    """The first of several terms that a cell names, each for certain: its code, and what it is called there; empty where it
    does not name several, or something else beside them.

    >>> first_of_several("channels", "Loa truyền thanh, Zalo"), first_of_several("channels", "Loa, đi chợ")
    (('commune-radio', 'Loa truyền thanh'), ('', ''))
    """
    parts = _parts_named(terms, text)
    if "" in parts.values() or len(set(parts.values())) == 1:
        return "", ""
    return next(((code, part) for part, code in parts.items()), ("", ""))


def _parts_named(terms: ListName, text: str) -> dict[str, str]:
    """The parts of a cell, each with the code of the term that it names; empty without several."""
    parts = [part.strip() for part in _PARTS.split(text)] if len(text) <= _LONGEST else []
    return {part: _called(terms, part) for part in parts if part} if len(parts) > 1 else {}


def _called(terms: ListName, text: str) -> str:
    """The code of the term that a text is called by, whole or without what stands around its name."""
    for said in dict.fromkeys(_ways(terms, " ".join(text.split()))):
        folded = fold(said)
        if folded in _SAYS_LESS.get(terms, ()):
            return ""
        if (term := named(terms, said)) is not None:
            return term.code
        if (code := _ALSO.get(terms, {}).get(folded)) is not None:
            return code
    return ""


def _ways(terms: ListName, text: str) -> Iterator[str]:
    """A text, and what is left of it without what stands before the name, behind it, or both."""
    if terms == "languages":
        text = _TONGUE.sub("tiếng ", text, count=1) if _TONGUE.match(text) else text
    yield text
    words = text.split()
    folded = [fold(word) for word in words]
    if len(text) > _LONGEST or len(words) == 1:
        return
    before, behind = _BEFORE.get(terms), _BEHIND.get(terms)
    lead = before.match(" ".join(folded)) if before is not None else None
    first = lead[0].count(" ") if lead is not None else 0
    ends = [
        end
        for end in range(1, len(words))
        if behind is not None and behind.fullmatch(f" {' '.join(folded[end:])}") is not None
    ]
    for start in range(1, first + 1):
        yield " ".join(words[start:])
    for start in range(first + 1):
        yield from (" ".join(words[start:end]) for end in ends[:1] if end > start)
