"""Opening the program in the terminal, in the language that was chosen in it."""

from __future__ import annotations

import os
import subprocess
import sys

from field import settings
from field.home import locate
from field.messages import sentence
from field.session import Onboarding, Session
from field.tui.app import FieldApp
from sync.errors import Misuse
from sync.shell.console import now, random_bytes, say
from sync.wording.i18n import LANGUAGE


def run(option: str | None) -> int:
    """Open the program over the data folder that `--home` names, until it is left: 0, or a fault's exit code.
    `Misuse("no-terminal")` where there is none."""
    home = locate(option)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on standard error
        raise Misuse("no-terminal")
    beginning = Onboarding(home, clock=now, random_bytes=random_bytes)
    session = beginning.session() if home.database.exists() else None
    anew = session is not None and _language(session) != LANGUAGE
    code = 0
    if not anew:
        app = FieldApp(beginning, session)
        anew = bool(app.run())
        code = app.return_code or 0
        session = app.session
        if app.broken is not None:
            say(f"soxa: {sentence(app.broken)}")
    language = _language(session) if session is not None else LANGUAGE
    if session is not None:
        session.close()
    if anew:
        # Words are chosen once for a process, so another language is another process.
        command = [sys.executable, "-m", "sync.shell.main", "field", "--home", str(home.path)]
        return subprocess.run(command, env=os.environ | {"SOXA_LANG": language}, check=False).returncode  # noqa: S603 - our own words
    return code


def _language(session: Session) -> str:
    """The language that was chosen in the program, else the one that the environment asks for."""
    return settings.chosen(session.store, settings.LANGUAGE, (LANGUAGE, "vi", "en"))
