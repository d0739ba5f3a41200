"""What SQLite leaves beside a database that is gone is read into no other of that name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sync.shell.files import set_aside_left


def left_behind(path: Path) -> None:
    """A database whose file was deleted while somebody had it open: what came last stands beside it."""
    sql = sqlite3.connect(path)
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("CREATE TABLE a (b)")
    sql.execute("INSERT INTO a VALUES ('old')")
    sql.commit()
    kept = path.with_name(f"{path.name}-wal").read_bytes()
    sql.close()
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(kept)


def test_it_is_put_away_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for names in ({"a.db-wal.left"}, {"a.db-wal.left", "a.db-wal.left-2"}):
        left_behind(path)
        set_aside_left(path)
        assert {each.name for each in tmp_path.iterdir()} == names
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


def test_beside_a_database_that_is_there_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    left_behind(path)
    path.touch()
    set_aside_left(path)
    assert {each.name for each in tmp_path.iterdir()} == {"a.db", "a.db-wal"}
