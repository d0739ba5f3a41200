"""Activities that stand twice: a list that was imported here while somebody else stated the same, a colleague on another
laptop or the province for the unit, neither knowing of the other. Both count until one is taken back. One of the two may
have been corrected since: what the row of the list said is compared, too, in each of its versions, and what differs is told.

Which one stays is the same wherever it is asked: what the unit states itself before what the province entered for it, and
then the one that was begun first, by its id. So two who take back what stands twice take back the same, and nothing is
lost. The one that stays is its row's from then on, and a later version of the list revises it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, cast

import msgspec
from msgspec import Struct

from sync.activities.entries import retract
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused
from sync.importing.comparing.likeness import day_and_title, fits
from sync.importing.ledger import GONE, ImportLedger, PastImport, StandingActivity, TakenRow
from sync.importing.said import Said, plain, same
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Retraction, new_salt
from sync.ledger.merge import Values
from sync.wording.i18n import catalogue

_ = catalogue("sync")

_Key = tuple[str, str]
"""A day and a title."""


class DifferingField(Struct, frozen=True):
    """A field in which two activities differ that are one."""

    code: str
    kept: str | int | list[str] | None
    extra: str | int | list[str] | None


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
    differs: tuple[DifferingField, ...] = ()
    """In what it says another thing than the one that stays."""


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
            kept=kept.record,
            extra=extra.record,
            date=own.values.date,
            title=own.values.title,
            entered=extra.entered,
            differs=_differences(kept, extra),
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
    listed = _listed(ledger, rows)
    there = {
        each.record: each for each in ledger.activities({str(said["date"]) for each in listed.values() for said in each})
    }
    moved = _moved(ledger, listed.keys() - there.keys())
    there |= {each.record: each for each in ledger.activities({each.date for each in moved.values()})}
    mine: dict[_Key, list[StandingActivity]] = defaultdict(list)
    theirs: dict[_Key, list[StandingActivity]] = defaultdict(list)
    for _record, each in sorted(there.items()):
        if each.altered:
            continue  # what it says is known again once it is mended
        if each.record not in rows:
            if each.others or each.entered or each.elsewhere:
                theirs[day_and_title(plain(each.values))].append(each)
        elif not each.others:
            for key in dict.fromkeys(map(day_and_title, (plain(each.values), *listed[each.record]))):
                mine[key].append(each)
    paired: set[str] = set()
    for is_same in (_says_the_same, fits):  # whoever names no two places or ways may have corrected the other
        for key, ours in mine.items():
            for own in ours:
                for other in theirs.get(key, ()) if own.record not in paired else ():
                    if other.record in paired or (own.entered and other.entered):
                        continue
                    if any(is_same(said, plain(other.values)) for said in (plain(own.values), *listed[own.record])):
                        paired |= {own.record, other.record}
                        yield own, other
                        break


def _listed(ledger: ImportLedger, rows: Mapping[str, TakenRow]) -> dict[str, list[Said]]:
    """What the list has said of each record, in all its versions, the newest first."""
    listed: dict[str, list[Said]] = {record: [msgspec.json.decode(row.said)] for record, row in rows.items()}
    for past in ledger.imports.imports():
        for row in ledger.imports.rows_of(past.id):
            if (
                row.record in listed
                and not row.is_gone
                and (said := msgspec.json.decode(row.said)) not in listed[row.record]
            ):
                listed[row.record].append(said)
    return listed


def _moved(ledger: ImportLedger, records: Set[str]) -> dict[str, Values]:
    """The activities, of some, that stand on another day than their rows said: somebody has corrected that."""
    found = ledger.records(ledger.standing(records)) if records else {}
    return {record: was.values for record, was in found.items()}


def _says_the_same(one: Said, other: Said) -> bool:
    return all(same(one.get(code), other.get(code)) for code in one.keys() | other.keys())


def _differences(kept: StandingActivity, extra: StandingActivity) -> tuple[DifferingField, ...]:
    """The fields that say something else in the one that is taken back."""
    stays, goes = plain(kept.values), plain(extra.values)
    return tuple(
        DifferingField(code, cast(Any, stays.get(code)), cast(Any, goes[code]))
        for code in BY_CODE
        if goes.get(code) and not same(stays.get(code), goes[code])
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
