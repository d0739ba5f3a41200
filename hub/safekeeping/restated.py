"""The logs of a database that was read out, set to what the hub has stated of them: how far each goes, by which signed
head, at which sizes it was accepted and when. The registry and the acceptances are taken by their signed heads alone; of
every other log the acceptances say what it must hold, so that nothing acknowledged is missing without being known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from hub import own_logs
from hub.home import Keys
from hub.log_walk import registry_of
from hub.safekeeping.anchor import Anchor, AnchoredHead
from hub.store import Transaction
from hub.store.rows import AcceptedRow, LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Base64Hash, DeviceId, Hash, Index, Origin, Size
from sync.errors import Fact, Refused, SoxaError
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance, Head
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier
from sync.log.note import Verifier


class BeyondMending(Refused):
    """A database of which too little can be read for the hub to go on with it."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("beyond-mending", **facts)


class Restated:
    """Sets the logs of one store, in one transaction."""

    def __init__(self, transaction: Transaction, key: Verifier, anchor: Anchor) -> None:
        self._transaction = transaction
        self._key = key
        self._hub = anchor.hub
        self._anchored: dict[Origin, AnchoredHead | None] = {
            origins.registry(anchor.hub): anchor.registry,
            origins.acceptances(anchor.hub): anchor.acceptances,
        }
        self._numbers = set(transaction.restating.numbers())
        self._registry = Registry(key)

    def vouching(self) -> None:
        """Set the registry and the acceptances, on which all else rests."""
        rows = {row.origin: row for row in self._transaction.logs.all()}
        for origin, anchored in self._anchored.items():
            row = rows.get(origin) or _of_note(rows.values(), origin)
            if row is None and anchored is None:
                continue
            notes = [*(() if row is None else (row.checkpoint,)), *(() if anchored is None else (anchored.note,))]
            heads = [(head, note) for note in notes if (head := self._own_head(note, origin)) is not None]
            if self._transaction.settings.asking is not None:  # then the anchor tells of what is lost
                heads = heads[:1]
            if not heads:
                raise BeyondMending(why="heads")
            head, note = max(heads, key=lambda each: (origins.parse(each[0].origin).generation, each[0].size))
            number = self._number(row, head.size, tobase64(head.root))
            if self._set(row, number, origin, "", head.size, note):
                raise BeyondMending(why="heads")  # entries beyond the newest head: there was a newer one

    def others(self, keys: Callable[[], Keys] | None) -> None:
        """Set all other logs to what the acceptances say of them. `keys` gives the hub's keys, where they are there: a
        desk's head that is lost is signed again, if its entries give the root that the acceptances state."""
        stated, heads = self._stated()
        self._registry = registry_of(self._transaction, self._key)
        rows = {row.origin: row for row in self._transaction.logs.all()}
        accepted = self._accepted()
        for device, acceptances in stated.items():
            origin, last = origins.device(self._hub, device), max(acceptances.values(), key=lambda each: each[1].size)[1]
            row = rows.get(origin) or _of_note(rows.values(), origin)
            number = self._number(row, last.size, last.root, _named(accepted, origin))
            there = accepted.get(number, {})
            notes = [*([] if row is None else [row.checkpoint]), *(each.checkpoint for each in there.values())]
            enrolled = self._registry.devices.get(device)
            unit = enrolled.unit if enrolled is not None else "" if row is None else row.unit
            seen = NOTHING if row is None else row.seen_size
            self._set(row, number, origin, unit, last.size, self._signing(notes, origin, last.size, last.root), seen)
            self._transaction.restating.put_accepted(
                number,
                [
                    AcceptedRow(size, said.at, self._signing(notes, origin, size, said.root), index)
                    for size, (index, said) in sorted(acceptances.items())
                ],
            )
        known = {origins.device(self._hub, device) for device in stated} | set(heads) | set(self._anchored)
        for origin, said in heads.items():
            row = rows.get(origin) or _of_note(rows.values(), origin)
            self._set(row, self._number(row, said.size, said.root), origin, "", *self._desk_head(row, origin, said))
            if keys is not None:
                self._sign_again(origin, said, keys)
        for row in list(self._transaction.logs.all()):
            self._unstated(row, known)
        self._without_strays()

    def _unstated(self, row: LogRow, known: set[Origin]) -> None:
        """Keep a log of which the acceptances say nothing, if it is empty or a desk of before they did; else it is none."""
        if row.origin in known or (not row.size and _first(row.origin) == row.origin):
            return
        head = self._own_head(row.checkpoint, row.origin)
        if head is None or self._transaction.settings.journal_is_whole:
            self._transaction.restating.remove(row.id)
        else:
            self._set(row, row.id, row.origin, "", head.size, row.checkpoint)

    def _without_strays(self) -> None:
        there = {row.id for row in self._transaction.logs.all()}
        for number in {*self._transaction.restating.numbers(), *self._accepted()} - there:
            self._transaction.restating.remove(number)

    def _own_head(self, note: str, origin: Origin) -> Checkpoint | None:
        """The head of one of the hub's own logs that a note signs; None if it signs none."""
        try:
            named = checkpoints.parse(note).checkpoint.origin
            found = origins.parse(named)
            if found.kind is LogKind.DEVICE or found.first != origin:
                return None
            return checkpoints.verify(note, self._key.renamed(named)).checkpoint
        except SoxaError:
            return None

    def _signing(self, notes: Sequence[str], origin: Origin, size: Size, root: Base64Hash) -> str:
        """The note among these that signs a laptop's log at a size, with its receipt; empty if none does."""
        for note in notes:
            with suppress(SoxaError):
                signed = checkpoints.verify(note, self._registry.verifier(origin))
                if self._registry.cosigner is not None:
                    receipt.receipt_time(signed.note, signed.checkpoint, self._registry.cosigner)
                if (signed.checkpoint.size, tobase64(signed.checkpoint.root)) == (size, root):
                    return note
        return ""

    def _desk_head(self, row: LogRow | None, origin: Origin, said: Head) -> tuple[Size, str]:
        """How far a desk goes, and by which note: none, where that is lost."""
        head = None if row is None else self._own_head(row.checkpoint, origin)
        if row is None or head is None or head.size < said.size:
            return said.size, ""
        return head.size, row.checkpoint

    def _sign_again(self, origin: Origin, said: Head, keys: Callable[[], Keys]) -> None:
        log = self._transaction.logs.get(origin)
        if log is not None and not log.checkpoint and log.size == said.size and tobase64(log.frontier.root()) == said.root:
            name = own_logs.named(self._transaction, origin)
            note = checkpoints.sign(Checkpoint(name, log.size, log.frontier.root()), keys().signer(name))
            self._transaction.logs.mend_head(log, note)

    def _stated(self) -> tuple[dict[DeviceId, dict[Size, tuple[Index, Acceptance]]], dict[Origin, Head]]:
        """What the acceptances say: of laptops' logs at which sizes they were accepted, and of the hub's others the last."""
        stated: dict[DeviceId, dict[Size, tuple[Index, Acceptance]]] = {}
        heads: dict[Origin, Head] = {}
        log = self._transaction.logs.get(origins.acceptances(self._hub))
        lines = () if log is None else self._transaction.logs.lines(log.id, 0, log.size)
        for index, line in enumerate(lines):
            entry = decode(line, LogKind.ACCEPTANCES)
            if isinstance(entry, Acceptance):
                stated.setdefault(entry.device, {})[entry.size] = Index(index), entry
            elif isinstance(entry, Head):
                heads[origins.parse(entry.origin).first] = entry
        registry = origins.registry(self._hub)
        said, there = heads.pop(registry, None), self._transaction.logs.get(registry)
        if said is not None and (there is None or there.size < said.size):
            raise BeyondMending(why="heads")
        return stated, heads

    def _accepted(self) -> dict[int, dict[Size, AcceptedRow]]:
        found: dict[int, dict[Size, AcceptedRow]] = {}
        for number, row in self._transaction.restating.accepted():
            found.setdefault(number, {})[row.size] = row
        return found

    def _number(self, row: LogRow | None, size: Size, root: Base64Hash, named: int | None = None) -> int:
        """The number under which a log's entries stand: that of its row, or where that is lost the one that gives its
        root."""
        if row is not None and (row.id in self._numbers or not size):
            return row.id
        if named is not None and named in self._numbers:
            return named
        taken = {each.id for each in self._transaction.logs.all()}
        for number in sorted(self._numbers - taken):
            edge = Frontier()
            edge.extend(self._transaction.logs.leaves(number, 0, size))
            if (edge.size, tobase64(edge.root())) == (size, root):
                return number
        return row.id if row is not None else max({*taken, *self._numbers, 0}) + 1

    def _set(
        self,
        row: LogRow | None,
        number: int,
        origin: Origin,
        unit: str,
        size: Size,
        note: str,
        seen: Size = NOTHING,
    ) -> bool:
        """Set a log; whether there were entries beyond its size."""
        restating = self._transaction.restating
        if row is not None and row.id != number:
            restating.remove(row.id)
        beyond = restating.straighten(number, size)
        edge = Frontier() if row is None or row.size != size else row.frontier
        if edge.size != size or _root_of(note) != edge.root():
            edge = Frontier()
            edge.extend(self._transaction.logs.leaves(number, 0, size))
        restating.put(LogRow(number, origin, unit, size, edge, note, seen))
        self._numbers.add(number)
        return beyond


def _first(name: str) -> Origin | None:
    """The first name of a log; None of what names none."""
    try:
        return origins.parse(name).first
    except SoxaError:
        return None


def _root_of(note: str) -> Hash | None:
    try:
        return checkpoints.parse(note).checkpoint.root
    except SoxaError:
        return None


def _of_note(rows: Iterable[LogRow], origin: Origin) -> LogRow | None:
    """The log whose signed head is of an origin, by whatever name it is kept."""
    return next((row for row in rows if _first(row.name) == origin), None)


def _named(accepted: Mapping[int, Mapping[Size, AcceptedRow]], origin: Origin) -> int | None:
    """The number of a log by the notes at its accepted sizes."""
    for number, rows in accepted.items():
        if any(row.checkpoint.startswith(f"{origin}\n") for row in rows.values()):
            return number
    return None
