"""The schema: what other files must know of the laptop's tables, and whether a database has them all as they are now.

The tables are told of and made in `migrations`. That file alone needs sqlite-utils, which takes as long to load as all
the rest of the laptop's core: whoever opens a database that is up to date does without.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sync.errors import Refused, StoreDamaged

OWN: Final = 1
"""The number of the laptop's own log."""

MIGRATION_SET: Final = "soxa.field"
RELEASED: Final = (
    "first",
    "desk",
    "receipts",
    "evidence",
    "newer_reports",
    "spans_and_audiences",
    "rows_of_files",
    "generations",
    "proofs",
    "redactions",
    "titles_of_lists",
    "words_alone",
)
"""The names of all migrations, in their order. A program that reads more in a log than the one before it has one more, if
only an empty one: what was kept unread is read again when there is something to migrate."""

TRUE_RECEIPTS: Final = (
    "(SELECT acked, idx, own, time FROM"
    " (SELECT *, min(time) OVER (ORDER BY acked DESC) AS soonest FROM receipted) WHERE time = soonest)"
)
"""The rows of `receipted` whose time no receipt of more contradicts: the hub's time goes back only where the hub has stated
that it was wrong, so of two receipts the one of more was given after the other, and bounds it."""

HELD_BACK: Final = "why IN ('future', 'invalid')"
"""What holds of the table `held` for an entry that the hub leaves out of everything; with another word it counts."""


def is_current(sql: sqlite3.Connection) -> bool:
    """Whether the tables are those of this program. `Refused("newer-store")` if a newer program has changed them."""
    if sql.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return False
    rows = sql.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,))
    applied = {name for (name,) in rows}
    if applied - set(RELEASED):
        raise Refused("newer-store") if applied > set(RELEASED) else StoreDamaged(why="membership")
    return len(applied) == len(RELEASED)


def spelled(topics: tuple[str, ...]) -> str:
    """Topics as a column holds them: a space before and after each."""
    return f" {' '.join(topics)} " if topics else ""
