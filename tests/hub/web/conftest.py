"""What the desk's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.web.counted import log_some
from tests.hub.web.province import Province


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
