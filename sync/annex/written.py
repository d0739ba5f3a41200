"""An annex as the bytes of a file for programs, CSV or JSON: its one spelling. Who writes one and who checks one write it
here, so that no byte is left out of the checking. A workbook has many spellings, so its cells alone are laid out.
"""

from __future__ import annotations

import csv
import io

import msgspec

from sync.annex.layout import flat_guarded
from sync.annex.model import Annex

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def annex_csv(annex: Annex) -> bytes:
    """An annex for spreadsheets and databases: every figure a line, in UTF-8 with a byte order mark, as they want it; no
    cell can be a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(flat_guarded(annex).rows)
    return BYTE_ORDER_MARK + text.getvalue().encode("utf-8")


def annex_json(annex: Annex) -> bytes:
    """An annex for programs: as it is."""
    return msgspec.json.format(msgspec.json.encode(annex), indent=2) + b"\n"
