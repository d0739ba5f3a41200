"""What a join in a closed folder has set aside and not carried over yet: it goes on by itself, at the next start.

A mark in the folder that was set aside stands from before anything is moved there until its unsent work stands in the new
log. Rescuing again takes what was not taken before, so wherever it was cut short nothing is lost and nothing comes twice.
"""

from __future__ import annotations

from field.exchange.rescue import rescue
from field.home import LaptopHome, unfinished
from field.store import LaptopStore
from sync.encoding.types import Instant, RandomBytes
from sync.errors import SoxaError
from sync.log.keys import Signer


def finish_rescues(
    home: LaptopHome, store: LaptopStore, signer: Signer, *, now: Instant, random_bytes: RandomBytes
) -> list[LaptopHome]:
    """Carry over what was set aside and is not, now that the own log has begun; the folders for which that failed, which
    are tried again at the next start."""
    if not store.logs.own.size or store.closed is not None:
        return []
    failed: list[LaptopHome] = []
    for aside in unfinished(home):
        try:
            if aside.database.exists():  # else a try was cut short before the store was moved
                rescue(store, signer, aside, now=now, random_bytes=random_bytes)
        except SoxaError:
            failed.append(aside)
        else:
            aside.mark.unlink()
    return failed
