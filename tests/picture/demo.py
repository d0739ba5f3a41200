"""Draws two commands of `soxa demo`, as `tests/pictures/demo.png`: the auditor's verdict, and that on a forged file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from tests.picture.painter import paint, target

_COLUMNS: Final = 100
_SHOWN: Final = "$ soxa audit verify"
_KEY: Final = re.compile(r"(\S+/registry\+[0-9a-f]{8}\+)\S+")
_STYLES: Final = (("━━", "bold #f0c674"), ("$", "bold #8fd18f"), ("", "#d7dae0"))
"""How a line is drawn that begins so."""


def main() -> None:
    """Run the demo and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sync.shell.main", "demo", "--home", str(Path(folder) / "demo")]
        told = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    console = Console(record=True, width=_COLUMNS, file=io.StringIO())
    for line in shown(told):
        style = next(style for beginning, style in _STYLES if line.startswith(beginning))
        console.print(Text(_KEY.sub(r"\1…", line), style))
    paint({target("demo"): console.export_svg(title="soxa demo")})


def shown(told: str) -> list[str]:
    """The lines of the picture: of each chapter that runs such a command, the heading, the command and what it says."""
    parts: list[str] = []
    for heading, *commands in (chapter.rstrip().split("\n\n") for chapter in told.split("━━ ")[1:]):
        verdicts = [command for command in commands if command.startswith(_SHOWN)]
        if verdicts:
            parts += [f"━━ {heading}", *verdicts]
    return "\n\n".join(parts).splitlines()


if __name__ == "__main__":
    main()
