"""The values of rows and records as plain ones, which compare with each other and with what was kept of them as JSON."""

from __future__ import annotations

import msgspec

from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Fields
from sync.ledger.merge import Values

Said = dict[str, object]
"""Values by field; several terms or texts are a list."""


def plain(values: Fields | Values) -> Said:
    """The values that are set."""
    told: Said = msgspec.to_builtins(values)
    return {code: list(value) if isinstance(value, tuple) else value for code, value in told.items()}


def same(first: object, second: object) -> bool:
    """Whether two values say the same: nothing is as good as empty."""
    return (first or None) == (second or None)


def as_set(code: str, value: object) -> object:
    """A field's value as an entry sets it: one that is emptied is null, and several terms or texts an empty list."""
    return () if value is None and BY_CODE[code].kind in ("terms", "lines") else value
