"""Random histories: laptops log, revise, retract and exchange with the hub in any order, over lines that break at any
point and sticks that come late, twice, or not at all. At the end all parties show the same records, nothing that was
saved is lost, every receipt verifies, and an auditor finds no fault.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sync.errors import SoxaError
from tests.world import World

LAPTOPS = 4
which = st.integers(0, LAPTOPS - 1)
quantities = st.integers(0, 3)


class Communes(RuleBasedStateMachine):
    """Three laptops of one commune, one of another, one hub."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="soxa-"))
        self.world = World(self.folder)
        self.laptops = [self.world.laptop("03390") for _ in range(LAPTOPS - 1)] + [self.world.laptop("03405")]
        self.saved: dict[int, list[bytes]] = {number: [] for number in range(LAPTOPS)}
        self.sticks: list[Path] = []
        self.replies: list[tuple[int, Path]] = []
        self.bodies: list[bytes] = []

    def teardown(self) -> None:
        try:
            self.all_converge()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Somebody syncs first, so that most histories have a hub that knows somebody."""
        self.exchange(0)

    @rule(number=which, quantity=quantities)
    def log(self, number: int, quantity: int) -> None:
        self.saved[number] += self.laptops[number].log(quantity=quantity)

    @rule(number=which, choice=st.integers(0, 1000), field=st.sampled_from(["quantity", "audience"]), value=quantities)
    def revise(self, number: int, choice: int, field: str, value: int) -> None:
        laptop = self.laptops[number]
        records = laptop.record_ids()
        if records:
            changes: dict[str, Any] = {field: value}
            self.saved[number] += laptop.revise(records[choice % len(records)], **changes)

    @rule(number=which, choice=st.integers(0, 1000))
    def retract(self, number: int, choice: int) -> None:
        laptop = self.laptops[number]
        records = laptop.record_ids()
        if records:
            self.saved[number] += laptop.retract(records[choice % len(records)])

    @rule(number=which)
    def exchange(self, number: int) -> None:
        self.laptops[number].exchange(self.world.line)

    @rule(number=which, at=st.floats(0, 1), request=st.booleans())
    def exchange_over_a_line_that_breaks(self, number: int, at: float, request: bool) -> None:
        line = self.world.cut_request(at) if request else self.world.cut_reply(at)
        with contextlib.suppress(SoxaError):
            self.laptops[number].exchange(line)

    @rule(number=which)
    def exchange_that_somebody_records(self, number: int) -> None:
        self.laptops[number].exchange(self.world.recorded(self.bodies))

    @rule(choice=st.integers(0, 1000))
    def an_old_push_comes_again(self, choice: int) -> None:
        if self.bodies:
            for _piece in self.world.line(self.bodies[choice % len(self.bodies)]):
                pass

    @rule(number=which)
    def pack_a_stick(self, number: int) -> None:
        self.sticks.append(self.laptops[number].pack(self.folder / f"stick-{len(self.sticks)}.soxa"))

    @rule(choice=st.integers(0, 1000))
    def a_stick_reaches_the_hub(self, choice: int) -> None:
        if self.sticks:
            number = choice % len(self.sticks)
            reply = self.folder / f"reply-{len(self.replies)}.soxa"
            self.world.unpack(self.sticks[number], reply)
            self.replies.append((number, reply))

    @rule(choice=st.integers(0, 1000), number=which)
    def a_reply_reaches_a_laptop(self, choice: int, number: int) -> None:
        if self.replies:
            _stick, reply = self.replies[choice % len(self.replies)]
            with contextlib.suppress(SoxaError):  # another laptop's
                self.laptops[number].unpack(reply)

    @invariant()
    def nothing_saved_is_lost(self) -> None:
        for number, laptop in enumerate(self.laptops):
            assert set(self.saved[number]) <= set(laptop.leaves())

    @invariant()
    def what_is_called_received_is_held_by_the_hub(self) -> None:
        for laptop in self.laptops:
            laptop.check_receipt()
            acked = laptop.store.logs.own.acked
            assert self.world.hub_leaves(laptop.origin)[:acked] == laptop.leaves()[:acked]

    def all_converge(self) -> None:
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


TestCommunes = Communes.TestCase
TestCommunes.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
