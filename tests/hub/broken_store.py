"""What befalls a hub's database: others write, its disk is full, its file is damaged. Each is over when the block ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from hub.store import HubStore


@contextmanager
def locked(store: HubStore) -> Iterator[None]:
    """Somebody else writes, and nobody waits for their turn."""
    with _pragma(store, "busy_timeout = 0"), closing(sqlite3.connect(_path(store), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def full(store: HubStore, *, room: int = 0) -> Iterator[None]:
    """No page of the database fits on the disk any more, but for so many."""
    with closing(sqlite3.connect(_path(store))) as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
    with _pragma(store, f"max_page_count = {pages + room}"):  # acts as a full disk does
        yield


@contextmanager
def damaged(store: HubStore) -> Iterator[None]:
    """The file is no database."""
    store._engine.dispose()
    path = _path(store)
    whole = path.read_bytes()
    path.write_bytes(b"no database" * 1_000)
    yield
    store._engine.dispose()
    path.write_bytes(whole)


def _path(store: HubStore) -> Path:
    return store.path


@contextmanager
def _pragma(store: HubStore, pragma: str) -> Iterator[None]:
    def set_up(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(store._engine, "connect", set_up)
    store._engine.dispose()
    yield
    event.remove(store._engine, "connect", set_up)
    store._engine.dispose()
