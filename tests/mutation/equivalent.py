"""Mutants that no test can notice, because nothing changes that anybody could see: each with its reason.

By path and the line as it stands: the change, or `*` for every change of that line. A line that is written anew takes its
entry along or loses it.
"""

from __future__ import annotations

from typing import Final

from tests.mutation.mutants import Mutant

_BATCH: Final = "sync/ledger/decode_batch.py"

EQUIVALENT: Final[dict[tuple[str, str], dict[str, str]]] = {
    (_BATCH, "_Short = Annotated[str, Meta(max_length=64)]"): {
        "*": "a longer word is refused by its pattern, a shorter one read alone: only what is remembered changes"
    },
    (
        _BATCH,
        "class _QuickFields(e.Fields, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):",
    ): {"*": "an unknown field is missed when the lines are written again, and what is unset is never written"},
    (_BATCH, 'if log is not LogKind.DEVICE or not lines or b"" in lines or len(max(lines, key=len)) > MAX_ENTRY:'): {
        "log is not LogKind.DEVICE or not lines or b'' in lines or (len(max(lines, key=len)) > MAX_ENTRY) -> "
        "log is not LogKind.DEVICE or not lines or len(max(lines, key=len)) > MAX_ENTRY": (
            "an empty line is passed over, and missed when the lines are written again"
        ),
        "len(max(lines, key=len)) > MAX_ENTRY -> len(max(lines, key=len)) >= MAX_ENTRY": "costs time: each is read alone",
    },
    (_BATCH, "if len(quick) == len(entries):"): {
        "if len(quick) == len(entries) -> no guard": "the list that is built below is then the same"
    },
    ("sync/ledger/merge.py", "seen[leaf] = 1 << number"): {"1 -> 2": "any bit will do that no other entry has"},
}


def is_equivalent(mutant: Mutant) -> bool:
    """Whether a mutant is known to change nothing."""
    known = EQUIVALENT.get((mutant.path, mutant.code), {})
    return "*" in known or mutant.change in known
