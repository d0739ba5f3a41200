"""Activities that stand twice: a list that was imported here while somebody else stated the same, a colleague on another
laptop or the province for the unit, neither knowing of the other. Both count until one is taken back.

Which one stays is the same wherever it is asked: what the unit states itself before what the province entered for it, and
then the one that was begun first, by its id. So two who take back what stands twice take back the same, and nothing is lost.
The one that stays is its row's from then on, and a later version of the list revises it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from sync.activities.entries import retract
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused
from sync.importing.ledger import GONE, ImportLedger, PastImport, StandingActivity, TakenRow
from sync.importing.said import plain, same
from sync.ledger.entry import Retraction, new_salt
from sync.ledger.text import fold
from sync.wording.i18n import catalogue

_ = catalogue("sync")


class DoubledActivity(Struct, frozen=True, kw_only=True):
    """An activity that stands twice."""

    kept: str
    """The record that stays."""
    extra: str
    """The record that is taken back."""
    date: str
    title: str
    entered: bool
    """Whether the one that is taken back was entered by the province."""


class DoubledImport(Struct, frozen=True, kw_only=True):
    """An import made here of which activities stand twice."""

    id: int
    file: str
    at: Instant
    rows: int
    """How many rows there are of it."""
    activities: tuple[DoubledActivity, ...]


def doubled_imports(ledger: ImportLedger) -> tuple[DoubledImport, ...]:
    """The imports of which activities stand twice, the newest first."""
    if not ledger.has_others():
        return ()
    rows = {row.record: row for row in ledger.imports.newest_rows() if not row.is_gone}
    found: dict[int, list[DoubledActivity]] = defaultdict(list)
    for own, other in _pairs(ledger, rows):
        kept, extra = sorted((own, other), key=lambda each: (each.entered, each.record))
        activity = DoubledActivity(
            kept=kept.record, extra=extra.record, date=own.values.date, title=own.values.title, entered=extra.entered
        )
        found[rows[own.record].number].append(activity)
    whole: dict[int, int] = defaultdict(int)
    for row in rows.values():
        whole[row.number] += 1
    return tuple(
        DoubledImport(id=past.id, file=past.file, at=past.at, rows=whole[past.id], activities=_in_order(found[past.id]))
        for past in ledger.imports.imports()
        if past.id in found
    )


def _in_order(activities: Iterable[DoubledActivity]) -> tuple[DoubledActivity, ...]:
    return tuple(sorted(activities, key=lambda each: (each.date, each.title, each.kept)))


def _pairs(ledger: ImportLedger, rows: Mapping[str, TakenRow]) -> Iterator[tuple[StandingActivity, StandingActivity]]:
    """The activities of imports that somebody else has stated, too, each with that one, and each once."""
    dates = {str(msgspec.json.decode(row.said)["date"]) for row in rows.values()}
    mine: dict[tuple[str, str], list[StandingActivity]] = defaultdict(list)
    theirs: dict[tuple[str, str], list[StandingActivity]] = defaultdict(list)
    for each in sorted(ledger.activities(dates), key=lambda each: each.record):
        if each.altered:
            continue  # what it says is known again once it is mended
        if each.record in rows:
            if not each.others:
                mine[_key(each)].append(each)
        elif each.others or each.entered:
            theirs[_key(each)].append(each)
    for key, ours in mine.items():
        left = theirs.get(key, [])
        for fits in (_says_the_same, _may_be_the_same):
            for own in list(ours):
                other = next((other for other in left if not (own.entered and other.entered) and fits(own, other)), None)
                if other is not None:
                    ours.remove(own)
                    left.remove(other)
                    yield own, other


def _key(activity: StandingActivity) -> tuple[str, str]:
    return activity.values.date, fold(activity.values.title)


def _says_the_same(first: StandingActivity, second: StandingActivity) -> bool:
    one, other = plain(first.values), plain(second.values)
    return all(same(one.get(code), other.get(code)) for code in one.keys() | other.keys())


def _may_be_the_same(first: StandingActivity, second: StandingActivity) -> bool:
    """Whether two activities of a day and title name no two places or ways: one was corrected since."""
    return all(
        not one or not other or fold(one) == fold(other)
        for one, other in (
            (first.values.place, second.values.place),
            (first.values.channel, second.values.channel),
        )
    )


def take_back_doubles(ledger: ImportLedger, *, now: Instant, random_bytes: RandomBytes) -> tuple[DoubledImport, ...]:
    """Take back, in one act, what stands twice; each import of it is kept as one that took this back, and can itself be
    taken back. `Refused("nothing-doubled")` if nothing does."""
    with ledger.transaction():
        doubled = doubled_imports(ledger)
        if not doubled:
            raise Refused("nothing-doubled")
        _state(ledger, [activity.extra for found in doubled for activity in found.activities], now, random_bytes)
        rows = {row.record: row for row in ledger.imports.newest_rows()}
        past = {each.id: each for each in ledger.imports.imports()}
        for found in doubled:
            ledger.imports.keep(_kept(ledger, past[found.id], found.activities, rows, now))
    return doubled


def _reason() -> str:
    return _("it stood twice")


def _state(ledger: ImportLedger, records: Iterable[str], now: Instant, random_bytes: RandomBytes) -> None:
    entries: list[Retraction] = []
    for was in ledger.records(set(records)).values():
        seen = ledger.next_seen() if not entries else None
        entries.append(retract(was, _reason(), at=now, salt=new_salt(random_bytes), seen=seen))
    ledger.state(entries)


def _kept(
    ledger: ImportLedger,
    past: PastImport,
    activities: Iterable[DoubledActivity],
    rows: Mapping[str, TakenRow],
    now: Instant,
) -> Iterator[TakenRow]:
    """What is kept of the act: that these records are gone, and that the others are what the rows became."""
    number = ledger.imports.begin(at=now, file=past.file, digest=past.digest, titles=past.titles)
    why = msgspec.json.encode({"reason": _reason()})
    for activity in activities:
        row = rows.get(activity.extra) or rows[activity.kept]
        yield TakenRow(activity.extra, number, row.sheet, row.row, row.known, GONE, why)
        if activity.kept not in rows:
            yield TakenRow(activity.kept, number, row.sheet, row.row, row.known, row.said, b"{}")
