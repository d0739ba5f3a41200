"""Proofs as files: the one module of `sync.proof` that opens one."""

from __future__ import annotations

from pathlib import Path

from sync.errors import BadInput
from sync.log.proof import MAX_PROOF
from sync.shell.files import opened


def read_proof(path: Path) -> str:
    """The text of a proof file. `BadInput` if there is none, or it is far too big to be one."""
    with opened(path) as file:
        read = file.read(2 * MAX_PROOF + 1)
    if len(read) > 2 * MAX_PROOF:
        raise BadInput("bad-proof")
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("bad-proof") from None
