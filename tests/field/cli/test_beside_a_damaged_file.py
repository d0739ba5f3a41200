"""What the handbook says of a data file of which nothing can be read, by its commands: a new folder, an invite, what the
province answers, and what is unsent out of the backup."""

from __future__ import annotations

import time
from pathlib import Path

from field.messages import MESSAGES
from sync.encoding.types import Instant
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.world import World

UNIT = "03390"


def field(*words: str, home: Path, code: ExitCode = ExitCode.DONE) -> str:
    """What a command of the laptop says."""
    done = soxa("field", *words, "--home", str(home))
    said = done.stderr.decode()
    assert done.returncode == code and "Traceback" not in said, said
    return said


def by_stick(world: World, home: Path, name: str) -> None:
    out, back = world.folder / f"{name}.soxa", world.folder / f"{name}-back.soxa"
    field("pack", str(out), home=home)
    world.unpack(out, back)
    field("unpack", str(back), home=home)


def test_a_new_folder_has_all_that_was_saved_in_the_one_that_cannot_be_read(tmp_path: Path) -> None:
    now = Instant(int(time.time()) - 3_600)
    world = World(tmp_path, founded=Instant(now - 86_400))
    world.set_clock(now)
    laptop = world.laptop(UNIT)
    laptop.log(title="Đã gửi")
    laptop.exchange(world.line)
    laptop.store.close()
    old, new = laptop.home.path, tmp_path / "moi"
    field("log", "--title", "Chưa gửi", "--date", "today", home=old)
    laptop.home.database.write_bytes(b"no database " * 1_000)
    before, after = MESSAGES["store-damaged"].split("{why}")
    for command in (("list",), ("check",)):
        said = field(*command, home=old, code=ExitCode.DAMAGED)
        assert before in said and after in said
    field("join", world.invite(UNIT), home=new)
    by_stick(world, new, "first")
    field("rescue", f"{old}-backup", home=new)
    by_stick(world, new, "second")
    titles = {str(record.values.title) for record in world.hub_records(UNIT).values()}
    assert titles == {"Đã gửi", "Chưa gửi"}
    shown = soxa("field", "list", "--home", str(new)).stdout.decode()
    assert "Đã gửi" in shown and "Chưa gửi" in shown
    world.store.close()
