"""Running `soxa` in processes that begin where its imports have ended.

Most of what a short command takes is importing the program. So a process that has imported it waits, and each command is
forked off it: a process of its own, with its own folder, environment, streams and exit code, as under `tests.command`. What
happens while the program starts (Ctrl-C, closed streams, a package that is missing, completion) is tested with that one.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

from tests.command import ROOT, environment, soxa

_CODE = struct.Struct("i")


def forked(*arguments: str, folder: Path = ROOT, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder until it ends; `more` goes into its environment, and may be of soxa's own alone."""
    assert all(name.startswith("SOXA_") for name in more), "the interpreter has started"
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        if not hasattr(os, "fork"):
            return soxa(*arguments, folder=folder, stdin=given, **more)
        env = environment(**more)
        with tempfile.TemporaryFile() as asked:
            asked.write(json.dumps({"arguments": arguments, "folder": str(folder), "environment": env}).encode())
            asked.seek(0)
            code = _forker(env["SOXA_LANG"]).run(asked, given, out, err)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(["soxa", *arguments], code, out.read(), err.read())


class Forker:
    """The process that commands are forked off, as its user sees it. It ends once nobody holds the line to it."""

    def __init__(self, language: str) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", str(theirs.fileno())],
                cwd=ROOT,
                env=environment(SOXA_LANG=language),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        atexit.register(self.close)

    def run(self, asked: IO[bytes], *streams: IO[bytes]) -> int:
        """The exit code of a command with these three streams."""
        socket.send_fds(self._line, [b"!"], [file.fileno() for file in (asked, *streams)])
        code: int = _CODE.unpack(self._line.recv(_CODE.size))[0]
        return code

    def close(self) -> None:
        """Let it end."""
        self._line.close()
        self._process.wait()


@cache
def _forker(language: str) -> Forker:
    """The one of a language: some words are chosen when the program is imported."""
    return Forker(language)


def _serve(line: socket.socket) -> None:
    """Fork a command off whenever the line asks for it, until it is closed."""
    from sync.shell.groups import GROUPS  # noqa: PLC0415 - in the process that waits, and in no test

    for group in GROUPS.values():
        import_module(group.commands)
    gc.freeze()  # a command that ends need not look through all of this for what is of no more use
    while True:
        message, files, _flags, _address = socket.recv_fds(line, 1, 4)
        if not message:
            return
        child = os.fork()
        if child == 0:
            line.close()
            _become(*files)
        for file in files:
            os.close(file)
        line.sendall(_CODE.pack(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _become(asked: int, *streams: int) -> None:
    """Go on as the command, and end as it ends."""
    from sync.shell import main  # noqa: PLC0415 - see above

    with open(asked, encoding="utf-8") as file:
        said = json.load(file)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(said["folder"])
    os.environ.clear()
    os.environ.update(said["environment"])
    sys.argv = [main.__file__, *said["arguments"]]
    main.main()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
