"""The two ways out of a command: standard output is data, standard error is words. Nobody else writes to either.

Also the edge's one clock and one source of randomness, the passphrase prompt, and the one place where an error becomes
a sentence and an exit code, by the table of `exit_codes`. Commands are in `commands`; this file loads none of their
libraries.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import secrets
import shutil
import signal
import sqlite3
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import Final, TextIO

import msgspec

from sync.encoding.limits import LAST_NOW
from sync.encoding.types import Instant
from sync.errors import BadInput, Cancelled, DiskFull, ProgramFault, Refused, SoxaError, Unavailable
from sync.shell.exit_codes import ExitCode, exit_code
from sync.shell.sqlite_errors import store_unavailable
from sync.wording.i18n import catalogue
from sync.wording.messages import Tell
from sync.wording.safe_text import safe_line, safe_lines

_ = catalogue("sync")

_RED: Final = b"\x1b[31;1m"
_PLAIN: Final = b"\x1b[0m"
_NARROWEST: Final = 8
"""Cells to which a column is narrowed at most."""
_NOBODY_READS: Final = frozenset({errno.EPIPE, errno.EBADF, errno.EINVAL})
"""What writing says of a pipe whose reader has gone, and of a stream that was closed before we began."""


def now() -> Instant:
    """POSIX seconds by this machine's clock. One that stands where no period has a name, in the year 9999 say, is taken for
    the last that has: it is as wrong there, and every day from it on can still be reckoned with and shown."""
    try:
        return Instant(min(max(int(time.time()), 0), LAST_NOW))
    except OverflowError:  # a clock beyond 2262, which Python does not count
        return Instant(LAST_NOW)


def random_bytes(count: int) -> bytes:
    """Bytes from the operating system's generator."""
    return secrets.token_bytes(count)


def out(text: str) -> None:
    """A line of data for a person; what could disguise it, control and direction marks, is shown as a dot."""
    out_bytes(safe_lines(text).encode("utf-8") + b"\n")


def out_alarm(text: str) -> None:
    """A line of data that presses: in red where it stands on a terminal that shows colours (no-color.org)."""
    red = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    shown = safe_lines(text).encode("utf-8")
    out_bytes((_RED + shown + _PLAIN if red else shown) + b"\n")


def out_bytes(data: bytes) -> None:
    """Data as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def out_json(value: object) -> None:
    """Data for a script: JSON, indented, in UTF-8."""
    try:
        encoded = msgspec.json.format(msgspec.json.encode(value), indent=2)
    except UnicodeEncodeError:  # a path need not be text: JSON can escape what UTF-8 cannot write
        import json  # noqa: PLC0415 - for that path alone

        encoded = json.dumps(msgspec.to_builtins(value), indent=2).encode("ascii")
    out_bytes(encoded + b"\n")


def answer(value: object, *lines: str, as_json: bool) -> None:
    """The data of a command that does something: for a script `value` as JSON, for a person a line each."""
    if as_json:
        out_json(value)
        return
    for line in lines:
        out(line)


def say(text: str) -> None:
    """Words for a person; what could disguise them is shown as a dot. Where nobody reads them they are lost, and what is
    being done goes on."""
    sys.stdout.flush()
    try:
        sys.stderr.buffer.write(safe_lines(text).encode("utf-8", "backslashreplace") + b"\n")
        sys.stderr.flush()
    except OSError:
        _let_go_of(sys.stderr)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: AbstractSet[int] = frozenset(),
    *,
    alarming: AbstractSet[int] = frozenset(),
) -> None:
    """Data laid out for a person; the columns numbered in `right` are set against their right edge, the rows in `alarming`
    are told as what presses. On a terminal that
    is too narrow the widest columns are wrapped between words. What could disguise a row, control and direction marks,
    is shown as a dot."""
    lines = [[safe_line(cell) for cell in line] for line in (columns, *rows)]
    natural = [max(cells(line[place]) for line in lines) for place in range(len(columns))]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sum(natural) + 2 * len(natural)
    widths = fitted(natural, room)
    for number, line in enumerate(lines):
        wrapped = [wrap(cell, width) for cell, width in zip(line, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            padded = (_pad(cell, widths[place], right=place in right) for place, cell in enumerate(parts))
            (out_alarm if number - 1 in alarming else out)("  ".join(padded).rstrip())
        if number == 0:
            out("  ".join("─" * width for width in widths))


def fitted(natural: Sequence[int], room: int) -> list[int]:
    """Column widths that fit into `room` with two spaces between: the widest give way first, none below 8 cells.

    >>> fitted([8, 40, 60], 80)
    [8, 34, 34]
    """
    widths = list(natural)
    while sum(widths) + 2 * (len(widths) - 1) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` cells, broken between words, or within one that is wider.

    >>> wrap("Phòng, chống thiên tai", 12)
    ['Phòng, chống', 'thiên tai']
    """
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cells(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while cells(line) > width:
            lines.append(line[:width])
            line = line[width:]
    return [*lines, line]


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def chosen_passphrase() -> str | None:
    """The passphrase that a new key is to have: SOXA_PASSPHRASE; None leaves the key without one."""
    return os.environ.get("SOXA_PASSPHRASE") or None


def ask_passphrase() -> str:
    """The passphrase of a key: from SOXA_PASSPHRASE, or typed unseen on a terminal. Never an argument."""
    given = chosen_passphrase()
    if given is None and not sys.stdin.isatty():
        raise Refused("key-needs-passphrase")
    return given or getpass.getpass(_("Passphrase of the key: "))


def choose_passphrase() -> str:
    """A passphrase for a key that is to travel: SOXA_PASSPHRASE, or typed unseen on a terminal, twice the same.
    `Refused("passphrase-to-choose")` where there is neither, `BadInput("two-passphrases")`."""
    given = chosen_passphrase()
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("passphrase-to-choose")
    first = ""
    while not first:
        first = getpass.getpass(_("A passphrase for the key on its way: "))
    if getpass.getpass(_("Once more: ")) != first:
        raise BadInput("two-passphrases")
    return first


@contextlib.contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """SIGTERM stops the block as Ctrl-C does, so that what is open is closed. For what runs until it is stopped."""
    names = ("SIGTERM", "SIGBREAK")  # the latter is Ctrl-Break, of Windows alone
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(number, signal.default_int_handler) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def guarded(act: Callable[[], int], tell: Tell, *, as_json: bool = False) -> int:
    """Do something at the edge; its exit code. What goes wrong becomes one line on standard error, as `tell` has it.

    A script that asked for JSON reads standard output: there it finds one JSON object in any case, the answer or
    `{"error": {"code", "message", "facts"}}`. The line on standard error stays, for whoever looks on.
    """
    try:
        return act()
    except SoxaError as error:
        return _tell(error, tell, as_json=as_json)
    except KeyboardInterrupt:
        return _tell(Cancelled(), tell, as_json=as_json)
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, OSError) and error.errno in _NOBODY_READS and error.filename is None:
            return nobody_reads()
        return _tell(unavailable(error), tell, as_json=as_json)


def nobody_reads() -> int:
    """Standard output is closed: nothing can be told there, and whoever closed it knows."""
    _let_go_of(sys.stdout)
    return ExitCode.UNREACHABLE


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON: known before it is understood, since it may be what is wrong."""
    words = list(arguments)
    return "--json" in words[: words.index("--") if "--" in words else None]


def _tell(error: SoxaError, tell: Tell, *, as_json: bool) -> int:
    told = tell(error)
    try:
        sys.stdout.flush()
    except OSError:  # it may be what went wrong: what it still holds is lost, and the words are not
        _let_go_of(sys.stdout)
    try:
        say(f"soxa: {told}")
        if as_json:
            out_json({"error": {"code": error.code, "message": told, "facts": error.facts}})
    except OSError:  # standard output may be what went wrong
        _let_go_of(sys.stdout)
    return exit_code(error)


def unavailable(error: sqlite3.Error | OSError) -> SoxaError:
    """A store or disk that cannot serve, in one of our own errors; any other fault is raised again."""
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return DiskFull()
        return Unavailable("file-unusable", path=str(error.filename or "–"), why=error.strerror or str(error))
    known = store_unavailable(error)
    if known is None:
        raise error
    return known


def as_error(fault: Exception) -> SoxaError:
    """Whatever went wrong, in one of our own errors."""
    if isinstance(fault, sqlite3.Error | OSError):
        with contextlib.suppress(sqlite3.Error):
            return unavailable(fault)
    return fault if isinstance(fault, SoxaError) else ProgramFault("program-fault", kind=type(fault).__name__)


def _let_go_of(stream: TextIO) -> None:
    """Whoever read a stream has gone; keep the interpreter from failing on it at exit."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a number cannot fail at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
