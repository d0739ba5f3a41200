"""A unit's reports: what one would say now, and submitting it.

The figures are those of the records that the laptop holds; the report commits to exactly these (`figures.commitment`),
and says how far it held each log of the unit, so that the province and an auditor recompute every one of them.
"""

from __future__ import annotations

import datetime
from typing import Final, Literal

from msgspec import Struct

from field.reporting.status import owed_by_communes
from field.store import LaptopStore
from field.store.records import ReportHead
from sync.encoding import DAY_SECONDS, Base64Hash, RandomBytes, tobase64
from sync.errors import Misuse
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative, Position, Report, Review, new_salt
from sync.ledger.figures import Figures, commitment, count
from sync.ledger.period import Period, day_of, discharges, months, parse
from sync.log.keys import Signer


class Preview(Struct, frozen=True, kw_only=True):
    """What a report of a period would say now."""

    period: Period
    figures: Figures
    records: int
    root: Base64Hash
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


DueState = Literal["returned", "overdue", "to-do", "unsent", "accepted", "received"]
"""Where a period stands: the province returned its report, it is overdue or to be done, its report waits for a sync, the
province accepted it, or has it."""

_BEHIND: Final = 92 * DAY_SECONDS
_AHEAD: Final = 62 * DAY_SECONDS
"""How far back and ahead of now periods are listed, in seconds."""


class DuePeriod(Struct, frozen=True, kw_only=True):
    """A period that may be reported."""

    period: Period
    asked_by: tuple[str, ...]
    """What is to be reported, in the words of the duties that make it due; empty if none does."""
    state: DueState
    days: int
    """Whole days until it is due; negative if that is past."""


def periods(store: LaptopStore, now: int) -> list[DuePeriod]:
    """The periods that a unit has to report around POSIX second `now`, and those that it has reported: what asks for
    something first, by its deadline, then the rest, the newest first. Duties of one month are one period: a report of
    the month answers all of them."""
    registry = store.registry()
    asked: dict[str, list[str]] = {name: [] for name in months(day_of(now), 2)}
    for period, duty in owed_by_communes(registry, now - _BEHIND, now + _AHEAD):
        name = period.name if period.rule.startswith("before") else period.name.rpartition("@")[2]
        asked.setdefault(name, []).append(duty.what)
    submitted = store.reports()
    asked |= {name: [] for name in submitted if name not in asked}
    reviews: dict[str, Review] = {}
    for said in reversed(store.said()):
        if isinstance(said.entry, Review) and said.entry.period is not None:
            reviews[said.entry.period] = said.entry
    listed = [
        _due(name, tuple(dict.fromkeys(whats)), registry.directives, submitted, reviews, now)
        for name, whats in asked.items()
    ]
    known = [one for one in listed if one is not None]
    to_do = sorted((one for one in known if _asks(one)), key=lambda one: (one.period.due, one.period.name))
    return to_do + sorted((one for one in known if not _asks(one)), key=lambda one: (-one.period.due, one.period.name))


def _asks(one: DuePeriod) -> bool:
    return one.state in ("returned", "overdue", "to-do")


def _due(
    name: str,
    asked_by: tuple[str, ...],
    directives: tuple[Directive, ...],
    submitted: dict[str, tuple[ReportHead, ...]],
    reviews: dict[str, Review],
    now: int,
) -> DuePeriod | None:
    try:
        period = parse(name, directives)
    except Misuse:
        return None  # of a directive that has not reached this laptop
    heads = submitted.get(name, ())
    review = reviews.get(name)
    if not any(discharges(one, period, directives) for one in submitted):
        state: DueState = "overdue" if now >= period.due else "to-do"
    elif review is not None and set(review.heads) == {tobase64(head.leaf) for head in heads}:
        state = review.verdict
    else:
        state = "received" if all(head.received for head in heads) else "unsent"
    last = day_of(period.due) - datetime.timedelta(days=1)
    return DuePeriod(period=period, asked_by=asked_by, state=state, days=(last - day_of(now)).days)


def preview(store: LaptopStore, typed: str, now: int) -> Preview:
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
    store: LaptopStore, signer: Signer, typed: str, narrative: Narrative, *, now: int, random_bytes: RandomBytes
) -> Preview:
    """Save the report of a period, in place of those submitted before; what it says."""
    with store.transaction():
        said = preview(store, typed, now)
        heads = store.reports().get(said.period.name, ())
        store.append(
            [
                Report(
                    salt=new_salt(random_bytes),
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
