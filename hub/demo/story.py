"""The teller of the story: the real commands, each printed before it is run as a person would run it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from sync.errors import NoAnswer, Refused
from sync.shell.commands import progress
from sync.shell.console import out, say
from sync.wording.i18n import catalogue

_ = catalogue("hub")

_SECONDS_TO_START: Final = 20


def line(*words: str) -> str:
    """A command as it is typed on this machine."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def called() -> tuple[str, ...]:
    """The words that call this soxa from anywhere: its name where that is the one, else its path."""
    beside = Path(sys.executable).parent / ("soxa.exe" if sys.platform == "win32" else "soxa")
    if not beside.exists():
        return (sys.executable, "-m", "sync.shell.main")
    found = shutil.which("soxa")
    return ("soxa",) if found is not None and Path(found).resolve() == beside.resolve() else (str(beside),)


class Commune(Struct, frozen=True):
    """A commune of the story: its official code, its name as somebody may type it, and the folder of its laptop."""

    code: str
    typed: str
    folder: str


class Story:
    """Runs commands in a folder, and tells each before it runs."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.number = 0

    def begin(self) -> None:
        """What has to be typed before, so that every command below is one to copy."""
        out(f"$ {line('cd', str(self.home))}")
        program = Path(called()[0])
        if program.stem == "soxa" and program.is_absolute():  # it is not found by its name alone
            folder = program.parent
            on_windows = f'$env:PATH = "{folder};$env:PATH"'
            out(f"$ {on_windows}" if sys.platform == "win32" else f'$ export PATH="{folder}:$PATH"')

    def chapter(self, text: str) -> None:
        """The heading of a chapter."""
        self.number += 1
        out("")
        out(f"━━ {self.number}. {text}")

    def soxa(self, *arguments: str, expect: int = 0, save: str | None = None, quiet: bool = False) -> str:
        """Run `soxa` with these arguments and show what it says; its standard output. `save` names a file that takes
        the output, as `>` would. `Refused` if it ends otherwise than the story needs."""
        shown = line("soxa", *arguments) + (f" > {save}" if save else "")
        out("")
        out(f"$ {shown}")
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "sync.shell.main", *arguments],
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            env=self._environment(),
            check=False,
        )
        if save is not None:
            (self.home / save).write_text(done.stdout, encoding="utf-8")
        elif done.stdout and not quiet:
            out(done.stdout.rstrip())
        if done.stderr:
            out(done.stderr.rstrip())
        if done.returncode != expect:
            raise Refused("demo-went-wrong", command=shown, status=done.returncode)
        return done.stdout

    def field(self, commune: Commune, *arguments: str, expect: int = 0, quiet: bool = False) -> str:
        """A command on a commune's laptop."""
        return self.soxa("field", *arguments, "--home", commune.folder, expect=expect, quiet=quiet)

    def hub(self, *arguments: str, save: str | None = None) -> str:
        """A command at the province."""
        return self.soxa("hub", *arguments, "--home", "hub", save=save)

    @contextlib.contextmanager
    def serving(self, port: int) -> Iterator[None]:
        """The hub's service, for as long as the block lasts."""
        arguments = ["hub", "serve", "--home", "hub", "--port", str(port)]
        out("")
        out(f"$ {line('soxa', *arguments)} &")
        log = (self.home / "hub-serve.log").open("wb")
        service = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "sync.shell.main", *arguments],
            cwd=self.home,
            stdout=log,
            stderr=log,
            env=self._environment(),
        )
        try:
            _wait_for(port, service)
            yield
        finally:
            service.terminate()
            service.wait(timeout=_SECONDS_TO_START)
            log.close()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOXA_") or name == "SOXA_LANG"}
        return kept | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


def _wait_for(port: int, service: subprocess.Popen[bytes]) -> None:
    with progress(_("The hub starts")):
        for _try in range(_SECONDS_TO_START * 20):
            if service.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            time.sleep(0.05)
    say(_("The hub's own words are in hub-serve.log."))
    raise NoAnswer(why="refused")
