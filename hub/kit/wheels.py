"""Wheels: those that a laptop of a system needs, fetched from where pip fetches, and unpacked where Python finds them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from importlib.metadata import requires
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from installer import install
from installer.destinations import SchemeDictionaryDestination
from installer.exceptions import InstallerError
from installer.records import RecordEntry
from installer.sources import WheelFile, WheelSource
from installer.utils import Scheme
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from hub.kit.systems import System, tag
from sync.errors import BadInput, Unavailable

_LEFT_OUT: Final = frozenset({"pip", "setuptools", "tzdata"})
"""What only installs other packages, for a laptop's program is whole as it comes; and the world's time zones, which it does
not ask for."""
_NEVER_READ: Final = frozenset({".c", ".h", ".pxd", ".pxi", ".pyi", ".pyx"})
"""What only those need who build on a package: hundreds of small files, and a stick is slow with each."""
_HARDLY: Final = 10
"""Rounds in which what is needed has been found, or never will be."""


def needs(system: System, python: tuple[int, int], lines: Iterable[str]) -> list[Requirement]:
    """The requirements that hold on a system, with their markers decided. `BadInput("bad-kit-part")`."""
    try:
        asked = [Requirement(line) for line in lines]
    except InvalidRequirement as error:
        raise BadInput("bad-kit-part", path=str(error), why="what it needs is not said as it should be") from None
    held = [each for each in asked if each.marker is None or each.marker.evaluate(dict(system.markers(python)))]
    for each in held:
        each.marker = None
    return [each for each in held if canonicalize_name(each.name) not in _LEFT_OUT]


def own_needs(system: System, python: tuple[int, int]) -> list[Requirement]:
    """What the program itself needs there."""
    return needs(system, python, requires("soxa") or [])


def fetch(system: System, python: tuple[int, int], into: Path) -> None:
    """Fetch all wheels that a system needs into a new folder. `Unavailable("kit-parts-unreachable")`."""
    asked = {str(each) for each in own_needs(system, python)}
    for _round in range(_HARDLY):
        with tempfile.TemporaryDirectory() as scratch:
            _download(system, python, sorted(asked), Path(scratch))
            chosen = needed(system, python, sorted(Path(scratch).glob("*.whl")))
            if not chosen.missing:
                into.mkdir(parents=True)
                for wheel in chosen.wheels:
                    shutil.move(str(wheel), into / wheel.name)
                return
            asked |= chosen.missing
    raise Unavailable("kit-parts-unreachable", why=", ".join(sorted(asked)))


class Chosen(NamedTuple):
    """Of some wheels: those that are needed, and what is needed besides, as requirements."""

    wheels: list[Path]
    missing: set[str]


def needed(system: System, python: tuple[int, int], wheels: Sequence[Path]) -> Chosen:
    """Follow what the program needs, and what that needs in turn. `BadInput("bad-kit-part")` for what is no wheel."""
    there = {_name_of(wheel): wheel for wheel in wheels}
    taken: dict[str, Path] = {}
    missing: set[str] = set()
    open_ = own_needs(system, python)
    while open_:
        requirement = open_.pop()
        name = canonicalize_name(requirement.name)
        wheel = there.get(name)
        if wheel is None:
            missing.add(str(requirement))
        elif name not in taken:
            taken[name] = wheel
            open_ += needs(system, python, _requirements(wheel))
    return Chosen(sorted(taken.values()), missing)


def unpack(wheel: Path, into: Path) -> None:
    """Unpack a wheel, each of whose files is held against its own list first. `BadInput("bad-kit-part")`."""
    try:
        with WheelFile.open(wheel) as source, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # what was compiled already is left out
            source.validate_record()
            install(source, _Folder(into), {})
    except (InstallerError, WheelSource.validation_error, zipfile.BadZipFile, ValueError, KeyError, AssertionError):
        raise BadInput("bad-kit-part", path=str(wheel), why="it is not as it was made") from None


class _Folder(SchemeDictionaryDestination):
    """A folder that Python imports from. Of a wheel it takes what is read then: no scripts, no headers, no tests."""

    def __init__(self, folder: Path) -> None:
        super().__init__({"purelib": str(folder), "platlib": str(folder)}, "", "posix", overwrite_existing=False)

    def write_script(self, name: str, module: str, attr: str, section: str) -> RecordEntry:
        return RecordEntry(name, None, None)

    def write_file(self, scheme: Scheme, path: str, stream: BinaryIO, is_executable: bool) -> RecordEntry:  # type: ignore[override]
        if scheme not in self.scheme_dict or PurePosixPath(path).suffix in _NEVER_READ or "/tests/" in path:
            return RecordEntry(path, None, None)
        return super().write_file(scheme, path, stream, is_executable)

    def finalize_installation(
        self, scheme: Scheme, record_file_path: str, records: Iterable[tuple[Scheme, RecordEntry]]
    ) -> None:
        """Nothing will be uninstalled file by file: no list is kept."""


def _name_of(wheel: Path) -> str:
    try:
        return str(parse_wheel_filename(wheel.name)[0])
    except InvalidWheelFilename:
        raise BadInput("bad-kit-part", path=str(wheel), why="its name is no wheel's") from None


def _requirements(wheel: Path) -> list[str]:
    try:
        with WheelFile.open(wheel) as source:
            about = HeaderParser().parsestr(source.read_dist_info("METADATA"))
    except (InstallerError, zipfile.BadZipFile, ValueError, KeyError):
        raise BadInput("bad-kit-part", path=str(wheel), why="it is not as it was made") from None
    return [str(line) for line in about.get_all("Requires-Dist", [])]


def _download(system: System, python: tuple[int, int], asked: Sequence[str], into: Path) -> None:
    abis = (tag(python), "abi3", "none")
    _pip(
        [
            *("download", "-q", "--no-cache-dir", "--only-binary", ":all:", "--implementation", "cp"),
            *("--python-version", f"{python[0]}.{python[1]}"),
            *(word for abi in abis for word in ("--abi", abi)),
            *(word for platform in system.platforms for word in ("--platform", platform)),
            *("-d", str(into), *asked),
        ]
    )


def fetch_source(requirement: str, sha256: str, into: Path) -> Path:
    """Fetch a package as its source, which must have this hash; its file. `Unavailable("kit-parts-unreachable")`."""
    wanted = into / "wanted.txt"
    wanted.write_text(f"{requirement} --hash=sha256:{sha256}\n", encoding="utf-8")
    _pip(["download", "-q", "--no-deps", "--no-binary", ":all:", "--require-hashes", "-d", str(into), "-r", str(wanted)])
    (found,) = into.glob("*.tar.gz")
    return found


def _pip(words: Sequence[str]) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unavailable("kit-parts-unreachable", why="".join(last))
