"""What happens in every random history: several laptops work, and exchange with a hub over lines that break and sticks that
come late, twice, or not at all. What else happens, and what must hold, says whoever lives one."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sync.encoding.types import Hash
from sync.errors import SoxaError
from tests.world import Laptop, World

some = st.integers(0, 1000)
"""One of however many there are just then."""
quantities = st.integers(0, 3)


class Histories(RuleBasedStateMachine):
    """Laptops of some units, one hub."""

    UNITS: ClassVar[Sequence[str]]
    """The unit of each laptop."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="soxa-"))
        self.world = World(self.folder / "world")
        self.laptops = [self.world.laptop(unit) for unit in self.UNITS]
        self.sticks: list[Path] = []
        self.replies: list[Path] = []
        self.names = iter(range(10**6))

    def teardown(self) -> None:
        try:
            self.all_comes_together()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    def all_comes_together(self) -> None:
        """Everybody syncs on a good line, and what must hold then does."""
        raise NotImplementedError

    def keep(self, laptop: Laptop, leaves: Sequence[Hash]) -> None:
        """A laptop called these entries saved."""
        raise NotImplementedError

    def may_refuse(self) -> contextlib.AbstractContextManager[None]:
        """In this, what is said in the program's own words may be said; unless a history knows of nothing that might be."""
        return contextlib.nullcontext()

    def new(self, what: str) -> Path:
        """A path that nothing has."""
        return self.folder / f"{what}-{next(self.names)}"

    def laptop(self, number: int) -> Laptop:
        """One of the laptops."""
        return self.laptops[number % len(self.laptops)]

    @initialize()
    def begin(self) -> None:
        """Somebody syncs first, so that most histories have a hub that knows somebody."""
        self.exchange(0)

    # -- work

    @rule(number=some, quantity=quantities)
    def log(self, number: int, quantity: int) -> None:
        laptop = self.laptop(number)
        with self.may_refuse():
            self.keep(laptop, laptop.log(quantity=quantity))

    @rule(number=some, choice=some, field=st.sampled_from(["quantity", "audience"]), value=quantities)
    def revise(self, number: int, choice: int, field: str, value: int) -> None:
        laptop = self.laptop(number)
        changes: dict[str, Any] = {field: value}
        if records := laptop.record_ids():
            with self.may_refuse():
                self.keep(laptop, laptop.revise(records[choice % len(records)], **changes))

    @rule(number=some, choice=some)
    def retract(self, number: int, choice: int) -> None:
        laptop = self.laptop(number)
        if records := laptop.record_ids():
            with self.may_refuse():
                self.keep(laptop, laptop.retract(records[choice % len(records)]))

    # -- ways to the hub

    @rule(number=some)
    def exchange(self, number: int) -> None:
        with self.may_refuse():
            laptop = self.laptop(number)
            laptop.exchange(self.world.line)
            self.heard(laptop)

    def heard(self, laptop: Laptop) -> None:
        """A laptop has exchanged with the hub."""

    @rule(number=some, at=st.floats(0, 1), request=st.booleans())
    def exchange_over_a_line_that_breaks(self, number: int, at: float, request: bool) -> None:
        line = self.world.cut_request(at) if request else self.world.cut_reply(at)
        with contextlib.suppress(SoxaError):
            self.laptop(number).exchange(line)

    @rule(number=some)
    def pack_a_stick(self, number: int) -> None:
        with self.may_refuse():
            self.sticks.append(self.laptop(number).pack(self.new("stick")))

    @rule(choice=some)
    def a_stick_reaches_the_hub(self, choice: int) -> None:
        if self.sticks:
            reply = self.new("reply")
            with self.may_refuse():
                self.world.unpack(self.sticks[choice % len(self.sticks)], reply)
                self.replies.append(reply)

    @rule(choice=some, number=some)
    def a_reply_reaches_a_laptop(self, choice: int, number: int) -> None:
        if self.replies:
            with contextlib.suppress(SoxaError):  # another laptop's
                self.laptop(number).unpack(self.replies[choice % len(self.replies)])


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """What is said in the program's own words may be said; nothing else may happen."""
    with contextlib.suppress(SoxaError):
        yield
