"""Receipts as files: the one module of `sync.receipts` that opens one."""

from __future__ import annotations

from pathlib import Path

from sync.receipts.lines import MAX_FILE, HeldWord, parse
from sync.shell.files import opened


def read_receipts(path: Path) -> HeldWord:
    """The receipts in a file. Raises as `parse` does, and `BadInput("file-missing")`."""
    with opened(path) as file:
        return parse(file.read(MAX_FILE + 1))
