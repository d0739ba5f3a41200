"""A province in a folder: a real hub store and real laptops' stores, with lines between them that can break anywhere.

Everything goes through the program's own functions; only the wire is a Python call, so that it can be cut at a chosen
byte, recorded, and played again.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from field.exchange import client, joining, packing
from field.exchange.outcome import ExchangeOutcome
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from hub import own_logs
from hub.export import bundle
from hub.home import HubHome, load_keys
from hub.intake.receive import Receiver
from hub.intake.reply import answer, answer_file
from hub.registry import foundation, invites
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.registry.official_units import province_units
from hub.store import HubStore
from sync.activities.record_id import uuid7
from sync.audit.verify import verify
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Hash, Instant, Origin
from sync.errors import NoAnswer, SoxaError
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header
from sync.exchange.ranges import RangeHead, check_receipt
from sync.exchange.walker import events_of
from sync.ledger.entry import Activity, Entry, Fields, Retraction
from sync.ledger.merge import Record
from sync.ledger.versions import merge_lines
from sync.log.keyfile import load_key
from sync.shell.console import now
from sync.shell.files import write_anew

HUB = "soxa.test.example"
BEGAN = Instant(1_793_000_000)
"""The first second of the story: late October 2026."""
LONG_BEFORE = Instant(BEGAN - 400 * 86_400)
"""When a hub was founded that was there when what is overdue now was due."""

Line = Callable[[bytes], Iterable[bytes]]


def sender_of(body: bytes) -> DeviceId | None:
    """The laptop that a push names, of which the line knows that it sent it; None for bytes that are no parcel."""
    with contextlib.suppress(SoxaError):
        header = next(events_of([body], ONE_EXCHANGE, whole=False), None)
        return DeviceId(header.device) if isinstance(header, Header) else None
    return None


class World:
    """One hub, any number of laptops, one clock that moves when something happens. In a folder that holds a world
    already, that one goes on; its laptops are there again once they are asked for."""

    def __init__(self, folder: Path, *, seed: int = 1, founded: Instant = BEGAN, name: str = HUB) -> None:
        self.folder = folder
        self._chance = random.Random(seed)
        self._ticks = itertools.count(BEGAN, 7)
        self.home = HubHome(folder / "hub")
        if not (is_new := not self.home.database.exists()):
            self.keys = load_keys(self.home, lambda: "")
        else:
            self.now()
            made: dict[str, Any] = {"url": "", "passphrase": None, "now": founded, "random_bytes": self.random}
            self.keys = foundation.found(self.home, name, province_units("12"), (), **made)
        self.store = HubStore.open(self.home.database)
        if is_new:
            with self.store.writing() as transaction:
                transaction.settings.keep_clock(now())  # real commands, run over this hub, have the machine's clock
        self.receiver = Receiver(self.store, self.keys, self.random)
        self.laptops: list[Laptop] = []

    def now(self) -> Instant:
        """The time, a little later at every look."""
        return Instant(next(self._ticks))

    def set_clock(self, now: Instant) -> None:
        """It is this second now, and goes on from here."""
        self._ticks = itertools.count(now, 7)

    def ask_monthly(self) -> None:
        """The plan that ships is published: every commune owes a report a month, a half-year and a year."""
        plan = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
        with self.store.writing() as transaction:
            publish(transaction, self.keys, plan, now=self.now(), random_bytes=self.random)

    def reopen(self) -> None:
        """The hub starts again on whatever its folder holds."""
        self.store.close()
        self.store = HubStore.open(self.home.database)
        self.receiver = Receiver(self.store, self.keys, self.random)

    def kept(self, bodies: list[bytes]) -> Line:
        """A line into nowhere, on which the push is kept."""

        def line(body: bytes) -> Iterator[bytes]:
            bodies.append(body)
            raise NoAnswer(why="nowhere")
            yield b""

        return line

    def random(self, count: int) -> bytes:
        """Bytes that are the same in every run."""
        return self._chance.randbytes(count)

    def close(self) -> None:
        """Let go of all files."""
        for laptop in self.laptops:
            laptop.store.close()
        self.store.close()

    def invite(self, unit: str, days: int = 30, *, for_older: bool = False) -> str:
        """An invite's line, of the form that a program of before reads if it is `for_older`."""
        with self.store.writing() as transaction:
            units = own_logs.registry(transaction, self.keys).units
            return invites.hand_out(
                transaction,
                self.keys,
                units[unit],
                officer=None,
                days=days,
                url="",
                for_older=for_older,
                now=self.now(),
                random_bytes=self.random,
            )

    def laptop(self, unit: str, *, for_older: bool = False) -> Laptop:
        """A laptop that has joined, offline; with an invite of before if it is `for_older`."""
        folder = self.folder / f"laptop-{len(self.laptops)}"
        self.laptops.append(Laptop(self, folder, None if folder.exists() else self.invite(unit, for_older=for_older)))
        return self.laptops[-1]

    # -- lines

    def line(self, body: bytes) -> Iterator[bytes]:
        """A good line: the push arrives, and so does the answer."""
        now = self.now()
        taken = self.receiver.take([body], ONE_EXCHANGE, now, sender_of(body), asked=name_of(body))
        yield from answer(self.store, self.keys, taken, budget=50_000, effort=Effort.LINE)

    def cut_request(self, at: float) -> Line:
        """A line that breaks while the push goes up: the hub gets a part of it, the laptop no answer."""

        def line(body: bytes) -> Iterator[bytes]:
            part = body[: int(len(body) * at)]
            with contextlib.suppress(SoxaError):  # whatever the hub made of it, the laptop hears nothing
                self.receiver.take([part], ONE_EXCHANGE, self.now(), sender_of(part))
            raise NoAnswer(why="cut")
            yield b""

        return line

    def cut_reply(self, at: float) -> Line:
        """A line that breaks while the answer comes down: the hub has all, the laptop a part of the answer."""

        def line(body: bytes) -> Iterator[bytes]:
            whole = b"".join(self.line(body))
            yield whole[: int(len(whole) * at)]
            raise NoAnswer(why="cut")

        return line

    def recorded(self, bodies: list[bytes]) -> Line:
        """A good line on which somebody keeps every push."""

        def line(body: bytes) -> Iterator[bytes]:
            bodies.append(body)
            yield from self.line(body)

        return line

    def unpack(self, stick: Path, reply: Path) -> None:
        """A stick at the province: its push is taken, the answer written beside it."""
        now = self.now()
        taken = self.receiver.take_file([stick.read_bytes()], now)
        write_anew(reply, answer_file(self.store, self.keys, taken, self.random))

    # -- looking

    def hub_leaves(self, origin: Origin) -> list[Hash]:
        """The leaf hashes that the hub holds of a log."""
        with self.store.reading() as transaction:
            log = transaction.logs.get(origin)
            return [] if log is None else list(transaction.logs.leaves(log.id, 0, log.size))

    def hub_records(self, unit: str) -> dict[str, Record]:
        """The records of a unit, merged from what the hub holds."""
        with self.store.reading() as transaction:
            places = transaction.records.places(unit, transaction.records.ids(unit))
            return {
                str(uuid.UUID(bytes=record)): merge_lines(transaction.logs.lines_at(where))
                for record, where in places.items()
            }

    def audit(self, path: Path) -> None:
        """Write a bundle and have it verified: no fault."""
        path.unlink(missing_ok=True)
        bundle.write(self.store, self.keys, path, lambda _count: None)
        verdict = verify(path, self.keys.logs.verifier)
        assert verdict.faults == (), verdict.faults


class Laptop:
    """A laptop of a unit: one that joins with an invite, or without one that has joined before."""

    def __init__(self, world: World, folder: Path, invite: str | None = None) -> None:
        self.world = world
        self.home = LaptopHome(folder)
        if invite is not None:
            joining.join(self.home, invite, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
        self.store = LaptopStore.open(self.home)
        self.signer = load_key(self.home.key, passphrase=None)
        self.unit = self.store.membership.unit
        self.origin = self.store.logs.own.origin

    def _save(self, entry: Entry) -> list[Hash]:
        return self.store.logs.append([entry], self.signer)

    def log(self, **fields: Any) -> list[Hash]:
        """Log one activity; the leaf hash of its entry."""
        now = self.world.now()
        set_fields = {"title": "Phát loa", "date": "2026-10-28", **fields}
        record = uuid7(now * 1000, self.world.random(10))
        return self._save(
            Activity(
                salt=self.world.random(8).hex(),
                at=now,
                seen=self.store.logs.next_seen(),
                record=record,
                fields=Fields(**set_fields),
            )
        )

    def revise(self, record: str, **fields: Any) -> list[Hash]:
        """Revise a record as it is shown here."""
        return self._save(
            Activity(
                salt=self.world.random(8).hex(),
                at=self.world.now(),
                seen=self.store.logs.next_seen(),
                record=record,
                base=self._heads(record),
                fields=Fields(**fields),
            )
        )

    def retract(self, record: str) -> list[Hash]:
        """Take a record back as it is shown here."""
        return self._save(
            Retraction(
                salt=self.world.random(8).hex(),
                at=self.world.now(),
                seen=self.store.logs.next_seen(),
                record=record,
                base=self._heads(record),
                reason="nhầm",
            )
        )

    def _heads(self, record: str) -> tuple[Base64Hash, ...]:
        return tuple(tobase64(head) for head in self.store.records.page(record).record.heads)

    def exchange(self, line: Line) -> None:
        """One exchange over a line."""
        client.exchange(self.store, self.signer, line, ExchangeOutcome())

    def pack(self, path: Path) -> Path:
        """Write a stick."""
        packing.pack(self.store, self.signer, path, now=self.world.now())
        return path

    def unpack(self, path: Path) -> None:
        """Take an answer from a stick."""
        packing.unpack(self.store, path, now=self.world.now())

    def reopen(self) -> None:
        """As after a restart, by whatever is in its folder now."""
        self.store.close()
        self.store = LaptopStore.open(self.home)
        self.origin = self.store.logs.own.origin
        if self.home.key.exists():
            self.signer = load_key(self.home.key, passphrase=None)

    def copied(self, to: Path) -> Path:
        """A copy of its folder as it is now."""
        self.store.close()
        shutil.copytree(self.home.path, to)
        self.reopen()
        return to

    def put_back(self, copy: Path, *, anchored: bool = False) -> None:
        """Its folder is what it was when the copy was made; so is all that stands beside it, unless it is `anchored`."""
        self.store.close()
        shutil.rmtree(self.home.path)
        shutil.copytree(copy, self.home.path)
        for anchor in () if anchored else self.home.path.parent.glob(f".{self.home.path.name}-*.anchor"):
            anchor.unlink()
        self.reopen()

    def begin_anew(self, invite: str | None = None) -> None:
        """Join in the same folder once more, under another key; what is unsent goes on there."""
        invite = invite or self.world.invite(self.unit)
        self.store.close()
        joining.join(self.home, invite, officer=None, passphrase=None, now=self.world.now(), random_bytes=self.world.random)
        self.reopen()

    def leaves(self) -> list[Hash]:
        """The leaf hashes of its own log."""
        return self.store.logs.leaves(self.origin, 0, self.store.logs.own.size)

    def record_ids(self) -> list[str]:
        """The ids of all records shown here, in a fixed order."""
        return sorted(row.record for row in self.store.records.rows(ActivityFilter()))

    def records(self) -> dict[str, Record]:
        """All records shown here."""
        return {record: self.store.records.page(record).record for record in self.record_ids()}

    def check_receipt(self) -> None:
        """The receipt that this laptop goes by verifies, and covers what it says."""
        own = self.store.logs.own
        if own.acked:
            assert own.receipt is not None
            registry = self.store.logs.registry()
            assert registry.cosigner is not None
            head = RangeHead(origin=own.origin, start=own.acked, end=own.acked, checkpoint=own.receipt)
            assert check_receipt(head, registry.verifier(own.origin), registry.cosigner) == own.receipt_time
