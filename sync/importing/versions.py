"""Sheets of one workbook that are versions of one another: "T11" and "T11 chốt", with the same activities and other figures.
The one of which all activities stand in the other, or most where the names say that they are versions, is left out, and
somebody is asked: its copy was corrected, or goes on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sync.importing.plan import PlannedSheet
from sync.importing.read_row import ReadRow
from sync.importing.said import Said
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold

_NEWER: Final = re.compile(
    r"\b(?:chot|(?:da )?sua(?: lai| doi)?|chinh sua|bo sung|moi(?: nhat)?|final|cuoi(?: cung)?|ban cuoi|chinh thuc"
    r"|hoan chinh|hoan thien|chuan|(?:da )?duyet|copy(?: of)?|ban sao(?: cua)?|sao|cap nhat|v ?[2-9]|lan (?:[2-9]|cuoi))\b"
    r"|\([0-9]+\)"
)
"""What the name of a version has that comes after another, without accents."""
_OLDER: Final = re.compile(r"\b(?:cu|nhap|goc|du thao|draft|old|ban dau|lan 1|lan dau|v ?1|so bo|tam)\b")
_SUMMARY: Final = re.compile(
    r"\b(?:tong (?:hop|ket|cong|thang|quy|nam|so|xa|the)|quy|luy ke|ca (?:nam|quy)|gop|chung|tat ca)\b|^tong$"
)
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_FEWEST: Final = 3
"""Rows that two sheets have in common whose names say nothing of that, for the one to be a version of the other."""
_LOOSE: Final = frozenset({*COUNTED, "text"})
"""What a version says otherwise."""


class Pair(NamedTuple):
    """A row, and the one of another sheet that tells of the same activity otherwise."""

    row: ReadRow
    other: ReadRow


class Beside(NamedTuple):
    """The rows of a sheet beside those of another."""

    same: int
    """How many stand there word for word."""
    near: list[Pair]
    alone: list[ReadRow]

    @property
    def told(self) -> int:
        """How many stand there, whatever their figures."""
        return self.same + len(self.near)


Told = Mapping[str, Sequence[tuple[ReadRow, Said]]]
"""By sheet, its rows with what they say."""


def superseded(sheets: Sequence[PlannedSheet], said: Told) -> dict[str, tuple[str, Beside]]:
    """By the name of a sheet that another takes the place of, that of the other, and its rows beside those."""
    found: dict[str, tuple[str, Beside]] = {}
    for place, first in enumerate(sheets):
        for second in sheets[place + 1 :]:
            old, new = _in_order(first, second)
            if old.name in found or new.name in found or _is_summary(old) != _is_summary(new):
                continue
            named = _are_versions(old.name, new.name)
            beside = rows_beside(said[old.name], said[new.name], named=named)
            if _takes_its_place(beside, len(said[new.name]), named=named):
                found[old.name] = (new.name, beside)
            elif named and beside.alone and beside.told == beside.same == len(said[new.name]):
                found[new.name] = (old.name, rows_beside(said[new.name], said[old.name], named=named))
    return found


def _takes_its_place(beside: Beside, rows: int, *, named: bool) -> bool:
    """Whether a sheet of so many rows takes the place of one whose rows stand beside it so: it has all of them, or as the
    names say most of them, and puts some right or has more."""
    whole = beside.told + len(beside.alone)
    if not named:
        return bool(beside.near) and not beside.alone and whole >= _FEWEST
    more = rows > beside.told
    return (bool(beside.near) or more) and beside.told > 0 and 2 * beside.told >= whole


def near_rows(sheet: PlannedSheet, others: Sequence[PlannedSheet], said: Told) -> dict[str, list[Pair]]:
    """By the name of another sheet, the rows of one that tell of the same activities as that, with other figures."""
    told = {
        other.name: rows_beside(said[sheet.name], said[other.name], named=_are_versions(sheet.name, other.name)).near
        for other in others
        if _is_summary(other) == _is_summary(sheet)
    }
    return {name: pairs for name, pairs in told.items() if pairs}


def rows_beside(rows: Sequence[tuple[ReadRow, Said]], others: Sequence[tuple[ReadRow, Said]], *, named: bool) -> Beside:
    """The rows of a sheet beside those of another, each of those once. Where nothing names the place of an activity, the
    sheets have to be `named` as versions: every village may have met on a day."""
    there: dict[tuple[object, str], list[tuple[ReadRow, Said]]] = defaultdict(list)
    for other, values in others:
        there[_key(values)].append((other, values))
    same, near, alone = 0, [], []
    for row, values in rows:
        left = there[_key(values)]
        at = next((at for at, (_other, told) in enumerate(left) if told == values), None)
        if at is not None:
            same += 1
            left.pop(at)
            continue
        at = next((at for at, (_other, told) in enumerate(left) if _is_near(values, told, named=named)), None)
        if at is None:
            alone.append(row)
        else:
            near.append(Pair(row, left.pop(at)[0]))
    return Beside(same, near, alone)


def _key(values: Said) -> tuple[object, str]:
    return values["date"], fold(str(values["title"]))


def _is_near(values: Said, told: Said, *, named: bool) -> bool:
    """Whether two rows of one day and title tell of one activity: they differ in nothing but figures and remarks."""
    placed = any(values.get(code) and values.get(code) == told.get(code) for code in ("place", "places"))
    codes = {*values, *told} - _LOOSE
    return (placed or named) and all(
        values.get(code) == told.get(code) for code in codes if values.get(code) and told.get(code)
    )


def _in_order(first: PlannedSheet, second: PlannedSheet) -> tuple[PlannedSheet, PlannedSheet]:
    """The older and the newer of two sheets, by their names, or as they stand."""
    return (second, first) if _rank(first) > _rank(second) else (first, second)


def _rank(sheet: PlannedSheet) -> int:
    name = fold(sheet.sheet)
    return -1 if _OLDER.search(name) else 1 if _NEWER.search(name) else 0


def _is_summary(sheet: PlannedSheet) -> bool:
    return _SUMMARY.search(fold(sheet.sheet)) is not None


def _are_versions(first: str, second: str) -> bool:
    """Whether two names are one but for what says which version each is.

    >>> [_are_versions("T11", name) for name in ("T11 chốt", "Bản sao của T11", "T11 (2)", "T10", "T11 Hon")]
    [True, True, True, False, False]
    """
    one, other = (_SIGNS.sub("", _OLDER.sub(" ", _NEWER.sub(" ", fold(name)))) for name in (first, second))
    return bool(one) and one == other
