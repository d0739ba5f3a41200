"""The laptop's history of exchanges: each leaves a row, whatever came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from field.exchange.outcome import ExchangeOutcome
from field.store import LaptopStore
from field.store.rows import PastExchange
from sync.encoding.types import Instant
from sync.errors import Fact
from sync.shell.console import as_error


@contextmanager
def recorded(store: LaptopStore, outcome: ExchangeOutcome, now: Instant, how: str) -> Iterator[None]:
    """Whatever comes of an exchange goes into the laptop's history of exchanges."""
    result, facts = "cancelled", dict[str, Fact]()
    try:
        yield
        result = "done"
    except Exception as fault:
        error = as_error(fault)
        result, facts = error.code, error.facts
        raise
    finally:
        store.local.record_exchange(
            PastExchange(
                at=now,
                how=how,
                sent=outcome.sent,
                received=outcome.received,
                sent_bytes=outcome.sent_bytes,
                received_bytes=outcome.received_bytes,
                outcome=result,
                facts=facts,
            )
        )
