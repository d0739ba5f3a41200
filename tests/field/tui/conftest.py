"""What most tests of the program begin with: a province with a directive, and a laptop that has synced once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.web.service import HubService
from tests.field.alone import PLAN
from tests.field.tui.officer import UNIT, new_world
from tests.serving import serving
from tests.world import Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path / "world", PLAN)
    yield made
    made.close()


@pytest.fixture
def laptop(world: World) -> Laptop:
    made = world.laptop(UNIT)
    made.exchange(world.line)
    return made


@pytest.fixture
def url(world: World) -> Iterator[str]:
    """Where the province answers."""
    service = HubService(world.store, world.keys, now=world.now, random_bytes=world.random)
    with serving(service.app()) as address:
        yield address
