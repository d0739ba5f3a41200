"""What takes long to make from the store, never changes once it is made, and is asked for by every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST: Final = 2
"""As of now, and as of a transaction that began just before."""


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


class Readings:
    """What was read from the logs of a store."""

    def __init__(self) -> None:
        self.registries: Final[Latest[str, Registry]] = Latest()
        """By their signed heads: a signed head says for ever what stands before it."""
        self.reporting_statuses: Final[Latest[Registry, ReportingStatuses]] = Latest()
        """The rules of each registry for what is due and what answers for it."""
