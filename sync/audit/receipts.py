"""What laptops have in hand of the hub's word, held against a bundle: what the bundle hides, and what it contradicts.

A receipt says that the hub held so many entries of a log by a time, a signed head how one of its logs stood. What a bundle
of a later moment lacks of that is hidden; what it has otherwise is contradicted; either is the hub's fault, shown by its own
signatures. What came after the moment of the bundle is neither, and a head says no time. A hub that was put back from a copy
may have lost what it says it lost: that is told, and is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sync.audit import verify
from sync.audit.acceptances import Accepted
from sync.audit.verify import Audit, AuditSummary
from sync.audit.witnessed import check_concerns
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.errors import SoxaError, Unproven
from sync.exchange.ranges import ReceiptedBy
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind
from sync.ledger.own_heads import HeadVerdict, OwnHeads
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier
from sync.log.policy import Policy
from sync.log.receipt import receipt_time
from sync.receipts.files import read_receipts
from sync.receipts.lines import HeadLine, How, ReceiptLine, head_of

WordVerdict = Literal[
    "holds", "hidden", "contradicted", "after", "beyond", "lost", "unstated", "not-signed", "another-hub", "not-judged"
]
"""What a bundle makes of a receipt or a head.

holds          the bundle has it
hidden         it was given before the moment of the bundle, which has it not
contradicted   the bundle has something else in its place
after          it was given after that moment
beyond         a head of more than the bundle has: nobody can tell whether of before that moment or after
lost           the hub says that it was put back from a copy, and lost it
unstated       the same, but that it does not name this: perhaps nobody has shown it to the hub
not-signed     the hub did not sign it: the file proves nothing by it
another-hub    it is of another hub than the key: this bundle says nothing of it
not-judged     the bundle could not be read as far as what it would be judged by
"""
WRONG: Final[tuple[WordVerdict, ...]] = ("hidden", "contradicted")


class HeldAgainst(Struct, frozen=True, kw_only=True):
    """A receipt or a head of a file, held against the bundle."""

    file: str
    what: Literal["receipt", "head"]
    origin: str
    size: Size
    verdict: WordVerdict
    code: str = ""
    """What the verdict rests on, where several things may be: see `told`."""
    time: Instant | None = None
    """Of a receipt: the hub's time on it, POSIX seconds."""
    known: Size | None = None
    """How many entries the bundle has of that log."""
    how: How | None = None
    """Of a head: how the laptop came by it."""


class ReceiptsOutcome(Struct, frozen=True, kw_only=True):
    """What came of it."""

    bundle: AuditSummary
    receipts: int
    """How many receipts the bundle has as they were given, each once whatever files it is in."""
    heads: int
    """How many signed heads, likewise."""
    words: tuple[HeldAgainst, ...]
    """All but what holds, each once."""

    @property
    def wrong(self) -> int:
        """How many the bundle hides or contradicts."""
        return sum(word.verdict in WRONG for word in self.words)


def check(
    bundle: Path,
    files: Sequence[Path],
    key: Verifier,
    progress: Callable[[int], None],
    policy: Policy | None = None,
) -> ReceiptsOutcome:
    """Hold files of receipts against a bundle, with the registry's key, and a policy by whom the bundle's logs must be
    cosigned if there is one. Raises for a file that cannot be read, and `Refused("policy-of-others")`."""
    check_concerns(policy, key)
    held = [(path, read_receipts(path)) for path in files]
    audit = Audit(key, policy=policy)
    summary = verify.run(audit, bundle, progress)
    judge = _Judge(audit)
    receipts = _once((str(path), line) for path, of in held for line in of.receipts)
    heads = _once((str(path), line) for path, of in held for line in of.heads)
    words = [judge.receipt(file, line) for file, line in receipts] + [judge.head(file, line) for file, line in heads]
    true = {(word.what, word.origin, word.size) for word in words if word.verdict == "holds"}
    return ReceiptsOutcome(
        bundle=summary,
        receipts=sum(what == "receipt" for what, *_which in true),
        heads=sum(what == "head" for what, *_which in true),
        words=tuple(word for word in [*words, *judge.forks(heads)] if word.verdict != "holds"),
    )


_Said = TypeVar("_Said", ReceiptLine, HeadLine)


def _once(lines: Iterable[tuple[str, _Said]]) -> list[tuple[str, _Said]]:
    """Lines of files, each once: the first file that has it is named. How a laptop came by a head is no matter."""
    first: dict[tuple[str, ReceiptedBy | None], tuple[str, _Said]] = {}
    for file, line in lines:
        first.setdefault((line.note, line.acceptance if isinstance(line, ReceiptLine) else None), (file, line))
    return list(first.values())


class _Judge:
    """Judges by a bundle that was read."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._registry: Registry = audit.registry
        self._acceptances = audit.acceptances
        self._heads = OwnHeads(self._registry)

    def _word(
        self,
        file: str,
        line: ReceiptLine | HeadLine,
        verdict: tuple[WordVerdict, str],
        known: int,
        time: Instant | None = None,
    ) -> HeldAgainst:
        head = head_of(line)
        return HeldAgainst(
            file=file,
            what="receipt" if isinstance(line, ReceiptLine) else "head",
            origin=head.origin,
            size=head.size,
            verdict=verdict[0],
            code=verdict[1],
            time=time,
            known=Size(known),
            how=line.how if isinstance(line, HeadLine) else None,
        )

    def _unjudged(self, origin: str) -> tuple[WordVerdict, str] | None:
        """Why nothing can be said of what is of such a log."""
        if origins.parse(origin).hub != self._registry.name:
            return "another-hub", ""
        return ("not-judged", "") if self._registry.hub is None else None

    # -- receipts

    def receipt(self, file: str, line: ReceiptLine) -> HeldAgainst:
        """What the bundle makes of a receipt."""
        signed = checkpoints.parse(line.note)
        head, device = signed.checkpoint, origins.parse(signed.checkpoint.origin).device
        accepted = self._acceptances.of(device)
        known = accepted[-1].size if accepted else Size(0)
        time: Instant | None = None
        unjudged = self._unjudged(head.origin)
        if unjudged is not None:
            return self._word(file, line, unjudged, known)
        verdict: tuple[WordVerdict, str]
        try:
            time = receipt_time(signed.note, head, self._cosigner())
            verdict = self._of_receipt(line, device, head.size, head.root, time, accepted)
        except SoxaError as error:
            verdict = ("not-signed", error.code)
        return self._word(file, line, verdict, known, time)

    def _cosigner(self) -> Verifier:
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._registry.name))
        return self._registry.cosigner

    def _of_receipt(
        self, line: ReceiptLine, device: DeviceId, size: Size, root: Hash, time: Instant, accepted: Sequence[Accepted]
    ) -> tuple[WordVerdict, str]:
        there = next((each for each in accepted if each.size == size), None)
        if there is not None and there.root != root:
            return self._unless_lost(time, "contradicted", "receipted-other-root")
        if there is None:
            is_more = not accepted or size > accepted[-1].size
            if is_more and self._is_after(line, time):
                return "after", ""
            return self._unless_lost(time, "hidden", "entries-hidden" if is_more else "receipt-hidden")
        if time not in (there.at, there.held.time if there.held is not None else there.at):
            return self._unless_lost(time, "contradicted", "receipted-at-another-time")
        if line.acceptance is not None and there.at == time and not self._is_line(line, device, there):
            return self._unless_lost(time, "contradicted", "acceptance-rewritten")
        return "holds", ""

    def _is_after(self, line: ReceiptLine, time: Instant) -> bool:
        """Whether a receipt may be of after the moment of the bundle: its time is not before that of the last acceptance,
        and its place in the acceptances, where that is known, is beyond them."""
        last = self._acceptances.last_at
        within = line.acceptance is not None and line.acceptance.index < self._acceptances.size
        return (last is None or time >= last) and not within

    def _unless_lost(self, time: Instant, verdict: WordVerdict, code: str) -> tuple[WordVerdict, str]:
        """A verdict, but where a restore may have lost what it rests on: what was given in its gap."""
        lost = any(restore.entry.since <= time <= restore.entry.at for restore in self._registry.restores)
        return ("unstated", "in-a-gap") if lost else (verdict, code)

    def _is_line(self, line: ReceiptLine, device: DeviceId, there: Accepted) -> bool:
        """Whether an acceptance that was given with a receipt stands in the bundle at its index, as it was given."""
        assert line.acceptance is not None, "asked of those that have one"
        entry = decode(line.acceptance.entry.encode(), LogKind.ACCEPTANCES)
        if not isinstance(entry, Acceptance):
            return True  # a newer program's, or the laptop's own mistake: the receipt is what was signed
        said = (entry.device, entry.size, entry.root, entry.at, line.acceptance.index)
        return said == (device, there.size, tobase64(there.root), there.at, there.index)

    # -- heads

    def head(self, file: str, line: HeadLine) -> HeldAgainst:
        """What the bundle makes of a head of one of the hub's own logs."""
        head = head_of(line)
        roots = self._audit.generations.roots.get(origins.parse(head.origin).first, ())
        known = max(len(roots) - 1, 0)
        unjudged = self._unjudged(head.origin)
        if unjudged is not None:
            return self._word(file, line, unjudged, known)
        verdict: tuple[WordVerdict, str]
        try:
            checkpoints.verify(line.note, self._registry.key.renamed(head.origin))
            root = roots[head.size] if head.size < len(roots) else None
            verdict = _OF_HEADS[self._heads.judge(head, root)]
        except SoxaError as error:
            verdict = ("not-signed", error.code)
        return self._word(file, line, verdict, known)

    def forks(self, lines: Sequence[tuple[str, HeadLine]]) -> list[HeldAgainst]:
        """Heads beyond the bundle of which there are two of one size: one contradicts the other, whatever the bundle has."""
        first: dict[tuple[str, Size], Hash] = {}
        found: list[HeldAgainst] = []
        for file, line in lines:
            head, judged = head_of(line), self.head(file, line)
            if judged.verdict == "beyond" and first.setdefault((head.origin, head.size), head.root) != head.root:
                found.append(replace(judged, verdict="contradicted", code="two-heads"))
        return found


_OF_HEADS: Final[dict[HeadVerdict, tuple[WordVerdict, str]]] = {
    "holds": ("holds", ""),
    "ahead": ("beyond", ""),
    "lost": ("lost", ""),
    "unstated": ("unstated", "unstated-head"),
    "other-history": ("contradicted", "signed-other-root"),
}
