"""A program in a terminal of its own: a real pty to type into, and what is on its screen to look at."""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pytest

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

ROOT: Final = Path(__file__).resolve().parents[3]
in_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty to type into")

ROWS, COLUMNS = 30, 100
LIMIT_SECONDS: Final = 60.0
"""How long anything is waited for: only a program that hangs takes so long."""
_LOOK_SECONDS: Final = 0.002
"""How often to look at what tells nobody when it changes."""
F2, F5, F6 = "\x1bOQ", "\x1b[15~", "\x1b[17~"
CTRL_Q, ENTER, TAB = "\x11", "\r", "\t"

_OWN_TERMINAL: Final = """
import fcntl, runpy, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
hearing, module = sys.argv[1:3]
del sys.argv[1:3]
signal.signal(signal.SIGHUP, signal.SIG_IGN if hearing == "deaf" else signal.SIG_DFL)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""
"""Makes the pty the program's controlling terminal, so that a hangup reaches it; or makes it deaf to that."""
_PIECE: Final = re.compile(
    r"\x1b\[([0-?]*)[ -/]*([@-~])"  # a control sequence
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[^][PX^_]"  # other escapes, that move nothing
    r"|([\x00-\x1a\x1c-\x1f])|([^\x00-\x1f]+)"
)


class Screen:
    """What a terminal shows of the bytes that a program draws with. It knows as much as Textual uses."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._row = self._column = 0
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.alternate = False
        """Whether a full-screen program has the screen."""
        self.cursor_shown = True

    def feed(self, drawn: bytes) -> None:
        """Take what is drawn next; a sequence that is cut waits for its end."""
        text = self._rest + self._decode(drawn)
        at = 0
        while piece := _PIECE.match(text, at):
            at = piece.end()
            given, final, control, letters = piece.groups()
            if final is not None:
                self._control(given, final)
            elif letters is not None:
                self._write(letters)
            elif control == "\r":
                self._column = 0
            elif control == "\n":
                self._row = min(self._row + 1, ROWS - 1)
        self._rest = text[at:]

    def _control(self, given: str, final: str) -> None:
        if final == "H":
            row, _, column = given.partition(";")
            self._row = min(max(int(row or 1), 1), ROWS) - 1
            self._column = min(max(int(column or 1), 1), COLUMNS) - 1
        elif final == "J":
            self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        elif (given, final) in {("?1049", "h"), ("?1049", "l")}:
            self.alternate = final == "h"
        elif (given, final) in {("?25", "h"), ("?25", "l")}:
            self.cursor_shown = final == "h"

    def _write(self, letters: str) -> None:
        for letter in letters:
            if self._column < COLUMNS:
                self._cells[self._row][self._column] = letter
                self._column += 1

    @property
    def text(self) -> str:
        """Line by line."""
        return "\n".join("".join(line).rstrip() for line in self._cells)


class Terminal:
    """A program that runs in a terminal. What it draws is read all the time, or the program would stop."""

    def __init__(
        self, *arguments: str, deaf: bool = False, command: Sequence[str] = (), env: Mapping[str, str] | None = None
    ) -> None:
        """A module of Python with its arguments; or a `command`, with nothing but `env` in its environment. `deaf` is a
        program that the hangup of its terminal does not end."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._modes = termios.tcgetattr(self._master)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        for name in ("COLUMNS", "LINES"):
            environment.pop(name, None)
        self._process = subprocess.Popen(
            [*command] or [sys.executable, "-c", _OWN_TERMINAL, "deaf" if deaf else "hearing", *arguments],
            cwd=ROOT,
            env=(environment if env is None else dict(env))
            | {"TERM": "xterm-256color", "PYTHONUTF8": "1", "SOXA_LANG": "vi"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._screen = Screen()
        self._drawn = threading.Condition()
        self._closing = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()
        self.hang_up()

    def _read(self) -> None:
        while not self._closing.is_set():
            if not select.select([self._master], [], [], 0.05)[0]:
                continue
            try:
                drawn = os.read(self._master, 65536)
            except OSError:  # the program has left
                return
            with self._drawn:
                self._screen.feed(drawn)
                self._drawn.notify_all()

    # -- looking

    @property
    def text(self) -> str:
        """What is on the screen."""
        with self._drawn:
            return self._screen.text

    def wait_for(self, *words: str) -> None:
        """Wait until all of these are on the screen."""
        self._wait(lambda screen: all(one in screen.text for one in words), " · ".join(words))

    def _wait(self, fits: Callable[[Screen], bool], what: str) -> None:
        with self._drawn:
            if not self._drawn.wait_for(lambda: fits(self._screen), LIMIT_SECONDS):
                raise TimeoutError(f"{what}\n{self._screen.text}")

    def is_as_it_was(self) -> bool:
        """Whether a shell would find its screen, its cursor and the terminal's modes."""
        with self._drawn:
            own_screen = self._screen.cursor_shown and not self._screen.alternate
        return own_screen and termios.tcgetattr(self._master) == self._modes

    # -- typing

    def write(self, text: str) -> None:
        """Type, or press keys."""
        rest = text.encode()
        while rest:
            rest = rest[os.write(self._master, rest) :]

    # -- ending

    def kill(self) -> None:
        """End it at once; nothing more of it runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def hang_up(self) -> None:
        """The terminal goes away."""
        if not self._closing.is_set():
            self._closing.set()
            self._reader.join()
            os.close(self._master)

    def wait_until_left(self) -> int:
        """Wait until the program has ended by itself; what it ended with."""
        try:
            code = self._process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            raise TimeoutError(self.text) from None
        self._reader.join()  # all that it drew is read
        return code


def eventually(fits: Callable[[], bool], what: str) -> None:
    """Look at what tells nobody when it changes, such as a file, until it fits."""
    for _look in range(int(LIMIT_SECONDS / _LOOK_SECONDS)):
        if fits():
            return
        time.sleep(_LOOK_SECONDS)
    raise TimeoutError(what)


HUNG_UP: Final = -getattr(signal, "SIGHUP", 1)
"""How a program that a hangup has ended comes back."""
