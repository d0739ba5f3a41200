"""Small disks of a process of its own: file systems in memory that are mounted for it alone, and gone with it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

_AS_ROOT: Final = hasattr(os, "geteuid") and os.geteuid() == 0
OF_ITS_OWN: Final = ("unshare", "--mount") if _AS_ROOT else ("unshare", "--mount", "--map-root-user")
"""Before a command that is to mount something that nobody else sees."""


def may_mount() -> bool:
    """Whether this machine lets somebody mount a disk."""
    probe = [*OF_ITS_OWN, "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /tmp"]
    return shutil.which("unshare") is not None and not subprocess.run(probe, capture_output=True, check=False).returncode


class SmallDisk:
    """A small disk, mounted in this process, which was started `OF_ITS_OWN`."""

    def __init__(self, folder: Path, size: str) -> None:
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
        self._fill = folder / "fill"

    def fill(self) -> None:
        """Leave no room on it."""
        with self._fill.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1024))
            except OSError:
                return

    def make_room(self) -> None:
        """Take away what fills it."""
        self._fill.unlink()
