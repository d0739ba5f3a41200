"""What the tests of annexes and of the auditor share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sync.annex.auditor import Auditor


@pytest.fixture(scope="session")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auditor]:
    """An auditor of a busy province. No test changes it."""
    from tests.hub.export.documents.reported import busy  # noqa: PLC0415 - most tests of sync need no hub
    from tests.sync.annex.auditor import Auditor  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("audit")
    world = busy(folder / "province", 5)
    yield Auditor(world, folder)
    world.close()
