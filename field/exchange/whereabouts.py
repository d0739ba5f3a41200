"""Where the things of a laptop are: its folder, its key, the second place of what is unsent, the program."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from field.exchange import reserve
from field.home import LaptopHome
from field.store import LaptopStore
from sync.errors import SoxaError
from sync.log.keyfile import is_encrypted
from sync.shell.installed import version
from sync.wording.dates import day
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import byte_count, number
from sync.wording.safe_text import shown_path

_ = catalogue("field")

_OF_STORE: Final = ("", "-wal", "-shm")
"""The endings of the files of the store."""
_DAY: Final = re.compile("20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


KeyState = Literal["open", "sealed", "unreadable", "gone"]
"""Without a passphrase, under one, not to be read, or not there."""


class Whereabouts(Struct, frozen=True, kw_only=True):
    """What is where. Nothing of it is opened."""

    folder: Path
    size: int
    """Bytes of what is logged and received."""
    key: Path
    key_is: KeyState
    second: Path | None
    """The second place of what is unsent; None where it has none."""
    beside: bool
    """Whether that is on the same disk, beside the folder, since nobody named another."""
    reached: bool
    """Whether it is there now; one that is made when it is needed is."""
    kept: str
    """The day (ISO) of its newest file of this laptop; empty without one."""
    faults: int
    """Files about faults of the program."""
    set_aside: tuple[Path, ...]
    """Folders that were set aside as the laptop was begun anew."""
    program: Path
    version: str


def whereabouts(store: LaptopStore, home: LaptopHome) -> Whereabouts:
    """Look where things are. Folders that cannot be read have nothing."""
    second, beside = reserve.folder_of(store, home), reserve.beside(home)
    return Whereabouts(
        folder=home.path.absolute(),
        size=sum(map(_size, (home.database.with_name(home.database.name + ending) for ending in _OF_STORE))),
        key=home.key.absolute(),
        key_is=_key_state(home),
        second=second,
        beside=second == beside,
        reached=second is not None and (second == beside or second.is_dir()),
        kept=_newest(second, store.membership.device),
        faults=len(_inside(home.faults, "*")),
        set_aside=tuple(_inside(home.path, "closed-*")),
        program=Path(sys.prefix).absolute(),
        version=version(),
    )


def _key_state(home: LaptopHome) -> KeyState:
    if not home.key.exists():
        return "gone"
    try:
        return "sealed" if is_encrypted(home.key) else "open"
    except SoxaError:
        return "unreadable"


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _inside(folder: Path, pattern: str) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.glob(pattern))
    return []


def _newest(folder: Path | None, device: str) -> str:
    files = [] if folder is None else _inside(folder, f"soxa-unsent-{device}-*.soxa")
    days = (_DAY.match(path.name.removeprefix(f"soxa-unsent-{device}-")) for path in files)
    return max((found[0] for found in days if found is not None), default="")


def whereabouts_lines(found: Whereabouts) -> list[tuple[str, str]]:
    """What is where, in words: (what, where and what to know of it)."""
    lines = [
        (_("data folder"), shown_path(found.folder)),
        (
            "",
            _("All that was logged and received: {size}. Only the program writes here.").format(size=byte_count(found.size)),
        ),
        (_("key"), shown_path(found.key)),
        ("", key_words(found.key_is)),
        (_("backup of unsent"), _("nowhere") if found.second is None else shown_path(found.second)),
        ("", _second_words(found)),
    ]
    if found.faults:
        lines.append(
            (
                _("faults"),
                counted(
                    found.faults,
                    _("{count} file about a fault of the program, in the folder “faults”: give it to the province."),
                    _("{count} files about faults of the program, in the folder “faults”: give them to the province."),
                ).format(count=number(found.faults)),
            )
        )
    if found.set_aside:
        lines.append(
            (
                _("set aside"),
                counted(
                    len(found.set_aside),
                    _("{count} folder from before this laptop was begun anew; it holds the old receipts: keep it."),
                    _("{count} folders from before this laptop was begun anew; they hold the old receipts: keep them."),
                ).format(count=number(len(found.set_aside))),
            )
        )
    lines += [
        (_("program"), shown_path(found.program)),
        (
            "",
            _("Version {version}. A new version goes over it; the data folder stays.").format(version=found.version),
        ),
    ]
    return lines


def key_words(key_is: KeyState) -> str:
    """What is to be known of a key in such a state."""
    if key_is == "gone":
        return _("It is not there: nothing can be signed.")
    if key_is == "unreadable":
        return _("It cannot be read: nothing can be signed. “soxa field check” says what to do.")
    if key_is == "sealed":
        return _("The key is under a passphrase: it is asked for once, when something is to be signed.")
    return _("The key has no passphrase: whoever takes this laptop can sign in its name.")


def _second_words(found: Whereabouts) -> str:
    if found.second is None:
        return _("If this disk breaks, what is unsent is lost. Name a stick or another folder (F9).")
    if not found.reached:
        return _("It is not there now: plug it in. What is unsent is put there as soon as it is.")
    newest = _("The newest file is of {day}.").format(day=day(found.kept)) if found.kept else _("No file yet.")
    if found.beside:
        return newest + " " + _("It is on the same disk: name a stick (F9), should this one break.")
    return newest
