"""Every error a person or a program may meet, in one small tree.

    SoxaError                 never raised itself
    ├── Misuse                the caller asked for something that cannot be
    ├── BadInput              a line, file or parcel breaks a format
    ├── Unproven              a signature, root, proof or receipt does not hold
    ├── Refused               the other side, or a rule of the ledger, said no
    └── Unavailable           disk full, store locked, line down: try again later

An error is a code and the facts to fill its sentence with; no prose lives here, and no exit code. Sentences belong to
`messages` modules, at the edge, in the reader's language; a test holds every code raised against those tables.
"""

from __future__ import annotations

Fact = str | int | None


class SoxaError(Exception):
    """The base of the tree. `code` names what happened; `facts` say where and with what."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class Misuse(SoxaError):
    """The command or call itself is wrong; nothing was tried."""


class BadInput(SoxaError):
    """What came in breaks its format, and nothing of it was taken."""


class Unproven(SoxaError):
    """What came in is well formed and not proven: a signature, root or proof does not hold."""


class Refused(SoxaError):
    """A rule, or the other side, said no."""


class Unavailable(SoxaError):
    """The machine or the line cannot do it now."""
