"""The list of a kit: which version of the program lies there, and what each of its files is, so that one that a stick has
spoilt is not put on a laptop. Who made the kit it does not show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from sync.errors import BadInput
from sync.shell.console import unavailable

NAME: Final = "kit.json"
INVITES: Final = "giay-moi"
"""The folder of a kit's invites, each a file of one line."""
_MOST: Final = 4 * 1024 * 1024
"""Bytes of a list: ten times the present one."""


class KitList(msgspec.Struct, frozen=True):
    """What lies in a kit."""

    soxa: str
    """The version of the program."""
    python: str
    """The version of the Python that it brings to Windows; empty for one of which the operator vouched."""
    files: dict[str, str]
    """By its path within the kit, with slashes, each file's SHA-256 in hexadecimal digits."""


def written(folder: Path, soxa: str, python: str) -> None:
    """Write the list of what lies in a folder, but for the invites, which go and come."""
    found = {name: _digest(folder / name) for name in sorted(_names(folder)) if not name.startswith(f"{INVITES}/")}
    listed = msgspec.json.format(msgspec.json.encode(KitList(soxa, python, found)), indent=1)
    (folder / NAME).write_bytes(listed + b"\n")


def read(folder: Path) -> KitList:
    """The list of a kit. `BadInput("no-kit")` where there is none."""
    try:
        with (folder / NAME).open("rb") as file:
            return msgspec.json.decode(file.read(_MOST), type=KitList)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput("no-kit", path=str(folder)) from None
    except OSError as error:
        raise unavailable(error) from None


def check(folder: Path, listed: KitList, within: str, advance: Callable[[int], None]) -> list[str]:
    """Hold the files of one folder of a kit against its list: their names. `BadInput("no-kit")` where it has none for that
    system; `BadInput("spoilt-kit")` names the first that is not as it was written, is missing, or is not in the list."""
    names = sorted(name for name in listed.files if name.startswith(f"{within}/"))
    if not names:
        raise BadInput("no-kit", path=str(folder / within))
    strange = _names(folder, within) - set(names)
    for name in [*sorted(strange), *names]:
        try:
            whole = name not in strange and _digest(folder / name) == listed.files[name]
        except OSError:
            whole = False
        if not whole:
            raise BadInput("spoilt-kit", path=name)
        advance(1)
    return names


def _names(folder: Path, within: str = ".") -> set[str]:
    """The files in one folder of a kit, or in all of it, by their paths in the kit; what Python keeps of its own beside them
    is none."""
    found = (each for each in (folder / within).rglob("*") if each.is_file() and "__pycache__" not in each.parts)
    return {each.relative_to(folder).as_posix() for each in found} - {NAME}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
