"""A stranger who checks what we write: `verify.go`, built from the Go project's own notes and trees.

Tests that want a second opinion call `verify`; it skips them with a reason on a machine without Go, and fails them
there if SOXA_CI is set, where a missing second opinion must not go unseen.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("verify.go")

_GO_PATH = Path("/usr/share/gocode")
"""Where Debian's package golang-golang-x-mod-dev puts golang.org/x/mod, so that nothing is fetched."""


class Refusal(Exception):
    """The stranger says no; the text is its reason."""


def verify(command: str, *arguments: str | Path) -> str:
    """What the stranger says about files of ours; its commands are described in `verify.go`.

    Raises Refusal if anything does not hold.
    """
    result = subprocess.run(
        [_program(), command, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    if result.returncode != 0:
        raise Refusal(result.stderr.strip())
    return result.stdout


def _program() -> Path:
    reason = _missing()
    if reason is None:
        return _built()
    if "SOXA_CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


def _missing() -> str | None:
    if shutil.which("go") is None:
        return "no stranger verifies: the command go is missing (Debian: golang-go)"
    if not (_GO_PATH / "src/golang.org/x/mod/sumdb/note").is_dir():
        return "no stranger verifies: golang.org/x/mod is missing (Debian: golang-golang-x-mod-dev)"
    return None


@functools.cache
def _built() -> Path:
    """The program, compiled once for this process and gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="soxa-stranger-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    program = folder / "verify"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(_GO_PATH), "GOFLAGS": ""}
    subprocess.run(["go", "build", "-o", program, _SOURCE], env=environment, cwd=folder, check=True, timeout=300)
    return program
