"""`soxa hub clock`: what looks false is shown, and stated by its first and last acceptance."""

from __future__ import annotations

import json
import re
import shlex
import time
from pathlib import Path

import pytest

from sync.encoding.types import Instant
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, soxa
from tests.world import World


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a hub whose clock ran two years ahead for one exchange."""
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    world.set_clock(Instant(int(time.time()) + 730 * 86_400))
    laptop.log()
    laptop.exchange(world.line)
    world.close()
    return world.home.path


def test_what_looks_false_is_shown_and_stated(home: Path) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        done = soxa("hub", "clock", *words, "--home", str(home))
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    code, shown, told = run()
    assert code == ExitCode.DONE and told.rstrip().endswith("--false 3") and "3-3" not in shown, "one is no stretch"
    assert json.loads(run("--json")[1])["suspicious"][0]["first"] == 3
    for wrong, named in (("ba", "bad-stretch"), ("3-4", "no-such-stretch"), ("3-", ""), ("3", "no-such-stretch")):
        code, answered, _told = run("--false", wrong, "--json")
        found = json.loads(answered)
        assert (found["error"]["code"] if "error" in found else "") == named
    _code, shown, _told = run()
    assert "acceptance 3 is" in shown or "tiếp nhận 3 là" in shown
    assert json.loads(run("--json")[1])["suspicious"] == []


@pytest.mark.parametrize(
    ("name", "heading"),
    [("README.md", "### Khi đồng hồ máy chủ đã sai"), ("README.en.md", "### When the hub's clock was wrong")],
)
def test_each_command_of_the_handbooks_chapter_does_what_it_says(home: Path, name: str, heading: str) -> None:
    text = (ROOT / "hub" / name).read_text(encoding="utf-8").partition(heading)[2].partition("\n### ")[0]
    shown, stated = re.findall(r"^\$ soxa (.+)$", text, re.MULTILINE)
    for line in (shown, stated.replace("12-15", "3-3")):
        done = soxa(*shlex.split(line), SOXA_HUB_HOME=str(home))
        assert done.returncode == ExitCode.DONE, (line, done.stderr)
