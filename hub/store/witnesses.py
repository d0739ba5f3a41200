"""The witnesses that the hub asks for cosignatures, what each cosigned last, and what stands against them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from hub.store.rows import CosignedHead, WitnessAlarm, WitnessRow
from sync.encoding.types import Instant, Origin, Size
from sync.errors import Fact

MOST_ALARMS: Final = 100
"""Alarms that are kept of one witness: a lying one can make as many as it likes."""


class StoredWitnesses:
    """The witnesses, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[WitnessRow]:
        """Every witness, by name."""
        rows = self._db.execute(select(t.witness).order_by(t.witness.c.name))
        return [_witness(row._mapping) for row in rows]

    def get(self, name: str) -> WitnessRow | None:
        """A witness by its name."""
        row = self._db.execute(select(t.witness).where(t.witness.c.name == name)).first()
        return None if row is None else _witness(row._mapping)

    def add(self, row: WitnessRow) -> None:
        """Ask a witness from now on."""
        self._db.execute(insert(t.witness).values(**_stored(row)))

    def remove(self, name: str) -> None:
        """Ask a witness no more, and forget what it cosigned; what stands against it stays."""
        self._db.execute(delete(t.cosigned).where(t.cosigned.c.witness == name))
        self._db.execute(delete(t.witness).where(t.witness.c.name == name))

    def answered(self, name: str, at: Instant) -> None:
        """Take note that a witness answered as it should."""
        values = {"tried": at, "answered": at, "failures": 0, "trouble": "", "facts": "{}"}
        self._db.execute(update(t.witness).where(t.witness.c.name == name).values(values))

    def failed(self, name: str, at: Instant, code: str, facts: dict[str, Fact]) -> None:
        """Take note that a witness did not, and how."""
        told = msgspec.json.encode(facts).decode()
        failures = t.witness.c.failures + 1
        where = t.witness.c.name == name
        self._db.execute(update(t.witness).where(where).values(tried=at, failures=failures, trouble=code[:60], facts=told))

    # -- what each cosigned last

    def cosigned(self, name: str) -> list[CosignedHead]:
        """What a witness cosigned last of each log, by the logs' names."""
        return self._heads(t.cosigned.c.witness == name)

    def cosigned_of(self, origin: Origin) -> list[CosignedHead]:
        """What each witness cosigned last of a log, by its name of a generation, by the witnesses' names."""
        return [head for head in self._heads(t.cosigned.c.origin == origin) if head.line]

    def _heads(self, where: Any) -> list[CosignedHead]:
        cosigned = t.cosigned
        rows = self._db.execute(select(cosigned).where(where).order_by(cosigned.c.witness, cosigned.c.origin))
        return [CosignedHead(**row._mapping) for row in rows]

    def keep(self, head: CosignedHead) -> None:
        """Keep what a witness cosigned, unless it has cosigned more of the log meanwhile."""
        values = msgspec.structs.asdict(head)
        statement = upsert(t.cosigned).values(**values)
        newer = t.cosigned.c.size <= head.size
        self._db.execute(statement.on_conflict_do_update(index_elements=["witness", "origin"], set_=values, where=newer))

    def said(self, name: str, origin: Origin, size: Size) -> None:
        """Take note of how much of a log a witness says that it cosigned."""
        key = {"witness": name, "origin": origin}
        values = {**key, "size": 0, "note": "", "line": "", "time": 0, "said": size}
        statement = upsert(t.cosigned).values(**values)
        self._db.execute(statement.on_conflict_do_update(index_elements=list(key), set_={"said": size}))

    # -- alarms

    def alarms(self, *, settled: bool = False) -> list[WitnessAlarm]:
        """What stands against witnesses, or the hub by their word, and is not settled; or everything that ever did."""
        alarm = t.witness_alarm
        query = select(alarm).order_by(alarm.c.id)
        rows = self._db.execute(query if settled else query.where(alarm.c.settled.is_(False)))
        return [WitnessAlarm(**row._mapping) for row in rows]

    def alarm(self, found: WitnessAlarm) -> bool:
        """Keep an alarm; False where the same stands already."""
        of_one = [known for known in self.alarms(settled=True) if known.witness == found.witness]
        same = [known for known in of_one if not known.settled and known.origin == found.origin and known.kind == found.kind]
        if same or len(of_one) >= MOST_ALARMS:
            return False
        values = {name: value for name, value in msgspec.structs.asdict(found).items() if name != "id"}
        self._db.execute(insert(t.witness_alarm).values(**values))
        return True

    def settle(self, name: str, *, origin: Origin | None = None, kinds: Sequence[str] | None = None) -> int:
        """Take the alarms of a witness for settled: all, or those of one log and of some kinds. How many that were."""
        alarm = t.witness_alarm.c
        where = [alarm.witness == name, alarm.settled.is_(False)]
        where += [alarm.origin == origin] if origin is not None else []
        where += [alarm.kind.in_(kinds)] if kinds is not None else []
        return self._db.execute(update(t.witness_alarm).where(*where).values(settled=True)).rowcount


def _witness(row: Any) -> WitnessRow:
    return WitnessRow(**{**row, "facts": msgspec.json.decode(row["facts"], type=dict[str, Fact])})


def _stored(row: WitnessRow) -> dict[str, Any]:
    return {**msgspec.structs.asdict(row), "facts": msgspec.json.encode(row.facts).decode()}
