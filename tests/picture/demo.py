"""Draws what the last chapters of `soxa demo` print, as `tests/pictures/demo.svg`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from sync.shell.console import cells

TARGET: Final = Path(__file__).parent.parent / "pictures" / "demo.svg"
_COLUMNS: Final = 112
_LINE: Final = 19
_CELL: Final = 8.4
_CHAPTERS: Final = 4
"""How many chapters, from the end, the picture shows."""
_KEY: Final = re.compile(r"(\S+/registry\+[0-9a-f]{8}\+)\S+")


def main() -> None:
    """Run the demo and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sync.shell.main", "demo", "--home", str(Path(folder) / "demo")]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
        text = done.stdout.replace(str(Path(folder).resolve() / "demo"), "~/demo")
    chapters = text.split("━━ ")
    shown = "━━ " + "━━ ".join(chapters[-_CHAPTERS:])
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(draw(_fitted(shown.splitlines())), encoding="utf-8", newline="\n")


def _fitted(lines: list[str]) -> list[str]:
    """Lines no wider than the picture: keys are abbreviated, the rest is broken as a terminal would."""
    fitted: list[str] = []
    for whole in lines:
        line = _KEY.sub(r"\1…", whole)
        while cells(line) > _COLUMNS:
            fitted.append(line[:_COLUMNS])
            line = line[_COLUMNS:]
        fitted.append(line)
    return fitted


def draw(lines: list[str]) -> str:
    """An SVG of a terminal with these lines; commands and headings stand out."""
    width, height = round(_COLUMNS * _CELL) + 40, len(lines) * _LINE + 56
    body = []
    for number, line in enumerate(lines):
        style = "command" if line.startswith("$") else "heading" if line.startswith("━━") else "plain"
        place = 48 + number * _LINE
        body.append(f'<text x="20" y="{place}" class="{style}" xml:space="preserve">{escape(line)}</text>')
    dots = "".join(
        f'<circle cx="{22 + 20 * number}" cy="18" r="6" fill="{colour}"/>'
        for number, colour in enumerate(("#e0655f", "#dfb04a", "#6bb26b"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        "<style>text{font:14px 'Cascadia Mono',Consolas,Menlo,'Noto Sans Mono','Courier New',monospace;fill:#d7dae0}"
        ".command{fill:#8fd18f;font-weight:bold}.heading{fill:#f0c674;font-weight:bold}</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#1d2126"/>{dots}\n' + "\n".join(body) + "\n</svg>\n"
    )


if __name__ == "__main__":
    main()
