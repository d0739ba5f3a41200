"""The page of threats claims what a test shows, and nothing else: each row names tests, and each of them is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

_TESTS: Final = Path(__file__).parent
_PAGE: Final = (_TESTS.parent / "sync" / "THREATS.md").read_text(encoding="utf-8")
_ROW: Final = re.compile(r"^\| ([A-Z]\d+) \| (.*) \|$", re.MULTILINE)
_NAMED: Final = re.compile(r"`([\w/]+\.py)::(\w+)`")
ROWS: Final = {name: cells.split(" | ") for name, cells in _ROW.findall(_PAGE)}
_GROUPS: Final = {"P": 6, "L": 6, "S": 7, "D": 9, "H": 8, "W": 3, "E": 5, "N": 3, "A": 6, "T": 6}
"""How many rows each part has: none is lost, and one that is new is counted here."""


@cache
def _tests_of(file: str) -> frozenset[str]:
    path = _TESTS / file
    if not path.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_what_is_left_and_names_tests_that_are_there(row: str) -> None:
    *said, shown = ROWS[row]
    assert len(said) == (1 if row.startswith("P") else 3) and all(cell.strip() for cell in said)
    named = _NAMED.findall(shown)
    assert named and ", ".join(f"`{file}::{name}`" for file, name in named) == shown
    missing = [f"{file}::{name}" for file, name in named if not name.startswith("test_") or name not in _tests_of(file)]
    assert not missing


def test_no_row_is_lost() -> None:
    assert list(ROWS) == [f"{group}{number + 1}" for group, count in _GROUPS.items() for number in range(count)]
    assert len(_ROW.findall(_PAGE)) == len(ROWS)


def test_every_party_that_lies_is_on_the_page() -> None:
    named = {file for file, _name in _NAMED.findall(_PAGE)}
    lying = {f"liars/{path.name}" for path in (_TESTS / "liars").glob("test_*.py")}
    assert len(lying) > 6 and lying <= named


def test_rows_that_are_spoken_of_are_there() -> None:
    spoken = set(re.findall(r"\(([A-Z]\d+)\)", _PAGE))
    assert spoken and spoken <= set(ROWS)
