"""`python -m tests.fuzz.one TARGET [libFuzzer's options] FOLDER ...`: one target under atheris, in this process."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["sync", "hub", "field"]):
    from tests.fuzz.targets import TARGETS, attempt


def main() -> None:
    """Fuzz until libFuzzer ends the process."""
    name = sys.argv.pop(1)
    target = TARGETS[name]
    atheris.Setup(sys.argv, lambda data: attempt(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
