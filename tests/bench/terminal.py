"""The officer's program in a real terminal, over a large ledger: its first paint beside that of an empty Textual
application with a table, how soon a key shows, and how much memory it takes."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from field.home import LaptopHome
from field.store.rows import ActivityFilter
from sync.log.keyfile import save_key
from sync.shell.console import random_bytes
from tests.bench.emptyapp import READY
from tests.bench.laptop import ledger
from tests.bench.measure import Row

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

_ROOT = Path(__file__).resolve().parents[2]
_STARTS = 9
_QUIET = 0.25
"""Seconds without output after which a screen is finished."""
_KEYS = (
    *["\x1b[B"] * 60,
    *["\x1b[6~"] * 40,
    "\x1b[F",
    *["\x1b[A"] * 40,
    *["\x1b[5~"] * 20,
    "\x1b[H",
    "\x1bOR",
    *"duong nha loa ban",
)
"""Down, page down, to the end, up, page up, to the beginning, into the search box, and letters there."""


def rows(folder: Path, small: int, large: int) -> Iterator[Row]:
    """Measure in a new folder, with so many activities."""
    if sys.platform == "win32":
        return  # there is no pty to look through
    ours = _command(folder / "large", large), _command(folder / "small", small)
    empty = [sys.executable, "-m", "tests.bench.emptyapp"], READY
    paint: dict[str, float] = {}
    for _start in range(_STARTS):
        for name, (command, word) in {"large": ours[0], "small": ours[1], "empty": empty}.items():
            with Program(command) as program:
                paint[name] = min(paint.get(name, 60.0), program.until(word))
    held = f"{large:,} activities held"
    floor = "an empty app with a table"
    yield Row(f"the program's first paint, {held}", paint["large"] * 1e3, "ms", paint["empty"] * 1e3, floor, 1.5)
    yield Row(f"  the same with {small:,}", paint["small"] * 1e3, "ms", paint["empty"] * 1e3, floor, 1.5)
    with Program(ours[0][0]) as program:
        program.until(ours[0][1])
        program.settle()
        seconds = sorted(program.press(key) for key in _KEYS)
        worst = seconds[-1 - len(seconds) // 100]
        yield Row(f"a key shows, 99th percentile of {len(seconds)}, {held}", worst * 1e3, "ms", goal=50, absolute=True)
        yield Row("  the median", seconds[len(seconds) // 2] * 1e3, "ms")
        yield Row(f"memory at its peak, {held}", program.peak_bytes() / 2**20, "MiB", goal=150, absolute=True)


def _command(folder: Path, count: int) -> tuple[list[str], str]:
    """How to open the program over a new ledger, and a word that its first paint shows."""
    store, signer = ledger(folder, count)
    save_key(LaptopHome(folder).key, signer, passphrase=None, salt=random_bytes(16), nonce=random_bytes(12))
    title = store.records.rows(ActivityFilter(limit=1))[0].values.title
    store.close()
    return [sys.executable, "-m", "sync.shell.main", "field", "--home", str(folder)], title.split(" ")[0]


class Program:
    """A program in a terminal of 80 columns and 24 lines."""

    def __init__(self, command: list[str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=environment | {"TERM": "xterm-256color", "SOXA_LANG": "vi", "PYTHONUTF8": "1"},
        )
        os.close(slave)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _read(self, limit: float) -> bytes:
        """What it draws next; nothing if it draws nothing for so many seconds."""
        return os.read(self._master, 1 << 20) if select.select([self._master], [], [], limit)[0] else b""

    def until(self, word: str) -> float:
        """Seconds from its start until a word is on the screen."""
        drawn = b""
        while word.encode() not in drawn:
            piece = self._read(30)
            if not piece:
                raise TimeoutError(drawn.decode("utf-8", "replace"))
            drawn += piece
        return time.perf_counter() - self._began

    def settle(self) -> None:
        """Wait until it draws no more."""
        while self._read(_QUIET):
            pass

    def press(self, key: str) -> float:
        """Seconds from a key until the screen begins to change for it."""
        began = time.perf_counter()
        os.write(self._master, key.encode())
        if not self._read(5):
            raise TimeoutError(repr(key))
        seconds = time.perf_counter() - began
        self.settle()
        return seconds

    def peak_bytes(self) -> int:
        """The most memory that it ever held, of all its own processes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
