"""Citations of the hub's acceptances in a laptop's log, judged: each proves that its entry was made after a moment, or is
void and treated as absent. The entry counts either way; what is void is the laptop's fault, and nobody else's.

A citation is judged at the first acceptance that covers its entry, so the verdict does not change when logs grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal

from msgspec import Struct

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import NOTHING, Hash, Index, Size
from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.entry import Citation
from sync.ledger.own_heads import HeadVerdict, OwnHeads
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.note import Note, Signature, Verifier

CitationVerdict = Literal["valid", "void", "lost", "unnamed", "hub-fault"]
"""`lost`: a restore of the hub lost what it cites, which is nobody's fault. `unnamed`: the same, and the hub, who has it in
hand, has not named it. `hub-fault`: the hub signed another root at a
size than its log has, which the citation proves. Either proves nothing of a time, as what is void."""

_KEY_ID = 4
_SIGNATURE = 68
"""Bytes: a key's id and a signature of Ed25519, as a note's line has them."""


class JudgedCitation(Struct, frozen=True):
    """The verdict on a citation, and the code of what it rests on; empty of a valid one."""

    verdict: CitationVerdict
    code: str = ""


_VALID = JudgedCitation("valid")
_OF_HEADS: Final[dict[HeadVerdict, JudgedCitation]] = {
    "lost": JudgedCitation("lost", "cited-a-lost-head"),
    "unstated": JudgedCitation("unnamed", "unnamed-lost-head"),
    "other-history": JudgedCitation("hub-fault", "hub-signed-another-root"),
}
"""What is said of a citation by the verdict on the head that it proves the hub to have signed."""


class CitationJudge:
    """Judges the citations of one log, in its order. `root_at` gives the root of the acceptances at a size, None where they
    are not so large; `registry` says under which names they were signed, and what of that a restore has lost."""

    def __init__(self, registry: Registry, root_at: Callable[[Size], Hash | None], size: Size = NOTHING) -> None:
        self.size = size
        """Of the acceptances, as the newest valid citation has it: 0 before the first."""
        self._verifiers = acceptances_keys(registry)
        self._heads = OwnHeads(registry)
        self._root_at = root_at

    def judge(self, seen: Citation, accepted: Index) -> JudgedCitation:
        """The verdict on the citation of an entry whose first acceptance stands at an index of the acceptances."""
        root = self._root_at(seen.size)
        same = root is not None and tobase64(root) == seen.root
        signed = self._signed(seen)
        if signed is not None:
            head = _OF_HEADS.get(self._heads.judge(signed, root))
            if head is not None:
                return head
        elif seen.sig:
            return JudgedCitation("void", "bad-citation-signature")
        if seen.size > accepted:
            return JudgedCitation("void", "cited-before-it-was")
        if not same:
            return JudgedCitation("void", "unsigned-contradiction")
        if seen.size < self.size:
            return JudgedCitation("void", "citation-goes-back")
        self.size = seen.size
        return _VALID

    def _signed(self, seen: Citation) -> Checkpoint | None:
        """The head of its acceptances that the hub's key signed, of this size and root; None if it did not."""
        note = cited_note(seen, self._verifiers)
        return None if note is None else checkpoints.parse_text(note.text)


def acceptances_keys(registry: Registry) -> list[Verifier]:
    """The hub's key under the names of its acceptances in each generation, the newest first."""
    generations = range(registry.generation, 0, -1)
    return [registry.verifier(origins.acceptances(registry.name, generation)) for generation in generations]


def cited_note(seen: Citation, verifiers: Iterable[Verifier]) -> Note | None:
    """The signed head that a citation gives, as a note: whose key among these signed it; None if none did."""
    if not seen.sig:
        return None
    try:
        signature, root = unbase64(seen.sig, length=_SIGNATURE), unbase64(seen.root, length=32)
    except BadInput:
        return None
    for verifier in verifiers:
        if signature[:_KEY_ID] == verifier.key_id:
            text = Checkpoint(verifier.origin, seen.size, root).text()
            holds = verifier.check(text.encode("utf-8"), signature[_KEY_ID:])
            return Note(text, (Signature(verifier.name, signature[:_KEY_ID], signature[_KEY_ID:]),)) if holds else None
    return None
