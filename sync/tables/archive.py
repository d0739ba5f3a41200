"""What workbooks that are archives of XML have to keep to, before any of it is read."""

from __future__ import annotations

import zipfile
from typing import Final

from sync.errors import BadInput

MAX_UNPACKED: Final = 500 * 1024 * 1024
"""Bytes of all parts of a workbook: a hundred thousand long rows fit many times, a zip bomb does not."""


def check_size(parts: zipfile.ZipFile) -> None:
    """`BadInput("file-too-big")` for an archive whose parts are bigger than `MAX_UNPACKED`."""
    if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
        raise BadInput("file-too-big", limit=MAX_UNPACKED // 1024 // 1024)


def declares_entities(content: bytes) -> bool:
    """Whether a part may declare entities: no office's program does, and a hostile file would grow by them."""
    return b"<!DOCTYPE" in content or b"<!ENTITY" in content
