"""What kind of table a file holds: by its first bytes, whatever its name ends with. Offices save web pages as `.xls` and
workbooks as `.csv`."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final, Literal

from sync.errors import BadInput

Format = Literal["xlsx", "xls", "ods", "html", "mhtml", "text"]

_ZIP: Final = b"PK\x03\x04"
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How workbooks of Excel before 5 begin: they have no container."""
_OTHER: Final = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"GIF8": "GIF",
}
_TAG: Final = re.compile(r"<\s*(?:!doctype\s+html|html|table|head|body|meta)\b", re.IGNORECASE)
_XML_2003: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_NEAR: Final = 4_096


def format_of(raw: bytes, name: str) -> Format:
    """The format of a file's bytes. `BadInput`: "with-password", "no-table-file"; `name` is what people call the file."""
    for start, kind in _OTHER.items():
        if raw.startswith(start):
            raise BadInput("no-table-file", path=name, kind=kind)
    if raw.startswith(_ZIP):
        return _zipped(raw, name)
    if raw.startswith(_OLE2):
        return _contained(raw, name)
    if raw[:2] in _BIFF and len(raw) > 8:
        return "xls"
    head = raw[:_NEAR].decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    if _XML_2003 in head:
        raise BadInput("no-table-file", path=name, kind="XML 2003")
    if re.match(r"\s*MIME-Version:", head, re.IGNORECASE):
        return "mhtml"
    return "html" if _TAG.search(head) else "text"


def _zipped(raw: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = set(parts.namelist())
            mime = parts.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, KeyError, ValueError, EOFError):
        raise BadInput("bad-workbook", path=name) from None
    if mime.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    lower = {part.lower() for part in names}
    if "xl/workbook.bin" in lower:
        raise BadInput("no-table-file", path=name, kind="XLSB")
    if "word/document.xml" in lower:
        raise BadInput("no-table-file", path=name, kind="Word")
    if "ppt/presentation.xml" in lower:
        raise BadInput("no-table-file", path=name, kind="PowerPoint")
    if "[content_types].xml" not in lower:
        raise BadInput("no-table-file", path=name, kind="ZIP")
    return "xlsx"


def _contained(raw: bytes, name: str) -> Format:
    """A compound file: an old workbook, or what Excel makes of a new one under a password."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise BadInput("with-password", path=name)
    if "WordDocument".encode("utf-16-le") in raw:
        raise BadInput("no-table-file", path=name, kind="Word")
    return "xls"
