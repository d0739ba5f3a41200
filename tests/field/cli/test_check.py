"""`soxa field check`, as an officer and a script have it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

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
