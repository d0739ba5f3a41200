"""What all tests share: a hub with its laptops; no example of a property has a time limit, and the bytecode of the program's
modules is kept for one run and out of the tree.

Many tests start `soxa` as a process of its own. Where the machine keeps no bytecode each of them would compile the program
anew, which takes longer than what is tested.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.world import World

_PREFIX = "PYTHONPYCACHEPREFIX"
_NEVER = "PYTHONDONTWRITEBYTECODE"
_made: list[str] = []


def pytest_configure() -> None:
    """Take no time of examples, and give the processes that tests start one place for bytecode; workers have it from the
    process that started them."""
    # A busy machine is no fault of the program; and a change is judged by the same examples each time, while whoever runs
    # the tests by hand tries others.
    settings.register_profile("untimed", deadline=None, derandomize="SOXA_CI" in os.environ)
    settings.load_profile("untimed")
    os.environ.pop(_NEVER, None)
    if _PREFIX not in os.environ:
        os.environ[_PREFIX] = tempfile.mkdtemp(prefix="soxa-bytecode-")
        _made.append(os.environ[_PREFIX])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Take it away again."""
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A hub, and whatever laptops a test has join it."""
    from tests.world import World  # noqa: PLC0415 - most tests need neither hub nor laptop

    made = World(tmp_path / "world")
    yield made
    made.close()
