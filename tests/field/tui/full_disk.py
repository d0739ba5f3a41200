"""The officer's program on a disk that is full, played in a process that has mounted one: `python -m
tests.field.tui.full_disk WHEN FOLDER`. The disk is full before the program is opened, or becomes so while it is open."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from field.activities import drafts
from field.exchange import reserve
from field.home import LaptopHome
from field.messages import sentence
from field.store import LaptopStore
from field.tui.screens.form import Form
from field.tui.screens.ledger import Ledger
from field.tui.screens.path_picker import PathPicker
from field.tui.screens.sync import SyncScreen
from hub.web.service import HubService
from sync.errors import DiskFull
from tests.field.alone import PLAN
from tests.field.tui.moves import to_ledger
from tests.field.tui.officer import Officer, at_work, new_world, said
from tests.field.tui.served import history, joined, unsent
from tests.serving import serving
from tests.small_disks import SmallDisk

_ = said
FULL = sentence(DiskFull())
SYNCED = _("Synced: {sent} entries sent, {received} taken; {up} up, {down} down.").partition("{")[0]
LOSE = _("What is typed here could not be kept: leave it, and lose it?")[:30]


def play_all(when: str, folder: Path) -> None:
    """Browse, search, type, save, sync, pack and leave on the full disk; then make room, and go on."""
    disk = SmallDisk(folder / "disk", "3m")
    world = new_world(folder / "world", PLAN)
    service = HubService(world.store, world.keys, now=world.now, random_bytes=world.random)
    with serving(service.app()) as url:
        shutil.move(joined(world, folder / "xa", url).path, folder / "disk" / "xa")
        for anchor in folder.glob(".xa-*"):
            shutil.move(anchor, folder / "disk")
        home = LaptopHome(folder / "disk" / "xa")
        if when == "before":
            disk.fill()

        async def play(officer: Officer) -> None:
            if when != "before":
                disk.fill()
            await browse(officer)
            await officer.press("f2")
            await officer.type("Họp bản")
            await officer.press("ctrl+s")
            await officer.hears(FULL)
            assert isinstance(officer.screen, Form)
            await officer.press("escape")
            await officer.sees(LOSE)
            await officer.press("escape", "f5", "f5")
            await officer.hears(FULL)
            await pack(officer, folder)
            await officer.press("escape")
            disk.make_room()
            assert isinstance(officer.screen, Form)
            await officer.press("escape")
            await to_ledger(officer)
            assert [kept.draft.title for kept in drafts.kept(officer.session.store)] == ["Họp bản"]
            await officer.press("f5", "f5")
            await officer.hears(SYNCED)
            await officer.press("escape", "f2")
            await officer.type("Có chỗ rồi")
            await officer.press("ctrl+s")
            await officer.hears(_("Saved."))
            disk.fill()

        at_work(home, play, clock=world.now)
        disk.make_room()
        assert [exchange.outcome for exchange in history(home)][:1] == ["done"]
        assert unsent(home) == 1
        leave_full(disk, home, folder)
    world.close()


async def browse(officer: Officer) -> None:
    """All that is there can be looked at and found."""
    await officer.press("enter")
    await officer.sees(_("How it came to be"), "Phát loa")
    await officer.press("escape", "f3")
    await officer.type("phat")
    await officer.sees("Phát loa")
    await officer.press("escape", "escape")
    for key in ("f6", "f7", "f8", "f9"):
        await officer.press(key)
        await officer.until(lambda: not isinstance(officer.screen, Ledger), key)
        await officer.press("escape")
        await to_ledger(officer)
    assert officer.toasts == []


async def pack(officer: Officer, folder: Path) -> None:
    """What is unsent goes on a stick, which has room."""
    await officer.press("f2")
    assert isinstance(officer.screen, PathPicker)
    officer.screen.dismiss(folder)
    await officer.until(lambda: isinstance(officer.screen, SyncScreen) and bool(officer.toasts), "packed")
    await officer.hears(str(folder))
    assert list(folder.glob("*.soxa"))


def leave_full(disk: SmallDisk, home: LaptopHome, folder: Path) -> None:
    """What is unsent goes to its second place as the program ends, though its own disk is full."""
    (folder / "stick").mkdir()
    with LaptopStore.open(home) as store:
        reserve.set_folder(store, folder / "stick")
    disk.fill()

    async def look(officer: Officer) -> None:
        await officer.sees("Có chỗ rồi")

    at_work(home, look)
    assert list((folder / "stick").glob("soxa-unsent-*.soxa"))


if __name__ == "__main__":
    play_all(sys.argv[1], Path(sys.argv[2]))
