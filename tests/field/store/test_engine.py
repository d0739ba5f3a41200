"""What was said to be saved is saved: through kills, full disks and two programs at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.home import LaptopHome
from field.messages import sentence
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.shell.commands import group, run
from sync.shell.exit_codes import ExitCode
from tests.field.alone import activity, check_log, new_store, signer

ROOT = Path(__file__).resolve().parents[3]


def saver(folder: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.field.saver", str(folder), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def printed(output: str) -> set[str]:
    """The whole lines: a kill may cut the last one."""
    return set(output.split("\n")[:-1])


@pytest.mark.parametrize("saved", [0, 1, 2, 3, 7, 20])
def test_a_kill_at_any_moment_loses_nothing_that_was_saved(tmp_path: Path, saved: int) -> None:
    new_store(tmp_path).close()
    told: set[str] = set()
    for _again in range(2):
        with saver(tmp_path, 100_000) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(saved)]
            process.kill()
            told |= printed("".join(lines) + process.stdout.read())
        assert len(told) >= saved
        with LaptopStore.open(LaptopHome(tmp_path)) as store:
            check_log(store)
            assert told <= {row.record for row in store.records.rows(ActivityFilter())}
            store.logs.append([activity("Sau khi mất điện")], signer())
            check_log(store)


def test_a_kill_while_the_store_is_made_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "soxa.new").write_bytes(b"half of a store")
    with new_store(tmp_path) as store:
        check_log(store)
    assert not (tmp_path / "soxa.new").exists()


def test_two_programs_saving_at_once_keep_one_whole_log(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    both = [saver(tmp_path, 40) for _ in range(2)]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    ids = printed(told[0]) | printed(told[1])
    assert len(ids) == 80
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        check_log(store)
        assert {row.record for row in store.records.rows(ActivityFilter())} == ids
        assert store.logs.own.size == 1 + 80


@pytest.fixture
def nearly_full(tmp_path: Path) -> Iterator[LaptopStore]:
    """A store on which some pages more fit, and no others."""
    store = new_store(tmp_path)
    connection = store._sql  # the one setting of SQLite that acts as a full disk does
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 6}")
    yield store
    store.close()


def test_a_full_disk_is_refused_and_the_log_stays_whole(nearly_full: LaptopStore, tmp_path: Path) -> None:
    saved = []
    with pytest.raises(sqlite3.OperationalError) as caught:
        for _ in range(100):
            saved += nearly_full.logs.append([activity(text="x" * 2_000)], signer())
    assert caught.value.sqlite_errorcode == sqlite3.SQLITE_FULL
    assert saved
    check_log(nearly_full)
    assert nearly_full.logs.leaves(nearly_full.logs.own.origin, 1, nearly_full.logs.own.size) == saved
    with LaptopStore.open(LaptopHome(tmp_path)) as after:  # room was made
        after.logs.append([activity()], signer())
        check_log(after)


def test_a_full_disk_is_told_in_plain_words(nearly_full: LaptopStore, capfd: pytest.CaptureFixture[str]) -> None:
    app = group("")

    @app.command()
    def fill() -> None:
        nearly_full.logs.append([activity(text="x" * 9_000) for _ in range(100)], signer())

    assert run(app, [], "soxa", sentence) == ExitCode.UNREACHABLE
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("soxa: ") and told.err.count("\n") == 1
    assert nearly_full.logs.own.size == 1


def test_who_must_wait_too_long_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as one, LaptopStore.open(LaptopHome(tmp_path)) as other:
        other._sql.execute("PRAGMA busy_timeout = 1")  # the waiting itself is SQLite's
        with one.transaction():
            one.logs.append([activity()], signer())
            with pytest.raises(sqlite3.OperationalError) as caught:
                other.logs.append([activity()], signer())
        assert caught.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
        assert (one.logs.own.size, other.logs.own.size) == (2, 2)
        other.logs.append([activity()], signer())
        check_log(one)


def test_a_transaction_inside_another_joins_it(store: LaptopStore) -> None:
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.logs.append([activity()], signer())
        raise KeyboardInterrupt
    assert store.logs.own.size == 1
    check_log(store)
