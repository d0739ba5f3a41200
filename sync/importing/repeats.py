"""Sheets of one workbook that say what its other sheets say: the whole quarter beside its months, a copy. A sheet that by
its name is of them all, or that is made up of several others, is left out; one that has rows of another, and may be of
another place, is taken. Both are asked about: no row of a workbook counts twice without a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import Struct, structs

from sync.importing.answers import Answers
from sync.importing.plan import PlannedSheet
from sync.importing.questions import Example, Question, QuestionCode, each_once, figures_of, titled
from sync.importing.read_row import ReadRow
from sync.importing.said import Said, plain
from sync.importing.table_names import is_named_in, table_words
from sync.importing.versions import Beside, Pair, near_rows, superseded
from sync.ledger.text import fold

_WHOLE: Final = re.compile(
    r"\btong (?:hop|ket|cong|thang|quy|nam|so|xa|the)\b|^tong$"
    r"|\b(?:ca|toan) (?:quy|nam|thang|ky|dot|xa|bo|the|don vi)\b|\bquy\b|\b(?:[369]|ba|sau|chin) thang\b"
    r"|\b(?:dau|cuoi) nam\b|^nam [0-9]{4}$|\bluy ke\b|\b(?:gop|chung|tat ca|all|total|summary)\b"
    r"|\b(?:copy|ban sao|sao)\b|\([0-9]+\)$"
)
"""How the name of a sheet that has what others have is written, and that of a copy, without accents."""
_FEWEST: Final = 2
"""Sheets that another may be made up of."""


class Repeats(NamedTuple):
    """The sheets of a workbook, those that only repeat others as not taken."""

    sheets: tuple[PlannedSheet, ...]
    asked: tuple[Question, ...]
    left_out: frozenset[str]
    """The names of the sheets that are not taken."""


class _Found(Struct, frozen=True):
    """The rows of a sheet beside those of others."""

    rows: list[ReadRow]
    """The rows that stand there, too."""
    alone: list[ReadRow]
    near: int
    """How many of these have the day and title of one that stands there."""
    sheets: list[str]
    """Where they stand."""


def with_repeats(sheets: Sequence[PlannedSheet], answers: Answers) -> Repeats:
    """The sheets of a plan, with what is to be asked of those that say what others say. One that was named is taken."""
    said = {sheet.name: [(row, plain(row.fields)) for row in sheet.rows if row.fields is not None] for sheet in sheets}
    taken = [sheet for sheet in sheets if sheet.taken and said[sheet.name]]
    if len(taken) < _FEWEST:
        return Repeats(tuple(sheets), (), frozenset())
    older = superseded(taken, said)
    repeated = {name: _of_version(name, new, beside) for name, (new, beside) in older.items()}
    latest_first = [sheet for sheet in taken[::-1] if sheet.name not in older]
    for sheet in sorted(latest_first, key=lambda each: (not _is_whole(each), -len(said[each.name]))):
        found = _found(sheet, [each for each in taken if each is not sheet and each.name not in repeated], said)
        if _repeats(sheet, found):
            repeated[sheet.name] = _asked("sheet-repeats", sheet, found, found.alone)
    left_out = frozenset(
        sheet.name for sheet in taken if sheet.name in repeated and not is_named_in(answers.sheets, sheet.sheet, sheet.name)
    )
    asked = [repeated[sheet.name] for sheet in taken if sheet.name in left_out]
    own = [sheet for sheet in taken if sheet.name not in repeated]
    for place, sheet in enumerate(own):
        found = _found(sheet, own[:place], said)
        if found.rows:
            asked.append(_asked("sheets-alike", sheet, found, found.rows))
        elif near := near_rows(sheet, own[:place], said):
            pairs = [pair for pairs in near.values() for pair in pairs]
            asked.append(_of_near("sheets-alike", sheet.name, pairs, list(near)))
    told = (structs.replace(sheet, taken=False, why="repeats") if sheet.name in left_out else sheet for sheet in sheets)
    return Repeats(tuple(told), tuple(asked), left_out)


def _is_whole(sheet: PlannedSheet) -> bool:
    return _WHOLE.search(fold(sheet.sheet)) is not None


def _repeats(sheet: PlannedSheet, found: _Found) -> bool:
    """Whether a sheet only says what others say: by its name and for the most part, or all of it from several."""
    if _is_whole(sheet):
        told = len(found.rows) + found.near
        return told >= len(found.alone) - found.near if found.rows else 0 < found.near == len(found.alone)
    return not found.alone and len(found.sheets) >= _FEWEST


def _found(sheet: PlannedSheet, others: Sequence[PlannedSheet], said: dict[str, list[tuple[ReadRow, Said]]]) -> _Found:
    """The rows of a sheet that stand in others, too, each of those once."""
    there: dict[tuple[object, str], list[tuple[str, Said]]] = defaultdict(list)
    for other in others:
        for _row, values in said[other.name]:
            there[_key(values)].append((other.name, values))
    rows, alone, names, near = [], [], [], 0
    for row, values in said[sheet.name]:
        same = there[_key(values)]
        place = next((at for at, (_name, told) in enumerate(same) if _agree(values, told)), None)
        if place is None:
            alone.append(row)
            near += bool(same)
            names += [name for name, _told in same[:1]]
        else:
            rows.append(row)
            names.append(same.pop(place)[0])
    return _Found(rows, alone, near, list(dict.fromkeys(names)))


def _key(values: Said) -> tuple[object, str]:
    return values["date"], fold(str(values["title"]))


def _agree(values: Said, told: Said) -> bool:
    """Whether two rows say the same wherever both say something: one sheet may have fewer columns."""
    return all(value == told[code] for code, value in values.items() if value and told.get(code))


def _asked(code: QuestionCode, sheet: PlannedSheet, found: _Found, about: Sequence[ReadRow]) -> Question:
    examples, others = each_once(Example(titled(row)[:60], date=_date(row), rows=(row.number,)) for row in about)
    facts: dict[str, str | float] = {
        "rows": len(found.rows),
        "whole": len(found.rows) + len(found.alone),
        "others": ", ".join(f"“{table_words(name)}”" for name in found.sheets),
    }
    return Question(code=code, sheet=sheet.name, facts=facts, examples=examples, others=others)


def _of_version(name: str, new: str, beside: Beside) -> Question:
    """Whether a sheet may be left out of which all rows stand in a version of it, some with other figures."""
    if beside.alone or not beside.near:
        others = [*(pair.row for pair in beside.near), *beside.alone]
        told, more = each_once(Example(titled(row)[:60], date=_date(row), rows=(row.number,)) for row in others)
        whole = beside.told + len(beside.alone)
        facts: dict[str, str | float] = {"rows": beside.same, "whole": whole, "others": f"“{table_words(new)}”"}
        return Question(code="sheet-repeats", sheet=name, facts=facts, examples=told, others=more)
    return _of_near("sheet-repeats", name, beside.near, [new], whole=beside.told)


def _of_near(code: QuestionCode, sheet: str, pairs: Sequence[Pair], others: Sequence[str], *, whole: int = 0) -> Question:
    told, more = each_once(
        Example(
            f"{titled(row)[:60]} · {figures_of(row)}".rstrip(" ·"),
            figures_of(other, beside=row),
            date=_date(row),
            rows=(row.number,),
        )
        for row, other in pairs
    )
    facts: dict[str, str | float] = {
        "rows": len(pairs),
        "whole": whole,
        "others": ", ".join(f"“{table_words(name)}”" for name in others),
        "near": len(pairs),
    }
    return Question(code=code, sheet=sheet, facts=facts, examples=told, others=more)


def _date(row: ReadRow) -> str:
    return str(row.fields.date) if row.fields is not None else ""
