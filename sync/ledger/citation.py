"""Citations of the hub's acceptances in a laptop's log, judged: each proves that its entry was made after a moment, or is
void and treated as absent. The entry counts either way; what is void is the laptop's fault, and nobody else's.

A citation is judged at the first acceptance that covers its entry, so the verdict does not change when logs grow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import NOTHING, Hash, Index, Origin, Size
from sync.errors import BadInput
from sync.ledger.entry import Citation
from sync.log.checkpoint import Checkpoint
from sync.log.note import Verifier

CitationVerdict = Literal["valid", "void", "hub-fault"]
"""`hub-fault`: the hub signed another root at a size than its log has, which the citation proves. It is void, too."""

_KEY_ID = 4
_SIGNATURE = 68
"""Bytes: a key's id and a signature of Ed25519, as a note's line has them."""


class JudgedCitation(Struct, frozen=True):
    """The verdict on a citation, and the code of what it rests on; empty of a valid one."""

    verdict: CitationVerdict
    code: str = ""


_VALID = JudgedCitation("valid")


class CitationJudge:
    """Judges the citations of one log, in its order. `root_at` gives the root of the acceptances at a size, None where they
    are not so large; `verifier` is the key of the acceptances."""

    def __init__(self, verifier: Verifier, root_at: Callable[[Size], Hash | None], size: Size = NOTHING) -> None:
        self.size = size
        """Of the acceptances, as the newest valid citation has it: 0 before the first."""
        self._verifier = verifier
        self._root_at = root_at

    def judge(self, seen: Citation, accepted: Index) -> JudgedCitation:
        """The verdict on the citation of an entry whose first acceptance stands at an index of the acceptances."""
        root = self._root_at(seen.size)
        same = root is not None and tobase64(root) == seen.root
        signed = bool(seen.sig) and self._is_signed(seen)
        if signed and root is not None and not same:
            return JudgedCitation("hub-fault", "hub-signed-another-root")
        if seen.sig and not signed:
            return JudgedCitation("void", "bad-citation-signature")
        if seen.size > accepted:
            return JudgedCitation("void", "cited-before-it-was")
        if not same:
            return JudgedCitation("void", "unsigned-contradiction")
        if seen.size < self.size:
            return JudgedCitation("void", "citation-goes-back")
        self.size = seen.size
        return _VALID

    def _is_signed(self, seen: Citation) -> bool:
        """Whether the hub's key signed a head of its acceptances of this size and root."""
        try:
            signature = unbase64(seen.sig, length=_SIGNATURE)
            checkpoint = Checkpoint(Origin(self._verifier.name), seen.size, unbase64(seen.root, length=32))
        except BadInput:
            return False
        if signature[:_KEY_ID] != self._verifier.key_id:
            return False
        return self._verifier.check(checkpoint.text().encode("utf-8"), signature[_KEY_ID:])
