"""A machine whose clock stands where Python does not count, beyond 2262: every command does what it does, the program opens,
and it is said that the clock cannot be right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.world import Laptop, World

_BEYOND = """
import sys, time
def beyond():
    raise OverflowError("timestamp too large to convert to C _PyTime_t")
time.time = time.time_ns = beyond
from sync.shell.main import main
sys.argv = ["soxa", *sys.argv[1:]]
"""


def soxa(*words: str, home: Path, then: str = "main()") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", f"{_BEYOND}{then}", *words, "--home", str(home)],
        env=os.environ | {"SOXA_LANG": "en", "HOME": str(home.parent)},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def home(world: World) -> Path:
    laptop: Laptop = world.laptop("03390")
    laptop.log(title="Họp bản")
    laptop.exchange(world.line)
    laptop.store.close()
    return laptop.home.path


def test_commands_do_what_they_do_and_say_that_the_clock_is_wrong(home: Path, tmp_path: Path) -> None:
    told = b"a day beyond the year 2189"
    noted: tuple[tuple[str, ...], ...] = (("status",), ("log", "--title", "x"), ("report", "2026-11", "--submit"))
    for words in noted:
        done = soxa("field", *words, home=home)
        assert done.returncode == 0 and told in done.stdout + done.stderr, done.stderr
    for silent in (("list",), ("pack", str(tmp_path / "out.soxa"))):
        assert soxa("field", *silent, home=home).returncode == 0
    done = soxa("field", "sync", home=home)
    assert done.returncode == 3 and b"went wrong in soxa itself" not in done.stderr, done.stderr


def test_the_program_opens_and_its_work_beside_can_be_timed(home: Path) -> None:
    opens = (
        "import sync.shell.main as m; m._count_the_clock()\n"
        "from pathlib import Path\n"
        "import asyncio, logging\n"
        "from field.home import LaptopHome\n"
        "from field.session import Onboarding\n"
        "from field.tui.app import FieldApp\n"
        "from sync.shell.console import now, random_bytes\n"
        "async def play():\n"
        "    begun = Onboarding(LaptopHome(Path(sys.argv[-1])), clock=now, random_bytes=random_bytes)\n"
        "    app = FieldApp(begun, begun.session())\n"
        "    async with app.run_test(size=(100, 40)) as pilot:\n"
        "        await pilot.pause(0.5)\n"
        "        print(type(app.screen).__name__, app.broken)\n"
        "    app.session.close()\n"
        "asyncio.run(play())\n"
        "assert time.time_ns() > 9 * 10**18\n"
    )
    done = soxa(home=home, then=opens)
    assert (done.returncode, done.stdout.strip()) == (0, b"Ledger None"), done.stderr
