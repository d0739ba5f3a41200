"""The command line in front of a laptop's folder, for the tests of the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger.invite import Invite, format_invite
from tests.field.alone import HUB_KEY
from tests.forked import forked

FAR = 4_000_000_000


class Desk:
    """A folder, and the command line in front of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = ""
        """What the last command said on standard error."""

    def soxa(self, *arguments: str, expect: int = 0, stdin: str = "", **environment: str) -> str:
        """Run `soxa field` in the folder; its standard output."""
        settings = {"SOXA_HOME": str(self.folder / "laptop"), **environment}
        done = forked("field", *arguments, folder=self.folder, stdin=stdin.encode("utf-8"), **settings)
        self.said = done.stderr.decode("utf-8").replace("\r\n", "\n")
        assert done.returncode == expect, self.said
        assert "Traceback" not in self.said
        return done.stdout.decode("utf-8").replace("\r\n", "\n")

    def json(self, *arguments: str) -> Any:
        """What a command prints for scripts."""
        return json.loads(self.soxa(*arguments, "--json"))


def invite(expires: int = FAR) -> str:
    """An invite's line, made here by hand."""
    return format_invite(
        Invite(
            id="b" * 16,
            url="",
            key=HUB_KEY.verifier.vkey(),
            unit="03390",
            unit_name="Xã Bình Lư",
            secret=tobase64(b"s" * 32),
            expires=Instant(expires),
        )
    )
