"""What came of computing a filed annex again."""

from __future__ import annotations

from msgspec import Struct

from sync.annex.diff import Difference
from sync.audit.dispatches import DispatchedReport
from sync.audit.faults import Fault
from sync.audit.witnessed import WitnessedLog
from sync.encoding.types import Instant


class RecountOutcome(Struct, frozen=True, kw_only=True):
    """What came of checking a filed annex. It is proven if there is neither a fault nor a difference, and nothing unread."""

    hub: str
    period: str
    made: Instant
    """When it says that it was exported (POSIX seconds)."""
    registry: int
    acceptances: int
    """How many entries of either it was computed from."""
    accepted_at: Instant | None
    """The hub's time of the newest acceptance among them."""
    left_out: int
    """How many acceptances of the bundle came after those and yet before it was exported."""
    answers_left_out: int = 0
    """How many of the province's answers to reports of the period."""
    figures: int
    faults: tuple[Fault, ...]
    """Of the bundle, or of what the file says that it rests on."""
    differences: tuple[Difference, ...]
    """The differences that show the file to be false."""
    undecided: tuple[Difference, ...]
    """The differences that something unread may explain."""
    findings: int
    """How many there are on laptops, in the whole bundle: they are no faults, and change no figure."""
    unread: int
    """Of what it rests on, how much only a newer program can read: editions of directives, duties, reports, entries."""
    dispatched: tuple[DispatchedReport, ...] = ()
    """The documents with which this file went upward, as the bundle's registry has it."""
    entered: dict[str, int] = {}
    """How many of the activities that are counted the province entered for units, by the unit that they count for: an annex
    says so itself since version 4."""
    witnessed: tuple[WitnessedLog, ...] = ()
    """Who of the policy cosigned the bundle's logs; nothing without a policy."""

    @property
    def wrong(self) -> int:
        """How many faults and differences there are."""
        return len(self.faults) + len(self.differences)

    @property
    def false(self) -> bool:
        """Whether it is shown to be wrong: by a fault, or by a difference that nothing unread explains."""
        return bool(self.faults or self.differences)
