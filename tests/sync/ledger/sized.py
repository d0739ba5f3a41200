"""Entries of a chosen size: no field alone is as long as an entry may be, so a report's three texts fill them."""

from __future__ import annotations

import msgspec

from sync.encoding.types import Base64Hash, DeviceId, Instant, Size
from sync.ledger.entry import Narrative, Position, Report
from sync.ledger.figures import Figures, Tally

_REPORT = Report(
    salt="0" * 16,
    at=Instant(1),
    period="2026-11",
    covers=(Position(DeviceId("a" * 16), Size(1)),),
    records=0,
    root=Base64Hash("A" * 43 + "="),
    figures=Figures(total=Tally()),
    narrative=Narrative(results="x", difficulties="x", proposals="x"),
)


def line_of(size: int) -> bytes:
    """The line of a report with exactly so many bytes, good but for its size: 12,000 at least, 130,000 at most."""
    bare = len(msgspec.json.encode(_REPORT)) - 3
    letters, rest = divmod(size - bare, 4)
    texts = ["😀" * (letters * part // 3 - letters * (part - 1) // 3) for part in (1, 2, 3)]
    texts[0] += "x" * rest
    line = msgspec.json.encode(
        msgspec.structs.replace(_REPORT, narrative=Narrative(results=texts[0], difficulties=texts[1], proposals=texts[2]))
    )
    assert len(line) == size
    return line
