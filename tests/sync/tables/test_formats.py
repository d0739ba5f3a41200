"""The kind of a file by its first bytes."""

from __future__ import annotations

import pytest

from sync.tables.formats import format_of


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "text"),
        (b"a;b", "text"),
        (b"<3 ; b", "text"),
        (b"\xff\xfe" + "<html><table>".encode("utf-16-le"), "html"),
        (b"\n <TABLE border=1>", "html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00\x00", "xls"),
        (b"MIME-Version: 1.0\r\n", "mhtml"),
    ],
)
def test_a_format_is_told_by_its_first_bytes(data: bytes, expected: str) -> None:
    assert format_of(data, "x") == expected
