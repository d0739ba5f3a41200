"""A person's desk on Linux, as freedesktop.org describes it: a command, an entry of the menu, and one on the desktop."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

_NAME: Final = "Sổ xã"
_DESKTOP: Final = re.compile(r'^XDG_DESKTOP_DIR="(.*)"$', re.MULTILINE)
_ENTRY: Final = """[Desktop Entry]
Type=Application
Version=1.5
Name={name}
Exec="{command}" field
Icon={icon}
Terminal=true
Categories=Office;
"""


class LinuxDesk:
    """The desk of whoever runs this."""

    within = "linux"

    def __init__(self) -> None:
        home = Path.home()
        data = os.environ.get("XDG_DATA_HOME")
        self.program = home / ".local" / "lib" / "soxa"
        self._command = home / ".local" / "bin" / "soxa"
        self._entries = [(Path(data) if data else home / ".local" / "share") / "applications" / "soxa.desktop"]
        desktop = _desktop(home)
        if desktop is not None:
            self._entries.append(desktop / "soxa.desktop")

    def add_openers(self, program: Path) -> list[Path]:
        """Make the command and the entries."""
        command = program / "soxa"
        command.chmod(0o755)
        self._command.parent.mkdir(parents=True, exist_ok=True)
        self._command.unlink(missing_ok=True)
        self._command.symlink_to(command)
        text = _ENTRY.format(name=_NAME, command=_quoted(command), icon=program / "soxa.ico")
        for entry in self._entries:
            entry.parent.mkdir(parents=True, exist_ok=True)
            entry.write_text(text, encoding="utf-8")
            entry.chmod(0o755)
        return [self._command, *self._entries]

    def remove_openers(self) -> None:
        """Take them away."""
        for each in (self._command, *self._entries):
            each.unlink(missing_ok=True)


def _desktop(home: Path) -> Path | None:
    """The folder that is shown as the desktop, if there is one."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    try:
        named = _DESKTOP.search((config / "user-dirs.dirs").read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        named = None
    folder = Path(named[1].replace("$HOME", str(home))) if named is not None else home / "Desktop"
    return folder if folder.is_dir() and folder != home else None


def _quoted(path: Path) -> str:
    """A path within the quotation marks of an entry's command (Desktop Entry Specification, the Exec key)."""
    return re.sub(r'(["`$\\])', r"\\\\\1", str(path)).replace("%", "%%")
