"""What the store hands out of its tables of logs, invites and reports."""

from __future__ import annotations

from msgspec import Struct

from sync.ledger.reporting_status import ReportReceipt
from sync.log.merkle import Frontier


class LogRow(Struct, frozen=True):
    """How far a log is held."""

    id: int
    origin: str
    unit: str
    size: int
    frontier: Frontier
    checkpoint: str
    """The signed note at `size`; a device's carries the receipt that was made when it was accepted."""
    seen_size: int
    """Of a device's log: the newest size of the acceptances that it cites."""


class InviteRow(Struct, frozen=True):
    """An invite that was handed out."""

    id: str
    unit: str
    officer: str | None
    secret: bytes
    expires: int
    used_by: str | None
    made: int
    withdrawn: bool = False
    url: str = ""
    """Where its laptop reaches the hub; empty if by stick alone."""


class ReportRow(ReportReceipt, frozen=True, kw_only=True):
    """A report entry as it was received, and where it stands."""

    log: int
    idx: int
