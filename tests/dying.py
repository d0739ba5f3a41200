"""A process that dies, as in a power cut, just before one chosen thing that it would do to files or databases.

The steps are what Python tells its audit hooks of: files opened, made, renamed, linked, removed, databases connected to. So
a death at each of them in turn is a death between any two. With statements, each that a connection runs is a step, too; what
SQLite does within one it answers for itself.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Final

DIED = signal.SIGTERM if sys.platform == "win32" else -signal.SIGKILL
STRIDE: Final = int(os.environ.get("SOXA_STRIDE", "17"))
"""Of the statements that change nothing by themselves each so many-th is died at; `SOXA_STRIDE=1` dies at every one."""
_STEPS = frozenset(
    {"open", "os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "sqlite3.connect"}
)
_LASTING: Final = ("COMMIT", "os.rename", "os.link", "PRAGMA journal_mode = DELETE")
"""How steps begin that make something last: one dies at all of these, and at what follows each."""


def processes() -> BaseContext:
    """Fresh processes that hold no file of this one; cheap ones where the platform has them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying", "tests.steps", "tests.endings"])
    return context


def die(step: int, folder: Path, act: Callable[..., object], *arguments: object) -> int | None:
    """Do something in a process that dies at the step of that number within a folder; how it ended: `DIED`, or 0 where it
    had no such step."""
    return _run(_dying, step, folder, act, arguments)


def each_death(prepared: Path, at: Path, act: Callable[[Path], object], stride: int = STRIDE) -> Iterator[Path]:
    """Copies of a prepared folder, one after the other, in each of which `act` died at another step, statements among them;
    in the last it lived. A copy is gone when the next is asked for."""
    steps = _steps_of(prepared, at / "counted", act)
    for number in [*_chosen(steps, stride), len(steps)]:
        folder = at / f"step-{number}"
        shutil.copytree(prepared, folder)
        code = _run(_dying, number, folder, act, (folder,), True)
        assert code == (DIED if number < len(steps) else 0), (number, code)
        yield folder
        shutil.rmtree(folder)


def _chosen(steps: Sequence[str], stride: int) -> list[int]:
    lasting = [number for number, step in enumerate(steps) if step.startswith(_LASTING)]
    return sorted({*range(0, len(steps), stride), *lasting, *(number + 1 for number in lasting if number + 1 < len(steps))})


def _steps_of(prepared: Path, folder: Path, act: Callable[[Path], object]) -> list[str]:
    """What `act` does in a folder, step by step."""
    shutil.copytree(prepared, folder)
    told = folder.with_name(f"{folder.name}.steps")
    assert _run(_counting, told, folder, act) == 0
    shutil.rmtree(folder)
    return told.read_text(encoding="utf-8").splitlines()


def _run(target: Callable[..., None], *arguments: object) -> int | None:
    process = processes().Process(target=target, args=arguments)  # type: ignore[attr-defined]
    process.start()
    process.join(120)
    code: int | None = process.exitcode
    return code


def _counting(told: Path, folder: Path, act: Callable[[Path], object]) -> None:
    steps: list[str] = []
    _watch(folder, steps.append, statements=True)
    act(folder)
    told.write_text("".join(f"{' '.join(step.split())[:60]}\n" for step in steps), encoding="utf-8")


def _dying(
    step: int, folder: Path, act: Callable[..., object], arguments: tuple[object, ...], statements: bool = False
) -> None:
    steps = iter(range(step))

    def end(_step: str) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    _watch(folder, end, statements=statements)
    act(*arguments)


def _watch(folder: Path, step: Callable[[str], object], *, statements: bool) -> None:
    within = str(folder)

    def hook(event: str, told: tuple[Any, ...]) -> None:
        if event in _STEPS and any(within in str(each) for each in told[:2]):
            step(event)

    sys.addaudithook(hook)
    if statements:
        real = sqlite3.connect

        def connect(path: Any, *given: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = real(path, *given, **more)
            if within in str(path):
                connection.set_trace_callback(step)
            return connection

        for module in (sqlite3, sqlite3.dbapi2):
            setattr(module, "connect", connect)  # noqa: B010 - the module says of itself that it has none
