"""The program's folder on a laptop: made from a kit beside the old one, and put in its place whole."""

from __future__ import annotations

import compileall
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct

from field.setup import linux, windows
from sync.errors import Refused
from sync.shell import kit_list
from sync.shell.console import unavailable

_CODE: Final = ("lib", "cp311", "cp312", "cp313")


class Desk(Protocol):
    """A person's desk on a system: where the program lies, and what it is opened by."""

    within: str
    """The folder of a kit that is for this system."""

    @property
    def program(self) -> Path:
        """The program's folder."""

    def add_openers(self, program: Path) -> list[Path]:
        """Make what opens the program in this folder: on the desktop, in the menu."""

    def remove_openers(self) -> None:
        """Take those away."""


class Put(Struct, frozen=True):
    """What was put on a laptop."""

    version: str
    before: str
    """The version that was there; empty where none was."""
    program: Path
    openers: list[Path]


def desk() -> Desk:
    """The desk of whoever runs this."""
    return windows.WindowsDesk() if sys.platform == "win32" else linux.LinuxDesk()


def put(kit: Path, to: Desk, advance: Callable[[int], None]) -> Put:
    """Put the program of a kit on this laptop, in the place of an older one. `BadInput("no-kit")`,
    `BadInput("spoilt-kit")`, `Refused("program-open")` where the old one is in use: nothing was changed then."""
    listed = kit_list.read(kit)
    names = kit_list.check(kit, listed, to.within, advance)
    program = to.program
    fresh, old = program.with_name(program.name + ".new"), program.with_name(program.name + ".old")
    before = _version(program)
    try:
        _remove(fresh)
        for name in names:
            there = fresh / name.removeprefix(f"{to.within}/")
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kit / name, there)
            advance(1)
        (fresh / "version.txt").write_text(listed.soxa + "\n", encoding="utf-8")
        for each in _CODE:
            compileall.compile_dir(str(fresh / each), quiet=2, workers=1)
        _remove(old)
        _set_aside(program, old)
        fresh.rename(program)
        _remove(old)
        return Put(listed.soxa, before, program, to.add_openers(program))
    except OSError as error:
        raise unavailable(error) from None


def remove(of: Desk) -> bool:
    """Take the program off this laptop; whether it was there. `Refused("program-open")`."""
    program = of.program
    there = program.exists()
    try:
        old = program.with_name(program.name + ".old")
        _remove(old)
        _set_aside(program, old)
        of.remove_openers()
        _remove(old)
        _remove(program.with_name(program.name + ".new"))
    except OSError as error:
        raise unavailable(error) from None
    return there


def _set_aside(program: Path, old: Path) -> None:
    """Move the program's folder out of the way: not while it is in use, on a system that tells."""
    try:
        program.rename(old)
    except FileNotFoundError:
        return
    except PermissionError:
        raise Refused("program-open", path=str(program)) from None


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _version(program: Path) -> str:
    try:
        return (program / "version.txt").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
