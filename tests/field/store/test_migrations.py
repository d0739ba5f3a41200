"""A store that an older program made is brought up to date when it is opened, and what that program did not understand is
read again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from field.home import LaptopHome
from field.store import LaptopStore, migrations, schema
from field.store.rows import ActivityFilter
from sync.ledger.entry import Review
from tests.field.alone import DESK, HUB_KEY, NOW, activity, check_log, follow, heads_of, new_store, salt, signer


def test_the_names_by_which_a_store_is_known_to_be_current_are_those_of_the_migrations() -> None:
    pending = migrations.MIGRATIONS.pending(migrations.database(sqlite3.connect(":memory:")))
    assert tuple(migration.name for migration in pending) == schema.RELEASED


def test_a_store_of_the_first_program_is_brought_up_to_date_and_read_again(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path)
    with new_store(tmp_path) as store:
        made = activity("Họp bản", channel="meeting", topics=("digital-skills",))
        store.logs.append([made], signer())
        heads = heads_of(store, made.record)
        follow(
            store,
            DESK,
            HUB_KEY,
            [Review(salt=salt(), at=NOW, record=made.record, heads=heads, verdict="returned", comment="Ghi rõ")],
        )
    _make_old(home.database)
    with LaptopStore.open(home) as store:
        check_log(store)
        wanted = ActivityFilter(channel="meeting", topic="digital-skills")
        assert [row.status for row in store.records.rows(wanted)] == ["returned"]
        assert [message.title for message in store.reporting.messages()] == ["Họp bản"]
        assert store.local.exchanges(1) == []


def _make_old(path: Path) -> None:
    """Put in place of a store what the first program would hold of the same logs: its own tables, and the desk's
    entries as ones that it could not read."""
    old = sqlite3.connect(path.with_suffix(".old"))
    migrations.MIGRATIONS.apply(migrations.database(old), stop_before="desk")
    old.execute("ATTACH ? AS new", (str(path),))
    for table in ("membership", "log", "record", "entry"):
        columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
        old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    old.execute("INSERT INTO main.search (rowid, words) SELECT rowid, words FROM new.search")
    assert old.execute("UPDATE main.entry SET kind = 'future' WHERE kind = 'review'").rowcount == 1
    old.commit()
    old.close()
    path.with_suffix(".old").replace(path)
