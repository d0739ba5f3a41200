"""Whether what a laptop holds is still what was signed: every entry against its leaf hash, every log against its signed
head, every receipt against the hub's key, and the laptop's own key. It reads, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from field.store import schema
from field.store.logs import Logs
from field.store.rows import Membership
from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash, Index, Origin, Size
from sync.errors import BadInput, SoxaError, StoreDamaged
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash, tree_root
from sync.log.note import Verifier
from sync.shell.sqlite_errors import store_unavailable

Part = Literal["file", "entry", "root", "head", "receipt", "key"]
"""What is damaged: the form of the file, an entry, some entry that cannot be told, a signed head, a receipt, the own key."""


class LaptopDamage(Struct, frozen=True):
    """A part of what a laptop holds that is not what it was."""

    part: Part
    origin: Origin
    index: Index
    """Of an entry; of a head, receipt or root how many entries it is over."""
    own: bool
    """Whether it is of the laptop's own log."""
    received: bool
    """Whether the province has it whole."""


class Soundness:
    """The check of one store."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership, logs: Logs) -> None:
        self._sql = sql
        self._membership = membership
        self._logs = logs

    def entries(self) -> int:
        """How many entries there are to check."""
        (count,) = self._sql.execute("SELECT count(*) FROM entry").fetchone()
        return int(count)

    def is_well_formed(self) -> bool:
        """Whether the file is as SQLite writes it, its indices included."""
        try:
            return bool(self._sql.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
        except sqlite3.DatabaseError as error:
            if not isinstance(store_unavailable(error), StoreDamaged):
                raise
            return False

    def check(self, own_key: Verifier | None, advance: Callable[[int], None]) -> list[LaptopDamage]:
        """All that is damaged. `own_key` is the key in the key file, None where it was not opened."""
        return list(self._check(own_key, advance))

    def _check(self, own_key: Verifier | None, advance: Callable[[int], None]) -> Iterator[LaptopDamage]:
        if not self.is_well_formed():
            yield LaptopDamage("file", self._logs.own_origin, Index(0), own=True, received=False)
        joined = self.own_verifier()
        if own_key is not None and joined is not None and own_key.key != joined.key:
            yield LaptopDamage("key", self._logs.own_origin, Index(0), own=True, received=False)
        rows = self._sql.execute("SELECT id, origin FROM log WHERE size > 0 AND frontier IS NOT NULL ORDER BY id").fetchall()
        for number, origin in rows:
            yield from self._check_log(int(number), Origin(origin), joined, advance)
        yield from self._check_receipts(joined)

    def own_verifier(self) -> Verifier | None:
        """The key that the laptop joined with; None if its first entry cannot be read any more."""
        row = self._sql.execute(
            "SELECT CAST(coalesce(line, x'') AS BLOB) FROM entry WHERE log = ? AND idx = 0", (schema.OWN,)
        ).fetchone()
        entry = None if row is None else decode(row[0], LogKind.DEVICE)
        try:
            key = Verifier.parse(entry.key) if isinstance(entry, Join) else None
        except BadInput:
            return None
        return key if key is not None and origins.device_id(key.key) == self._membership.device else None

    def _check_log(
        self, number: int, origin: Origin, joined: Verifier | None, advance: Callable[[int], None]
    ) -> Iterator[LaptopDamage]:
        own = number == schema.OWN
        try:
            extent = self._logs.extent(origin)
        except BadInput:  # its edge is not that of a log of its size, and no head says what is
            yield LaptopDamage("head", origin, Index(0), own=own, received=not own)
            return
        acked = extent.acked if own else extent.size
        leaves: list[Hash] = []
        altered: list[Index] = []
        query = "SELECT idx, leaf, line FROM entry WHERE log = ? ORDER BY idx"
        for index, leaf, line in self._sql.execute(query, (number,)):
            advance(1)
            altered += [Index(missed) for missed in range(len(leaves), index)]
            leaves += [Hash(b"")] * (index - len(leaves))
            leaves.append(leaf)
            if leaf_hash(line) != leaf:
                altered.append(index)
        altered += [Index(missed) for missed in range(len(leaves), extent.size)]
        for index in altered:
            yield LaptopDamage("entry", origin, index, own=own, received=index < acked)
        root = self._signed_root(origin, extent.checkpoint, extent.size, joined if own else None)
        if root is None:
            yield LaptopDamage("head", origin, Index(extent.size), own=own, received=not own)
        elif not altered and tree_root(leaves) != root:
            yield LaptopDamage("root", origin, Index(extent.size), own=own, received=not own)

    def _signed_root(self, origin: Origin, note: str, size: Size, known: Verifier | None) -> Hash | None:
        try:
            name = checkpoints.parse(note).checkpoint.origin if note else origin
            if not note or origins.parse(name).first != origin:
                return self._kept_root(origin, size)
            signed = checkpoints.verify(note, known or self._logs.registry().verifier(name)).checkpoint
        except SoxaError:
            return None
        if signed.size > size and known is None:  # a part of it is held, which was proven as it came
            return self._logs.extent(origin).frontier.root()
        return signed.root if signed.size == size else None

    def _kept_root(self, origin: Origin, size: Size) -> Hash | None:
        """The root that a hub which was restored from a copy says of what it kept of one of its own logs."""
        for restored in reversed(self._logs.restores()):
            for row in restored.kept:
                if origins.parse(row.origin).first == origin and row.size == size:
                    return Hash(unbase64(row.root))
        return None

    def _check_receipts(self, joined: Verifier | None) -> Iterator[LaptopDamage]:
        own, cosigner = self._logs.own, self._logs.registry().cosigner
        for kept in self._logs.receipts():
            if not kept.note or cosigner is None or joined is None:
                continue
            try:
                signed = checkpoints.verify(kept.note, joined)
                from sync.log import receipt  # noqa: PLC0415 - cryptography, which the first screen does without

                time = receipt.receipt_time(signed.note, signed.checkpoint, cosigner)
            except SoxaError:
                time = None
            if time != kept.time:
                yield LaptopDamage("receipt", own.origin, Index(kept.acked), own=True, received=True)
