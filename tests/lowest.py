"""The lowest versions that pyproject.toml allows, as constraints for pip: `python -m tests.lowest > lowest.txt`, then
`pip install -c lowest.txt -e '.[test]'`. The tests are run with them once in CI, so that each bound is one that works.

Only what soxa itself needs is held down, the laptop's part and the hub's. What these need in turn is whatever pip takes,
and the tools of the tests are today's.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
_BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+),<")


def lowest() -> Iterator[str]:
    """Each package at its lower bound."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    for line in [*project["dependencies"], *project["optional-dependencies"]["hub"]]:
        bound = _BOUND.match(line)
        assert bound is not None, f"{line!r} has no bounds"
        yield f"{bound['name']}=={bound['version']}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in lowest()))
