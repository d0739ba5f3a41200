"""Random histories in which disks go back in time, go away and fill up: laptops' folders are copied, put back, written in
twice and lose their keys; the hub is restored from backups, put back by hand, and refuses for want of room; lines break;
clocks jump; people are revoked, and keys are renewed; the hub's database is lost and made anew. Whatever breaks, what was
acknowledged and is still in anybody's hands is at the hub in the end, everybody can go on and shows the same, every receipt
verifies, and the bundle is proven, with its restores named, while no change of it is.

`SOXA_EXAMPLES` may say how many histories are lived, of 40 steps each.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.exchange.renewing import renew
from field.exchange.unfinished import finish_rescues
from field.home import LaptopHome, without_key
from field.store import LaptopStore
from hub import own_logs
from hub.export import bundle
from hub.generations import rebuild
from hub.registry.false_times import state_false, suspicious
from hub.registry.laptops import revoke_laptop
from hub.safekeeping.check import check as find_damage
from hub.safekeeping.from_backup import mend_from
from hub.store import Transaction
from sync.encoding.types import Hash, Index, Instant
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash, leaf_hashes
from tests.histories import Histories, quantities, refusals, some
from tests.hub.broken_store import full
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.safekeeping.rot import rot_entry
from tests.sync.audit.bundles import audited
from tests.world import HUB, Laptop

EXAMPLES: Final = int(os.environ.get("SOXA_EXAMPLES", "50"))
STEPS: Final = 40
ROUNDS: Final = 6
"""Exchanges of everybody in which all must have come together."""


class Province(Histories):
    """Three laptops of one commune, one of another, one hub; and whatever copies of them there come to be."""

    UNITS: ClassVar[Sequence[str]] = ("03390", "03390", "03390", "03405")

    def __init__(self) -> None:
        super().__init__()
        self.copies: list[tuple[Laptop, Path]] = []
        self.backups: list[Path] = []
        self.stale: set[Laptop] = set()
        """Those who have not heard of the hub since it went back."""
        self.saved: dict[str, set[Hash]] = {unit: set() for unit in self.UNITS}
        """By unit, the leaves of all activities that a laptop called saved."""

    def keep(self, laptop: Laptop, leaves: Sequence[Hash]) -> None:
        self.saved[laptop.unit].update(leaves)

    def may_refuse(self) -> contextlib.AbstractContextManager[None]:
        return refusals()

    def heard(self, laptop: Laptop) -> None:
        self.stale.discard(laptop)

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
            self.stale.add(laptop)  # the copy may be of before the hub went back

    @rule(choice=some)
    def somebody_works_on_in_a_copy(self, choice: int) -> None:
        """In one that has a key, for without one nobody can."""
        usable = [copied for copied in self.copies if LaptopHome(copied[1]).key.exists()]
        if usable and len(self.laptops) < 2 * len(self.UNITS):
            copied = usable[choice % len(usable)]
            self.copies.remove(copied)
            other = Laptop(self.world, copied[1])
            self.laptops.append(other)
            self.stale.add(other)
            self.world.laptops.append(other)

    @rule(number=some)
    def a_key_is_lost(self, number: int) -> None:
        laptop = self.laptop(number)
        laptop.home.key.unlink(missing_ok=True)
        self.go_on(laptop)

    @rule(number=some)
    def a_closed_folder_is_begun_anew(self, number: int) -> None:
        self.go_on(self.laptop(number))

    @rule(number=some, request=st.none() | st.booleans(), at=st.floats(0, 1))
    def a_key_is_renewed(self, number: int, request: bool | None, at: float) -> None:
        """On a good line, or on one that breaks."""
        laptop = self.laptop(number)
        lines = {None: self.world.line, True: self.world.cut_request(at), False: self.world.cut_reply(at)}

        def ask(store: LaptopStore, signer: Signer) -> None:
            client.exchange(store, signer, lines[request], ExchangeOutcome())

        if without_key(laptop.home) is not None:
            return
        laptop.store.close()
        with self.may_refuse():
            renew(laptop.home, laptop.signer, None, ask, now=self.world.now(), random_bytes=self.world.random)
        laptop.reopen()
        self.carried_over(laptop)

    def carried_over(self, laptop: Laptop) -> None:
        """What the program does at its next start."""
        given: dict[str, Any] = {"now": self.world.now(), "random_bytes": self.world.random}
        finish_rescues(laptop.home, laptop.store, laptop.signer, **given)

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

    @rule(brought=some)
    def the_hub_is_made_anew(self, brought: int) -> None:
        """Its database is lost, and there is no backup: it begins with what its keys and a stick bring."""
        self.world.store.close()
        self.world.home.database.unlink()
        rebuild.begin(self.world.home, self.world.keys, self.world.now())
        self.world.reopen()
        self.stale = set(self.laptops)
        self.a_stick_reaches_the_hub(brought)

    @rule()
    def the_hub_goes_on(self) -> None:
        if self.asking and self.knows_units:
            closed(self.world, keep_this=True)

    @property
    def has_registry(self) -> bool:
        """Whether a laptop has the hub's registry."""
        return any(laptop.store.logs.extent(origins.registry(HUB)).size for laptop in self.laptops)

    @property
    def knows_units(self) -> bool:
        """Whether the hub has its registry; one that was made anew has it from the first laptop that brings it."""
        with self.world.store.reading() as transaction:
            return transaction.logs.get(origins.registry(HUB)) is not None

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

    @rule(choice=some)
    def the_operator_states_that_times_are_false(self, choice: int) -> None:
        """As `soxa hub clock` proposes it."""
        with self.may_refuse(), self.world.store.writing() as transaction:
            now = self.world.now()
            found = suspicious(transaction, own_logs.registry(transaction, self.world.keys), now)
            if found:
                each = found[choice % len(found)]
                self.state_false(transaction, each.first, each.last, now, is_right=False)

    @rule(first=some, more=quantities)
    def the_operator_insists_that_times_are_false(self, first: int, more: int) -> None:
        """Of a stretch that looks true, by a clock that is said to be right."""
        with self.may_refuse(), self.world.store.writing() as transaction:
            log = transaction.logs.get(origins.acceptances(HUB))
            if log is not None and log.size and not transaction.settings.asking:
                place = first % log.size
                self.state_false(transaction, Index(place), Index(place + more), self.world.now(), is_right=True)

    def state_false(self, transaction: Transaction, first: Index, last: Index, now: Instant, *, is_right: bool) -> None:
        given: dict[str, Any] = {"now": now, "random_bytes": self.world.random, "clock_is_right": is_right}
        state_false(transaction, self.world.keys, first, last, **given)

    @rule(number=some, choice=some)
    def a_laptop_is_checked(self, number: int, choice: int) -> None:
        """What rotted in it, of what the hub has, comes back with the exchange after the check; or else from a copy."""
        laptop = self.laptop(number)
        if laptop in self.stale or self.asking or laptop.store.closed is not None:
            return
        sql: sqlite3.Connection = laptop.store._sql
        received = "log <> 1 OR idx < (SELECT acked FROM log WHERE id = 1)"
        rows = sql.execute(f"SELECT log, idx, line FROM entry WHERE {received} ORDER BY log, idx").fetchall()
        if not rows:
            return
        log, index, line = rows[choice % len(rows)]
        sql.execute("UPDATE entry SET line = x'7b7d' WHERE log = ? AND idx = ?", (log, index))
        laptop.store.derived.make_anew(laptop.store.soundness.own_verifier(), lambda _count: None)
        found = laptop.store.soundness.check(None, lambda _count: None)
        assert any(damage.part == "entry" and damage.index == index for damage in found)
        laptop.store.mending.note(found)
        self.exchange(number)
        there = sql.execute("SELECT line FROM entry WHERE log = ? AND idx = ?", (log, index)).fetchone()
        if there != (line,):
            sql.execute("UPDATE entry SET line = ? WHERE log = ? AND idx = ?", (line, log, index))
            laptop.store.derived.make_anew(laptop.store.soundness.own_verifier(), lambda _count: None)

    @rule(number=some, choice=some)
    def the_hub_is_checked(self, number: int, choice: int) -> None:
        """An entry of a laptop that rotted in it comes back from that laptop; or else from a copy of the hub."""
        laptop = self.laptop(number)
        acked = laptop.store.logs.own.acked
        if laptop in self.stale or self.asking or not acked:
            return
        (line,) = laptop.store.logs.lines(laptop.origin, choice % acked, 1)
        copy = backed_up(self.world, self.new("backup"))
        rot_entry(self.world.store, laptop.origin, choice % acked, line[-4:], b"xxxx")
        key = self.world.keys.logs.verifier
        found = find_damage(self.world.store, key, lambda _count: None)
        assert found
        with self.world.store.writing() as transaction:
            transaction.settings.keep_damage(found)
        for _time in range(2):  # it asks, and is given
            self.exchange(number)
        if find_damage(self.world.store, key, lambda _count: None):
            mend_from(self.world.store, self.world.keys, self.world.home, copy, lambda: "")
        assert not find_damage(self.world.store, key, lambda _count: None)

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
        if fault is not None and fault.code != "home-behind" and self.knows_units:
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

    def put_aside(self, unit: str) -> set[Hash]:
        """What revoked laptops had signed beyond what counts of them now: it is kept, and shown to whoever asks."""
        return {
            leaf_hash(line)
            for laptop in self.laptops
            if laptop.unit == unit
            for origin, _index, line in laptop.store.logs.left_behind()
            if origins.parse(origin).kind is LogKind.DEVICE
        }

    def all_comes_together(self) -> None:
        """Everybody syncs on a good line, and does what the program says where it says something; then all show the same."""
        before = {unit: self.saved[unit] & self.held(unit) for unit in set(self.UNITS)}
        told: dict[Laptop, list[str]] = {laptop: [] for laptop in self.laptops}
        for _round in range(ROUNDS):
            for laptop in self.laptops:
                self.go_on(laptop)
                try:
                    laptop.exchange(self.world.line)
                except SoxaError as error:
                    told[laptop].append(str(error))
                    if str(error.code).endswith("-invite"):  # handed out after what the hub was restored from
                        laptop.begin_anew()
            self.the_hub_goes_on()
        if not self.knows_units and not self.has_registry:
            return  # nobody can make that hub anew: the last who had its registry has lost its key
        for laptop in self.laptops:
            assert laptop.store.closed is None, told[laptop]
            assert laptop.store.logs.own.acked == laptop.store.logs.own.size, told[laptop]
            assert laptop.store.records.unsent() == 0
            assert laptop.records() == self.world.hub_records(laptop.unit)
        for unit, leaves in before.items():
            assert leaves <= self.at_hub(unit) | self.put_aside(unit), (
                "acknowledged, still in somebody's hands, and not here"
            )
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
