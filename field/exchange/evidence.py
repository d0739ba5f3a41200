"""What this laptop can show of the hub's own logs: heads that the hub signed, those that contradict each other, and entries
that it has not any more since it was restored. A line of JSON each, for whoever is to judge: `audit` knows the hub's key."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from field.store import LaptopStore


def evidence(store: LaptopStore) -> Iterator[bytes]:
    """The lines of the file: `head` with what it is (`taken` or `contradicts`), `lost` with its log, index and entry."""
    for note in store.logs.hub_heads():
        yield _line({"head": note, "is": "taken"})
    for note in store.logs.contradictions():
        yield _line({"head": note, "is": "contradicts"})
    for origin, index, line in store.logs.left_behind():
        yield _line({"lost": line.decode(), "origin": origin, "index": index})


def _line(said: dict[str, str | int]) -> bytes:
    return msgspec.json.encode(said) + b"\n"
