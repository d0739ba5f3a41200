"""The hub's own logs in a bundle: registry, acceptances and desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.audit.faults import Stop
from sync.encoding.types import Hash, Index
from sync.errors import SoxaError
from sync.exchange.ranges import RangeHead, RangeTaker
from sync.ledger import origins
from sync.ledger.decode import Quarantined, passed_over
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import DirectedInPart, Entry
from sync.ledger.origins import LogKind
from sync.log.merkle import EMPTY_ROOT, Frontier

if TYPE_CHECKING:
    from sync.audit.verify import Audit


class OwnLog:
    """2, 3 and the desks: a log of the hub's own, signed by the one key under its own name."""

    def __init__(self, head: RangeHead, kind: LogKind, audit: Audit) -> None:
        self.origin = head.origin
        self._kind = kind
        self._audit = audit
        self._at = 0
        self._frontier = Frontier()
        self._roots: list[Hash] = [EMPTY_ROOT]
        try:
            key = audit.registry.key.renamed(head.origin)
            gone = audit.registry.redacted_in(head.origin) if kind is LogKind.DESK else {}
            self._taker = RangeTaker(head, key, Frontier(), lambda _start, _end: (), redacted=gone)
        except SoxaError as error:
            audit.marks.fault(head.origin, None, error.code, error)
            raise Stop from None
        if len(self._taker.signed.note.signatures) != 1:
            audit.marks.fault(head.origin, None, "strange-signatures")
        if kind is LogKind.DESK and head.witnessed:
            audit.marks.fault(head.origin, None, "strange-witnessed")
        if kind is LogKind.DESK and not head.end:
            audit.marks.fault(head.origin, None, "empty-log")

    def feed(self, lines: list[bytes]) -> None:
        kept, leaves = self._taker.feed(lines)
        if self._kind is LogKind.DESK:
            self._audit.redactions.met(self.origin, self._at, lines, kept, leaves, self._kind)
        lines = list(kept)
        if self._kind is not LogKind.ACCEPTANCES:  # those keep their own
            for leaf in leaves:
                self._frontier.append(leaf)
                self._roots.append(self._frontier.root())
        entries = decode_all(lines, self._kind)
        if self._kind is LogKind.DESK and self._audit.follower is not None:
            self._audit.follower.desk(self.origin, lines, entries)
        for index, (entry, line) in enumerate(zip(entries, lines, strict=True), self._at):
            if not isinstance(entry, Quarantined):
                self._audit.marks.pass_over_keys(self.origin, index, passed_over(line, entry))
            if self._kind is LogKind.ACCEPTANCES:
                self._audit.acceptances.take(Index(index), entry, line, self._audit.marks, self.origin)
                continue
            if self._kind is LogKind.REGISTRY:
                self._registered(index, entry, line)
            elif isinstance(entry, Quarantined) and entry.why == "invalid":
                self._audit.marks.fault(self.origin, index, "bad-entry", None, why=entry.detail)
            if isinstance(entry, Quarantined) and entry.why == "future":
                self._audit.marks.hold(self.origin, index, entry.why, entry.detail)
        self._at += len(lines)

    def _registered(self, index: int, entry: Entry | Quarantined, line: bytes) -> None:
        registry = self._audit.registry
        before = len(registry.contradictions)
        registry.take([entry])
        for contradiction in registry.contradictions[before:]:
            self._audit.marks.fault(self.origin, index, contradiction.error.code, contradiction.error)
        if isinstance(entry, DirectedInPart):
            self._unread(index, entry)
        if self._audit.follower is not None:
            self._audit.follower.registered(self._audit, line, entry)

    def _unread(self, index: int, entry: DirectedInPart) -> None:
        marks, name = self._audit.marks, entry.directive.name
        if entry.unread.edition:
            marks.leave_unread(self.origin, index, "unread-edition", {"directive": name})
        for duty in entry.unread.duties:
            marks.leave_unread(self.origin, index, "unread-duty", {"directive": name, "duty": duty.what})
        if entry.unread.keys:
            marks.pass_over(self.origin, index, "unknown-keys", {"directive": name, "keys": ", ".join(entry.unread.keys)})

    def close(self) -> None:
        try:
            self._taker.finish()
        except SoxaError as error:
            self._audit.marks.fault(self.origin, None, error.code, error)
            raise Stop from None
        registry = self._audit.registry
        if registry.named(self.origin) != self.origin:
            self._audit.marks.fault(self.origin, None, "not-its-newest-name", expected=registry.named(self.origin))
        roots = self._audit.acceptances.roots if self._kind is LogKind.ACCEPTANCES else self._roots
        if self._kind is not LogKind.DESK:
            self._audit.witnesses.read(registry.key.renamed(self.origin), self._taker.head.witnessed, roots)
        self._audit.generations.read(origins.parse(self.origin).first, roots)
        if self._kind is LogKind.ACCEPTANCES:
            for device in self._audit.acceptances.devices():
                if device not in registry.devices:
                    self._audit.marks.fault(self.origin, None, "accepted-unknown", device=device)
