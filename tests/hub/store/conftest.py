"""What the tests of the store share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.store import HubStore, Transaction


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path_factory.mktemp("store") / "hub.db")
    yield made
    made.close()


@pytest.fixture
def trying(_empty: HubStore) -> Iterator[Transaction]:
    """A transaction in a store that holds nothing, undone at the end."""
    with _empty.trying() as transaction:
        yield transaction
