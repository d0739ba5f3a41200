"""What the province says to a unit: its answers to activities, and reminders. Each is an entry in the unit's desk log, and
reaches its laptops as any log does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hub import logs
from hub.chase import status
from hub.home import Keys
from hub.projecting import record_of
from hub.store import Session
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Reminder, Review, Verdict
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.strict import tobase64

_NAMED: Final = re.compile(r"(?:([0-9]{5})/)?([0-9a-f]{8,32})")


def review(
    session: Session,
    keys: Keys,
    typed: str,
    verdict: Verdict,
    comment: str,
    *,
    now: int,
    random_bytes: Callable[[int], bytes],
) -> str:
    """Accept or return a record as it stands now; its `unit/id`. The caller's transaction commits.

    A record is named by its id, or the beginning or end of it; with its unit's code before, as 03390/ID, where units share
    one. `Misuse` if that names none or several, or a return says no reason; `Refused` for a record that was taken back.
    """
    comment = tidy(comment)
    if verdict == "returned" and not comment:
        raise Misuse("no-reason")
    unit, record = _find(session, typed)
    state = record_of(session, unit, record)
    if state.retracted is not None and not state.conflicts:
        raise Refused("already-retracted", record=state.record)
    entry = Review(
        salt=random_bytes(8).hex(),
        at=now,
        record=state.record,
        heads=tuple(tobase64(head) for head in state.heads),
        verdict=verdict,
        comment=comment,
    )
    logs.append(session, keys, origins.desk(keys.hub, unit), [entry])
    return f"{unit}/{state.record}"


def remind(
    session: Session,
    keys: Keys,
    registry: Registry,
    period: Period,
    comment: str,
    *,
    now: int,
    random_bytes: Callable[[int], bytes],
) -> list[str]:
    """Ask every unit that has not reported for a period to do so; their codes. The caller's transaction commits."""
    silent = [one.unit for one in status(session, registry, period, now) if one.standing in ("missing", "due")]
    for unit in silent:
        entry = Reminder(salt=random_bytes(8).hex(), at=now, period=period.name, comment=tidy(comment))
        logs.append(session, keys, origins.desk(keys.hub, unit), [entry])
    return silent


def _find(session: Session, typed: str) -> tuple[str, bytes]:
    named = _NAMED.fullmatch(typed.strip().lower().replace("-", ""))
    if named is None or len(named[2]) % 2:
        raise Misuse("bad-record", text=typed[:60])
    found = [(unit, record) for unit, record in session.find_records(bytes.fromhex(named[2])) if named[1] in (None, unit)]
    if len(found) > 1:
        raise Misuse("ambiguous-record", text=typed[:60], near=", ".join(f"{unit}/{one.hex()}" for unit, one in found))
    if not found:
        raise Misuse("no-record", text=typed[:60])
    return found[0]
