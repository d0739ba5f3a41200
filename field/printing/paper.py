"""What is printed of a period: the report that was submitted as it was submitted, else what the ledger gives now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from field.printing.issuer import issuer
from field.reporting.damaged_figures import check_undamaged
from field.reporting.deadlines import asked_of_unit, due_of, owed_of
from field.reporting.reports import by_language, words_at_hand
from field.store import LaptopStore
from field.store.rows import ReportHead
from sync.annex.model import CountRow, RowNames, Sums, Table, count_rows, sums_of
from sync.documents.count_tables import BodyTable, Counted
from sync.documents.office import Office
from sync.documents.parts import subject
from sync.encoding.types import Instant
from sync.ledger.asked import Asked
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative, ReportInPart
from sync.ledger.figures import Figures, Tally, count, task_key
from sync.ledger.merge import Values
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.tasks import report_tasks
from sync.ledger.unit_history import UnitHistory
from sync.wording.gathered import counted_words
from sync.wording.i18n import speaking

_TABLES: Final[dict[BodyTable, str]] = {
    "topic": "topics",
    "channel": "channels",
    "task": "tasks",
    "directive": "directives",
    "audiences": "audiences",
    "body": "bodies",
}
"""The tables of a report, and where its figures have them."""


class SentReport(Struct, frozen=True):
    """The report that is printed as it was submitted."""

    at: Instant
    """When it was signed, by the laptop's clock (POSIX seconds)."""
    received: bool
    """Whether the province is known to have it."""
    entered: bool
    """Whether the province entered it for the unit."""
    changed: bool
    """Whether the ledger gives other figures now."""


class Paper(Struct, frozen=True, kw_only=True):
    """What is printed of a period."""

    period: Period
    due: Instant
    to_the_end: bool
    """Whether what asks for it asks until the end of a day, not before one."""
    asked: Asked
    directive: Directive | None
    """The one that it is about."""
    counts: str
    """The sentence that says what is counted, where that needs saying."""
    made: Instant
    """The moment (POSIX seconds) of which a draft's figures and the list are, and at which it is printed."""
    sent: SentReport | None
    """None of a draft."""
    figures: Figures
    words: Narrative
    office: Office
    tables: Mapping[Table, Sequence[CountRow]]
    report_tasks: tuple[str, ...]
    """The numbers of the directive's tasks that are reports."""
    activities: tuple[Values, ...]
    """What the ledger counts at that moment, by day."""

    @property
    def total(self) -> Sums:
        """The sums over all activities; of unlike things no quantity."""
        return sums_of(self.figures.total)

    @property
    def subject(self) -> str:
        """What the report is about."""
        named = None if self.directive is None else self.directive.name
        return subject(self.period.name, self.period.end, named, self.directive)

    @property
    def counted(self) -> Counted:
        """The tables of its body."""
        return Counted(
            groups=self.tables,
            total=self.total,
            asked=self.asked,
            of_directive=self.directive is not None,
            directive=self.directive,
            reports=self.report_tasks,
        )


def paper(store: LaptopStore, typed: str, *, made: Instant, anew: bool = False, deputy: bool = False) -> Paper:
    """What is printed of the period that somebody names at POSIX second `made`. The newest report of it that was submitted
    is printed as it is, unless the ledger is to be told `anew`. `deputy`: who signs does so for the chair. `Misuse` for no
    period; as `check_undamaged`."""
    registry = store.logs.registry()
    period = registry.period(typed)
    check_undamaged(store.counting.look(period), period)
    records = list(store.reporting.counted(period))
    figures, words, sent = count(record.values for record in records), words_at_hand(store, period.name), None
    head = None if anew else _submitted(store, period.name)
    if head is not None:
        changed = head.entry.figures != figures
        sent = SentReport(head.entry.at, received=head.received, entered=head.entered, changed=changed)
        figures, words = head.entry.figures, head.entry.narrative
    directive = next((known for known in registry.directives if known.id == period.directive), None)
    history = UnitHistory(registry)
    duties = [owed.duty for owed in owed_of(store, registry, period)]
    with speaking("vi"):
        counts = counted_words(period, registry.directives)
    spoken = None if sent is not None else by_language(records)
    return Paper(
        period=period,
        due=due_of(store, registry, period),
        to_the_end=bool(duties) and not any(duty.strict for duty in duties),
        asked=asked_of_unit(store, registry, period),
        directive=directive,
        counts=counts,
        made=made,
        sent=sent,
        figures=figures,
        words=words,
        office=issuer(store.membership, registry, history, duties, period.end, deputy=deputy),
        tables=_tables(registry, history, period, figures, spoken, directive),
        report_tasks=report_tasks(registry, Obligations(registry, history), period.directive, day_of(made)),
        activities=tuple(
            sorted((record.values for record in records), key=lambda values: (values.last_day, values.date, values.title))
        ),
    )


def _submitted(store: LaptopStore, period: str) -> ReportHead | None:
    """The newest report of a period that can be read here, of those that answer and that no later one replaces; one of this
    laptop before those of others."""
    heads = [
        head for head in store.reporting.reports(answering=True).get(period, ()) if not isinstance(head.entry, ReportInPart)
    ]
    device = store.membership.device
    return max(heads, key=lambda head: (head.device == device, head.entry.at), default=None)


def _tables(
    registry: Registry,
    history: UnitHistory,
    period: Period,
    figures: Figures,
    spoken: Mapping[str, Tally] | None,
    directive: Directive | None,
) -> dict[Table, Sequence[CountRow]]:
    """The tables of figures, with their names as official documents have them; of languages only where they are known."""
    names = RowNames(registry, history, period.end, apart=True)
    asked = [] if directive is None else [task_key(directive.id, task.no) for task in directive.tasks]
    sums: dict[Table, Mapping[str, Tally]] = {by: getattr(figures, name) for by, name in _TABLES.items()}
    if spoken is not None:
        sums["language"] = spoken
    return {by: count_rows(names, by, tallies, asked if by == "task" else ()) for by, tallies in sums.items()}
