"""An annex as one flat file for programs: CSV for spreadsheets and databases, JSON as it is."""

from __future__ import annotations

import csv
import io

import msgspec

from sync.annex.layout import flat_guarded
from sync.annex.model import Annex


def write_csv(annex: Annex) -> bytes:
    """Every figure a line, in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(flat_guarded(annex).rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def write_json(annex: Annex) -> bytes:
    """The annex itself."""
    return msgspec.json.format(msgspec.json.encode(annex), indent=2) + b"\n"
