"""The mutants of a module: each has one change, and the changes are those that a reader could make by mistake."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.__main__ import ROOMS, modules
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trial import ROOT, judges_of


def changes(source: str) -> list[str]:
    return [mutant.change for mutant in mutants_of("x.py", source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["a < b -> a <= b"]),
        ("x = 0 <= a", ["0 <= a -> 0 < a", "0 -> 1", "0 -> -1"]),
        ("x = a and b or c", ["a and b or c -> c", "a and b or c -> a and b", "a and b -> b", "a and b -> a"]),
        ("x = (a, b) == (c, d)", ["(a, b) == (c, d) -> (a, b) != (c, d)", "(b,) == (d,)", "(a,) == (c,)"]),
        ("x = 64 * 1024", ["64 * 1024 -> 64 * 1024 + 1", "64 * 1024 -> 64 * 1024 - 1"]),
        ("x = min(a, b) - c", ["min(a, b) - c -> min(a, b) + c", "min(a, b) -> max(a, b)"]),
        ("x: Annotated[str, Meta(max_length=20)]", ["20 -> 21", "20 -> 19"]),
        ("x: str | None", []),
        ("X = A | B | None", []),
        ("class A(Struct, frozen=True, forbid_unknown_fields=True): ...", ["True -> False"]),
        ("assert a < b, f'{1 + 2}'", []),
        ("if a:\n    raise B", ["if a -> no guard"]),
        ("if a:\n    b = c", ["if a -> if not"]),
        ("try:\n    a\nexcept B:\n    raise C", ["raise C -> pass"]),
        ("def a():\n    return b", ["return b -> return None"]),
        ("def a():\n    return None", []),
        ("check(a)", ["check(a) -> pass"]),
        ("a += b", ["a += b -> a -= b"]),
    ],
)
def test_a_module_has_the_mutants_of_its_parts(source: str, expected: list[str]) -> None:
    found = changes(source)
    assert len(found) == len(expected)
    assert all(change.endswith(wanted) for change, wanted in zip(found, expected, strict=True)), found


def test_a_mutant_differs_in_one_place_and_its_letters_may_be_any() -> None:
    source = 'đất = "ổ"; x = đất == "ổ" and 1 < 2\n'
    assert 'đất = "ổ"; x = (1 < 2)\n' in {mutant.text for mutant in mutants_of("x.py", source)}


@pytest.fixture(scope="module")
def every() -> list[Mutant]:
    return [mutant for path in modules(ROOMS) for mutant in mutants_of(path, (ROOT / path).read_text(encoding="utf-8"))]


def test_every_mutant_of_the_rooms_is_a_module_of_its_own(every: list[Mutant]) -> None:
    assert len(every) > 2_000
    assert len({(mutant.path, mutant.text) for mutant in every}) == len(every)
    for mutant in every[::40]:
        ast.parse(mutant.text)


def test_what_is_called_equivalent_is_a_mutant_that_there_is(every: list[Mutant]) -> None:
    there = {(mutant.path, mutant.code): set[str]() for mutant in every}
    for mutant in every:
        there[mutant.path, mutant.code].add(mutant.change)
    stale = [
        (*line, change) for line, known in EQUIVALENT.items() for change in known.keys() - {"*"} - there.get(line, set())
    ]
    assert stale == []
    assert EQUIVALENT.keys() <= there.keys()


def test_a_module_is_tried_against_the_file_at_its_mirrored_path() -> None:
    assert judges_of("sync/log/merkle.py").mirrored == ("tests/sync/log/test_merkle.py",)
    assert judges_of("sync/log/merkle.py").wider[:2] == ("--ignore=tests/sync/log/test_merkle.py", "tests/sync/log")
