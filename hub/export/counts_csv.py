"""Counts for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from hub.monitoring.counts import CountLine
from sync.annex.layout import guarded
from sync.ledger.figures import By
from sync.wording.names import Names


def counts_csv(names: Names, by: By, rows: Sequence[CountLine], others: str = "") -> bytes:
    """Counts as CSV in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula. Behind them a line
    has the sentence of `others`, where there is one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([by, "name", "activities", "quantity", "audience", "minutes"])
    for row in rows:
        said = [guarded(row.key or "–"), guarded(names.of(by, row.key))]
        writer.writerow([*said, row.activities, row.quantity, row.audience, row.minutes])
    if others:
        writer.writerow(["–", guarded(others), "", "", "", ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")
