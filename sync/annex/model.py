"""A report upward as data: who reported when, and what the activities of a period add up to, with the state of the ledger
that it was computed from. The hub exports it, and an auditor composes the same one from a bundle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from sync.encoding.types import Instant
from sync.ledger.directive import Directive
from sync.ledger.figures import BANDS, By, Tally, quantity_adds_up, task_key, task_of
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatus, UnitStatus
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.wording.safe_text import without_marks

Version = Literal[1, 2, 3]
"""In the first, every commune owes every period that is annexed, and quantities of unlike things are added up. The third has
tables of what level 2 of the protocol brought; those before count as level 1 does. Each is checked by its own rules."""
CURRENT: Final[Version] = 3

Units = Literal["then", "now"]
"""For which unit a record counts: the one that answers for it on the record's date, or on the day of the export."""

TABLES: Final[tuple[By, ...]] = get_args(By)
_LATER: Final[dict[By, Version]] = {"audiences": 3, "body": 3}
"""The tables that not all versions have, each with the version that brought it."""


def tables_of(version: Version) -> tuple[By, ...]:
    """The tables of a version, in order."""
    return tuple(by for by in TABLES if _LATER.get(by, 1) <= version)


_LEVELS: Final[dict[Version, int]] = {1: 1, 2: 1, 3: 2}
"""The level of the protocol (`sync.ledger.levels`) at which each version counts."""


def level_of_version(version: Version) -> int:
    """The level of the protocol at which a version counts."""
    return _LEVELS[version]


def version_of_level(level: int) -> Version:
    """The version in which a ledger is annexed whose entries are of levels up to this: the earliest that says all of them,
    since more auditors read it."""
    return next(version for version, counted in _LEVELS.items() if version > 1 and counted >= level)


_Sum = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Instant = Annotated[Instant, Meta(ge=0, le=2**63 - 1)]
_Text = Annotated[str, Meta(max_length=1_000)]
_Note = Annotated[str, Meta(max_length=5_000)]


class _Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The base of an annex's parts: how all are written."""


class Sums(_Part, frozen=True, kw_only=True):
    """What activities add up to; see `figures.Tally`."""

    activities: _Sum
    quantity: _Sum | None
    """None where it would add up unlike things: it is a sum under one channel alone."""
    audience: _Sum
    minutes: _Sum


class CountRow(Sums, frozen=True, kw_only=True):
    """The activities under one key; the key is empty for those that name none."""

    key: _Text
    name: _Text


class StandingRow(_Part, frozen=True, kw_only=True):
    """Where one unit stands with the period; times in POSIX seconds."""

    unit: _Text
    name: _Text
    standing: ReportingStatus
    received: _Instant | None
    claimed: _Instant | None
    provisional: bool


class LedgerHeads(_Part, frozen=True, kw_only=True):
    """The ledger that it was computed from: the hub's signed notes, with its own signature alone."""

    registry: _Note
    acceptances: _Note


class Annex(_Part, frozen=True, kw_only=True):
    """A report upward. `made` is the hub's time (POSIX seconds) of the export, `due` that of the deadline."""

    soxa: Version = CURRENT
    hub: _Text
    province: _Text
    period: _Text
    directive: _Text | None
    start: _Text
    end: _Text
    due: _Instant
    made: _Instant
    units: Units
    state: LedgerHeads
    total: Sums
    standings: Annotated[tuple[StandingRow, ...], Meta(max_length=100_000)]
    tables: dict[By, Annotated[tuple[CountRow, ...], Meta(max_length=500_000)]]


class AnnexBasis(Struct, frozen=True, kw_only=True):
    """What an annex says of how it came about; the rest of it follows from this and the ledger."""

    version: Version = CURRENT
    hub: str
    period: str
    units: Units
    made: Instant
    state: LedgerHeads


# Names of rows are in Vietnamese whatever language the hub speaks: an annex is a part of an official document.
UNSAID: Final = "Không nêu"
_BANDS: Final[dict[str, str]] = {
    "0": "0 người",
    "1-49": "1–49 người",
    "50-99": "50–99 người",
    "100-499": "100–499 người",
    "500+": "Từ 500 người trở lên",
}
assert tuple(_BANDS) == BANDS


def compose(
    basis: AnnexBasis,
    registry: Registry,
    period: Period,
    standings: Sequence[UnitStatus],
    sums: Mapping[By, Mapping[str, Tally]],
    total: Tally,
) -> Annex:
    """The annex of a period: sums get their names, and those who owe a report and the tasks that are asked about get a
    row even where there is nothing to sum up."""
    history = UnitHistory(registry)
    assert registry.hub is not None, "a registry that says anything says whose it is"
    names = _RowNames(registry, history, period.end if basis.units == "then" else day_of(basis.made).isoformat())
    asked = _asked(registry, history, basis, period, standings)
    return Annex(
        soxa=basis.version,
        hub=basis.hub,
        province=without_marks(_unit_name(registry, history, registry.hub.province, period.end)),
        period=period.name,
        directive=None if period.directive is None else names.of("directive", period.directive),
        start=period.start,
        end=period.end,
        due=period.due,
        made=basis.made,
        units=basis.units,
        state=basis.state,
        total=_sums(total, adds_up=basis.version == 1),
        standings=tuple(map(standing_row, standings)),
        tables={
            by: tuple(
                _count_row(names, by, key, sums[by].get(key, Tally()), basis.version)
                for key in sorted({*sums[by], *asked.get(by, ())}, key=lambda key: _place(by, key))
            )
            for by in tables_of(basis.version)
        },
    )


def _asked(
    registry: Registry, history: UnitHistory, basis: AnnexBasis, period: Period, standings: Sequence[UnitStatus]
) -> dict[By, list[str]]:
    """The keys that have a row whatever was done under them."""
    day = day_of(basis.made).isoformat()
    units = [standing.unit for standing in standings]
    asked: dict[By, list[str]] = {
        "unit": units if basis.units == "then" else [history.successor(unit, day) for unit in units]
    }
    if period.directive is not None:
        directive = next(known for known in registry.directives if known.id == period.directive)
        asked["task"] = [task_key(directive.id, task.no) for task in directive.tasks]
    return asked


def _sums(tally: Tally, *, adds_up: bool) -> Sums:
    """What a tally says, of quantities only where they count one kind of thing."""
    quantity = tally.quantity if adds_up else None
    return Sums(activities=tally.activities, quantity=quantity, audience=tally.audience, minutes=tally.minutes)


def _count_row(names: _RowNames, by: By, key: str, tally: Tally, version: Version) -> CountRow:
    sums = _sums(tally, adds_up=version == 1 or quantity_adds_up(by, key))
    return CountRow(key=key, name=names.of(by, key), **msgspec.structs.asdict(sums))


def standing_row(status: UnitStatus) -> StandingRow:
    """A unit's standing as an annex has it."""
    return StandingRow(
        unit=status.unit,
        name=without_marks(status.name),
        standing=status.standing,
        received=status.received,
        claimed=status.claimed,
        provisional=status.provisional,
    )


def _place(by: By, key: str) -> tuple[bool, list[tuple[int, str]], str]:
    """The order of rows: by code, numbers in it by their value; bands as they grow; activities that name none last."""
    if by == "audience" and key:
        return False, [(BANDS.index(key), "")], key
    parts = [(int(digits), "") if digits else (-1, rest) for digits, rest in _PARTS.findall(key)]
    return not key, parts, key


_PARTS: Final = re.compile(r"([0-9]{1,9})|([^0-9]+)")


class _RowNames:
    """What keys are called in an annex, units as of a day (ISO), in Vietnamese alone. A code that is unknown here stands for
    itself, where `wording.names` has a dash, and a task goes without its directive."""

    def __init__(self, registry: Registry, history: UnitHistory, day: str) -> None:
        self._registry = registry
        self._history = history
        self._day = day
        self._directives: dict[str, Directive] = {directive.id: directive for directive in registry.directives}

    def of(self, by: By, key: str) -> str:
        """A key's name; a code that is unknown here stands for itself."""
        return without_marks(self._name(by, key)) if key else UNSAID

    def _name(self, by: By, key: str) -> str:
        if by == "unit":
            return _unit_name(self._registry, self._history, key, self._day)
        if by == "directive":
            return self._directives[key].name if key in self._directives else key
        if by == "task":
            return self._task(key)
        if by == "audience":
            return _BANDS[key]
        lists = {"topic": vocabulary().topics, "audiences": vocabulary().audiences, "body": vocabulary().bodies}
        return _term(lists.get(by, vocabulary().channels), key)

    def _task(self, key: str) -> str:
        id_, number = task_of(key)
        directive = self._directives.get(id_)
        task = directive.task(number) if directive is not None else None
        return number if task is None else f"{number}. {task.label}"


def _unit_name(registry: Registry, history: UnitHistory, code: str, day: str) -> str:
    return history.name(code, day) if code in registry.units else code


def _term(terms: dict[str, Term], code: str) -> str:
    return label(terms[code], "vi") if code in terms else code


def figures(annex: Annex) -> int:
    """How many figures an annex states: sums and standings."""
    rows = sum(len(table) for table in annex.tables.values())
    return len(annex.standings) + len(Sums.__struct_fields__) * (rows + 1)


def basis_of(annex: Annex) -> AnnexBasis:
    """The basis that an annex states: how it came about."""
    return AnnexBasis(
        version=annex.soxa, hub=annex.hub, period=annex.period, units=annex.units, made=annex.made, state=annex.state
    )
