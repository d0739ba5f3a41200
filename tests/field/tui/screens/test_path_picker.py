"""Picking a path: typed, or found with the arrows."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NoReturn

import pytest

from field.home import LaptopHome
from field.messages import sentence
from field.store import LaptopStore
from field.tui.screens import path_picker
from sync.shell.console import unavailable
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import World

_ = said


@pytest.fixture
def home(tmp_path: Path) -> LaptopHome:
    return LaptopHome(tmp_path / "new")


def joined(home: LaptopHome) -> str:
    """Whose laptop it is."""
    with LaptopStore.open(home) as store:
        assert store.membership.unit == UNIT
        return store.membership.officer or ""


def test_an_invite_in_a_file_is_opened_by_its_typed_path(world: World, home: LaptopHome, tmp_path: Path) -> None:
    file = tmp_path / "giấy mời.invite"
    file.write_text(world.invite(UNIT) + "\n", encoding="utf-8-sig")

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.sees(_("Which file holds the invite?"))
        await officer.type(str(tmp_path / "nothing.invite"))
        await officer.press("enter")
        await officer.sees(_("There is no such file."))
        await officer.press("f3")
        for _letter in "nothing.invite":
            await officer.press("backspace")
        await officer.type(file.name)
        await officer.press("enter")
        await officer.sees(f"({UNIT})")
        await officer.press("f2")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."))

    at_work(home, play)
    assert joined(home) == ""


def test_an_invite_in_a_file_is_found_with_the_arrows(world: World, home: LaptopHome, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    (folder / "other").mkdir(parents=True)
    (folder / "letter.pdf").write_bytes(b"")
    (folder / "binh-lu.invite").write_text(world.invite(UNIT), encoding="utf-8")

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.type(str(folder))
        await officer.press("enter")
        await officer.sees("binh-lu.invite", "other")
        assert "letter.pdf" not in officer.text
        await officer.press("down", "down", "enter")
        await officer.sees(f"({UNIT})")

    at_work(home, play)
    assert not home.database.exists()


def test_a_path_is_what_was_typed_before_enter(world: World, home: LaptopHome, tmp_path: Path) -> None:
    file = tmp_path / "giấy mời.invite"
    file.write_text(world.invite(UNIT) + "\n", encoding="utf-8-sig")

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.sees(_("Which file holds the invite?"))
        await officer.rush(f"{file}\rLan")
        await officer.sees(f"({UNIT})")
        await officer.press("f2")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."), "Lan")

    at_work(home, play)
    assert joined(home) == "Lan"


def test_a_folder_that_cannot_be_read_is_told_in_words(
    home: LaptopHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = PermissionError(errno.EACCES, "Permission denied", "/media/usb")

    def closed(*_given: object) -> NoReturn:
        raise fault

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.sees(_("Which file holds the invite?"))
        monkeypatch.setattr(path_picker, "_inside", closed)
        await officer.type(str(tmp_path))
        await officer.press("enter")
        await officer.sees(sentence(unavailable(fault)))
        assert "Permission denied" not in officer.text

    at_work(home, play)
