"""The limits of texts, counts, lists, times and lines, each with its reason."""

from __future__ import annotations

from typing import Final

MAX_ENTRY: Final = 65_535
"""Bytes in one entry: the limit of C2SP tlog-tiles entry bundles, so that any log of ours can be published as tiles."""

MAX_EXACT: Final = 2**53
"""The largest whole number that is exact in every JSON reader."""

MAX_TREE: Final = MAX_EXACT
"""Entries in one log: more than any log will hold."""

MAX_COUNT: Final = 1_000_000_000
"""A figure that an officer states: nobody in a commune counts past a thousand million."""
MAX_LINE: Final = 500
"""Characters of a title, a place, a reason, a label."""
MAX_TEXT: Final = 10_000
"""Characters of a text or a comment: some pages."""
MAX_TOPICS: Final = 32
"""Topics of one activity."""
MAX_LANGUAGES: Final = 32
MAX_PLACES: Final = 32
MAX_AUDIENCES: Final = 32
"""Groups of people whom one activity was for."""
MAX_SPAN: Final = 366
"""Days from the first to the last of one activity: a year's campaign."""
MAX_HEADS: Final = 64
"""Entries that one entry builds on, or that an answer speaks of."""
MAX_NAME: Final = 100
"""Characters of a hub's name."""
MAX_KEY: Final = 300
"""Characters of a verifier key, whose one free part is the name of a log."""
MAX_ORIGIN: Final = 200
"""Characters of a log's name: a hub's, and a kind and a device or unit after it."""
MAX_SEAL_KEY: Final = 4_000
"""Characters of a key that files are sealed to: twice one of the largest kind that is spoken of for later."""
MAX_CHECKPOINT: Final = 8_000
"""Characters of a checkpoint's note with the receipts on it, where it stands in a line."""
MAX_WITNESSED: Final = 16
"""Cosigned heads of a log in a bundle: of every witness its last."""
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
"""The years of which anything is reported."""
LAST_NOW: Final = 6_942_585_600
"""The latest second that a machine's clock is taken for, the first of 2190 (UTC): ten years before `LAST_YEAR` ends, since a
year's plans lead years ahead."""

DAY_SECONDS: Final = 86_400
LAST_INSTANT: Final = 253_402_300_799
"""The last second of the year 9999 (POSIX, UTC)."""
MAX_DEPTH: Final = 32
"""How deep objects and lists may lie within each other in a line of JSON: no format of ours goes beyond 6."""

MAX_GENERATION: Final = 9_999
"""Generations of a hub's own logs: one more with every restore."""
MAX_LOST: Final = 64
"""Heads that one statement of a restore names as lost."""
MAX_NOTE: Final = 1_000
"""Letters of such a head."""
MAX_KEPT: Final = 400
"""Logs of a hub's own that one entry on a restore lists."""
MAX_REDACTED: Final = 64
"""Entries that one statement of a redaction lists."""

MAX_PROVEN: Final = 2
"""Sizes of the acceptances, besides the one held, from which a laptop may have their growth proven at a time."""
