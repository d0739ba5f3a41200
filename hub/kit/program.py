"""The program itself, as it is installed here: what of it a laptop has, where Python finds it."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from sync.shell import installed

_PACKAGES: Final = ("field", "sync")
_LEFT_OUT: Final = shutil.ignore_patterns("__pycache__", "pictures", "*.po", "*.pot", "README*.md")


def copy(into: Path) -> None:
    """Copy what a laptop has of the program: its packages, the module that runs them, and which version it is."""
    for name in _PACKAGES:
        with as_file(files(name)) as source:
            shutil.copytree(source, into / name, ignore=_LEFT_OUT)
    shutil.copyfile(into / "sync" / "shell" / "__main__.py", into / "soxa.py")
    about = into / f"soxa-{installed.version()}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: soxa\nVersion: {installed.version()}\n", encoding="utf-8", newline="\n"
    )
