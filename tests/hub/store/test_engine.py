"""Opening, making and changing a store: whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from hub.messages import sentence
from hub.store import HubStore, file, schema
from sync.errors import Refused, Unavailable
from tests.dying import DIED, die, each_death
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


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_store_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "hub" / "hub.db"
    store = HubStore.create(path)
    with store.writing() as transaction:
        transaction.settings.set("url", "x")
    assert {rights(each) for each in path.parent.iterdir()} == {0o600}
    assert rights(path.parent) == 0o700
    store.close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    HubStore.open(path).close()
    assert (rights(path), rights(path.parent)) == (0o600, 0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_many_share_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "shared" / "hub.db"
    HubStore.create(path).close()
    path.parent.chmod(0o1777)
    HubStore.open(path).close()
    assert rights(path.parent) == 0o1777


def wrote(path: Path) -> None:
    with HubStore.open(path).writing() as transaction:
        transaction.settings.set("url", "http://here")


def test_a_store_that_is_closed_is_whole_in_its_one_file(tmp_path: Path, store: HubStore) -> None:
    path = tmp_path / "hub.db"
    with store.writing() as transaction:
        transaction.settings.set("url", "http://here")
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hub.db", "hub.db-gate", "hub.db-lock"]
    shutil.copy(path, tmp_path / "copy.db")
    assert setting(HubStore.open(tmp_path / "copy.db")) == "http://here"


def test_a_file_that_was_open_and_stands_alone_says_that_it_lacks_the_newest(tmp_path: Path, store: HubStore) -> None:
    store.close()
    path = tmp_path / "hub.db"
    assert die(1_000, tmp_path, wrote_and_died, path) == DIED
    for name, code in (("alone.db", "newest-missing"), ("with.db", None)):
        shutil.copy(path, tmp_path / name)
        if code is None:
            shutil.copy(tmp_path / "hub.db-wal", tmp_path / f"{name}-wal")
            whole = HubStore.open(tmp_path / name)
            assert setting(whole) == "http://here"
            whole.close()
            continue
        for _look in range(2):  # looking changes nothing
            with pytest.raises(Refused) as refused:
                HubStore.open(tmp_path / name)
            assert (refused.value.code, refused.value.facts["path"]) == (code, str(tmp_path / f"{name}-wal"))
            assert f"soxa hub restore {tmp_path / name}. " in sentence(refused.value)
        older = HubStore.open(tmp_path / name, alone=True)
        assert setting(older) == ""
        older.close()


def wrote_and_died(path: Path) -> None:
    wrote(path)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def opened_and_closed(folder: Path) -> None:
    HubStore.open(folder / "hub.db").close()


def test_a_store_that_dies_while_it_opens_or_closes_lacks_nothing(tmp_path: Path, store: HubStore) -> None:
    """Where nothing was written since, the file is whole, whether or not another still stands beside it."""
    store.close()
    (tmp_path / "hub").mkdir()
    shutil.copy(tmp_path / "hub.db", tmp_path / "hub")
    for folder in each_death(tmp_path / "hub", tmp_path, opened_and_closed, stride=1):
        assert setting(HubStore.open(folder / "hub.db")) == ""


def test_a_store_that_is_being_closed_says_of_no_moment_that_it_lacks_something(tmp_path: Path, store: HubStore) -> None:
    """SQLite takes the file beside it away in the midst of one statement."""
    path = tmp_path / "hub.db"
    with store.writing() as transaction:
        transaction.settings.set("url", "http://here")
    shutil.copy(path, tmp_path / "alone.db")
    assert file.lacks_newest(tmp_path / "alone.db"), "while it serves it says so"
    alone: list[bool] = []

    def look(statement: str) -> None:
        if statement == "PRAGMA journal_mode = DELETE":
            shutil.copy(path, tmp_path / "folding.db")
            alone.append(file.lacks_newest(tmp_path / "folding.db"))

    real = file._connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "_connect", lambda named: traced(real(named), look))
        store.close()
    assert alone == [False]
    assert setting(HubStore.open(tmp_path / "folding.db")) == "http://here"


def traced(connection: sqlite3.Connection, look: Callable[[str], object]) -> sqlite3.Connection:
    connection.set_trace_callback(look)
    return connection


def test_a_store_that_an_older_program_closed_lacks_nothing(tmp_path: Path, store: HubStore) -> None:
    store.close()
    path = tmp_path / "hub.db"
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA user_version = 0")
        older.execute("PRAGMA journal_mode = WAL")
    assert setting(HubStore.open(path)) == ""


def test_closing_waits_for_what_another_thread_has_begun(tmp_path: Path, store: HubStore) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with store.writing() as transaction:
            transaction.settings.set("url", "http://here")
            begun.set()
            may_end.wait()

    writer, closer = threading.Thread(target=write), threading.Thread(target=store.close)
    writer.start()
    begun.wait()
    closer.start()
    may_end.set()
    writer.join()
    closer.join()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hub.db", "hub.db-gate", "hub.db-lock"]
    assert setting(HubStore.open(tmp_path / "hub.db")) == "http://here"


def test_many_who_open_a_store_at_once_all_get_in(tmp_path: Path, store: HubStore) -> None:
    store.close()
    path = tmp_path / "hub.db"

    def come_and_go(_turn: int) -> str:
        own = HubStore.open(path)
        try:
            return setting(own)
        finally:
            own.close()

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(come_and_go, range(80))) == {""}
