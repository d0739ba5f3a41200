"""Docstrings: each says in its first sentence what it is of, for a reader who sees nothing but this sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[1]
_FILES: Final = sorted(path for room in ("field", "hub", "sync") for path in (_ROOT / room).rglob("*.py"))
_POINTING: Final = re.compile(r"(One|Those|It|Another|So many|See the|The same|This|Them|They|All of them|What it)\b")
"""Beginnings that point at what only the code around shows."""
_SENTENCE: Final = re.compile(r"(`|[A-Z0-9(]).*?[.:](\s|$)", re.DOTALL)

Described = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_docstrings_say_what_they_are_of(path: Path) -> None:
    wrong = [f"{where}: {why}" for where, why in _wrong(ast.parse(path.read_text()))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('"""Another hash from now on."""', "begins with a word that points"),
        ('"""A module."""\ndef key():\n    """So many from now on."""', "begins with a word that points"),
        ('"""A module."""\nclass Key:\n    """those of a laptop."""', "is no sentence"),
        ('"""A module."""\nclass Key:\n    """A key"""', "is no sentence"),
        ('"""A module."""\nclass Key:\n    pass', "has no docstring"),
        ('"""Keys: what signs."""\nLAST = 1\n"""One of them."""', "begins with a word that points"),
        ('"""A module."""\ndef _key(): pass', None),
    ],
)
def test_what_is_found_wrong(code: str, why: str | None) -> None:
    assert [reason for _where, reason in _wrong(ast.parse(code))] == ([] if why is None else [why])


def _wrong(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, Described):
            name = getattr(node, "name", "the module")
            text = ast.get_docstring(node)
            if text is not None:
                if not _SENTENCE.match(text):
                    yield name, "is no sentence"
                elif _POINTING.match(text):
                    yield name, "begins with a word that points"
            elif isinstance(node, ast.Module | ast.ClassDef) and not name.startswith("_"):
                yield name, "has no docstring"
        if isinstance(node, ast.Module | ast.ClassDef):
            yield from (
                (f"line {line.lineno}", "begins with a word that points")
                for line in node.body[1:]
                if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
                if _POINTING.match(str(line.value.value))
            )
    yield from ((node.name, "has no docstring") for node in _functions(tree) if not ast.get_docstring(node))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions of a module. What overrides a method is described where it was first written."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            overloads = {"overload"} & {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
            if not overloads:
                yield node
