"""How this soxa was installed: its version, which pyproject.toml alone states, and what installs the rest of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from msgspec import Struct, json

from sync.errors import Misuse

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_NAME: Final = "soxa"
_OURS: Final = frozenset({"field", "hub", "sync"})


def version() -> str:
    """The version that is installed; a dash in a folder that never was."""
    found = _distribution()
    return found.version if found is not None else "–"


def missing(group: str, error: ModuleNotFoundError) -> Misuse:
    """A group of commands needs a package of the hub's that is not here; a module of our own that is missing is a fault, and
    goes on."""
    if (error.name or "").partition(".")[0] in _OURS:
        raise error
    return Misuse("group-not-installed", group=group, module=error.name, command=install_command("hub"))


def install_command(extra: str) -> str:
    """The command that installs an extra from where soxa itself came, a wheel or a folder. Never a bare name: soxa is on no
    index, and a stranger may put something there under its name."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m pip install {_source(extra)}"


class _DirInfo(Struct):
    """Of a folder: whether it is used in place."""

    editable: bool = False


class _DirectUrl(Struct):
    """What installers note of a package that came from no index (PEP 610)."""

    url: str
    dir_info: _DirInfo | None = None


def _source(name: str) -> str:
    found = _distribution()
    noted = found.read_text("direct_url.json") if found is not None else None
    if noted is None:
        return f'".[{name}]"'
    came = json.decode(noted, type=_DirectUrl)
    if not came.url.startswith("file:"):
        return f'"{_NAME}[{name}] @ {came.url}"'
    from urllib.parse import urlsplit  # noqa: PLC0415
    from urllib.request import url2pathname  # noqa: PLC0415 - brings half of the network along

    path = url2pathname(urlsplit(came.url).path)
    return ("-e " if came.dir_info is not None and came.dir_info.editable else "") + f'"{path}[{name}]"'


def _distribution() -> Distribution | None:
    from importlib.metadata import Distribution, PackageNotFoundError  # noqa: PLC0415 - few ask, and it takes its time

    try:
        return Distribution.from_name(_NAME)
    except PackageNotFoundError:
        return None
