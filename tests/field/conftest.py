"""A fresh laptop for the tests of the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from field.store import LaptopStore
from tests.field.alone import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LaptopStore]:
    """The open store of a laptop that has joined, in the folder `laptop`."""
    with new_store(tmp_path / "laptop") as store:
        yield store
