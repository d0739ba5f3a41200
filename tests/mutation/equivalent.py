"""Mutants that no test can notice, because nothing changes that anybody could see: each with its reason.

By path and the line as it stands: the change, or `*` for every change of that line. A line that is written anew takes its
entry along or loses it.
"""

from __future__ import annotations

from typing import Final

from tests.mutation.mutants import Mutant

EQUIVALENT: Final[dict[tuple[str, str], dict[str, str]]] = {}


def is_equivalent(mutant: Mutant) -> bool:
    """Whether a mutant is known to change nothing."""
    known = EQUIVALENT.get((mutant.path, mutant.code), {})
    return "*" in known or mutant.change in known
