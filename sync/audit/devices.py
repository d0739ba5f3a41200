"""A laptop's log, held against the registry, the acceptances and its own rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sync.audit.acceptances import Acceptances
from sync.audit.faults import AuditMarks
from sync.audit.redactions import AuditedRedactions
from sync.encoding.types import NOTHING, Base64Hash, DeviceId, Hash, Index, Instant, Size
from sync.errors import Fact, SoxaError, Unproven
from sync.exchange.ranges import RangeHead, RangeTaker, check_receipt
from sync.ledger.citation import CitationJudge
from sync.ledger.decode import Quarantined, passed_over
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Citation, Entry, Join, Report, Retraction
from sync.ledger.merge import Version
from sync.ledger.origins import LogKind
from sync.ledger.received_time import received
from sync.ledger.registry import Registry
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier
from sync.log.note import Note
from sync.log.receipt import receipt_time


class DeviceLog:
    """Fed a log's lines in order; `versions` and `reports` are what the unit's reports are recomputed from."""

    def __init__(
        self,
        head: RangeHead,
        device: DeviceId,
        registry: Registry,
        acceptances: Acceptances,
        marks: AuditMarks,
        redactions: AuditedRedactions,
    ) -> None:
        self.device = device
        self.origin = head.origin
        self.size = NOTHING
        self.versions: list[tuple[Index, Version]] = []
        self.reports: list[tuple[Index, Report]] = []
        self.cited: dict[Index, Size] = {}
        """By a report's index, the newest size of the acceptances that a valid citation of the log had named by then."""
        self.future: list[Index] = []
        """The entries that only a newer program can read."""
        self._head = head
        self._registry = registry
        self._marks = marks
        self._acceptances = acceptances
        self._redactions = redactions
        self._accepted = acceptances.of(device)
        self._next_accepted = 0
        self._citations = CitationJudge(registry, acceptances.root_at)
        self.by = ""
        """The word of the old key with which the laptop joined in another's place, if it did so."""
        self.lost_citations: set[tuple[Size, Base64Hash]] = set()
        """What it cites of the acceptances that a restore has lost: size and root."""
        self._differs = False
        self._joined = False
        self._taker: RangeTaker | None = None
        self._frontier = Frontier()
        try:
            verifier = registry.verifier(head.origin)
            gone = registry.redacted_in(head.origin)
            self._taker = RangeTaker(head, verifier, Frontier(), lambda _start, _end: (), redacted=gone)
        except SoxaError as error:
            marks.fault(head.origin, None, error.code, error)
        else:
            self._check_held()
        if head.witnessed:
            marks.fault(head.origin, None, "strange-witnessed")

    def _check_held(self) -> None:
        """5: the receipts of before that acceptances state: of exactly this size and root, by the receipts' key."""
        cosigner = self._registry.cosigner
        assert cosigner is not None, "the registry's first entry names it"
        for accepted in self._accepted:
            if accepted.held is None:
                continue
            head = Checkpoint(self.origin, accepted.size, accepted.root)
            try:
                receipt_time(Note(head.text(), (accepted.held.signature(cosigner),)), head, cosigner)
            except SoxaError:
                self._marks.fault(self.origin, accepted.size - 1, "bad-held", acceptance=accepted.index)

    def received(self, index: Index, known: Size | None = None) -> Instant | None:
        """When the hub received a report, by the first acceptance that covers it, as it was known when there were `known`
        acceptances; None if there is none."""
        covering = next((acceptance for acceptance in self._accepted if acceptance.size > index), None)
        if covering is None:
            return None
        at = self._acceptances.times.latest(covering.index, known)
        assert at is not None, "its own"
        held = None if covering.held is None else covering.held.time
        after = self._acceptances.time_at(self.cited[index], known)
        return received(self._registry, at, covering.index, held, after)

    @property
    def unit(self) -> str:
        """The unit that the registry enrolled the device for; empty if it knows no such device."""
        device = self._registry.devices.get(self.device)
        return device.unit if device else ""

    def feed(self, lines: list[bytes]) -> None:
        """Feed the log's next lines. An acceptance may end within them, and its root is compared there."""
        if self._taker is None:
            return
        start = 0
        while start < len(lines):
            end = self._next_end(start, len(lines))
            try:
                kept, leaves = self._taker.feed(lines[start:end])
            except Unproven as error:  # it says that something is redacted, and the registry does not
                self._marks.fault(self.origin, None, error.code, error)
                self._taker = None
                return
            self._redactions.met(self.origin, self.size, lines[start:end], kept, leaves, LogKind.DEVICE)
            indices = cast(Sequence[Index], range(self.size, self.size + len(leaves)))
            for index, leaf, line, entry in zip(indices, leaves, kept, decode_all(kept, LogKind.DEVICE), strict=True):
                if isinstance(entry, Activity) and entry.seen is None:
                    self.versions.append((index, Version(leaf, entry)))
                else:
                    self._other(index, leaf, entry, line)
            self.size = Size(self.size + len(leaves))
            start = end
            self._compare_accepted()

    def _next_end(self, start: int, count: int) -> int:
        """Where to stop next: the end of the portion, or the size of the next acceptance."""
        if self._next_accepted < len(self._accepted):
            ahead = self._accepted[self._next_accepted].size - self.size
            return min(count, start + max(ahead, 1))
        return count

    def _compare_accepted(self) -> None:
        """5: the root here, where the hub accepted the log up to here."""
        assert self._taker is not None, "fed"
        while self._next_accepted < len(self._accepted) and self._accepted[self._next_accepted].size <= self.size:
            accepted = self._accepted[self._next_accepted]
            same = accepted.size != self.size or accepted.root == self._taker.frontier.root()
            if not same and not self._differs:
                self._marks.fault(self.origin, self.size - 1, "accepted-other-root", acceptance=accepted.index)
                self._differs = True  # every later root differs too, and says no more
            self._next_accepted += 1

    def _other(self, index: Index, leaf: Hash, entry: Entry | Quarantined, line: bytes) -> None:
        """Any entry but the many that are activities and cite nothing."""
        if isinstance(entry, Quarantined):
            self._marks.hold(self.origin, index, entry.why, entry.detail)
            if entry.why == "future":
                self.future.append(index)
            return
        if entry.seen is not None:
            self._citation(index, entry.seen)
        if isinstance(entry, Activity | Retraction):
            self.versions.append((index, Version(leaf, entry)))
        elif isinstance(entry, Report):
            self.reports.append((index, entry))
            self.cited[index] = self._citations.size
        elif isinstance(entry, Join):
            self._join(entry)
            self._marks.pass_over_keys(self.origin, index, passed_over(line, entry))

    def _citation(self, index: Index, seen: Citation) -> None:
        """6: what the laptop saw of the acceptances, judged at the first acceptance that covers the entry. One that is void
        is found on the laptop, unless it proves that the hub signed two histories."""
        covering = next(
            (acceptance for acceptance in self._accepted[self._next_accepted :] if acceptance.size > index), None
        )
        accepted = Index(self._acceptances.size) if covering is None else covering.index
        before = self._citations.size
        judged = self._citations.judge(seen, accepted)
        facts: dict[str, Fact] = {"size": seen.size, "before": before, "acceptance": accepted}
        if judged.verdict in ("hub-fault", "unnamed"):
            self._marks.fault(self.origin, index, judged.code, None, **facts)
        elif judged.verdict == "void":
            self._marks.find(self.origin, index, judged.code, facts)
        elif judged.verdict == "lost":
            self.lost_citations.add((seen.size, seen.root))

    def _join(self, entry: Join) -> None:
        """The registry enrolled what the join says."""
        enrolled = self._registry.devices.get(self.device)
        if enrolled is None:
            return
        said = (entry.hub, entry.key, entry.unit, entry.invite)
        if said == (self._registry.key.vkey(), enrolled.verifier.vkey(), enrolled.unit, enrolled.invite):
            self._joined = True
            self.by = entry.by
            if entry.by and entry.succeeds != enrolled.succeeds and not self._registry.restores:
                self._joined = False

    @property
    def root(self) -> Hash:
        """The root of what was fed."""
        return (Frontier() if self._taker is None else self._taker.frontier).root()

    def close(self) -> None:
        """5: the signature's root, the revocation, the last acceptance and the receipt."""
        if self._taker is None:
            return
        try:
            self._taker.finish()
        except SoxaError as error:
            self._marks.fault(self.origin, None, error.code, error)
            return
        fence = self._registry.revoked.get(self.device)
        if fence is not None and self.size > fence.size:
            self._marks.fault(
                self.origin, fence.size, "beyond-revocation", device=self.device, fence=fence.size, size=self.size
            )
        if not self._joined:
            self._marks.fault(self.origin, 0, "not-joined-as-enrolled")
        if not self._accepted or self._accepted[-1].size != self.size:
            accepted = self._accepted[-1].size if self._accepted else 0
            self._marks.fault(self.origin, None, "accepted-other-size", accepted=accepted, size=self.size)
            return
        try:
            assert self._registry.cosigner is not None, "the registry's first entry names it"
            time = check_receipt(self._head, self._registry.verifier(self.origin), self._registry.cosigner)
        except SoxaError as error:
            self._marks.fault(self.origin, None, error.code, error)
            return
        if time != self._accepted[-1].at:
            self._marks.fault(self.origin, None, "receipt-other-time", receipt=time, acceptance=self._accepted[-1].at)
        if len(self._taker.signed.note.signatures) != 2:  # the owner's and the receipt: anything else is not the hub's
            self._marks.fault(self.origin, None, "strange-signatures")
