"""Random histories in which disks go back in time, go away and fill up: laptops' folders are copied, put back, written in
twice and lose their keys; the hub is restored from backups, put back by hand, and refuses for want of room; lines break;
clocks jump; people are revoked. Whatever breaks, what was acknowledged and is still in anybody's hands is at the hub in the
end, everybody can go on and shows the same, every receipt verifies, and the bundle is proven, with its restores named, while
no change of it is.

`SOXA_EXAMPLES` may say how many histories are lived, of 40 steps each.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from field.home import without_key
from hub.export import bundle
from hub.registry.laptops import revoke_laptop
from sync.encoding.types import Hash
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hashes
from tests.hub.broken_store import full
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.sync.audit.bundles import audited
from tests.world import Laptop, World

EXAMPLES: Final = int(os.environ.get("SOXA_EXAMPLES", "50"))
STEPS: Final = 40
UNITS: Final = ("03390", "03390", "03390", "03405")
ROUNDS: Final = 6
"""Exchanges of everybody in which all must have come together."""

some = st.integers(0, 1000)


class Province(RuleBasedStateMachine):
    """Three laptops of one commune, one of another, one hub; and whatever copies of them there come to be."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="soxa-"))
        self.world = World(self.folder / "world")
        self.laptops = [self.world.laptop(unit) for unit in UNITS]
        self.copies: list[tuple[Laptop, Path]] = []
        self.sticks: list[Path] = []
        self.replies: list[Path] = []
        self.backups: list[Path] = []
        self.stale: set[Laptop] = set()
        """Those who have not heard of the hub since it went back."""
        self.saved: dict[str, set[Hash]] = {unit: set() for unit in UNITS}
        """By unit, the leaves of all activities that a laptop called saved."""
        self.names = iter(range(10**6))

    def teardown(self) -> None:
        try:
            self.all_comes_together()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Somebody syncs first, so that most histories have a hub that knows somebody."""
        self.exchange(0)

    # -- work

    def laptop(self, number: int) -> Laptop:
        return self.laptops[number % len(self.laptops)]

    @contextlib.contextmanager
    def may_refuse(self) -> Iterator[None]:
        """What is said in the program's own words may be said; nothing else may happen."""
        with contextlib.suppress(SoxaError):
            yield

    @rule(number=some, quantity=st.integers(0, 3))
    def log(self, number: int, quantity: int) -> None:
        laptop = self.laptop(number)
        with self.may_refuse():
            self.saved[laptop.unit].update(laptop.log(quantity=quantity))

    @rule(number=some, choice=some, value=st.integers(0, 3))
    def revise(self, number: int, choice: int, value: int) -> None:
        laptop = self.laptop(number)
        if records := laptop.record_ids():
            with self.may_refuse():
                self.saved[laptop.unit].update(laptop.revise(records[choice % len(records)], quantity=value))

    @rule(number=some, choice=some)
    def retract(self, number: int, choice: int) -> None:
        laptop = self.laptop(number)
        if records := laptop.record_ids():
            with self.may_refuse():
                self.saved[laptop.unit].update(laptop.retract(records[choice % len(records)]))

    # -- ways to the hub

    @rule(number=some)
    def exchange(self, number: int) -> None:
        with self.may_refuse():
            self.laptop(number).exchange(self.world.line)
            self.stale.discard(self.laptop(number))

    @rule(number=some, at=st.floats(0, 1), request=st.booleans())
    def exchange_over_a_line_that_breaks(self, number: int, at: float, request: bool) -> None:
        line = self.world.cut_request(at) if request else self.world.cut_reply(at)
        with self.may_refuse():
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
            with self.may_refuse():
                self.laptop(number).unpack(self.replies[choice % len(self.replies)])

    # -- what breaks

    @rule(number=some)
    def a_folder_is_copied(self, number: int) -> None:
        laptop = self.laptop(number)
        self.copies.append((laptop, laptop.copied(self.new("copy"))))

    @rule(choice=some)
    def an_old_folder_is_put_back(self, choice: int) -> None:
        if self.copies:
            laptop, copy = self.copies[choice % len(self.copies)]
            laptop.put_back(copy)

    @rule(choice=some)
    def somebody_works_on_in_a_copy(self, choice: int) -> None:
        if self.copies and len(self.laptops) < 2 * len(UNITS):
            _laptop, copy = self.copies.pop(choice % len(self.copies))
            other = Laptop(self.world, copy)
            self.laptops.append(other)
            self.world.laptops.append(other)

    @rule(number=some)
    def a_key_is_lost(self, number: int) -> None:
        laptop = self.laptop(number)
        laptop.home.key.unlink(missing_ok=True)
        self.go_on(laptop)

    @rule(number=some)
    def a_closed_folder_is_begun_anew(self, number: int) -> None:
        self.go_on(self.laptop(number))

    @rule(number=some)
    def somebody_is_revoked(self, number: int) -> None:
        with self.may_refuse(), self.world.store.writing() as transaction:
            device = self.laptop(number).store.membership.device
            revoke_laptop(
                transaction, self.world.keys, device, "Mất máy", now=self.world.now(), random_bytes=self.world.random
            )

    @rule()
    def the_hub_is_backed_up(self) -> None:
        if not self.asking:
            self.backups.append(backed_up(self.world, self.new("backup")))

    @rule(choice=some, database_lost=st.booleans())
    def the_hub_is_restored(self, choice: int, database_lost: bool) -> None:
        if self.backups:
            put_back(self.world, self.backups[choice % len(self.backups)], database_lost=database_lost)
            self.stale = set(self.laptops)

    @rule(choice=some)
    def the_hub_is_put_back_by_hand(self, choice: int) -> None:
        """A copy of its database takes its place, and nobody tells it."""
        if self.backups and not self.asking:
            self.world.store.close()
            shutil.copyfile(self.backups[choice % len(self.backups)], self.world.home.database)
            self.world.reopen()
            self.stale = set(self.laptops)

    @rule()
    def the_hub_goes_on(self) -> None:
        if self.asking:
            closed(self.world, keep_this=True)

    @property
    def asking(self) -> bool:
        with self.world.store.reading() as transaction:
            return transaction.settings.asking is not None

    @rule(number=some, room=st.integers(0, 6))
    def the_hub_has_no_room(self, number: int, room: int) -> None:
        with full(self.world.store, room=room), self.may_refuse():
            self.laptop(number).exchange(self.world.line)

    @rule(number=some, room=st.integers(0, 4), other=st.booleans())
    def a_laptop_has_no_room(self, number: int, room: int, other: bool) -> None:
        laptop = self.laptop(number)
        # the store's own words for a full disk are turned into people's by whoever called it (field.session)
        with contextlib.suppress(sqlite3.OperationalError), no_room(laptop, room):
            (self.exchange if other else self.log_one)(number)

    def log_one(self, number: int) -> None:
        self.log(number, 1)

    @rule(hours=st.integers(-48, 48))
    def the_clock_jumps(self, hours: int) -> None:
        self.world.set_clock(type(self.world.now())(self.world.now() + hours * 3600))

    @rule(number=some)
    def a_program_starts_again(self, number: int) -> None:
        self.laptop(number).reopen()
        self.world.reopen()

    # -- what holds

    @invariant()
    def what_is_called_received_is_held_by_the_hub(self) -> None:
        for laptop in self.laptops:
            laptop.check_receipt()
            if laptop not in self.stale:
                acked = laptop.store.logs.own.acked
                assert self.hub_leaves(laptop)[:acked] == laptop.leaves()[:acked]

    def hub_leaves(self, laptop: Laptop) -> list[Hash]:
        """What the hub holds of a laptop's log: accepted, or until it goes on."""
        found = self.world.hub_leaves(laptop.origin)
        with self.world.store.reading() as transaction:
            for row in transaction.waiting.of(laptop.origin):
                found[row.start :] = leaf_hashes(row.lines)
        return found

    def go_on(self, laptop: Laptop) -> None:
        """What the program says to do where a folder can go no further."""
        fault = without_key(laptop.home) or laptop.store.closed
        if fault is not None and fault.code != "home-behind":
            laptop.begin_anew()

    def held(self, unit: str) -> set[Hash]:
        """The leaves that anybody holds of a unit's logs: in a living folder, or at the hub."""
        found: set[Hash] = set()
        for laptop in self.laptops:
            if laptop.unit == unit:
                found |= set(laptop.leaves())
                for origin in laptop.store.logs.cursors():
                    found |= set(laptop.store.logs.leaves(origin, 0, 10**9))
        return found | self.at_hub(unit)

    def at_hub(self, unit: str) -> set[Hash]:
        with self.world.store.reading() as transaction:
            return {
                leaf
                for log in transaction.logs.all()
                if log.unit == unit and origins.parse(log.origin).kind is LogKind.DEVICE
                for leaf in transaction.logs.leaves(log.id, 0, log.size)
            }

    def all_comes_together(self) -> None:
        """Everybody syncs on a good line, and does what the program says where it says something; then all show the same."""
        before = {unit: self.saved[unit] & self.held(unit) for unit in set(UNITS)}
        for _round in range(ROUNDS):
            for laptop in self.laptops:
                self.go_on(laptop)
                try:
                    laptop.exchange(self.world.line)
                except SoxaError as error:
                    if str(error.code).endswith("-invite"):  # handed out after what the hub was restored from
                        laptop.begin_anew()
            self.the_hub_goes_on()
        for laptop in self.laptops:
            assert laptop.store.closed is None
            assert laptop.store.logs.own.acked == laptop.store.logs.own.size
            assert laptop.store.records.unsent() == 0
            assert laptop.records() == self.world.hub_records(laptop.unit)
        for unit, leaves in before.items():
            assert leaves <= self.at_hub(unit), "acknowledged, still in somebody's hands, and not here"
        self.what_is_proven()

    def what_is_proven(self) -> None:
        whole = b"".join(bundle.pieces(self.world.store, self.world.keys))
        key = self.world.keys.logs.verifier
        summary = audited(self.folder, whole, key)
        assert summary.faults == ()
        with self.world.store.reading() as transaction:
            generation = transaction.settings.generation
        assert max([1, *(each.generation for each in summary.generations)]) == generation
        changed = bytearray(whole)
        changed[random.Random(len(whole)).randrange(len(whole))] ^= 1
        assert audited(self.folder, bytes(changed), key).faults

    def new(self, what: str) -> Path:
        return self.folder / f"{what}-{next(self.names)}"


@contextlib.contextmanager
def no_room(laptop: Laptop, room: int) -> Iterator[None]:
    """No page of a laptop's database fits on its disk any more, but for so many."""
    sql: sqlite3.Connection = laptop.store._sql
    (pages,) = sql.execute("PRAGMA page_count").fetchone()
    (was,) = sql.execute("PRAGMA max_page_count").fetchone()
    sql.execute(f"PRAGMA max_page_count = {pages + room}")  # acts as a full disk does
    try:
        yield
    finally:
        laptop.store._sql.execute(f"PRAGMA max_page_count = {was}")


TestWhateverBreaks: Any = Province.TestCase
TestWhateverBreaks.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
)
