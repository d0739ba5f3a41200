"""A unit's reports: what one would say now, and submitting it.

The figures are those of the records that the laptop holds; the report commits to exactly these (`figures.commitment`),
and says how far it held each log of the unit, so that the province and an auditor recompute every one of them.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from field.store import Store
from sync.ledger.entry import Narrative, Position, Report
from sync.ledger.figures import Figures, commitment, count
from sync.ledger.period import Period, day_of, parse
from sync.log.keys import Signer
from sync.strict import tobase64


class Preview(Struct, frozen=True, kw_only=True):
    """What a report of a period would say now."""

    period: Period
    figures: Figures
    records: int
    root: str
    """The commitment, base64."""
    covers: tuple[Position, ...]
    unsent: int
    """Entries that no receipt covers: they go with the report."""
    conflicts: int
    """Records counted by a value that is in conflict."""
    provisional: bool
    """Whether the window is still open, so that figures may grow."""
    submitted: int
    """How many reports of this period there are that no later one replaces."""


def preview(store: Store, typed: str, now: int) -> Preview:
    """What a report of the period that somebody names would say at POSIX second `now`. `Misuse` for no period."""
    period = parse(typed, store.registry().directives)
    records = list(store.counted(period))
    heads = (head for record in records for head in record.heads)
    return Preview(
        period=period,
        figures=count(record.values for record in records),
        records=len(records),
        root=tobase64(commitment(heads)),
        covers=store.covers(),
        unsent=store.unsent(),
        conflicts=sum(bool(record.conflicts) for record in records),
        provisional=day_of(now).isoformat() <= period.end,
        submitted=len(store.reports().get(period.name, ())),
    )


def submit(
    store: Store, signer: Signer, typed: str, narrative: Narrative, *, now: int, random_bytes: Callable[[int], bytes]
) -> Preview:
    """Save the report of a period, in place of those submitted before; what it says."""
    with store.transaction():
        said = preview(store, typed, now)
        heads = store.reports().get(said.period.name, ())
        store.append(
            [
                Report(
                    salt=random_bytes(8).hex(),
                    at=now,
                    seen=store.next_seen(),
                    period=said.period.name,
                    base=tuple(tobase64(head.leaf) for head in heads),
                    covers=said.covers,
                    records=said.records,
                    root=said.root,
                    figures=said.figures,
                    narrative=narrative,
                    provisional=said.provisional,
                )
            ],
            signer,
        )
    return said
