"""What the tests of the API share."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.accounts import readers
from tests.hub.web.province import PATIENCE, Province


@pytest.fixture
def reader(province: Province) -> Iterator[httpx.Client]:
    """Another system, with a read token."""
    with province.store.writing() as transaction:
        made = readers.add_reader(transaction, "M&E", 30, now=province.now(), random_bytes=province.random)
    with httpx.Client(base_url=province.url, headers={"Authorization": f"Bearer {made.token}"}, timeout=PATIENCE) as client:
        yield client
