"""Laptops' clocks that were wrong, as what they brought shows: a time that had not come when the hub took it, or one before
what the same entry cites. By the line a laptop hears of its clock itself; of one that goes by stick its operator is told."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from hub.times import AcceptedTimes
from sync.encoding.types import NOTHING, DeviceId, Instant
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Join, Noted, Report, Retraction
from sync.ledger.origins import LogKind
from sync.ledger.period import day_of
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("hub")

_TOLD_FROM: Final = 3_600
"""Seconds by which a time must be off to be told."""


class WrongClock(Struct, frozen=True):
    """A laptop's clock that was wrong when it made what it brought."""

    count: int
    """Entries that say a time at which they cannot have been made."""
    said: Instant
    """The time that the last of them says."""
    unit: str
    """The name of the laptop's unit."""


def wrong_clock(transaction: Transaction, keys: Keys, device: DeviceId, since: Instant) -> WrongClock | None:
    """What the entries of a laptop that were accepted since POSIX second `since` show of its clock; None if nothing."""
    log = transaction.logs.get(origins.device(keys.hub, device))
    if log is None:
        return None
    rows = transaction.logs.accepted(log.id)
    start = max((row.size for row in rows if row.at < since), default=NOTHING)
    accepted = max((row.at for row in rows), default=since)
    registry, said = own_logs.registry(transaction, keys), list[Instant]()
    times = AcceptedTimes(transaction, registry)
    for line in transaction.logs.lines(log.id, start, log.size):
        entry = decode(line, LogKind.DEVICE)
        if not isinstance(entry, Activity | Join | Noted | Report | Retraction):
            continue
        cited = NOTHING if entry.seen is None else entry.seen.size
        past = _founded(transaction, keys) if isinstance(entry, Join) else times.earliest(cited)
        if entry.at > accepted + _TOLD_FROM or (past is not None and entry.at < past - _TOLD_FROM):
            said.append(entry.at)
    if not said:
        return None
    return WrongClock(len(said), said[-1], UnitHistory(registry).name_apart(log.unit, day_of(since).isoformat()))


def _founded(transaction: Transaction, keys: Keys) -> Instant | None:
    """When the hub was made: nobody joined it before."""
    log = transaction.logs.get(origins.registry(keys.hub))
    entry = None if log is None else decode(next(transaction.logs.lines(log.id, 0, 1)), LogKind.REGISTRY)
    return getattr(entry, "at", None)


def wrong_clock_words(found: WrongClock | None) -> str:
    """What is said of it to the operator, and what to do; nothing where nothing is shown."""
    if found is None:
        return ""
    told = counted(
        found.count,
        _("{count} entry of it says {time}, which cannot be: the clock of that laptop was wrong, and its day may be, too."),
        _(
            "{count} entries of it say times that cannot be, the last {time}: the clock of that laptop was wrong, and their "
            "days may be, too."
        ),
    ).format(count=number(found.count), time=moment(found.said))
    return (
        told
        + " "
        + _("Have {unit} set the date and time there; its “soxa field status” says what to look at.").format(
            unit=safe_line(found.unit)
        )
    )
