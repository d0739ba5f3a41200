"""The examples in the hub's docstrings are run."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import hub

ROOM = Path(hub.__file__).parent
MODULES = [
    ".".join(("hub", *path.relative_to(ROOM).with_suffix("").parts))
    for path in sorted(ROOM.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


def test_there_are_examples() -> None:
    assert "hub.web.guard" in MODULES


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0 and result.failed == 0
