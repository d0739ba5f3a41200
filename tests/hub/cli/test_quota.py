"""`soxa hub quota`: what a day allows is shown, and set one by one."""

from __future__ import annotations

import json
from pathlib import Path

from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.world import World


def test_what_a_day_allows_is_shown_and_set(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.close()

    def run(*words: str) -> tuple[int, str]:
        done = soxa("hub", "quota", *words, "--home", str(world.home.path))
        return done.returncode, done.stdout.decode()

    usual = {"entries": 50_000, "mib": 64, "unit_entries": 150_000, "unit_mib": 192}
    assert json.loads(run("--json")[1]) == usual
    code, shown = run("--entries", "70000", "--unit-mib", "500")
    assert code == ExitCode.DONE and "70,000" in shown and "500" in shown
    assert json.loads(run("--json")[1]) == usual | {"entries": 70_000, "unit_mib": 500}
    assert "--unit-entries" not in shown
    assert run("--entries", "0")[0] != ExitCode.DONE
    assert json.loads(run("--json")[1])["entries"] == 70_000


def test_a_unit_that_may_bring_less_than_one_laptop_is_warned_of(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.close()

    def told(*words: str) -> str:
        done = soxa("hub", "quota", *words, "--home", str(world.home.path))
        assert done.returncode == ExitCode.DONE
        return done.stderr.decode()

    assert "--unit-entries 300000 --unit-mib 192" in told("--entries", "300000")
    assert "--unit-entries 300000" in told(), "as long as it is so"
    assert "--unit-entries" not in told("--unit-entries", "300000")
    assert "--unit-entries 300000 --unit-mib 64" in told("--unit-mib", "63")
