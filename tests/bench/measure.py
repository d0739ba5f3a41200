"""How things are timed and told: the best of some runs, and a ratio to a floor measured beside it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from msgspec import Struct


class Row(Struct, frozen=True):
    """One line of the result. `floor` and `value` have the same unit; `goal` is the largest ratio that meets it, or
    with `absolute` the largest value."""

    job: str
    value: float
    unit: str
    floor: float | None = None
    floor_is: str = ""
    goal: float | None = None
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        """The value over its floor."""
        return None if self.floor is None else self.value / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None if there is none."""
        if self.goal is None:
            return None
        against = self.value if self.absolute else self.ratio
        return against is not None and against <= self.goal


def best(run: Callable[[], object], *, tries: int = 3, prepare: Callable[[], object] | None = None) -> float:
    """Seconds of the fastest of some runs, each after `prepare`, which is not timed."""
    fastest = float("inf")
    for _try in range(tries):
        if prepare is not None:
            prepare()
        began = time.perf_counter()
        run()
        fastest = min(fastest, time.perf_counter() - began)
    return fastest


def tell(row: Row) -> None:
    """Print a row as soon as it is measured."""
    parts = [f"{row.job:<52}", f"{row.value:>10,.2f} {row.unit:<9}"]
    if row.floor is not None:
        parts.append(f"floor {row.floor:>9,.2f} ({row.floor_is})  ratio {row.ratio:.2f}")
    if row.goal is not None:
        limit = f"{row.goal:g} {row.unit}" if row.absolute else f"{row.goal:g}x"
        parts.append(f"goal {'<=' if row.goal else ''} {limit}: {'met' if row.met else 'NOT MET'}")
    sys.stdout.write("  ".join(parts) + "\n")
    sys.stdout.flush()
