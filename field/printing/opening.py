"""Opening a document with what the machine opens such files with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

_OPENERS: Final = {"linux": "xdg-open", "darwin": "/usr/bin/open"}


def can_open() -> bool:
    """Whether this machine has something to open files with, and a screen to show them on."""
    if sys.platform == "win32":
        return True
    opener = shutil.which(_OPENERS.get(sys.platform, ""))
    return opener is not None and (sys.platform == "darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()))


def open_file(path: Path) -> bool:
    """Have the machine open a file; whether there was something to open it with. Nobody waits for it to be closed."""
    if not can_open():
        return False
    if sys.platform == "win32":
        os.startfile(path.resolve())  # noqa: S606 - a document that was just written
        return True
    opener = shutil.which(_OPENERS[sys.platform])
    assert opener is not None, "it can be opened"
    program = subprocess.Popen(  # noqa: S603 - the system's own opener, without a shell
        [opener, str(path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=program.wait, daemon=True).start()  # somebody must hear of its end
    return True
