"""Receipts as files: the one module of `sync.receipts` that opens one."""

from __future__ import annotations

from pathlib import Path

from sync.errors import BadInput
from sync.receipts.lines import MAX_FILE, HeldWord, parse
from sync.shell.files import opened


def read_receipts(path: Path) -> HeldWord:
    """The receipts in a file. Raises as `parse` does, with the `path`, and `BadInput("file-missing")`."""
    with opened(path) as file:
        data = file.read(MAX_FILE + 1)
    try:
        return parse(data)
    except BadInput as error:
        raise BadInput(error.code, path=str(path), **error.facts) from None
