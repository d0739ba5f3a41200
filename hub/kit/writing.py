"""Writing a kit: one folder for a stick, from which a laptop gets the program, the handbook and its invite.

Cai-dat.cmd, Go-bo.cmd    put the program on a Windows laptop, and take it off
cai-dat.sh, go-bo.sh      the same on Linux
Huong-dan.html            the officer's handbook, to be read or printed; Handbook.html in English
giay-moi/                 invites, one for each laptop
windows/, linux/          the program with all that it needs
kit.json                  what each file is (`sync.shell.kit_list`)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from msgspec import Struct

from hub.kit import handbook, program, wheels
from hub.kit.parts import Parts
from hub.kit.systems import LINUX_PYTHONS, WINDOWS_PYTHON, System, tag
from sync.errors import Misuse
from sync.shell import installed, kit_list
from sync.shell.console import unavailable
from sync.shell.files import is_free_folder
from sync.wording.i18n import N_, Language, catalogue, speaking

_ = catalogue("hub")

_PATHS: Final = "python{}{}.zip\r\n.\r\nlib\r\n"
"""Where the embedded Python imports from, and from nowhere else."""
_COMMANDS: Final = {System.WINDOWS: ("Cai-dat.cmd", "Go-bo.cmd"), System.LINUX: ("cai-dat.sh", "go-bo.sh")}
_HANDBOOKS: Final[dict[Language, str]] = {"vi": "Huong-dan.html", "en": "Handbook.html"}


class Invited(Struct, frozen=True):
    """An invite that goes into a kit: by the name of its file, its line."""

    name: str
    line: str


def write(
    folder: Path, parts: Parts, systems: Collection[System], *, sha256: str | None, advance: Callable[[int], None]
) -> kit_list.KitList:
    """Write a kit for some systems, without invites, into a folder that does not exist, or is empty; its list.
    `Misuse("kit-folder-full")`, and as `Parts` does."""
    check_room(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        python = ""
        if System.WINDOWS in systems:
            python = _windows(folder / System.WINDOWS.value, parts, sha256, advance)
        if System.LINUX in systems:
            _linux(folder / System.LINUX.value, parts, advance)
        for system in systems:
            for name in _COMMANDS[system]:
                _put(name, folder / name)
        for language, name in _HANDBOOKS.items():
            (folder / name).write_text(handbook.page(language), encoding="utf-8", newline="\n")
        kit_list.written(folder, installed.version(), python)
    except OSError as error:
        raise unavailable(error) from None
    return kit_list.read(folder)


def add_invites(folder: Path, invites: Sequence[Invited]) -> None:
    """Put invites into a kit that is written."""
    place = folder / kit_list.INVITES
    try:
        place.mkdir()
        for invited in invites:
            (place / invited.name).write_text(invited.line + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise unavailable(error) from None


def check_room(folder: Path) -> None:
    """Whether a kit may be written into a folder. `Misuse("kit-folder-full")`."""
    if not is_free_folder(folder):
        raise Misuse("kit-folder-full", path=str(folder))


def _windows(folder: Path, parts: Parts, sha256: str | None, advance: Callable[[int], None]) -> str:
    folder.mkdir()
    version = parts.unpack_python(folder, sha256, advance)
    (folder / f"python{WINDOWS_PYTHON[0]}{WINDOWS_PYTHON[1]}._pth").write_text(
        _PATHS.format(*WINDOWS_PYTHON), encoding="ascii", newline=""
    )
    for wheel in parts.wheels(System.WINDOWS, WINDOWS_PYTHON):
        wheels.unpack(wheel, folder / "lib")
        advance(1)
    program.copy(folder / "lib")
    _put("soxa.ico", folder / "soxa.ico")
    words = N_("Sổ xã needs Windows 10 or newer, 64-bit. This laptop has something else: ask the province for another way.")
    _text(folder / "Windows.txt", words, "\r\n")
    return version


def _linux(folder: Path, parts: Parts, advance: Callable[[int], None]) -> None:
    """What is the same for every Python lies once, in `lib`."""
    folder.mkdir()
    chosen = {python: parts.wheels(System.LINUX, python) for python in LINUX_PYTHONS}
    everywhere = set.intersection(*({wheel.name for wheel in some} for some in chosen.values()))
    for python, some in chosen.items():
        for wheel in some:
            common = wheel.name in everywhere
            if not common or python == LINUX_PYTHONS[0]:
                wheels.unpack(wheel, folder / ("lib" if common else tag(python)))
            advance(1)
    program.copy(folder / "lib")
    for name, to in (("soxa.sh", "soxa"), ("start.py", "start.py"), ("soxa.ico", "soxa.ico")):
        _put(name, folder / to)
    words = N_(
        "Sổ xã needs Python 3.11, 3.12 or 3.13 on a 64-bit Intel or AMD machine. This laptop has no such Python (python3 "
        "--version): ask whoever looks after it to install one."
    )
    _text(folder / "Linux.txt", words, "\n")


def _put(name: str, to: Path) -> None:
    """Put a file of ours there; commands of Windows end their lines as Windows does."""
    data = files("hub.kit").joinpath("files").joinpath(name).read_bytes()
    to.write_bytes(data.replace(b"\n", b"\r\n") if name.endswith(".cmd") else data)


def _text(path: Path, words: str, end: str) -> None:
    """A file of a sentence, in both languages: whose laptop it is shown on is not known."""
    said = []
    for language in _HANDBOOKS:
        with speaking(language):
            said.append(_(words) + end)
    path.write_text("".join(said), encoding="utf-8", newline="")
