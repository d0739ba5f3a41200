"""The tables of a store, made anew or brought into the shape of this version, with nothing lost that cannot be derived."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.store import HubStore
from hub.store import schema as t
from hub.store.rows import InviteRow, QuarantineRow
from sync.encoding.types import Instant, Origin
from sync.errors import Refused
from tests.hub.store.older import make_old


def shapes(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """The columns of each table: name, whether it may be empty, place in the key."""
    with closing(sqlite3.connect(path)) as db:
        return {
            table: {(row[1], row[3], row[5]) for row in db.execute(f"PRAGMA table_info({table})")}
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 1 with an invite, a log, and an entry that is quarantined."""
    path = tmp_path / "old.db"
    store = HubStore.create(path)
    with store.writing() as transaction:
        invite = InviteRow(
            id="a", unit="03390", officer=None, secret=bytes(32), expires=Instant(9), used_by=None, made=Instant(5), url="x"
        )
        transaction.invites.add(invite)
        log = transaction.logs.add(Origin("soxa.example/device/aaaa"), "03390")
        transaction.logs.add_lines(log.id, 0, [b"one", b"two"])
        transaction.logs.quarantine([QuarantineRow(log.id, 0, "invalid", "")])
    store.close()
    make_old(path)
    return path


def test_a_new_store_is_of_this_version(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    with store.reading() as transaction:
        assert transaction.migration.version() == t.VERSION
    store.close()
    assert set(shapes(tmp_path / "hub.db")) == {table.name for table in t.METADATA.sorted_tables}


def test_a_store_that_does_not_say_is_of_the_first_version(old: Path) -> None:
    store = HubStore.open(old, any_version=True)
    with store.reading() as transaction:
        assert transaction.migration.version() == 1
    store.close()


def test_renewed_tables_are_those_of_a_new_store_and_what_is_kept_is_kept(old: Path, tmp_path: Path) -> None:
    HubStore.create(tmp_path / "new.db").close()
    assert shapes(old) != shapes(tmp_path / "new.db")
    store = HubStore.open(old, any_version=True)
    with store.writing() as transaction:
        transaction.migration.renew_tables()
        transaction.migration.renew_tables()  # a second time finds nothing to do
    with store.reading() as transaction:
        assert transaction.migration.version() == t.VERSION
        (invite,) = transaction.invites.all()
        assert (invite.id, invite.expires, invite.secret) == ("a", 9, bytes(32))
        assert (invite.made, invite.withdrawn, invite.url) == (0, False, ""), "what an older store does not know is empty"
        (log,) = transaction.logs.all()
        assert list(transaction.logs.lines(log.id, 0, 2)) == [b"one", b"two"]
        assert not transaction.logs.quarantined(log.id, 9), "what follows from the logs is derived anew"
    store.close()
    assert shapes(old) == shapes(tmp_path / "new.db")


def test_accounts_of_before_second_factors_have_none_and_may_get_one(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    store = HubStore.create(path)
    with store.writing() as transaction:
        transaction.accounts.add("lan", "admin", "a hash", Instant(5))
        transaction.accounts.add_visit(b"token", "lan", "csrf", Instant(5))
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE second_factor")
        db.execute("ALTER TABLE visit DROP COLUMN offered")
        db.execute("UPDATE setting SET value = '11' WHERE name = 'schema'")
        db.commit()
    with pytest.raises(Refused) as refused:
        HubStore.open(path)
    assert refused.value.code == "older-hub"
    store = HubStore.open(path, any_version=True)
    with store.writing() as transaction:
        transaction.migration.renew_tables()
    with store.writing() as transaction:
        assert transaction.accounts.second_factor("lan") is None
        assert transaction.accounts.offered_secret(b"token") == b""
        transaction.accounts.add_second_factor("lan", bytes(20), 1)
        assert transaction.accounts.second_factor("lan") == bytes(20)
        assert transaction.accounts.password("lan") == "a hash"
    store.close()
