"""What targets begin with: the bodies of vectors, small files of each kind of table; and frames around what is fuzzed."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.vectors import vector

if sys.version_info >= (3, 14):
    from compression import zstd as frames
else:
    from backports import zstd as frames

_TESTS: Final = Path(__file__).resolve().parent.parent
_TABLES: Final = (_TESTS / "sync" / "importing" / "cases", _TESTS / "sync" / "tables" / "files")
_MOST: Final = 200_000
ODS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell><text:p>Ngày</text:p>
</table:table-cell><table:table-cell><text:p>Nội dung</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2026-11-03">
<text:p>3/11/2026</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3"><text:p>Phát loa</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>""".encode()
"""The content of a text table of OpenDocument."""
WEB: Final = (
    "<html><body><table><tr><td>Ngày</td><td>Nội dung</td></tr>"
    "<tr><td rowspan=2>3/11/2026</td><td colspan=2>Phát loa</td></tr></table>"
).encode()
"""A page that is saved as a table."""


def vectors_read(*words: str) -> Iterator[bytes]:
    """The bodies of the vectors that are read as one of these says."""
    for path in sorted(vector.ROOT.glob("*/*.txt")):
        each = vector.parse(path)
        if each.read in words:
            yield each.body


def workbooks(suffix: str) -> Iterator[bytes]:
    """Tables with this ending."""
    if suffix == "ods":
        yield _ods()
    for folder in _TABLES:
        for path in sorted(folder.rglob(f"*.{suffix}")):
            if path.stat().st_size <= _MOST:
                yield path.read_bytes()


def _ods() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
    return made.getvalue()


def zstd(data: bytes) -> bytes:
    """A frame as ours are, with its checksum."""
    return frames.compress(data, options={frames.CompressionParameter.checksum_flag: 1})


def parts(suffix: str, name: str) -> Iterator[bytes]:
    """A part of each table that is an archive."""
    for data in workbooks(suffix):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if name in archive.namelist():
                yield archive.read(name)


def with_part(suffix: str, name: str, part: bytes) -> bytes:
    """The first table that is an archive and has such a part, with another in its place."""
    data = next(data for data in workbooks(suffix) if name in zipfile.ZipFile(io.BytesIO(data)).namelist())
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as other:
        for each in archive.infolist():
            other.writestr(each.filename, part if each.filename == name else archive.read(each))
    return made.getvalue()
