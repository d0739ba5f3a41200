"""What the desk's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.accounts.quick import hash_quickly
from tests.hub.web.counted import log_some
from tests.hub.web.province import Province


@pytest.fixture(autouse=True)
def _quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with next to no work: nearly every test of the desk signs in, and most more than once."""
    hash_quickly(monkeypatch)


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A province of its own, that serves while the test lasts."""
    made = Province(tmp_path)
    yield made
    made.close()


@pytest.fixture
def logged(province: Province) -> Province:
    """A province in which two communes logged some activities."""
    log_some(province)
    return province
