"""Proofs as files: the one module of `sync.proof` that opens one."""

from __future__ import annotations

from pathlib import Path

from sync.errors import BadInput
from sync.log.proof import MAX_PROOF


def read_proof(path: Path) -> str:
    """The text of a proof file. `BadInput` if there is none, or it is far too big to be one."""
    try:
        if path.stat().st_size > 2 * MAX_PROOF:
            raise BadInput("bad-proof")
        return path.read_bytes().decode("utf-8")
    except OSError:
        raise BadInput("file-missing", path=str(path)) from None
    except UnicodeDecodeError:
        raise BadInput("bad-proof") from None
