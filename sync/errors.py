"""Every error a person or a program may meet, in one small tree.

    SoxaError                 never raised itself
    ├── Misuse                the caller asked for something that cannot be: exit code 2
    ├── BadInput              a line, file or parcel breaks a format
    ├── Unproven              a signature, root, proof or receipt does not hold
    ├── Refused               the other side, or a rule of the ledger, said no
    └── Unavailable           disk full, store locked, line down: try again later

An error is a code and the facts to fill its sentence with; no prose lives here. Sentences belong to `words`
modules, at the edge, in the reader's language; a test holds every code raised against those tables.
"""

from __future__ import annotations

from typing import ClassVar

Fact = str | int | None


class SoxaError(Exception):
    """The base of the tree. `code` names what happened; `facts` say where and with what."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class Misuse(SoxaError):
    """The command or call itself is wrong; nothing was tried."""

    exit_code = 2


class BadInput(SoxaError):
    """What came in breaks its format, and nothing of it was taken."""


class Unproven(SoxaError):
    """What came in is well formed and not proven: a signature, root or proof does not hold."""


class Refused(SoxaError):
    """A rule, or the other side, said no."""


class Unavailable(SoxaError):
    """The machine or the line cannot do it now."""
