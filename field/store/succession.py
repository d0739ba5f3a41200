"""A store whose own log another takes the place of: what was its own is a colleague's from then on."""

from __future__ import annotations

from contextlib import closing

from field.home import LaptopHome
from field.store import engine, schema
from field.store.rows import Membership
from sync.ledger import origins


def begin_successor(home: LaptopHome, membership: Membership) -> None:
    """Make a copy of a laptop's store the store of the laptop that takes its place, before that one's log begins. All that
    it holds stays; only what was said of the own log alone goes."""
    origin = origins.device(membership.hub, membership.device)
    with closing(engine.connect(str(home.database))) as sql, engine.transaction(sql):
        old = sql.execute("SELECT origin, size, frontier, checkpoint FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        sql.execute(
            "UPDATE log SET origin = ?, size = 0, frontier = x'', checkpoint = '', acked = 0, receipt = NULL,"
            " receipt_time = NULL, cited = 0 WHERE id = ?",
            (origin, schema.OWN),
        )
        number = sql.execute("INSERT INTO log (origin, size, frontier, checkpoint) VALUES (?, ?, ?, ?)", old).lastrowid
        sql.execute(
            "INSERT OR IGNORE INTO peer_head SELECT ?, acked, note FROM receipted WHERE note IS NOT NULL AND note != ''",
            (number,),
        )
        sql.execute("DELETE FROM verdict")  # derived, by the number of a log
        sql.execute("UPDATE entry SET log = ? WHERE log = ?", (number, schema.OWN))
        sql.execute("UPDATE record SET last_own = NULL")
        for table in ("held", "receipted", "citation"):
            sql.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        sql.execute("DELETE FROM setting WHERE name LIKE 'own-log-%'")
        sql.execute("UPDATE membership SET device = ?, invite = ?", (membership.device, membership.invite))
