"""A process that dies, as in a power cut, just before one chosen thing that it would do to files.

The steps are what Python tells its audit hooks of: files opened, made, renamed, linked, removed, databases connected to. So
a death at each of them in turn is a death between any two; what SQLite does within a file it answers for itself, but that
statements of a connection can be made steps, too (`tests.steps`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

DIED = signal.SIGTERM if sys.platform == "win32" else -signal.SIGKILL
_STEPS = frozenset(
    {"open", "os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "sqlite3.connect"}
)


def processes() -> BaseContext:
    """Fresh processes that hold no file of this one; cheap ones where the platform has them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying", "tests.steps"])
    return context


def die(step: int, folder: Path, act: Callable[..., object], *arguments: object) -> int | None:
    """Do something in a process that dies at the step of that number within a folder; how it ended: `DIED`, or 0 where it
    had no such step."""
    process = processes().Process(target=_dying, args=(step, folder, act, arguments))  # type: ignore[attr-defined]
    process.start()
    process.join(120)
    code: int | None = process.exitcode
    return code


def _dying(step: int, folder: Path, act: Callable[..., object], arguments: tuple[object, ...]) -> None:
    steps = iter(range(step))
    within = str(folder)

    def hook(event: str, told: tuple[Any, ...]) -> None:
        if event in _STEPS and any(within in str(each) for each in told[:2]) and next(steps, None) is None:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    sys.addaudithook(hook)
    act(*arguments)
