"""The logs in which the province enters things for the unit, as far as the registry that is held names them."""

from __future__ import annotations

import sqlite3

from field.store.signed_lines import read
from sync.encoding.types import Origin
from sync.ledger import origins
from sync.ledger.entry import Device
from sync.ledger.origins import LogKind
from sync.log.note import Verifier


def entered_logs(sql: sqlite3.Connection, own: Origin) -> set[Origin]:
    """The origins of these logs, of the hub that a laptop's own log is of. The whole registry is not read for it."""
    hub = origins.parse(own).hub
    rows = sql.execute(
        "SELECT line, leaf FROM entry WHERE log = (SELECT id FROM log WHERE origin = ?) AND kind = 'device'"
        " AND instr(line, CAST('\"entered\":true' AS BLOB))",
        (origins.registry(hub),),
    )
    entries = (read(line, leaf, LogKind.REGISTRY) for line, leaf in rows)
    enrolled = (entry for entry in entries if isinstance(entry, Device) and entry.entered)
    return {origins.device(hub, origins.device_id(Verifier.parse(entry.key).key)) for entry in enrolled}
