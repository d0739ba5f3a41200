"""Annexes as files: the one module of `sync.annex` that opens one. What is in it is the matter of `reader`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from sync.annex.reader import READERS, Filed, read
from sync.errors import BadInput, Misuse
from sync.shell.files import opened

MAX_FILE: Final = 32 * 1024 * 1024


def annex_digest(path: Path) -> str:
    """SHA-256 of a filed annex, in hexadecimal."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_annex(path: Path) -> Filed:
    """A filed annex, read by what its name ends in. `Misuse` for another kind; `BadInput` for a file that is no annex."""
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise Misuse("unknown-annex-kind", path=path.name)
    with opened(path) as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise BadInput("annex-too-big", limit=MAX_FILE // 1024 // 1024)
    return read(suffix, data)
