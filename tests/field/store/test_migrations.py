"""A store that an older program made is brought up to date when it is opened, and what that program did not understand is
read again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from field.home import LaptopHome
from field.reporting.deadlines import next_deadlines
from field.store import LaptopStore, migrations, schema
from field.store.rows import ActivityFilter
from sync.ledger import directive, origins
from sync.ledger.decode import encode
from sync.ledger.entry import Directed, Review
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from tests.field.alone import (
    DESK,
    HUB,
    HUB_KEY,
    NOW,
    PEER,
    PLAN,
    activity,
    check_log,
    follow,
    follow_registry,
    heads_of,
    new_store,
    newest_acceptances,
    receive,
    report,
    salt,
    signer,
)


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


def test_times_and_heads_of_the_first_version_are_carried_over(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path)
    with new_store(tmp_path) as store:
        first, second = activity("Một"), activity("Hai")
        store.logs.append([first], signer())
        receive(store, 2, NOW + 60)
        seen = newest_acceptances(store, 5)
        store.logs.append([msgspec.structs.replace(second, seen=seen)], signer())
        receive(store, 3, NOW + 90)
    old = _without_evidence(home.database)
    old.execute("INSERT INTO receipt VALUES (2, 2, ?), (2, 2, ?), (3, 3, ?)", (NOW + 70, NOW + 60, NOW + 90))
    old.execute("INSERT INTO held VALUES (1, 'invalid', 'x')")
    old.commit()
    old.close()
    with LaptopStore.open(home) as store:
        (line,) = store.records.page(first.record).history
        assert (line.after, line.receipt) == (None, NOW + 60)
        assert line.quarantined is not None and line.quarantined.why == "invalid"
        (line,) = store.records.page(second.record).history
        assert (line.after, line.receipt, line.quarantined) == (NOW + 60, NOW + 90, None)
        assert [(kept.acked, kept.time, bool(kept.note)) for kept in store.logs.receipts()] == [
            (2, NOW + 60, False),
            (3, NOW + 90, True),
        ]
        assert [checkpoints.parse(note).checkpoint.size for note in store.logs.hub_heads()] == [5]
        receive(store, 2, NOW + 55, index=4, may_lower=False)
        (line,) = store.records.page(second.record).history
        assert line.after == NOW + 55  # what it cites is larger than where that acceptance stands


def _without_evidence(path: Path) -> sqlite3.Connection:
    """A store as the first version had it."""
    old = sqlite3.connect(path)
    for table in ("receipted", "hub_head", "citation", "verdict", "held", "peer_head", "left_behind", "contradiction"):
        old.execute(f"DROP TABLE {table}")
    old.execute("CREATE TABLE receipt (acked INTEGER NOT NULL, own INTEGER NOT NULL, time INTEGER NOT NULL) STRICT")
    old.execute("CREATE TABLE held (idx INTEGER PRIMARY KEY, why TEXT NOT NULL, detail TEXT NOT NULL) STRICT")
    assert old.execute("DELETE FROM _sqlite_migrations WHERE name IN ('evidence', 'generations')").rowcount == 2
    return old


def test_what_an_older_program_took_and_none_may_write_is_counted_no_more(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path)
    good, other = activity("Họp bản"), activity("Phát loa")
    beyond = encode(other).replace(b'"at":%d' % NOW, b'"at":%d' % 2**53)
    with new_store(tmp_path) as store:
        store.logs.append([good], signer())
        with store.taking() as taking:
            taking.append(PEER.origin, 0, [encode(other)], [leaf_hash(encode(other))])
    old = _without_evidence(home.database)
    assert old.execute("UPDATE entry SET line = ?, leaf = ? WHERE log <> 1", (beyond, leaf_hash(beyond))).rowcount == 1
    old.commit()
    old.close()
    with LaptopStore.open(home) as store:
        assert [row.record for row in store.records.rows(ActivityFilter())] == [good.record]
        assert store.records.rows(ActivityFilter(search="loa")) == []
        assert store.records.counts().records == 1


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


def test_what_an_older_program_read_in_part_or_not_at_all_is_read_whole_by_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = LaptopHome(tmp_path)
    newer = frozenset({"spans"})
    opaque = msgspec.structs.replace(PLAN, needs=("spans",))
    with monkeypatch.context() as later:
        later.setattr(directive, "KNOWN_NEEDS", newer)
        line = encode(Directed(salt=salt(), at=NOW, directive=opaque))
    with new_store(tmp_path) as store:
        follow_registry(store)
        with store.taking() as taking:
            taking.append(origins.registry(HUB), 2, [line], [leaf_hash(line)])
        store.logs.append([report("2653/KH-UBND@2026-11")], signer())
        receive(store, 2)
        assert store.logs.registry().unread(PLAN.id).edition
        assert store.logs.registry().directives[0].duties == ()
        (head,) = store.reporting.reports()["2653/KH-UBND@2026-11"]
        assert (head.judged.verdict, head.judged.code) == ("unread", "opaque-duty")
        assert list(next_deadlines(store, NOW)) == []
    older = _without_evidence(home.database)
    assert older.execute("UPDATE entry SET kind = 'future' WHERE kind = 'directive'").rowcount == 1  # as the first version
    older.commit()
    older.close()
    monkeypatch.setattr(directive, "KNOWN_NEEDS", newer)
    with LaptopStore.open(home) as store:
        assert store.logs.registry().directives == (opaque,)
        (head,) = store.reporting.reports()["2653/KH-UBND@2026-11"]
        assert head.judged.verdict == "valid"
        assert [deadline.reported for deadline in next_deadlines(store, NOW)] == [True, False]
    kinds = sqlite3.connect(home.database).execute("SELECT kind FROM entry WHERE line = ?", (line,)).fetchall()
    assert kinds == [("directive",)]
