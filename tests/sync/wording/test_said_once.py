"""Days and moments, digits in groups, and safe text come from one module each: no other code makes any by itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).resolve().parents[3]

Made = Callable[[ast.AST], bool]
"""Whether a piece of code makes something by itself."""


_DATE: Final = re.compile(r"%-?[a-zA-Z]")
_PARTS: Final = frozenset({"day", "month", "hour", "minute"})
_GROUPED: Final = re.compile(r"(.?[<>=^])?[-+ ]?#?0?\d*[,_](\.\d+)?[a-zA-Z%]?")


@cache
def modules() -> dict[str, list[ast.AST]]:
    """By path, all pieces of the code of the three packages."""
    paths = [path for package in ("field", "hub", "sync") for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): pieces(path.read_text(encoding="utf-8")) for path in paths}


def pieces(code: str) -> list[ast.AST]:
    """All that some code consists of."""
    return [*ast.walk(ast.parse(code))]


def _called(node: ast.AST) -> str:
    """The name of what is called, without what it belongs to."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _formats(node: ast.AST) -> Iterator[str]:
    """The formats by which a piece of an f-string, a call of format(), or a text with places for str.format() writes."""
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        yield "".join(str(part.value) for part in ast.walk(node.format_spec) if isinstance(part, ast.Constant))
    if _called(node) in {"format", "strftime"} and isinstance(node, ast.Call):
        yield from (part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        places = (place.partition("}")[0] for place in node.value.split("{")[1:])
        yield from (place.partition(":")[2] for place in places if ":" in place)


def reads_a_clock(node: ast.AST) -> bool:
    """An instant becomes a day and an hour."""
    return _called(node) in {"fromtimestamp", "utcfromtimestamp", "localtime", "gmtime"}


def writes_a_day(node: ast.AST) -> bool:
    """A day or an hour becomes text: by a format of dates, from its parts, or from an ISO date turned round."""
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Attribute) and node.value.attr in _PARTS:
        return node.format_spec is not None
    if _called(node) == "reversed":
        return any(_called(part) == "split" for part in ast.walk(node))
    return _called(node) == "strftime" or any(map(_DATE.search, _formats(node)))


def groups_digits(node: ast.AST) -> bool:
    """A number becomes text with marks between its thousands."""
    return any(map(_GROUPED.fullmatch, _formats(node)))


def strips(node: ast.AST) -> bool:
    """Text is gone through letter by letter for what can be seen."""
    looks = {"isprintable", "category"}
    return isinstance(node, ast.GeneratorExp | ast.ListComp) and any(_called(part) in looks for part in ast.walk(node))


LAWFUL: dict[Made, set[str]] = {
    reads_a_clock: {
        "sync/wording/dates.py",
        "sync/ledger/period.py",  # `day_of`: on which day an instant falls decides what counts, and is no wording
        "sync/exchange/signing.py",  # RFC 9421's `created`, for a library that takes dates of UTC
        "sync/documents/layout.py",  # files' properties are in UTC
        "sync/documents/workbook.py",  # files' properties are in UTC
        "sync/calendar/icalendar.py",  # RFC 5545's stamps are in UTC
        "hub/safekeeping/restore.py",  # a file is named after its moment in UTC, so that names stand in order
    },
    writes_a_day: {
        "sync/wording/dates.py",
        "hub/safekeeping/restore.py",  # as above
        "sync/tables/shown.py",  # hours and minutes as a sheet shows them
        "sync/calendar/icalendar.py",  # as RFC 5545 spells days, for programs
    },
    groups_digits: {"sync/wording/numbers.py"},
    strips: {
        "sync/wording/safe_text.py",
        "field/store/search.py",  # of words to look for, which nobody is shown
    },
}


@pytest.mark.parametrize("made", LAWFUL, ids=lambda made: made.__name__)
def test_it_is_made_in_one_place(made: Made) -> None:
    assert {path for path, code in modules().items() if any(map(made, code))} == LAWFUL[made]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (reads_a_clock, "datetime.datetime.fromtimestamp(at, VIETNAM)"),
        (reads_a_clock, "time.localtime(at)"),
        (writes_a_day, "day.strftime('%d/%m/%Y')"),
        (writes_a_day, "f'{day:%d/%m/%Y}'"),
        (writes_a_day, "format(day, '%Y%m%d')"),
        (writes_a_day, "'{:%H:%M}'.format(day)"),
        (writes_a_day, "f'{annex.made:%d.%m}'"),
        (writes_a_day, "f'{day.day:02}/{day.month:02}'"),
        (writes_a_day, "'/'.join(reversed(day.split('-')))"),
        (groups_digits, "f'{count:,}'"),
        (groups_digits, "f'{count:,d}'"),
        (groups_digits, "format(count, '_')"),
        (groups_digits, "'{:,}'.format(count)"),
        (strips, "''.join(char if char.isprintable() else '?' for char in text)"),
        (strips, "[char for char in text if unicodedata.category(char) != 'Cc']"),
    ],
)
def test_the_search_finds_what_it_looks_for(made: Made, code: str) -> None:
    assert any(map(made, pieces(code)))


@pytest.mark.parametrize("code", ["f'{count:02}'", "'{name}'.format(name=name)", "text.isprintable()", "f'{share:.1f}'"])
def test_it_finds_nothing_else(code: str) -> None:
    assert not any(made(node) for made in LAWFUL for node in pieces(code))


def test_templates_and_scripts_write_no_days_and_no_numbers() -> None:
    """They have the functions of the wording, and show what these give."""
    shown = [path for ending in ("html", "js") for path in (ROOT / "hub" / "web").rglob(f"*.{ending}")]
    assert len(shown) > 20
    own = ("strftime", "toLocale", "Intl.", "getDate", "{:,", "|format")
    assert [path.name for path in shown for words in own if words in path.read_text(encoding="utf-8")] == []
