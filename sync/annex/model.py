"""A report upward as data: who reported when, and what the activities of a period add up to, with the state of the ledger
that it was computed from. The hub exports it, and an auditor composes the same one from a bundle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus, AnswerName, CountedStatus
from sync.ledger.directive import Directive
from sync.ledger.figures import BANDS, By, Tally, quantity_adds_up, task_key, task_of
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatus, UnitStatus
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.wording.safe_text import without_marks

Version = Literal[1, 2, 3, 4, 5]
"""In the first, every commune owes every period that is annexed, and quantities of unlike things are added up. The third has
tables of what level 2 of the protocol brought; those before count as level 1 does. The fourth says what stands after the
province's answers, what it entered itself, and what came in since a report was sent. The fifth has the step that a report of
the province is made from, and where the units stand with that; what is counted beside a directive's own activities; and of a
unit with several reports what the one of the very period says; and it calls units by the names that people are shown. Each
is checked by its own rules."""
CURRENT: Final[Version] = 5
WRITTEN: Final[tuple[Version, ...]] = (4, 5)
"""The versions that a hub still writes: those before say of a report that was sent back that it came, and no more."""

Units = Literal["then", "now"]
"""For which unit a record counts: the one that answers for it on the record's date, or on the day of the export."""

Table = By | Literal["language", "entered"]
"""What activities are counted by; in `entered`, by unit, those alone that the province entered for it."""
TABLES: Final[tuple[Table, ...]] = (*get_args(By), "language", "entered")
_LATER: Final[dict[Table, Version]] = {"audiences": 3, "body": 3, "language": 4, "entered": 4}
"""The tables that not all versions have, each with the version that brought it."""
BY_UNIT: Final[frozenset[Table]] = frozenset({"unit", "entered"})


def tables_of(version: Version) -> tuple[Table, ...]:
    """The tables of a version, in order."""
    return tuple(by for by in TABLES if _LATER.get(by, 1) <= version)


_LEVELS: Final[dict[Version, int]] = {1: 1, 2: 1, 3: 2, 4: 2, 5: 2}
"""The level of the protocol (`sync.ledger.levels`) at which each version counts."""


def level_of_version(version: Version) -> int:
    """The level of the protocol at which a version counts."""
    return _LEVELS[version]


def says_step(version: Version) -> bool:
    """Whether a version says what a report is made from, and what it counts."""
    return version > 4


def version_to_write(level: int, *, more: bool) -> Version:
    """The version in which a ledger is annexed whose entries are of levels up to this: the earliest that says all of them,
    since more auditors read it; and `more`, if there is what only the fifth says."""
    return next(version for version in WRITTEN if _LEVELS[version] >= level and (says_step(version) or not more))


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


class CountedPart(_Part, frozen=True, kw_only=True):
    """What is counted beside the activities of the directive: a word of the duty (`sync.ledger.gathering`), and its name."""

    key: _Text
    name: _Text


class StandingRow(_Part, frozen=True, kw_only=True):
    """Where one unit stands with the period; times in POSIX seconds. What stands below `provisional` came with version 4,
    and is unset in those before."""

    unit: _Text
    name: _Text
    standing: CountedStatus
    """Before version 4 by receipts alone, and never `returned`."""
    received: _Instant | None
    claimed: _Instant | None
    provisional: bool
    """Whether the newest report that can be read was sent while more was to be expected; since version 4, and more came."""
    latest: _Instant | UnsetType | None = UNSET
    """When the newest of the reports that count came."""
    first_standing: ReportingStatus | UnsetType | None = UNSET
    first_received: _Instant | UnsetType | None = UNSET
    """Where it stands by all receipts, those of reports too that were sent back, and when that came."""
    answer: AnswerName | UnsetType | None = UNSET
    answered: _Instant | UnsetType | None = UNSET
    """The province's answer to its reports together, and when it was given."""
    entered: bool | UnsetType = UNSET
    """Whether the province entered the newest report that can be read."""
    stated: Sums | UnsetType | None = UNSET
    now: Sums | UnsetType | None = UNSET
    """What that report says, and what the ledger gives, where these are not the same."""


class LedgerHeads(_Part, frozen=True, kw_only=True):
    """The ledger that it was computed from: the hub's signed notes, with its own signature alone."""

    registry: _Note
    acceptances: _Note
    desks: Annotated[tuple[_Note, ...], Meta(max_length=100_000)] | UnsetType = UNSET
    """Of the units whose reports the province answered, by code; before version 4 unset."""


class NewestReport(Struct, frozen=True, kw_only=True):
    """What there is to say of the newest report of a unit that can be read."""

    provisional: bool
    entered: bool
    """Whether it stands in a log in which the province enters things."""
    stated: Tally | None = None
    now: Tally | None = None
    """Its total and that of the ledger, where its figures are not those of the ledger; else None."""


class Annex(_Part, frozen=True, kw_only=True):
    """A report upward. `made` is the hub's time (POSIX seconds) of the export, `due` that of the deadline."""

    soxa: Version = CURRENT
    hub: _Text
    province: _Text
    period: _Text
    directive: _Text | None
    step: _Text | UnsetType | None = UNSET
    """Of a report that the province owes: the period that it is made from, of which `standings` are. Before version 5
    unset, as `counts` is."""
    counts: Annotated[tuple[CountedPart, ...], Meta(max_length=100)] | UnsetType = UNSET
    start: _Text
    end: _Text
    due: _Instant
    made: _Instant
    units: Units
    state: LedgerHeads
    total: Sums
    standings: Annotated[tuple[StandingRow, ...], Meta(max_length=100_000)]
    tables: dict[Table, Annotated[tuple[CountRow, ...], Meta(max_length=500_000)]]


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
EVERY_ACTIVITY: Final = "Mọi hoạt động của những ngày này"
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
    sums: Mapping[Table, Mapping[str, Tally]],
    total: Tally,
    newest: Mapping[str, NewestReport] | None = None,
    *,
    step: Period | None = None,
) -> Annex:
    """The annex of a period: sums get their names, and those who owe a report and the tasks that are asked about get a
    row even where there is nothing to sum up. Since version 4 `standings` are answered (`AnsweredStatus`), and `newest`
    says of each unit what its newest report states; since version 5 they are of the `step`, if there is one."""
    history = UnitHistory(registry)
    assert registry.hub is not None, "a registry that says anything says whose it is"
    day = period.end if basis.units == "then" else day_of(basis.made).isoformat()
    names = RowNames(registry, history, day, apart=says_step(basis.version))
    owed_on = (step or period).last_day.isoformat()
    asked = _asked(registry, history, basis, period, standings)
    return Annex(
        soxa=basis.version,
        hub=basis.hub,
        province=without_marks(_unit_name(registry, history, registry.hub.province, period.end)),
        period=period.name,
        directive=None if period.directive is None else names.of("directive", period.directive),
        step=UNSET if not says_step(basis.version) else None if step is None else step.name,
        counts=tuple(map(names.counted, period.counts)) if says_step(basis.version) else UNSET,
        start=period.start,
        end=period.end,
        due=period.due,
        made=basis.made,
        units=basis.units,
        state=basis.state,
        total=sums_of(total, adds_up=basis.version == 1),
        standings=tuple(
            replace(row, name=without_marks(history.name_apart(row.unit, owed_on))) if says_step(basis.version) else row
            for row in (standing_row(status, basis.version, (newest or {}).get(status.unit)) for status in standings)
        ),
        tables={by: count_rows(names, by, sums[by], asked.get(by, ()), basis.version) for by in tables_of(basis.version)},
    )


def _asked(
    registry: Registry, history: UnitHistory, basis: AnnexBasis, period: Period, standings: Sequence[UnitStatus]
) -> dict[Table, list[str]]:
    """The keys that have a row whatever was done under them."""
    day = day_of(basis.made).isoformat()
    units = [standing.unit for standing in standings]
    asked: dict[Table, list[str]] = {
        "unit": units if basis.units == "then" else [history.successor(unit, day) for unit in units]
    }
    if period.directive is not None:
        directive = next(known for known in registry.directives if known.id == period.directive)
        asked["task"] = [task_key(directive.id, task.no) for task in directive.tasks]
    return asked


def sums_of(tally: Tally, *, adds_up: bool = False) -> Sums:
    """What a tally says, of quantities only where they count one kind of thing."""
    quantity = tally.quantity if adds_up else None
    return Sums(activities=tally.activities, quantity=quantity, audience=tally.audience, minutes=tally.minutes)


def count_rows(
    names: RowNames, by: Table, sums: Mapping[str, Tally], asked: Iterable[str] = (), version: Version = CURRENT
) -> tuple[CountRow, ...]:
    """The rows of a table in order: of the keys that anything was counted under, and of those that are `asked` about."""
    keys = sorted({*sums, *asked}, key=lambda key: _place(by, key))
    return tuple(_count_row(names, by, key, sums.get(key, Tally()), version) for key in keys)


def _count_row(names: RowNames, by: Table, key: str, tally: Tally, version: Version) -> CountRow:
    sums = sums_of(tally, adds_up=version == 1 or (by == "channel" and quantity_adds_up(by, key)))
    return CountRow(key=key, name=names.of(by, key), **msgspec.structs.asdict(sums))


def standing_row(status: UnitStatus, version: Version = CURRENT, newest: NewestReport | None = None) -> StandingRow:
    """A unit's standing as an annex has it."""
    row = StandingRow(
        unit=status.unit,
        name=without_marks(status.name),
        standing=status.standing,
        received=status.received,
        claimed=status.claimed,
        provisional=status.provisional,
    )
    if version < 4:
        return row
    assert isinstance(status, AnsweredStatus), "since this version annexes know answers"
    counted = status if status.left is None else status.left
    differs = newest is not None and newest.stated is not None
    return replace(
        row,
        standing=status.counts_as,
        received=counted.received,
        claimed=counted.claimed,
        provisional=newest is not None and differs and newest.provisional,
        latest=counted.latest,
        first_standing=None if status.received is None else status.standing,
        first_received=status.received,
        answer=status.answer,
        answered=status.answered,
        entered=newest is not None and newest.entered,
        stated=None if newest is None or newest.stated is None else sums_of(newest.stated),
        now=None if newest is None or newest.now is None else sums_of(newest.now),
    )


def _place(by: Table, key: str) -> tuple[bool, list[tuple[int, str]], str]:
    """The order of rows: by code, numbers in it by their value; bands as they grow; activities that name none last."""
    if by == "audience" and key:
        return False, [(BANDS.index(key), "")], key
    parts = [(int(digits), "") if digits else (-1, rest) for digits, rest in _PARTS.findall(key)]
    return not key, parts, key


_PARTS: Final = re.compile(r"([0-9]{1,9})|([^0-9]+)")


_COUNTED: Final[dict[str, Table]] = {"directive": "directive", "topic": "topic", "task": "task"}
"""The words of a duty that are followed by a key."""


class RowNames:
    """What keys are called in an annex, units as of a day (ISO), in Vietnamese alone. A code that is unknown here stands for
    itself, where `wording.names` has a dash, and a task goes without its directive."""

    def __init__(self, registry: Registry, history: UnitHistory, day: str, *, apart: bool) -> None:
        self._apart = apart
        """Whether bodies that share a name are told apart."""
        self._registry = registry
        self._history = history
        self._day = day
        self._directives: dict[str, Directive] = {directive.id: directive for directive in registry.directives}

    def of(self, by: Table, key: str) -> str:
        """A key's name; a code that is unknown here stands for itself."""
        return without_marks(self._name(by, key)) if key else UNSAID

    def counted(self, word: str) -> CountedPart:
        """What a word of a duty means that says what is counted."""
        kind, _space, key = word.partition(" ")
        by = _COUNTED.get(kind)
        return CountedPart(key=word, name=EVERY_ACTIVITY if by is None else self.of(by, key))

    def _name(self, by: Table, key: str) -> str:
        if by in BY_UNIT:
            if self._apart and key in self._registry.units:
                return self._history.name_apart(key, self._day)
            return _unit_name(self._registry, self._history, key, self._day)
        if by == "directive":
            return self._directives[key].name if key in self._directives else key
        if by == "task":
            return self._task(key)
        if by == "audience":
            return _BANDS[key]
        known = vocabulary()
        lists = {"topic": known.topics, "audiences": known.audiences, "body": known.bodies, "language": known.languages}
        return _term(lists.get(by, known.channels), key)

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
    state = annex.state
    desks = UNSET if annex.soxa < 4 else () if isinstance(state.desks, UnsetType) else state.desks
    return AnnexBasis(
        version=annex.soxa,
        hub=annex.hub,
        period=annex.period,
        units=annex.units,
        made=annex.made,
        state=replace(state, desks=desks),
    )
