"""A hub made by hand, that can go back: its own logs in lists, signed under the names of its generation, laptops' logs as
they come, and an answer to each push. It shows a laptop what a hub of the protocol may say, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from msgspec import structs

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Index, Instant, Origin, Size
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelWriter, Refusal
from sync.exchange.ranges import Grown, RangeHead, ReceiptedBy
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Acceptance, Device, Entry, Hub, Restored, Unit
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.ledger.restores import KeptLog
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hashes, tree_root
from sync.log.receipt import cosign, cosigner_verifier, with_signature
from tests.field.alone import HUB, HUB_KEY, MIRROR, NOW, UNIT, salt, signer

REGISTRY, ACCEPTANCES, DESK = origins.registry(HUB), origins.acceptances(HUB), origins.desk(HUB, UNIT)


class HandmadeHub:
    """The hub, and what it was when it was copied."""

    def __init__(self, *laptops: int) -> None:
        """A hub that knows the laptops of these seeds."""
        self.time = NOW + 100
        self.generation = 1
        self.asking = False
        self.own: dict[Origin, list[bytes]] = {REGISTRY: [], ACCEPTANCES: [], DESK: []}
        """By their first names."""
        self.logs: dict[Origin, list[bytes]] = {}
        self.receipts: dict[Origin, list[tuple[Size, str, ReceiptedBy | None]]] = {}
        self.brought: dict[Origin, list[tuple[int, int, str]]] = {}
        """By its name what was given of each log: from, to, and the note at its end."""
        self.pushes: list[Header] = []
        cosigner = cosigner_verifier(MIRROR).vkey()
        self.say(
            REGISTRY,
            Hub(salt=salt(), at=NOW, name=HUB, province="12", cosigner=cosigner),
            Unit(salt=salt(), at=NOW, code=UNIT, name="Bình Lư", type="xã", valid_from="2025-07-01"),
        )
        for seed in laptops:
            self.enrol(seed)

    def say(self, origin: Origin, *entries: Entry) -> None:
        """Append to one of its own logs."""
        self.own[origin] += map(encode, entries)

    def enrol(self, seed: int) -> None:
        """Enrol the laptop of a seed."""
        self.say(REGISTRY, Device(salt=salt(), at=NOW, unit=UNIT, key=signer(seed).verifier.vkey(), invite="a" * 16))

    def copy(self) -> HandmadeHub:
        """A backup."""
        return deepcopy(self)

    def ask(self, backup: HandmadeHub) -> None:
        """It is what it was when the backup was made, and asks."""
        self.own, self.logs, self.receipts = deepcopy(backup.own), deepcopy(backup.logs), deepcopy(backup.receipts)
        self.generation, self.asking, self.brought = backup.generation, True, {}

    def close(self, *said: Entry, number: int | None = None) -> None:
        """End the asking with a new generation, after which other things are stated again."""
        rows = [
            KeptLog(self.named(first), Size(len(lines)), tobase64(tree_root(leaf_hashes(lines))))
            for first, lines in sorted(self.own.items())
            if lines
        ]
        self.generation, self.asking = number or self.generation + 1, False
        at = Instant(self.time)
        self.say(REGISTRY, Restored(salt=salt(), at=at, generation=self.generation, kept=tuple(rows), since=NOW), *said)

    def restore(self, backup: HandmadeHub, *said: Entry) -> None:
        """Both at once, from a hub that nobody called meanwhile."""
        self.ask(backup)
        self.close(*said)

    def named(self, first: Origin) -> Origin:
        """What one of its own logs is called now."""
        parsed = origins.parse(first)
        return ParsedOrigin(parsed.hub, parsed.kind, parsed.name, self.generation).written

    # -- an exchange

    def line(self, body: bytes) -> Iterator[bytes]:
        """A good line to it."""
        yield self.answer(body)

    def answer(self, body: bytes) -> bytes:
        """The answer to a push."""
        self.time += 10
        header, ranges = ranges_of(events_of([body], ONE_EXCHANGE))
        self.pushes.append(header)
        refusal = None
        for incoming in ranges:
            head, lines = incoming.head, [line for batch in incoming for line in batch]
            self.brought.setdefault(head.origin, []).append((head.start, head.end, head.checkpoint))
            refusal = refusal or self._take(head, lines, Origin(f"{HUB}/device/{header.device}"))
        return self._reply(header, refusal or self._wanted(header))

    def _take(self, head: RangeHead, lines: list[bytes], sender: Origin) -> Refusal | None:
        parsed = origins.parse(head.origin)
        if parsed.kind is not LogKind.DEVICE:
            if self.asking and parsed.generation == self.generation and parsed.kind is not LogKind.ACCEPTANCES:
                held = self.own[parsed.first]
                held += lines[len(held) - head.start :]
            return None
        if not any(head.origin.endswith(device) for device in self.known()):
            return Refusal("unknown-device", {"origin": head.origin})
        held = self.logs.setdefault(head.origin, [])
        if head.start > len(held):
            return Refusal("behind", {"origin": head.origin, "at": len(held)})
        assert tree_root(leaf_hashes([*held[: head.start], *lines])) == checkpoints.parse(head.checkpoint).checkpoint.root
        if head.end > len(held):
            held += lines[len(held) - head.start :]
            self._accept(head, sender)
        return None

    def known(self) -> list[str]:
        """The ids of the laptops that it knows."""
        entries = [line for line in self.own[REGISTRY] if b'"kind":"device"' in line]
        return [
            seed_id
            for seed in range(1, 12)
            for seed_id in [origins.parse(signer(seed).name).device]
            if any(signer(seed).verifier.vkey().encode() in line for line in entries)
        ]

    def _accept(self, head: RangeHead, sender: Origin) -> None:
        at, signed = Instant(self.time), checkpoints.parse(head.checkpoint).checkpoint
        own = [line for line in notes.parse(head.checkpoint).signatures if line.name == head.origin]
        note = notes.format(notes.Note(notes.parse(head.checkpoint).text, tuple(own)))
        told = None
        if not self.asking:
            device = origins.parse(head.origin).device
            entry = Acceptance(salt=salt(), at=at, device=device, size=signed.size, root=tobase64(signed.root))
            told = ReceiptedBy(index=Index(len(self.own[ACCEPTANCES])), entry=encode(entry).decode())
            self.say(ACCEPTANCES, entry)
        row = (signed.size, with_signature(note, cosign(signed, MIRROR, at)), told)
        self.receipts.setdefault(head.origin, []).append(row)

    def _wanted(self, header: Header) -> Refusal | None:
        for origin, cursor in header.cursors.items():
            parsed = origins.parse(origin)
            if parsed.kind is LogKind.DEVICE:
                held = len(self.logs.get(origin, [])) if self.asking else cursor
            elif parsed.generation == self.generation:
                held = max([len(self.own[parsed.first]), *(end for _from, end, _note in self.brought.get(origin, []))])
            else:
                held = cursor
            if cursor > held and not origin.endswith(header.device):
                self.asking = True
                return Refusal("show-head", {"origin": origin, "size": held})
        return None

    def _reply(self, header: Header, refusal: Refusal | None) -> bytes:
        own = Origin(f"{HUB}/device/{header.device}")
        ranges = list(self._ranges(header, own))
        writer = ParcelWriter()
        told = Header(soxa=1, kind="reply", hub=HUB, device=header.device, refusal=refusal, asking=self.asking)
        pieces = [writer.header(told)]
        for head, lines in ranges:
            pieces += [writer.range(head), writer.entries(lines)]
        return b"".join([*pieces, writer.end()])

    def _ranges(self, header: Header, own: Origin) -> Iterator[tuple[RangeHead, list[bytes]]]:
        news = list(self._news(REGISTRY, header))
        first = not max((size for origin, size in header.cursors.items() if "/registry" in origin), default=0)
        if first:
            yield from news
        if self.receipts.get(own):
            size, note, told = self.receipts[own][-1]
            told = None if header.cursors.get(own) == size else told
            yield RangeHead(origin=own, start=size, end=size, checkpoint=note, acceptance=told), []
        if not first:
            yield from news
        if self.asking:
            return
        size = Size(len(self.own[ACCEPTANCES]))
        if size and header.cursors.get(self.named(ACCEPTANCES)) != size:
            yield self.proven(header, size, own), []
        yield from self._news(DESK, header)
        for origin, receipts in self.receipts.items():
            start = header.cursors.get(origin, 0)
            if origin != own and receipts[-1][0] > start:
                size, note, _told = receipts[-1]
                yield RangeHead(origin=origin, start=Size(start), end=size, checkpoint=note), self.logs[origin][start:]

    def proven(self, header: Header, size: Size, own: Origin) -> RangeHead:
        """The acceptances' head, with the proofs for who wants some."""
        head = RangeHead(origin=self.named(ACCEPTANCES), start=size, end=size, checkpoint=self.head(ACCEPTANCES))
        if header.proofs is None:
            return head
        leaves = leaf_hashes(self.own[ACCEPTANCES])
        start = header.cursors.get(self.named(ACCEPTANCES)) or self._kept(ACCEPTANCES, self.generation)
        sizes = [old for old in (start, *header.proofs) if 0 < old <= size]
        grown = tuple(
            Grown(start=Size(old), proof=tuple(Base64Hash(tobase64(part)) for part in consistency_proof(leaves, Size(old))))
            for old in sizes
        )
        told = next((told for _size, _note, told in reversed(self.receipts.get(own, ())) if told is not None), None)
        path = () if told is None else inclusion_proof(leaves, told.index)
        return structs.replace(head, grown=grown, inclusion=tuple(Base64Hash(tobase64(part)) for part in path))

    def head(self, first: Origin) -> str:
        """The signed head of one of its own logs now."""
        lines, name = self.own[first], self.named(first)
        edge = Frontier()
        edge.extend(leaf_hashes(lines))
        return checkpoints.sign(Checkpoint(name, edge.size, edge.root()), HUB_KEY.renamed(name))

    def _news(self, first: Origin, header: Header) -> Iterator[tuple[RangeHead, list[bytes]]]:
        lines, start = self.own[first], 0
        for generation in range(1, self.generation + 1):
            named = ParsedOrigin(HUB, origins.parse(first).kind, origins.parse(first).name, generation).written
            start = header.cursors.get(named, start)
            start = min(start, self._kept(first, generation + 1))
        if start < len(lines):
            yield (
                RangeHead(origin=self.named(first), start=Size(start), end=Size(len(lines)), checkpoint=self.head(first)),
                lines[start:],
            )

    def _kept(self, first: Origin, generation: int) -> int:
        if generation > self.generation:
            return len(self.own[first])
        for line in self.own[REGISTRY]:
            entry = decode(line, LogKind.REGISTRY)
            if isinstance(entry, Restored) and entry.generation == generation:
                return next((row.size for row in entry.kept if origins.parse(row.origin).first == first), 0)
        return 0
