"""What is wrong with a bundle: a value, told by the console as any error is."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from sync.errors import Fact, SoxaError


class Fault(Struct, frozen=True):
    """A fault of a bundle. `origin` is the log, empty for the whole bundle; `index` the entry, None for the whole log."""

    origin: str
    index: int | None
    code: str
    facts: dict[str, Fact]


class FaultSink(Protocol):
    """How a part of the audit says that something is wrong."""

    def fault(self, origin: str, index: int | None, code: str, error: SoxaError | None = None, **facts: object) -> None: ...

    def hold(self, origin: str, index: int, why: str, detail: str) -> None: ...
