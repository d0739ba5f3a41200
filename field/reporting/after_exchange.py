"""What is said behind an exchange, by line or by stick, by command or in the program."""

from __future__ import annotations

from field.reporting.future_dates import ask_once
from field.reporting.restore import hub_restore, mended_words, not_back_words, restore_words
from field.store import LaptopStore
from sync.encoding.types import Instant


def said_behind(store: LaptopStore, now: Instant) -> tuple[str, ...]:
    """Sentences of a hub that was restored or is mended, of what did not come back, once of days that had not come; empty
    where there is nothing to say."""
    return (
        restore_words(hub_restore(store, now)),
        mended_words(store),
        not_back_words(store),
        ask_once(store),
    )
