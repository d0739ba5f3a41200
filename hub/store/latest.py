"""What takes long to make from the store, never changes once it is made, and is asked for by every request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, Generic, TypeVar

from hub.store.rows import GroupedTally
from sync.ledger.figures import Figures
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses
from sync.log.merkle import DistantTree

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST: Final = 2
"""As of now, and as of a transaction that began just before."""
_MOST_FIGURES: Final = 4_000
"""Of a large province's reports of two years."""
_MOST_ANSWERED: Final = 500


class Latest(Generic[Key, Value]):
    """The values that were made last, by what they are made of. May be shared by threads: two that ask at once may both
    make a value, and either will do."""

    def __init__(self) -> None:
        self._made: tuple[tuple[Key, Value], ...] = ()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made now if it is not among the latest."""
        known = self._made  # read once and replaced whole, so that no thread sees it half changed
        for of, value in known:
            if of == key:
                return value
        made = make()
        self._made = ((key, made), *known[: _MOST - 1])
        return made


class Kept(Generic[Key, Value]):
    """Values that never change, by what they are made of; so many that all are let go at once when they grow too many. May
    be shared by threads, as `Latest`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Key, Value] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made now if it is not kept."""
        made = self._made
        return made[key] if key in made else self.keep(key, make())

    def among(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Of some keys those that are kept, with their values."""
        made = self._made
        return {key: made[key] for key in keys if key in made}

    def keep(self, key: Key, value: Value) -> Value:
        """Keep a value; the same."""
        made = self._made
        if len(made) >= self._most:
            made = self._made = {}
        made[key] = value
        return value


class Readings:
    """What was read from the logs of a store."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read everything anew: what it was read from was damaged, and is mended."""
        self.registries: Latest[tuple[str, int], Registry] = Latest()
        """By their signed heads, which say for ever what stands before them, and by how often that was mended."""
        self.reporting_statuses: Latest[Registry, ReportingStatuses] = Latest()
        """The rules of each registry for what is due and what answers for it."""
        self.stated_figures: Kept[tuple[int, int], Figures | None] = Kept(_MOST_FIGURES)
        """By log and index, what the report that stands there says; None of one that is not read."""
        self.answered: Kept[Hashable, Sequence[GroupedTally]] = Kept(_MOST_ANSWERED)
        """By how much is held of all logs, and by what was asked for: the sums of records by how they were answered."""
        self.acceptances_tree = DistantTree()
        """What was read of the acceptances to prove how they grew."""
        self.trees: dict[int, DistantTree] = {}
        """By a log's number, what was read of it to hold what is given of it against its root."""
        self.differs: Kept[Hashable, bool] = Kept(2 * _MOST_FIGURES)
        """By a report's log and index, and by the state of its unit's months and of the registry: whether its figures are
        not those of the ledger then."""
        self.outdated: Kept[Hashable, tuple[Figures, Figures]] = Kept(_MOST_FIGURES)
        """As above, the figures of a report that are not those of the ledger then, with those."""
