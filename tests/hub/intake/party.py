"""A party at the line that says and signs whatever it likes: a laptop's key, a log of any lines, and pushes made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.home import Keys
from sync.encoding.spelling import unbase64
from sync.encoding.types import DeviceId, Instant, Origin, Size
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Entry, Fields, Join
from sync.ledger.invite import join_proof, parse_invite
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hashes, tree_root
from tests.world import HUB, World, sender_of


class Party:
    """Whoever holds a key. Its log is what it says it is."""

    def __init__(self, seed: int) -> None:
        nameless = Signer("soxa", bytes([seed]) * 32)
        self.device: DeviceId = origins.device_id(nameless.verifier.key)
        self.origin: Origin = origins.device(HUB, self.device)
        self.signer = nameless.renamed(self.origin)
        self.lines: list[bytes] = []

    def says(self, *entries: Entry) -> Party:
        """The same party, with more in its log."""
        self.lines += map(encode, entries)
        return self

    def join(self, keys: Keys, invite_line: str, **changes: Any) -> Join:
        """A join with an invite, good but for what is changed in it."""
        invite = parse_invite(invite_line)
        key = self.signer.verifier.vkey()
        good: dict[str, Any] = {
            "salt": f"{len(self.lines):016x}",
            "at": 1,
            "hub": keys.logs.verifier.vkey(),
            "unit": invite.unit,
            "invite": invite.id,
            "key": key,
            "proof": join_proof(unbase64(invite.secret), invite.id, key),
        }
        return Join(**(good | changes))

    def activity(self, number: int) -> Activity:
        """An activity that makes a record of its own."""
        record = f"01a17700-0000-7000-8000-{number:012}"
        return Activity(
            salt=f"{number:016x}", at=Instant(1), record=record, fields=Fields(title="Phát loa", date="2026-10-28")
        )

    def push(self, start: int = 0, end: int | None = None, **header: Any) -> bytes:
        """A push of its log from one place to another, with the header of a good one but for what is changed."""
        return self.parcel([self.range(start, end)], **header)

    def range(self, start: int = 0, end: int | None = None) -> tuple[RangeHead, list[bytes]]:
        """A signed range of its log."""
        end = len(self.lines) if end is None else end
        root = tree_root(leaf_hashes(self.lines[:end]))
        note = checkpoints.sign(Checkpoint(self.origin, Size(end), root), self.signer)
        return RangeHead(origin=self.origin, start=Size(start), end=Size(end), checkpoint=note), self.lines[start:end]

    def parcel(self, ranges: Sequence[tuple[RangeHead, list[bytes]]], **header: Any) -> bytes:
        """A push of any ranges."""
        writer = ParcelWriter()
        good: dict[str, Any] = {"soxa": 1, "kind": "push", "hub": HUB, "device": self.device}
        pieces = [writer.header(Header(**(good | header)))]
        for head, lines in ranges:
            pieces += [writer.range(head), writer.entries(lines)]
        return b"".join([*pieces, writer.end()])


def outcome(world: World, body: bytes, now: int | None = None) -> str | None:
    """The code with which the hub refuses a push; None where it takes it."""
    taken = world.receiver.take(
        [body], ONE_EXCHANGE, Instant(world.now() if now is None else now), sender_of(body), asked=name_of(body)
    )
    return None if taken.refusal is None else taken.refusal.code
