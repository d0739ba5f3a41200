"""The console command `soxa`: the few lines that must have run before anything can go wrong.

From here on Ctrl-C at any moment is an exit code and no traceback, a stream that was closed before we began is no fault
of whoever writes to it, and letters outside ASCII reach every terminal. What stands behind the words is in `groups`,
which is imported once this holds; nothing but the interpreter's own modules is imported above.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Generic, NoReturn, TypeVar

_T = TypeVar("_T")
Handler = Callable[[int, FrameType | None], object]

_LAST_COUNTED = 2**63 // 10**9 - 10**6
"""A second near the last that the interpreter counts, so that some days can pass after it."""
_STOPPED = 130
"""`exit_codes.ExitCode.STOPPED`, before that can be imported."""


def main() -> NoReturn:
    """The console command."""
    _on_ctrl_c(_leaving_with(_STOPPED))  # nothing is open yet, and no import likes to be interrupted
    _open_closed_streams()
    _count_the_clock()
    from sync.shell.groups import prepared  # noqa: PLC0415 - see above

    act = prepared(sys.argv[1:])
    try:
        _on_ctrl_c(signal.default_int_handler)  # a command closes what it has opened
        code = int(act())
    except KeyboardInterrupt:  # just before the command began, or just after it ended
        code = _STOPPED
    except Exception as fault:  # noqa: BLE001 - the last that can tell of it
        from sync.shell.faults import tell_at_the_end  # noqa: PLC0415 - nothing needs it where nothing fails

        code = tell_at_the_end(fault)
    _on_ctrl_c(_leaving_with(code))  # all is done; the interpreter cleans up, and must not complain
    sys.exit(code)


def _on_ctrl_c(handler: Handler) -> None:
    """Set what Ctrl-C does, unless whoever started us had it ignored, as a shell does for what runs in the background."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handler)


def _leaving_with(code: int) -> Handler:
    def leave(_signal: int, _frame: FrameType | None) -> None:
        os._exit(code)

    return leave


def _open_closed_streams() -> None:
    """Give the three streams their numbers back where they were closed, lest a database be opened under one of them.
    Data written to such a stream fails as on a closed pipe; words are lost."""
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, flags)  # the lowest that is free: its own
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr] # text streams both


def _count_the_clock() -> None:
    """Give libraries a clock that they can count where the machine's stands beyond 2262, or comes there while they run, at
    which Python fails, logging, what serves and what draws the program's screens before all: the last second that it
    counts, and what has passed since."""
    began = time.monotonic()
    time.time = _Counted(time.time, lambda: _LAST_COUNTED + time.monotonic() - began)
    time.time_ns = _Counted(time.time_ns, lambda: int(_LAST_COUNTED + time.monotonic() - began) * 10**9)


class _Counted(Generic[_T]):
    """A clock of the interpreter's, with what it says where that fails. No function: in a class that would be a method."""

    def __init__(self, clock: Callable[[], _T], beyond: Callable[[], _T]) -> None:
        self._clock, self._beyond = clock, beyond

    def __call__(self) -> _T:
        try:
            return self._clock()
        except OverflowError:
            return self._beyond()


if __name__ == "__main__":
    main()
