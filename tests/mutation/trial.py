"""Trials: a mutant's module is written into a copy of the tree, and the tests say whether they notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from msgspec import Struct

from tests.mutation.mutants import Mutant

ROOT: Final = Path(__file__).resolve().parents[2]
_COPIED: Final = ("field", "hub", "sync", "tests", "pyproject.toml", "README.md", "LICENSE")
_USERS: Final = {
    "ledger": ("tests/sync/audit/test_recount.py",),
    "log": ("tests/sync/exchange",),
    "exchange": ("tests/hub/intake/test_receive.py",),
}
"""By room: tests of those that use it."""
_PATIENCE: Final = 5.0
"""How many times longer than on the untouched tree the tests may take: a change that makes a loop endless is noticed."""
_LEAST_SECONDS: Final = 30.0

Outcome = Literal["caught", "caught by its users", "survived"]


class Judges(Struct, frozen=True):
    """The tests of a module: the file at its mirrored path, and the wider set."""

    mirrored: tuple[str, ...]
    wider: tuple[str, ...]


def judges_of(path: str) -> Judges:
    """The tests of `sync/ledger/merge.py`: `tests/sync/ledger/test_merge.py`, then its room and those that use it."""
    module = PurePosixPath(path)
    mirrored = f"tests/{module.parent}/test_{module.name}"
    wider = (f"tests/{module.parent}", *_USERS.get(module.parent.name, ()))
    return Judges(
        mirrored=(mirrored,) if (ROOT / mirrored).exists() else (),
        wider=(f"--ignore={mirrored}", *(tests for tests in wider if (ROOT / tests).exists())),
    )


class TreeCopy:
    """A copy of the tree, which one trial after the other uses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds: dict[tuple[str, ...], float] = {}
        for name in _COPIED:
            source, target = ROOT / name, folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
            elif source.exists():
                shutil.copy(source, target)

    def try_out(self, mutant: Mutant, *, mirrored_alone: bool = False) -> Outcome:
        """What the tests make of a mutant. The module is as it was afterwards."""
        module = self._folder / mutant.path
        before = module.read_bytes()
        tests = judges_of(mutant.path)
        wider = () if mirrored_alone else tests.wider
        for some in (tests.mirrored, wider):
            self._measure(some)
        module.write_text(mutant.text, encoding="utf-8", newline="")
        _forget_compiled(module)
        try:
            if tests.mirrored and not self._pass(tests.mirrored):
                return "caught"
            return "survived" if not wider or self._pass(wider) else "caught by its users"
        finally:
            module.write_bytes(before)
            _forget_compiled(module)

    def _measure(self, tests: tuple[str, ...]) -> None:
        """How long tests take on the untouched tree, where they must pass."""
        if tests and tests not in self._seconds:
            began = time.monotonic()
            assert self._pass(tests, 3_600.0), f"{tests} do not pass on the untouched tree"
            self._seconds[tests] = time.monotonic() - began

    def _pass(self, tests: tuple[str, ...], limit: float | None = None) -> bool:
        limit = limit or max(self._seconds[tests] * _PATIENCE, _LEAST_SECONDS)
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        # no bytecode of another change: what is kept is known by the second in which its source was written
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
        environment = {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(self._folder)}
        try:
            done = subprocess.run(
                [*command, "-p", "tests.mutation.quick", *tests],
                cwd=self._folder,
                env=environment,
                capture_output=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def _forget_compiled(module: Path) -> None:
    """Remove what a module was compiled to: a change within the same second and of the same size would not be seen."""
    for compiled in (module.parent / "__pycache__").glob(f"{module.stem}.*.pyc"):
        compiled.unlink()
