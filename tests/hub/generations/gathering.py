"""What a hub held at a moment, put back later, and brought again by whoever had it: ranges as laptops send them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hub import own_logs
from hub.generations.closing import Answers, ClosedGathering, close
from hub.intake.reply import answer
from hub.safekeeping.backup import back_up
from hub.safekeeping.restore import restore
from sync.encoding.types import DeviceId, Origin, Size
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance, Entry
from sync.ledger.origins import LogKind
from sync.shell.console import random_bytes
from tests.world import HUB, World


class Held:
    """All that a hub holds at a moment, as laptops may have it: lines, and signed heads with receipts."""

    def __init__(self, world: World) -> None:
        self.lines: dict[Origin, list[bytes]] = {}
        self.notes: dict[Origin, dict[Size, str]] = {}
        with world.store.reading() as transaction:
            for log in transaction.logs.all():
                self.lines[log.origin] = list(transaction.logs.lines(log.id, 0, log.size))
                self.notes[log.origin] = {log.size: log.checkpoint}
                for row in transaction.logs.accepted(log.id):
                    self.notes[log.origin][row.size] = row.checkpoint

    def size(self, origin: Origin) -> Size:
        """How much it holds of a log."""
        return Size(len(self.lines.get(origin, ())))

    def ranges(self, origin: Origin, start: int = 0) -> list[tuple[RangeHead, list[bytes]]]:
        """A log from an index on, in ranges that end where its heads were signed; of the acceptances the head alone."""
        found, at = [], Size(start)
        for size, note in sorted(self.notes[origin].items()):
            name = Origin(note.partition("\n")[0])
            if origins.parse(origin).kind is LogKind.ACCEPTANCES:
                at = size
            if size >= at and size > start:
                lines = self.lines[origin][at:size]
                found.append((RangeHead(origin=name, start=at, end=size, checkpoint=note), lines))
                at = size
        return found


class Answer:
    """The hub's answer to a push."""

    def __init__(self, body: bytes) -> None:
        self.header, ranges = ranges_of(events_of([body], ONE_EXCHANGE))
        self.ranges = [(incoming.head, [line for lines in incoming for line in lines]) for incoming in ranges]

    @property
    def refusal(self) -> str | None:
        """The code of its refusal."""
        return None if self.header.refusal is None else self.header.refusal.code

    @property
    def wants(self) -> tuple[str, int] | None:
        """The log that it asks to be shown, and from where on."""
        if self.header.refusal is None or self.header.refusal.code != "show-head":
            return None
        facts = self.header.refusal.facts
        return str(facts["origin"]), int(facts["size"] or 0)

    def size(self, origin: str) -> Size | None:
        """To where a range of a log reaches; None if there is none."""
        return next((head.end for head, _lines in self.ranges if head.origin == origin), None)

    def origins(self) -> set[str]:
        """The logs that it is about."""
        return {head.origin for head, _lines in self.ranges}


def bring(
    world: World,
    device: DeviceId,
    ranges: Sequence[tuple[RangeHead, list[bytes]]] = (),
    cursors: dict[Origin, Size] | None = None,
) -> Answer:
    """The answer to what a laptop brings."""
    writer = ParcelWriter()
    body = writer.header(Header(soxa=1, kind="push", hub=HUB, device=device, cursors=cursors or {}))
    for head, lines in ranges:
        body += writer.range(head) + writer.entries(lines)
    now = world.now()
    taken = world.receiver.take([body + writer.end()], ONE_EXCHANGE, now, device)
    with world.store.writing() as transaction:
        transaction.laptops.saw(device, now, by_file=False)
    return Answer(b"".join(answer(world.store, world.keys, taken, budget=1_000_000, effort=Effort.LINE)))


def backed_up(world: World, path: Path) -> Path:
    """A backup of the hub as it is now."""
    back_up(world.home, path, passphrase=None, with_keys=False, random_bytes=random_bytes, advance=lambda _left, _all: None)
    return path


def put_back(world: World, backup: Path, *, database_lost: bool = True) -> None:
    """The hub is what it was when a backup was made, and knows it."""
    world.store.close()
    if database_lost:
        world.home.database.unlink()
    restore(world.home, backup, lambda: "", world.now())
    world.reopen()


def closed(world: World, *revoked: str, keep_this: bool = False) -> ClosedGathering:
    """The hub goes on, and an auditor finds no fault with it."""
    with world.store.writing() as transaction:
        answers = Answers(revoked=tuple(map(DeviceId, revoked)), keep_this=keep_this)
        done = close(transaction, world.keys, answers, now=world.now(), random_bytes=world.random)
    world.audit(world.folder / "closed.soxa")
    return done


def entries(world: World, origin: Origin) -> list[Entry]:
    """The entries of one of the hub's own logs."""
    with world.store.reading() as transaction:
        log = transaction.logs.get(origin)
        assert log is not None
        found = [decode(line, origins.parse(origin).kind) for line in transaction.logs.lines(log.id, 0, log.size)]
    return [entry for entry in found if isinstance(entry, Entry)]


def accepted(world: World, device: DeviceId) -> list[Acceptance]:
    """What the acceptances say of a laptop."""
    return [
        entry
        for entry in entries(world, origins.acceptances(HUB))
        if isinstance(entry, Acceptance) and entry.device == device
    ]


def names(world: World) -> set[str]:
    """Under which names the hub's own logs are signed now."""
    with world.store.reading() as transaction:
        return {str(log.name) for log in own_logs.own(transaction)}
