"""Writes `tests/pictures/` and `field/pictures/`: what `soxa demo` prints, screens of `soxa field`, the desk's first page.

All of them in both languages.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Draw every picture. Words are chosen once for a process, so each kind and language has a process of its own."""
    for language in ("vi", "en"):
        environment = os.environ | {"SOXA_LANG": language, "PYTHONUTF8": "1", "TEXTUAL_ANIMATIONS": "none"}
        for module in ("tests.picture.demo", "tests.picture.program", "tests.picture.desk"):
            subprocess.run([sys.executable, "-m", module], env=environment, check=True)


if __name__ == "__main__":
    main()
