"""What a join in a closed folder has set aside and not carried over yet: it goes on by itself, at the next start.

A mark in the folder that was set aside stands from before anything is moved there until its unsent work stands in the new
log. Rescuing again takes what was not taken before, so wherever it was cut short nothing is lost and nothing comes twice.
"""

from __future__ import annotations

from pathlib import Path

from field.exchange.rescue import rescue
from field.exchange.rescue_file import files_in, rescue_file
from field.exchange.reserve import beside
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
            if aside.database.exists():
                rescue(store, signer, aside, now=now, random_bytes=random_bytes)
            else:  # it is gone, or a try was cut short before it was moved
                for file in _reserves(home, aside):
                    rescue_file(store, signer, file, now=now, random_bytes=random_bytes)
        except SoxaError:
            failed.append(aside)
        else:
            aside.mark.unlink()
    return failed


def _reserves(home: LaptopHome, aside: LaptopHome) -> list[Path]:
    """What the laptop of a folder that was set aside had put on its second place, where nobody had named another."""
    device = aside.path.name.removeprefix("closed-").partition("-")[0]
    return [path for path in files_in(beside(home)) if path.name.split("-")[2] == device]
