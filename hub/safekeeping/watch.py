"""The slow check while the hub serves: a segment at a time, in idle moments, with at most 1% of a processor's time.

What it finds is kept in the store, where receipts, pages and the operator's first page look for it; what a later round does
not find any more is forgotten.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from hub.handing_on import say_damaged
from hub.log_walk import LogWalk, Walked, in_order, registry_of
from hub.safekeeping.check import mend_edges
from hub.store import HubStore
from hub.store.rows import Damage
from sync.errors import SoxaError
from sync.log.note import Verifier

_SHARE: Final = 99
"""Times as long as it worked it rests."""
_LEAST_REST: Final = 0.05
_BETWEEN_ROUNDS: Final = 3_600.0


class Watch:
    """The rounds over all logs of a store, one step at a time."""

    def __init__(self, store: HubStore, key: Verifier) -> None:
        self._store = store
        self._key = key
        self._steps: Iterator[bool] | None = None

    def step(self) -> bool:
        """Check the next segment; False when a round is done. `Unavailable` where the store cannot be read just now."""
        self._steps = self._steps or self._round()
        if next(self._steps, False):
            return True
        self._steps = None
        return False

    def _round(self) -> Iterator[bool]:
        with self._store.reading() as transaction:
            walked, logs = Walked(registry_of(transaction, self._key)), in_order(transaction)
            before = transaction.settings.damage
        yield True
        found: list[Damage] = []
        for log in logs:
            walk, more = LogWalk(log.origin, walked), True
            while more:
                with self._store.reading() as transaction:
                    more = bool(walk.step(transaction))
                yield True
            if left := mend_edges(self._store, self._key, walk.found):
                found += left
                self._keep(found)
        self._keep(found, forget=before)

    def _keep(self, found: list[Damage], *, forget: Sequence[Damage] = ()) -> None:
        """Keep what was found, and what is known besides, but for what a round may forget: what others noted while it lasted
        the next one looks at."""
        with self._store.reading() as transaction:
            known = transaction.settings.damage
        news = [damage for damage in found if damage not in known]
        kept = (*(damage for damage in known if damage in found or damage not in forget), *news)
        if kept == known:
            return
        with self._store.writing() as transaction:
            transaction.settings.keep_damage(kept)
        if news:
            say_damaged()


@contextmanager
def watching(store: HubStore, key: Verifier) -> Iterator[None]:
    """Have the slow check go on in a thread while the block lasts."""
    stop = threading.Event()
    watch = Watch(store, key)

    def go() -> None:
        rest = _LEAST_REST
        while not stop.wait(rest):
            if store.is_busy:
                rest = _LEAST_REST
                continue
            began = time.thread_time()
            try:
                more = watch.step()
            except SoxaError:  # the operator hears of it from whoever needs the store
                more = False
            rest = max(_LEAST_REST, _SHARE * (time.thread_time() - began)) if more else _BETWEEN_ROUNDS

    thread = threading.Thread(target=go, name="slow check", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
