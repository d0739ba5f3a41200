"""Faults of the program's own, kept in a file for whoever looks after it: where it happened and in what, and no text that
anybody typed, no key, no message of a library, which could hold either."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sync.errors import ProgramFault, SoxaError
from sync.shell.console import guarded, now, wants_json
from sync.shell.installed import version
from sync.wording.dates import moment_iso
from sync.wording.messages import sentence

_KEPT: Final = 50
"""Files in the folder: the oldest make room."""
_NAMED: Final = 3
"""Parts of a file's path that say which it is."""


def kept(fault: BaseException, folder: Path | None = None) -> SoxaError:
    """A fault as it is told, once it stands in a file of the folder; one that can be written nowhere is told without. An
    error of ours is none, and stays what it is. The same fault has the same file."""
    if isinstance(fault, SoxaError):
        return fault
    kind, place = type(fault).__name__, folder or _folder()
    text = "".join(f"{line}\n" for line in _lines(fault))
    path = place / f"fault-{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
    head = f"soxa {version()}, Python {platform.python_version()}, {platform.system()} {platform.release()}\n"
    try:
        place.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}last seen {moment_iso(now())}\n{text}", encoding="utf-8")
    except OSError:
        return ProgramFault("program-fault", kind=kind)
    _prune(place)
    return ProgramFault("program-fault-kept", kind=kind, path=str(path))


def _folder() -> Path:
    """Where faults of commands are kept."""
    import platformdirs  # noqa: PLC0415 - nothing needs it where nothing fails

    home = os.environ.get("SOXA_HOME")
    return Path(home) / "faults" if home else platformdirs.user_log_path("soxa", appauthor=False)


def _lines(fault: BaseException) -> Iterator[str]:
    """What happened and where, the cause first."""
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if cause is not None and cause is not fault:
        yield from _lines(cause)
        yield "which led to"
    number = getattr(fault, "errno", None)
    yield f"{type(fault).__module__}.{type(fault).__qualname__}" + (f" [{number}]" if isinstance(number, int) else "")
    for frame in traceback.extract_tb(fault.__traceback__):
        yield f"  {'/'.join(Path(frame.filename).parts[-_NAMED:])}:{frame.lineno} {frame.name}"


def _prune(folder: Path) -> None:
    with contextlib.suppress(OSError):
        found = sorted(folder.glob("fault-*.txt"), key=lambda path: path.stat().st_mtime)
        for old in found[:-_KEPT]:
            old.unlink()


def tell_at_the_end(fault: BaseException) -> int:
    """Say at the edge that a command ended with a fault of its own; its exit code."""
    error = kept(fault)

    def refuse() -> int:
        raise error

    return guarded(refuse, sentence, as_json=wants_json(sys.argv[1:]))
