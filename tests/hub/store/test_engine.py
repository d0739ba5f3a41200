"""Opening, making and changing a store: whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from hub.store import HubStore, schema
from sync.errors import Refused, Unavailable
from tests.hub.broken_store import damaged, full, locked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


def setting(store: HubStore) -> str:
    with store.reading() as transaction:
        return transaction.settings.get("url")


def test_a_store_is_made_once(tmp_path: Path, store: HubStore) -> None:
    with pytest.raises(Refused) as refused:
        HubStore.create(tmp_path / "hub.db")
    assert refused.value.code == "hub-exists"


def test_a_store_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        HubStore.open(tmp_path / "none.db")
    assert refused.value.code == "no-hub"
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("version", "code"), [(schema.VERSION - 1, "older-hub"), (schema.VERSION + 1, "newer-hub")])
def test_a_store_of_another_version_is_opened_for_an_upgrade_alone(
    tmp_path: Path, store: HubStore, version: int, code: str
) -> None:
    with store.writing() as transaction:
        transaction.settings.set("schema", str(version))
    with pytest.raises(Refused) as refused:
        HubStore.open(tmp_path / "hub.db")
    assert refused.value.code == code
    HubStore.open(tmp_path / "hub.db", any_version=True).close()


def test_what_is_written_is_there_when_the_block_has_ended(store: HubStore) -> None:
    with store.writing() as transaction:
        transaction.settings.set("url", "http://here")
        assert setting(store) == ""
    assert setting(store) == "http://here"


def test_a_block_that_raises_has_written_nothing(store: HubStore) -> None:
    with pytest.raises(LookupError), store.writing() as transaction:
        transaction.settings.set("url", "http://here")
        raise LookupError
    assert setting(store) == ""


def test_what_is_tried_is_undone(store: HubStore) -> None:
    with store.trying() as transaction:
        transaction.settings.set("url", "http://here")
        assert transaction.settings.get("url") == "http://here"
    assert setting(store) == ""


def test_a_reader_sees_the_store_as_it_was_when_it_began(store: HubStore) -> None:
    with store.reading() as transaction:
        assert transaction.settings.get("url") == ""
        with store.writing() as writer:
            writer.settings.set("url", "http://here")
        assert transaction.settings.get("url") == ""


@pytest.mark.parametrize(
    ("broken", "code", "facts"),
    [
        (locked, "store-busy", {}),
        (full, "disk-full", {}),
        (damaged, "store-damaged", {"why": "file is not a database"}),
    ],
)
def test_a_store_that_cannot_serve_says_so_in_an_error_of_ours_and_serves_again_afterwards(
    store: HubStore, broken: Callable[[HubStore], AbstractContextManager[None]], code: str, facts: dict[str, str]
) -> None:
    with broken(store):
        with pytest.raises(Unavailable) as unavailable, store.writing() as transaction:
            transaction.settings.set("url", "http://here/" + "x" * 100_000)
        assert (unavailable.value.code, unavailable.value.facts) == (code, facts)
    assert setting(store) == ""
    with store.writing() as transaction:
        transaction.settings.set("url", "http://here")
    assert setting(store) == "http://here"


def test_a_damaged_file_is_told_when_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"no database" * 1_000)
    with pytest.raises(Unavailable) as unavailable:
        HubStore.open(tmp_path / "hub.db")
    assert unavailable.value.code == "store-damaged"


def test_a_fault_of_the_program_itself_stays_the_drivers(store: HubStore) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.reading() as transaction:
        transaction.settings._db.exec_driver_sql("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"), store.reading() as transaction:
        driver = transaction.settings._db.connection.driver_connection
        assert driver is not None
        driver.close()
        transaction.settings._db.exec_driver_sql("SELECT 1")
