"""How witnesses stand, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hub.messages import sentence
from hub.store import Transaction
from hub.store.rows import WitnessAlarm, WitnessRow
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

_ALARMS: Final = {
    "witness-ahead": N_(
        "The witness {witness} says that it has cosigned {origin} at the size {said}, and "
        "this hub has {size}. If so, the hub went back: what came after its copy is missing."
        " The witness showed no proof; ask whoever runs it by telephone. If it is so: soxa "
        "hub witness believe {witness}. If not: soxa hub witness settle {witness}"
    ),
    "witness-other-history": N_(
        "The witness {witness} refuses {origin} at the size {size}: what it has "
        "cosigned is not its beginning. Either this hub has signed two histories, or"
        " the witness is wrong. Nothing is asked of it until somebody has looked: "
        "compare with whoever runs it, then: soxa hub witness settle {witness}"
    ),
    "witness-forgot": N_(
        "The witness {witness} has forgotten what it cosigned of {origin}: it knew of the "
        "size {said} where it had cosigned more. It was put back from a copy, and auditors "
        "should not rest on it. Tell whoever runs it, then: soxa hub witness settle "
        "{witness}"
    ),
}


def alarm_line(alarm: WitnessAlarm) -> str:
    """What a witness said that a person must hear of, and what to do."""
    return _(_ALARMS[alarm.kind]).format(
        witness=alarm.witness,
        origin=alarm.origin,
        size=number(alarm.size),
        said="–" if alarm.said is None else number(alarm.said),
    )


def trouble_line(row: WitnessRow) -> str:
    """Why a witness did not cosign when it was asked last; empty where it did."""
    return sentence(SoxaError(row.trouble, **row.facts)) if row.trouble else ""


def silent(row: WitnessRow, now: Instant) -> bool:
    """Whether a witness has not cosigned for a day though it was asked."""
    return row.failures > 0 and now - (row.answered or row.added) >= DAY_SECONDS


def told_lines(transaction: Transaction, now: Instant) -> Iterator[str]:
    """What the operator is to hear of witnesses: every alarm that stands, and who has been silent for a day."""
    yield from map(alarm_line, transaction.witnesses.alarms())
    for row in transaction.witnesses.all():
        if silent(row, now):
            told = _("The witness {witness} has cosigned nothing since {moment}; the hub goes on without. {why}")
            yield told.format(witness=row.name, moment=moment(row.answered or row.added), why=trouble_line(row))


def alarms_json(alarms: Sequence[WitnessAlarm]) -> list[dict[str, object]]:
    """Alarms for a script."""
    return [
        {
            "kind": alarm.kind,
            "witness": alarm.witness,
            "origin": alarm.origin,
            "at": alarm.at,
            "size": alarm.size,
            "said": alarm.said,
        }
        for alarm in alarms
    ]
