"""What strangers leave behind is put away, and what was erased is wiped out of the file: when the service starts, and once
an hour while it serves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from hub.accounts.guesses import forget_old
from hub.accounts.visits import forget_ended
from hub.store import HubStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import SoxaError, Unavailable

_BETWEEN: Final = 3_600.0


def tidy(store: HubStore, now: Instant) -> None:
    """Forget guesses of a day ago, visits that have ended, expired nonces, and devices that called and never joined; wipe
    what was erased."""
    with store.writing() as transaction:
        forget_old(transaction.accounts, now)
        forget_ended(transaction.accounts, now)
        transaction.laptops.forget_nonces(now)
        transaction.laptops.forget_strangers(now - DAY_SECONDS)
    with suppress(Unavailable):  # somebody writes; the next hour comes
        store.wipe()


@contextmanager
def tidied(store: HubStore, now: Callable[[], Instant], *, between: float = _BETWEEN) -> Iterator[None]:
    """Have it tidy while the block lasts: now, and in a thread each time that so many seconds have passed."""
    stop = threading.Event()
    tidy(store, now())

    def go() -> None:
        while not stop.wait(between):
            with suppress(SoxaError):  # the operator hears of it from whoever needs the store
                tidy(store, now())

    thread = threading.Thread(target=go, name="tidying", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
