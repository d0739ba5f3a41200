"""Lists that were taken before, and whether a file is one of them again. Two villages keep books of one shape, and hold the
same meeting on the same day for as many people: rows that say the same are no proof.

A file is a list again that has the name of one of its files, or a copy's, where no title says another thing. Of any other it
is asked: what most of it says already is proposed as the same, and as others where the titles name two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final, Literal

from msgspec import Struct

from sync.importing.file_names import list_stem
from sync.importing.ledger import PastImport, TakenRow
from sync.importing.plan import PlannedSheet
from sync.importing.said import Said
from sync.ledger.text import fold

SameOrOthers = Literal["same", "others"]
"""Whether what two lists say is the same activities, or others of each."""

STATED: Final = "stated"
"""In place of a list's number: what others have stated, of which nobody here knows the list."""
ANY: Final = ""
"""In place of a list's number: an answer of all."""

_COPY: Final = re.compile(
    r"(?: ?\([0-9]+\)| ?[-_]? ?(?:copy|ban sao|sao chep|moi|sua|da sua|bo sung)(?: [0-9]+| ?\([0-9]+\))?)+$"
    r"|^(?:copy of|ban sao cua) "
)
_WORD: Final = re.compile(r"[a-z]+")
_NO_SUBJECT: Final = frozenset(
    [
        "thang",
        "nam",
        "quy",
        "tuan",
        "ngay",
        "ky",
        "dot",
        "tu",
        "den",
        "nay",
        "cua",
        "va",
        "cac",
        "nhung",
        "theo",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "xi",
        "xii",
        "mot",
        "hai",
        "ba",
        "bon",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "da",
        "sua",
        "bo",
        "sung",
        "moi",
        "lan",
        "sheet",
        "trang",
        "tinh",
        "bang",
    ]
)
"""Words of a title that name no subject: the time that it is of, and that it was corrected."""


class FoundList(Struct, frozen=True, kw_only=True):
    """A list taken before of which a file has rows, and is not surely that list again."""

    number: str
    """That of its first import, or `STATED`."""
    file: str
    at: int
    """When it was taken (POSIX seconds)."""
    rows: tuple[int, ...]
    """The places, among the compared rows, of those that say the same."""
    changed: tuple[int, ...] = ()
    """Of those that would revise it."""
    decided: SameOrOthers
    answered: bool
    """Whether somebody said so; else it is proposed."""


class TakenLists:
    """The lists that were taken before, beside the tables of a plan."""

    def __init__(
        self,
        past: Iterable[PastImport],
        taken: Iterable[TakenRow],
        list_of: Mapping[str, int],
        file: str,
        tables: Iterable[PlannedSheet],
    ) -> None:
        """`taken` are the newest rows of each record, `list_of` the first import of each record's list."""
        self.past = {each.id: each for each in past}
        self._subjects: dict[int, set[frozenset[str]]] = defaultdict(set)
        files: dict[int, set[str]] = defaultdict(set)
        for row in taken:
            number = list_of[row.record]
            for each in {number, row.number}:
                files[number].add(_name(self.past[each].file))
            self._subjects[number].add(_subject(self.past[row.number].titles.get(row.sheet, "")))
        self._named = {number for number, names in files.items() if _name(file) in names}
        self._tables = {_subject(table.title) for table in tables}
        self._clash = {number: self._contradicts(number) for number in self._subjects}

    def is_own(self, number: int) -> bool:
        """Whether the file is surely a list again."""
        return number in self._named and not self._clash[number]

    def is_another(self, number: int) -> bool:
        """Whether the titles of a list and of the file name two."""
        return self._clash[number]

    def _contradicts(self, number: int) -> bool:
        """Whether each title of a list and each of the file has words that the other has not."""
        before, now = self._subjects[number] - {frozenset()}, self._tables - {frozenset()}
        return bool(before and now) and all(first - second and second - first for first in before for second in now)


def tells_place(said: Said) -> bool:
    """Whether a row says where it was: two lists do not share one that does."""
    return bool(said.get("place") or said.get("places"))


def _name(file: str) -> str:
    """The name of a list's file, that of its refused rows and of a copy, too."""
    stem = fold(list_stem(PurePath(file).stem))
    return _COPY.sub("", stem).strip() or stem


def _subject(title: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold(title)) if word not in _NO_SUBJECT)
