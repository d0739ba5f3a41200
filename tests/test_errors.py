"""The tree of errors is what it is drawn as, and nothing asks an error for its code to decide what to do."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import field
import hub
import sync
from sync import errors
from sync.errors import SoxaError

ROOT = Path(__file__).resolve().parents[1]
_NODE = re.compile(r"^    (?P<indent>[│ ]*[├└]── )?(?P<name>[A-Z]\w+)\b(?: +\((?P<where>[\w.]+)\))?")


def drawn() -> dict[str, tuple[str, str]]:
    """By name of the class, what it is drawn under, and in which module."""
    found: dict[str, tuple[str, str]] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").split("\n"):
        node = _NODE.match(line)
        if node is not None:
            depth = len(node["indent"] or "") // 4
            above = [*above[:depth], node["name"]]
            found[node["name"]] = (above[depth - 1] if depth else "Exception", node["where"] or "sync.errors")
    return found


def defined() -> dict[str, tuple[str, str]]:
    """The same of the classes that there are."""
    for package in (field, hub, sync):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found: dict[str, tuple[str, str]] = {}
    waiting: list[type[SoxaError]] = [SoxaError]
    for kind in waiting:  # which grows meanwhile
        (base,) = kind.__bases__
        if kind.__module__.partition(".")[0] in ("field", "hub", "sync"):
            found[kind.__name__] = (base.__name__, kind.__module__)
        waiting += kind.__subclasses__()
    return found


def test_the_tree_is_drawn_as_it_is() -> None:
    assert drawn() == defined()


def asks_for_a_code(node: ast.AST) -> bool:
    """Whether a comparison is with an error's code: with a text, or of what is called an error."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    asked = [side for side in sides if isinstance(side, ast.Attribute) and side.attr == "code"]
    told = [
        leaf for side in sides for leaf in ast.walk(side) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    ]
    errors_asked = [side for side in asked if re.search(r"(error|fault|refus\w*|raised|caught)$", ast.unparse(side.value))]
    return bool((asked and told) or errors_asked)


def test_no_branch_compares_an_errors_code() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for package in ("field", "hub", "sync")
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and asks_for_a_code(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "does"),
    [
        ('error.code == "behind"', True),
        ('wrong.error.code not in ("a", "b")', True),
        ("reply.refusal.code in KNOWN", True),
        ('one.code != "behind"', True),
        ("unit.code == unit.province", False),
        ("code not in units", False),
    ],
)
def test_the_search_finds_what_it_looks_for(code: str, does: bool) -> None:
    assert asks_for_a_code(ast.parse(code, mode="eval").body) is does
