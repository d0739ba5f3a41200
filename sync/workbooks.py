"""What a workbook that is none does to its reader: for the tables that offices keep, and for annexes."""

from __future__ import annotations

import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from openpyxl.utils.exceptions import InvalidFileException

DAMAGED: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
    EOFError,
    AssertionError,
    OverflowError,
)
"""What openpyxl and what it is built on raise when a workbook is not one; a SyntaxError comes from either of the two readers
of XML that it may find."""
