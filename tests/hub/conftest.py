"""What the hub's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.live import Live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A hub that serves while the test lasts, and its laptop."""
    made = Live(tmp_path)
    yield made
    made.close()
