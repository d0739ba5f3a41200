"""Random histories: laptops log, revise, retract and exchange with the hub in any order, over lines that break at any
point and sticks that come late, twice, or not at all. At the end all parties show the same records, nothing that was
saved is lost, every receipt verifies, and an auditor finds no fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule

from sync.encoding.types import Hash
from tests.histories import Histories, some
from tests.world import Laptop


class Communes(Histories):
    """Three laptops of one commune, one of another, one hub."""

    UNITS: ClassVar[Sequence[str]] = ("03390", "03390", "03390", "03405")

    def __init__(self) -> None:
        super().__init__()
        self.saved: dict[Laptop, list[Hash]] = defaultdict(list)
        self.bodies: list[bytes] = []

    def keep(self, laptop: Laptop, leaves: Sequence[Hash]) -> None:
        self.saved[laptop] += leaves

    @rule(number=some)
    def exchange_that_somebody_records(self, number: int) -> None:
        self.laptop(number).exchange(self.world.recorded(self.bodies))

    @rule(choice=some)
    def an_old_push_comes_again(self, choice: int) -> None:
        if self.bodies:
            for _piece in self.world.line(self.bodies[choice % len(self.bodies)]):
                pass

    @invariant()
    def nothing_saved_is_lost(self) -> None:
        for laptop, leaves in self.saved.items():
            assert set(leaves) <= set(laptop.leaves())

    @invariant()
    def what_is_called_received_is_held_by_the_hub(self) -> None:
        for laptop in self.laptops:
            laptop.check_receipt()
            acked = laptop.store.logs.own.acked
            assert self.world.hub_leaves(laptop.origin)[:acked] == laptop.leaves()[:acked]

    def all_comes_together(self) -> None:
        """Everybody syncs twice on a good line; then all show the same."""
        for _round in range(2):
            for laptop in self.laptops:
                laptop.exchange(self.world.line)
        assert self.laptops[0].records() == self.laptops[1].records() == self.laptops[2].records()
        for laptop in self.laptops:
            assert laptop.records() == self.world.hub_records(laptop.unit)
            assert laptop.store.logs.own.acked == laptop.store.logs.own.size
            assert laptop.store.records.unsent() == 0
        self.world.audit(self.folder / "bundle.soxa")


TestCommunes: Any = Communes.TestCase
TestCommunes.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
