"""What a superior's account may see and do, whole: of its own unit, and of those that reported to it on the day in question,
the duties, where each stands with them, the figures of reports, and counts; and urging those that report to it.

This is the one door of that role (`hub.web.scoped`): its pages get a `Scope` and nothing else of the hub. Nothing that comes
out of it is a text that a unit or an officer wrote, and no word of another unit: figures are kept under codes that the
vocabulary or a directive knows, and whatever else a laptop stated as a code is summed under `OTHER`. What may be asked for
is what is owed here; all else is answered as what is unknown.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct, structs

from hub.home import Keys
from hub.monitoring import board as boards
from hub.monitoring import counts, report_entries, reviews
from hub.monitoring.before_hub import before_hub_words
from hub.monitoring.board import Board, BoardCell
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.outdated import outdated_places
from hub.monitoring.report_answers import answers
from hub.monitoring.report_entries import ReportEntry
from hub.monitoring.reporting_status import statuses_by, unit_statuses
from hub.monitoring.silent import SilentUnit, silent
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from sync.encoding.limits import DAY_SECONDS, FIRST_YEAR, LAST_YEAR
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse
from sync.ledger.answered_status import AnsweredStatus, AnswerName
from sync.ledger.deadline_verdict import Bracket, verdict
from sync.ledger.directive import REQUEST, Directive
from sync.ledger.entry import ReportInPart
from sync.ledger.figures import BANDS, By, Figures, Tally, task_key
from sync.ledger.period import Period, day_of, month_name, months, parse
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import ReportVerdict
from sync.ledger.reporting_status import ReportingStatus
from sync.ledger.vocabulary import vocabulary
from sync.wording.directive_names import period_said, period_words
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names

_ = catalogue("hub")

OTHER: Final = "?"
"""What stands for every code that is not known here; no code is written so."""
_FIRST: Final = f"{FIRST_YEAR}-12-15"
_LAST: Final = f"{LAST_YEAR}-12-14"
_MONTHS: Final = 12
_SHOWN: Final = 20
"""Reports told of one unit and period: the newest."""
_YEAR_BACK: Final = 366 * DAY_SECONDS


class ReportFigures(Struct, frozen=True, kw_only=True):
    """A report as a superior sees it: when it came, what was found of it and answered, and its figures."""

    name: str
    """Of the period, as what asks for it is called here; empty where the report calls it otherwise."""
    received: Instant
    standing: ReportingStatus | None
    """None where the deadline cannot be told."""
    provisional: bool
    """Whether it was sent while its window was open, and something came in since."""
    differs: bool
    """Whether the ledger gives other figures now."""
    verdict: ReportVerdict
    answer: AnswerName
    replaced: bool
    figures: Figures | None
    """None of a report that a newer program wrote."""


class Scope:
    """What one superior's account may see and do, as of one transaction."""

    def __init__(self, transaction: Transaction, keys: Keys, registry: Registry, unit: str, now: Instant) -> None:
        self._transaction = transaction
        self._keys = keys
        self._registry = registry
        self._rules = statuses_by(transaction, registry)
        self._history = self._rules.history
        self.unit: Final = unit
        self.now: Final = now
        self.today: Final = day_of(now).isoformat()
        self._names = Names(registry, self.today)

    # -- whose

    @property
    def unit_name(self) -> str:
        """The name of the account's own unit."""
        return self.name(self.unit)

    def name(self, code: str) -> str:
        """The name of a unit in scope today."""
        return self._history.name_apart(code, self.today)

    def below(self, day: str) -> tuple[str, ...]:
        """The codes of the units that report to it on a day (ISO)."""
        return self._history.subordinates(self.unit, day)

    def units(self, day: str) -> frozenset[str]:
        """The codes of the units in scope on a day (ISO): its own, and those that report to it then."""
        return frozenset((self.unit, *self.below(day)))

    @cached_property
    def ever(self) -> frozenset[str]:
        """The codes of the units that were in scope on some day."""
        return frozenset().union(*(self.units(day) for day in (*self._history.turns(), self.today)))

    # -- words

    def words(self, by: By, key: str) -> str:
        """What a key of figures or counts is called."""
        return _("others, in no list here") if key == OTHER else self._names.of(by, key)

    def in_order(self, by: By, keys: Iterable[str]) -> list[str]:
        """Keys in the order in which tables have them, what is not known here last."""
        known = list(keys)
        return [*self._names.in_order(by, [key for key in known if key != OTHER]), *([OTHER] if OTHER in known else [])]

    def said(self, period: Period) -> str:
        """A period in words: which directive asks for what."""
        named = next((known for known in self._registry.directives if known.id == period.directive), None)
        return period_said(period.name, named, self._registry.directives)

    def counted(self, period: Period) -> str:
        """What a period's report counts, where that needs saying."""
        return counted_words(period, self._registry.directives)

    # -- duties and verdicts

    def board(self, year: int, since: Instant | None = None) -> Board:
        """The board of a year, of the units in scope and what was due from `since` on."""
        found = boards.board(self._transaction, self._registry, year, self.now, since=since)
        return boards.of_units(found, self.units, self.today)

    def periods(self) -> list[Period]:
        """The periods that somebody in scope owes and whose window has begun, the latest deadline first."""
        return [period for period in boards.begun(self._rules.obligations, self.now) if self._owing(period)]

    def period(self, name: str) -> Period:
        """The period of a name, of those that somebody in scope owes. `Misuse("bad-period")`."""
        for period in self.periods():
            if period.name == name:
                return period
        raise Misuse("bad-period", text=name[:100])

    def asked(self, code: str, period: Period) -> list[str]:
        """What a unit in scope is asked for in a period, by each duty that asks it."""
        if code not in self.units(_last_day(period)):
            return []
        return [owed.duty.what for owed in self._rules.obligations.of(period) if code in owed.units]

    def standings(self, code: str) -> list[tuple[Period, BoardCell]]:
        """Where a unit stands with each period due within a year back, or under way, in which it was in scope."""
        periods = [period for period in self.periods() if period.due >= self.now - _YEAR_BACK]
        by_period = boards.cells(self._transaction, self._registry, periods, self.now)
        return [
            (period, cells[code])
            for period, cells in by_period.items()
            if code in cells and code in self.units(_last_day(period))
        ]

    def statuses(self, period: Period) -> list[AnsweredStatus]:
        """The status of every unit in scope that owes a period."""
        units = self.units(_last_day(period))
        found = unit_statuses(self._transaction, self._registry, period, self.now)
        return [status for status in found if status.unit in units]

    def _owing(self, period: Period) -> bool:
        units = self.units(_last_day(period))
        return any(not units.isdisjoint(owed.units) for owed in self._rules.obligations.of(period))

    # -- urging

    def periods_below(self) -> list[Period]:
        """The periods that some unit owes which can be urged, the latest deadline first."""
        return [period for period in self.periods() if self.owing_below(period)]

    def owing_below(self, period: Period) -> int:
        """How many of the units that can be urged owe a period."""
        owing = {code for owed in self._rules.obligations.of(period) for code in owed.units}
        return len(owing & self._urged(period))

    def before_hub(self, period: Period) -> str:
        """That a period was due before there was a hub, in words that name nobody; empty of all others."""
        return before_hub_words(self._rules, period, dict)

    def silent(self, period: Period) -> list[SilentUnit]:
        """The units that can be urged to report for a period: that owe it and have not, and report to this one, both on its
        last day and today."""
        return silent(self._transaction, self._keys.hub, self._registry, period, self.now, only=self._urged(period))

    def urge(self, period: Period, ticked: Collection[str], comment: str, random_bytes: RandomBytes) -> list[str]:
        """Remind those that are ticked of the units that can be urged, in the name of the superior; their codes."""
        said = comment.strip() or _("please send the report.")
        return reviews.remind(
            self._transaction,
            self._keys,
            self._registry,
            period,
            f"{self.unit_name}: {said}",
            now=self.now,
            random_bytes=random_bytes,
            only=self._urged(period).intersection(ticked),
        )

    def _urged(self, period: Period) -> frozenset[str]:
        return frozenset(self.below(_last_day(period))).intersection(self.below(self.today))

    # -- figures

    def reports(self, code: str, period: Period) -> list[ReportFigures]:
        """The reports of a unit in scope that answer for a period, the newest first."""
        day = _last_day(period)
        if code not in self.units(day):
            return []
        rows = [row for row in self._transaction.reports.all(code) if self._rules.answers(period, row.period)]
        entries = [report_entries.read(self._transaction, row) for row in reversed(rows[-_SHOWN:])]
        heads = report_entries.heads([report for report in entries if report.row.judged.answers])
        changed = outdated_places(
            self._transaction, self._registry, (report.row for report in entries if report.leaf in heads)
        )
        given = answers(self._transaction, {code: rows})
        obligations = self._rules.obligations.of(period)
        owed = any(code in obligation.units for obligation in obligations)
        due = min(asked.due for asked in self._rules.demanded(period)) if owed else None
        names = {period.name, *(obligation.period.name for obligation in obligations)}
        return [
            self._report(
                report,
                due,
                name=report.row.period if report.row.period in names else "",
                answer=given[code, report.row.period],
                replaced=report.row.judged.answers and report.leaf not in heads,
                differs=(report.row.log, report.row.idx) in changed,
            )
            for report in entries
        ]

    def _report(
        self, report: ReportEntry, due: Instant | None, *, name: str, answer: AnswerName, replaced: bool, differs: bool
    ) -> ReportFigures:
        row, entry = report.row, report.entry
        counted = None if isinstance(entry, ReportInPart) else entry.figures
        return ReportFigures(
            name=name,
            received=row.received,
            standing=None if due is None else verdict(Bracket(row.claimed, row.after, row.received), due),
            provisional=differs and row.provisional,
            differs=differs,
            verdict=row.judged.verdict,
            answer=answer,
            replaced=replaced,
            figures=None if counted is None else self._known_figures(counted),
        )

    def _known_figures(self, figures: Figures) -> Figures:
        return Figures(
            total=figures.total,
            channels=self._known("channel", figures.channels),
            topics=self._known("topic", figures.topics),
            directives=self._known("directive", figures.directives),
            tasks=self._known("task", figures.tasks),
        )

    # -- counts

    def counts(self, by: By, wanted: RecordFilter) -> dict[str, Tally]:
        """The sums of what the units in scope did, by key: of each on the days on which it was in scope."""
        found: dict[str, Tally] = {}
        for of_unit in self._spans(wanted):
            _add(found, counts.tallies(self._transaction, of_unit, by, self._counts_for()))
        return self._known(by, found)

    def total(self, wanted: RecordFilter) -> Tally:
        """The sum of what the units in scope did."""
        return sum(self.counts("unit", wanted).values(), Tally())

    def erased(self, wanted: RecordFilter) -> int:
        """How many of the activities of the units in scope have texts that the province erased."""
        erased, whose = ErasedRecords(self._registry), self._counts_for()
        return sum(erased.count(self._transaction, of_unit, whose) for of_unit in self._spans(wanted))

    def months(self, code: str) -> list[tuple[str, Tally]]:
        """What a unit did by month on the days on which it was in scope, the newest first."""
        names = months(day_of(self.now), _MONTHS)
        found: dict[str, Tally] = {}
        for of_unit in self._spans(RecordFilter(unit=code, start=parse(names[-1], ()).start)):
            by_month = counts.by_month(self._transaction, of_unit, self._counts_for())
            _add(found, {month_name(month): tally for month, tally in by_month.items()})
        return [(name, found.get(name, Tally())) for name in names]

    def _spans(self, wanted: RecordFilter) -> Iterable[RecordFilter]:
        """The records asked for, unit by unit, of the days on which each was in scope; of no other unit."""
        first, last = wanted.start or _FIRST, wanted.end or _LAST
        starts = [first, *(day for day in self._history.turns() if first < day <= last)]
        open_since: dict[str, str] = {}
        for start in starts:
            units = self.units(start)
            for code in [code for code in open_since if code not in units]:
                yield structs.replace(wanted, unit=code, start=open_since.pop(code), end=_day_before(start))
            for code in units if wanted.unit is None else units & {wanted.unit}:
                open_since.setdefault(code, start)
        for code, since in open_since.items():
            yield structs.replace(wanted, unit=code, start=since, end=last)

    def _counts_for(self) -> CountsFor:
        return counts.counts_for(self._registry, "then", self.today)

    def _known(self, by: By, found: Mapping[str, Tally]) -> dict[str, Tally]:
        """The sums under keys that are known here, and of all others together."""
        known, sums = self._known_keys(by), dict[str, Tally]()
        for key, tally in found.items():
            _add(sums, {key if not key or key in known else OTHER: tally})
        return sums

    def _known_keys(self, by: By) -> Collection[str]:
        match by:
            case "unit":
                return self.ever
            case "topic":
                return vocabulary().topics
            case "channel":
                return vocabulary().channels
            case "directive":
                return {directive.id for directive in self._asking()}
            case "task":
                return {task_key(directive.id, task.no) for directive in self._asking() for task in directive.tasks}
            case "audience":
                return BANDS
            case "audiences":
                return vocabulary().audiences
            case "body":
                return vocabulary().bodies

    def period_words(self, period: str) -> str:
        """What people call a period, by what may be known here."""
        return period_words(period, self._asking())

    def _asking(self) -> list[Directive]:
        """The directives that are for all to know, and the requests made to units in scope."""
        return [
            directive
            for directive in self._registry.directives
            if directive.kind != REQUEST
            or any(not duty.units or not self.ever.isdisjoint(duty.units) for duty in directive.duties)
        ]


def _last_day(period: Period) -> str:
    """The day (ISO) whose units owe a period."""
    return period.last_day.isoformat()


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _add(sums: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    for key, tally in more.items():
        sums[key] = sums.get(key, Tally()) + tally
