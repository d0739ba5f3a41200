"""What the formats rest on is said once: no module beside `sync.encoding` spells a pattern, a limit or an id of them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from sync.encoding import limits, patterns, unicode

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = {
    name: value.pattern
    for module in (patterns, unicode)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
}


@cache
def sources() -> dict[str, str]:
    """By path, the code of the three packages but `sync.encoding`."""
    paths = [path for package in ("field", "hub", "sync") for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT).as_posix()): path.read_text(encoding="utf-8")
        for path in paths
        if path.parent != ROOT / "sync" / "encoding"
    }


@cache
def constants() -> dict[str, set[object]]:
    return {path: constants_of(source) for path, source in sources().items()}


def constants_of(source: str) -> set[object]:
    """Every text of one line and every whole number in the code, the pieces of f-strings too, and powers worked out."""
    found: set[object] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and (type(node.value) is int or isinstance(node.value, str)):
            found.add(node.value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            left, right = node.left, node.right
            if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
                found.add(ast.literal_eval(left) ** ast.literal_eval(right))
    return found


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - {"PROVINCE_CODE", "YEAR"}))
def test_a_pattern_stands_in_one_place(name: str) -> None:
    """Of two and four digits alone nobody can say what they are; those are parts of dates that people type."""
    found = {path for path, said in constants().items() if any(PATTERNS[name] in str(one) for one in said)}
    assert found == set()


@pytest.mark.parametrize("number", [limits.MAX_EXACT, limits.DAY_SECONDS, limits.LAST_YEAR])
def test_a_number_stands_in_one_place(number: int) -> None:
    assert {path for path, said in constants().items() if number in said} == set()


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("b32encode", set()),
        ("(8).hex()", {"sync/ledger/entry.py"}),
        ("len(code) ==", set()),
        ("len(code) !=", set()),
        ('"15"', {"hub/demo/chapters.py"}),
    ],
)
def test_what_has_a_name_is_called_by_it(words: str, where: set[str]) -> None:
    """Ids, salts, what a commune is and when a month begins: `tobase32`, `new_salt`, `is_commune`, `FIRST_DAY`."""
    assert {path for path, source in sources().items() if words in source} == where


def test_the_search_finds_what_it_looks_for() -> None:
    said = constants_of('a = rf"x{b}[0-9]{{5}}"\nc = Meta(le=2**53)\nd = 86_400')
    assert {2**53, 86_400} <= said
    assert any(PATTERNS["COMMUNE_CODE"] in str(one) for one in said)
