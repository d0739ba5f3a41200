"""Putting a kit on a laptop: what is spoilt is named and changes nothing, what is there is replaced whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from field.cli import setup
from field.home import LaptopHome
from field.setup import invites
from field.setup.putting import put, remove
from hub.kit import writing
from sync.errors import BadInput, Misuse, Refused
from sync.shell import kit_list
from tests.world import World


@dataclass
class PlainDesk:
    """A desk without icons."""

    program: Path
    within: str = "linux"
    openers: list[Path] = field(default_factory=list)

    def add_openers(self, program: Path) -> list[Path]:
        self.openers = [program / "soxa"]
        return self.openers

    def remove_openers(self) -> None:
        self.openers = []


def nothing(_count: int) -> None:
    """No bar."""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit."""
    folder = tmp_path / "kit"
    for name, text in (("linux/soxa", "run"), ("linux/lib/a.py", "a = 1\n"), ("windows/python.exe", "MZ")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kit_list.written(folder, "0.1.0", "3.13.2")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> PlainDesk:
    return PlainDesk(tmp_path / "home" / "programs" / "soxa")


def test_what_is_in_the_kit_is_on_the_laptop_and_an_older_one_is_replaced(kit: Path, desk: PlainDesk) -> None:
    assert put(kit, desk, nothing).before == ""
    (desk.program / "lib" / "gone.py").write_text("", encoding="utf-8")
    (kit / "linux" / "lib" / "a.py").write_text("a = 2\n", encoding="utf-8")
    kit_list.written(kit, "0.2.0", "3.13.2")
    done = put(kit, desk, nothing)
    assert (done.before, done.version, done.openers) == ("0.1.0", "0.2.0", [desk.program / "soxa"])
    assert (desk.program / "lib" / "a.py").read_text(encoding="utf-8") == "a = 2\n"
    assert not (desk.program / "lib" / "gone.py").exists() and not (desk.program / "python.exe").exists()
    assert remove(desk) and not desk.program.exists() and desk.openers == []
    assert not remove(desk)
    assert [each.name for each in desk.program.parent.iterdir()] == []


@pytest.mark.parametrize(
    ("name", "text"), [("linux/lib/a.py", "a = 9\n"), ("linux/lib/a.py", None), ("linux/lib/strange.py", "import os\n")]
)
def test_what_a_stick_has_spoilt_is_named_and_nothing_is_changed(
    kit: Path, desk: PlainDesk, name: str, text: str | None
) -> None:
    put(kit, desk, nothing)
    before = sorted(each.name for each in desk.program.rglob("*"))
    if text is None:
        (kit / name).unlink()
    else:
        (kit / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        put(kit, desk, nothing)
    assert (refused.value.code, refused.value.facts["path"]) == ("spoilt-kit", name)
    assert sorted(each.name for each in desk.program.rglob("*")) == before


def test_a_folder_that_is_no_kit_is_refused(tmp_path: Path, desk: PlainDesk) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / kit_list.NAME).write_text("[]", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "other"):
        with pytest.raises(BadInput) as refused:
            put(folder, desk, nothing)
        assert refused.value.code == "no-kit"


def test_a_kit_for_another_system_puts_nothing_in_the_place_of_what_is_there(kit: Path, desk: PlainDesk) -> None:
    put(kit, desk, nothing)
    shutil.rmtree(kit / "linux")
    kit_list.written(kit, "0.2.0", "3.13.2")
    with pytest.raises(BadInput) as refused:
        put(kit, desk, nothing)
    assert refused.value.code == "no-kit"
    assert (desk.program / "lib" / "a.py").exists()


def test_a_program_that_is_open_where_that_holds_its_folder_is_left_as_it_is(
    kit: Path, desk: PlainDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(kit, desk, nothing)
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self == desk.program:
            raise PermissionError(13, "held")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    for act in (lambda: put(kit, desk, nothing), lambda: remove(desk)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "program-open"
    assert (desk.program / "soxa").read_text(encoding="utf-8") == "run"


def test_invites_that_hold_are_found_and_a_used_one_is_not_offered_again(world: World, kit: Path) -> None:
    writing.add_invites(
        kit, [writing.Invited("a.txt", world.invite("03390")), writing.Invited("b.txt", world.invite("03394"))]
    )
    (kit / kit_list.INVITES / "c.txt").write_text("no invite", encoding="utf-8")
    there = invites.invites_of(kit, world.now())
    assert [each.invite.unit for each in there] == ["03390", "03394"]
    invites.used(there[0])
    assert [each.path.name for each in invites.invites_of(kit, world.now())] == ["b.txt"]


def test_a_kit_is_written_into_no_folder_that_has_something(kit: Path) -> None:
    with pytest.raises(Misuse) as refused:
        writing.check_room(kit)
    assert refused.value.code == "kit-folder-full"
    writing.check_room(kit / "new")


def test_the_command_takes_the_invite_of_the_unit_that_is_named_and_of_no_other(
    world: World, kit: Path, desk: PlainDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "desk", lambda: desk)
    monkeypatch.setattr(setup, "now", world.now)
    writing.add_invites(
        kit, [writing.Invited("a.txt", world.invite("03390")), writing.Invited("b.txt", world.invite("03394"))]
    )
    home = LaptopHome(tmp_path / "ledger")
    with pytest.raises(Misuse) as refused:
        setup.install(kit, unit="03405", home=str(home.path))
    assert refused.value.code == "no-kit-invite"
    setup.install(kit, home=str(home.path))  # nobody is there who could choose
    assert not home.database.exists()
    setup.install(kit, unit="03394", home=str(home.path))
    assert home.database.exists()
    assert [each.name for each in sorted((kit / kit_list.INVITES).iterdir())] == ["a.txt", "b.txt.used"]
    setup.install(kit, home=str(home.path))
    setup.uninstall(home=str(home.path))
    assert home.database.exists() and not desk.program.exists()
