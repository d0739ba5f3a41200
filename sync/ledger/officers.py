"""The name of a laptop's officer, which stands in no log: as the laptop and the hub keep it."""

from __future__ import annotations

from typing import Final

from sync.errors import Misuse
from sync.ledger.text import tidy

MAX_OFFICER: Final = 100
"""Characters of it."""


def officer_name(typed: str | None) -> str | None:
    """The name of a laptop's officer as it is kept: on one line; None where there is none."""
    name = " ".join(tidy(typed or "").split())
    if len(name) > MAX_OFFICER or not name.isprintable():
        raise Misuse("bad-officer", limit=MAX_OFFICER)
    return name or None
