"""Opening the program in the terminal, in the language that was chosen in it."""

from __future__ import annotations

import os
import subprocess
import sys

from field.home import Home
from field.session import Beginning
from field.tui.app import FieldApp
from field.tui.screens.settings import language_of
from sync.console import now, random_bytes
from sync.errors import Misuse
from sync.words import LANGUAGE, catalogue

_ = catalogue("field")


def run(home: Home) -> None:
    """Open it over a data folder, until it is left. `Misuse("no-terminal")` where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misuse("no-terminal")
    beginning = Beginning(home, clock=now, random_bytes=random_bytes)
    session = beginning.session() if home.database.exists() else None
    anew = session is not None and language_of(session) != LANGUAGE
    if not anew:
        app = FieldApp(beginning, session)
        anew = bool(app.run())
        session = app.session
    language = language_of(session) if session is not None else LANGUAGE
    if session is not None:
        session.close()
    if anew:
        # Words are chosen once for a process, so another language is another process.
        command = [sys.executable, "-m", "sync.door", "field", "--home", str(home.path)]
        subprocess.run(command, env=os.environ | {"SOXA_LANG": language}, check=False)  # noqa: S603 - our own words
