"""`soxa field check`, as an officer and a script have it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from field.exchange import reserve
from sync.errors import SoxaError
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.world import World


def test_damage_is_named_with_what_to_do(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.log()
    home = laptop.home
    world.close()
    whole = soxa("field", "check", "--home", str(home.path))
    assert (whole.returncode, b"all as they were signed" in whole.stdout) == (ExitCode.DONE, True), whole.stderr
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("UPDATE entry SET line = x'00' WHERE log = 1 AND idx = 1")
    told = soxa("field", "check", "--home", str(home.path))
    assert (told.returncode, b"this laptop's" in told.stdout) == (ExitCode.DAMAGED, True)
    assert b"not with the province yet" in told.stderr
    (damage,) = json.loads(soxa("field", "check", "--json", "--home", str(home.path)).stdout)["damage"]
    assert (damage["part"], damage["index"], damage["own"], damage["received"]) == ("entry", 1, True, False)
    assert "backup" in damage["advice"] and "sync" in damage["advice"]


def test_what_a_hub_has_that_gathers_what_it_lacks_is_not_said_to_come_with_the_next_sync(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    home = laptop.home
    for asking, said in ((False, b"with the next sync"), (True, b"gives nothing back before")):
        laptop.store.local.hub_asks(asking)
        with closing(sqlite3.connect(home.database)) as database, database:
            database.execute("UPDATE entry SET line = x'00' WHERE log = 1 AND idx = 1")
        told = soxa("field", "check", "--home", str(home.path))
        assert told.returncode == ExitCode.DAMAGED and said in told.stderr, told.stderr
    world.close()


def test_what_the_backup_has_of_the_damage_is_put_back_and_that_is_said(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.log()
    reserve.keep(laptop.store, laptop.home, now=world.now())
    world.close()
    for options in ((), ("--json",)):
        with closing(sqlite3.connect(laptop.home.database)) as database, database:
            database.execute("UPDATE entry SET line = x'00' WHERE log = 1 AND idx = 1")
        told = soxa("field", "check", *options, "--home", str(laptop.home.path))
        assert (told.returncode, b"was put back from the backup" in told.stderr) == (ExitCode.DONE, True), told.stderr
    assert (json.loads(told.stdout)["put_back"], json.loads(told.stdout)["damage"]) == (1, [])


def test_a_list_that_lies_is_put_right_and_that_is_said(tmp_path: Path) -> None:
    """By the check, and by whatever command opens the folder next."""
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.log(title="Phát loa")
    laptop.exchange(world.line)
    home, shown = laptop.home, laptop.records()
    world.close()
    for command, said in (("list", b"not listed as it is saved"), ("check", b"not listed as it is saved")):
        with closing(sqlite3.connect(home.database)) as database, database:
            assert database.execute("UPDATE record SET date = '2031-01-01', retracted = 1").rowcount == 1
        told = soxa("field", command, "--home", str(home.path))
        assert (told.returncode, said in told.stderr) == (ExitCode.DONE, True), told.stderr
        assert said not in soxa("field", command, "--home", str(home.path)).stderr
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("UPDATE entry SET kind = 'report' WHERE kind = 'join' AND log = 1")
    told = soxa("field", "check", "--json", "--home", str(home.path))
    (anew,) = json.loads(told.stdout)["made_anew"]
    assert anew["entries"] == 1 and b"filed as something else" in told.stderr
    world.reopen()
    laptop.reopen()
    assert laptop.records() == shown
    world.close()


def test_a_colleagues_log_that_came_in_part_is_not_called_damaged(tmp_path: Path) -> None:
    world = World(tmp_path)
    colleague, laptop = world.laptop("03390"), world.laptop("03390")
    for number in range(400):
        colleague.log(title=f"Phát loa {number} " + world.random(200).hex())
    colleague.exchange(world.line)
    lines = iter([world.line, world.cut_reply(0.5)])

    def breaking(body: bytes) -> Iterable[bytes]:
        return next(lines, world.kept([]))(body)

    with suppress(SoxaError):
        laptop.exchange(breaking)
    held = laptop.store.logs.extent(colleague.origin)
    assert 0 < held.size < 401, "a test of nothing"
    assert laptop.store.soundness.check(None, lambda _count: None) == []
    world.close()


def test_a_report_that_was_submitted_here_and_not_synced_accuses_no_disk(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.log()
    home = laptop.home
    world.close()
    for results in ("lần đầu", "lần sau"):
        sent = soxa("field", "report", "2026-12", "--submit", "--results", results, "--home", str(home.path))
        assert sent.returncode == ExitCode.DONE, sent.stderr
        told = soxa("field", "check", "--home", str(home.path))
        assert (told.returncode, told.stderr) == (ExitCode.DONE, b""), told.stderr
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("UPDATE verdict SET verdict = 'opaque'")
    told = soxa("field", "check", "--home", str(home.path))
    assert b"were looked at again" in told.stderr
