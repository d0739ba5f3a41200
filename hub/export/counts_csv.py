"""Counts for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from hub.monitoring.counts import CountLine
from sync.annex.layout import guarded
from sync.ledger.figures import By
from sync.wording.names import Names


def counts_csv(names: Names, by: By, rows: Sequence[CountLine], notes: Iterable[str] = ()) -> bytes:
    """Counts as CSV in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula. Behind them
    each of the sentences that are `notes` has a line; an empty one has none."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([by, "name", "activities", "quantity", "audience", "minutes"])
    for row in rows:
        said = [guarded(row.key or "–"), guarded(names.of(by, row.key))]
        writer.writerow([*said, row.activities, row.quantity, row.audience, row.minutes])
    for note in filter(None, notes):
        writer.writerow(["–", guarded(note), "", "", "", ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")
