"""Running `soxa` as people run it: a process of its own, in a folder, with nothing of this machine's own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from sync.ledger.period import day_of, months
from sync.shell.console import now

ROOT = Path(__file__).resolve().parent.parent
SOXA = (sys.executable, "-m", "sync.shell.main")


def environment(**more: str) -> dict[str, str]:
    """English, and nothing of what else this machine has set for soxa or for languages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOXA_", "LC_", "LANG"))}
    path = os.pathsep.join(part for part in (more.pop("PYTHONPATH", ""), str(ROOT)) if part)
    return {**kept, "SOXA_LANG": "en", "PYTHONPATH": path, **more}


def soxa(
    *arguments: str, folder: Path = ROOT, stdin: int | IO[bytes] = subprocess.DEVNULL, **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder until it ends; `more` goes into its environment."""
    return subprocess.run(
        [*SOXA, *arguments], cwd=folder, env=environment(**more), stdin=stdin, capture_output=True, check=False
    )


def under_way() -> str:
    """The reporting month under way by the real clock: a hub founded now has nothing that was due before."""
    return months(day_of(now()), 1)[0]
