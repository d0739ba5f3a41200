"""What an audit tells of: values, told by the console as any error is.

faults        the hub's: with one of them a bundle proves nothing
findings      on a laptop: what its own signature suffices to get wrong, and the hub can only pass on as it stands
unread        what a newer program alone can read: neither right nor wrong here
passed over   keys that are new here and change nothing that is read
held          entries that stand in a log and in no projection
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from msgspec import Struct

from sync.encoding.limits import MAX_LINE
from sync.errors import Fact, SoxaError

_T = TypeVar("_T")

_MAX_FAULTS: Final = 1_000
"""Enough to see what happened; a file that is all faults must not fill the memory."""
_MAX_OF_ONE: Final = 100
"""Of each list but the faults, what is kept of one log: a laptop may not crowd out what is found on the others."""
_MAX_KEPT: Final = 10_000
"""Of each list but the faults, what is kept beside the first of each log."""


class _Placed(Struct, frozen=True):
    """The base of what is told of a place. `origin` is the log, empty for the whole bundle; `index` the entry, None for the
    whole log."""

    origin: str
    index: int | None
    code: str
    facts: dict[str, Fact]


class Fault(_Placed, frozen=True):
    """A fault of a bundle."""


class Finding(_Placed, frozen=True):
    """What is told of an entry and is no fault of the bundle: found on a laptop, unread, or passed over."""


class QuarantinedLine(Struct, frozen=True):
    """An entry that stands in a log and in no projection: not a fault, but to be seen."""

    origin: str
    index: int
    why: str
    detail: str


class Stop(Exception):
    """The audit stops: what comes after cannot be read, or there are too many faults to go on."""


class Counted(Generic[_T]):
    """What is told log by log: all of it is counted, and some of each log kept."""

    def __init__(self) -> None:
        self.kept: list[_T] = []
        self.counts: Counter[str] = Counter()
        """By log, how many there are."""

    @property
    def count(self) -> int:
        """How many there are of all logs."""
        return self.counts.total()

    def add(self, origin: str, told: _T) -> None:
        """Count one of a log, and keep it as long as there is room."""
        self.counts[origin] += 1
        own = self.counts[origin]
        if own == 1 or (own <= _MAX_OF_ONE and len(self.kept) < _MAX_KEPT):
            self.kept.append(told)


class AuditMarks:
    """All that an audit has to tell so far: its parts tell it here. Faults that are too many end the reading; of the rest
    some are kept and all are counted, since a laptop may make as many as it likes."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.found: Counted[Finding] = Counted()
        self.unread: Counted[Finding] = Counted()
        self.passed_over: Counted[Finding] = Counted()
        self.held: Counted[QuarantinedLine] = Counted()

    def fault(self, origin: str, index: int | None, code: str, error: SoxaError | None = None, **facts: object) -> None:
        """Tell a fault; too many of them raise `Stop`."""
        told: dict[str, Fact] = {name: str(value) for name, value in facts.items()}
        if error is not None:
            told |= error.facts
        self.faults.append(Fault(origin, index, code, told))
        if len(self.faults) >= _MAX_FAULTS:
            raise Stop

    def find(self, origin: str, index: int, code: str, facts: dict[str, Fact]) -> None:
        """Tell a finding on the laptop whose log this is."""
        self.found.add(origin, Finding(origin, index, code, facts))

    def leave_unread(self, origin: str, index: int | None, code: str, facts: dict[str, Fact]) -> None:
        """Tell what only a newer program can read."""
        self.unread.add(origin, Finding(origin, index, code, facts))

    def pass_over(self, origin: str, index: int, code: str, facts: dict[str, Fact]) -> None:
        """Tell what is new here and was left out, and changes nothing that is read."""
        self.passed_over.add(origin, Finding(origin, index, code, facts))

    def pass_over_keys(self, origin: str, index: int, keys: Sequence[str]) -> None:
        """Tell which keys of an entry are new here, if any are."""
        if keys:
            self.pass_over(origin, index, "new-keys", {"keys": ", ".join(keys)[:MAX_LINE]})

    def hold(self, origin: str, index: int, why: str, detail: str) -> None:
        """Tell of an entry that is held back."""
        self.held.add(origin, QuarantinedLine(origin, index, why, detail))
