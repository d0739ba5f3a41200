"""What most tests of the commands begin with: a laptop that has joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.field.alone import new_store
from tests.field.cli.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A laptop that has joined."""
    new_store(tmp_path / "laptop").close()
    return Desk(tmp_path)
