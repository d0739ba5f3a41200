"""A unit's report of a period: what it would say now, and submitting it.

The figures are those of the records that the laptop holds; the report commits to exactly these (`figures.commitment`),
and says how far it held each log of the unit, so that the province and an auditor recompute every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from field.reporting.colleagues import left_out, left_out_words
from field.reporting.damaged_figures import check_undamaged
from field.reporting.deadlines import ReturnedReport, asked_of_unit, due_of, returned_of
from field.store import LaptopStore
from field.store.counting import AlteredEntry, FiguresDamage
from field.store.kept import decoded
from field.store.rows import ReportHead
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Instant, RandomBytes
from sync.errors import Misuse
from sync.ledger.asked import Asked, unwritten
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative, Position, Report, ReportInPart, new_salt
from sync.ledger.figures import Figures, Tally, commitment, count
from sync.ledger.merge import Record
from sync.ledger.period import Period, day_of, parse
from sync.ledger.report_verdict import meanings
from sync.log.keys import Signer


class Preview(Struct, frozen=True, kw_only=True):
    """A report of a period, as it would be now."""

    period: Period
    due: Instant
    """POSIX seconds: before it the report is on time, by the duty that asks this unit for it."""
    asked: Asked
    """What the duties that it answers ask it to say."""
    figures: Figures
    records: int
    root: Base64Hash
    """The commitment, base64."""
    level: int
    """The level of the protocol that a report of it states: the lowest that says all of it, since more programs read it."""
    covers: tuple[Position, ...]
    unsent: int
    """Entries that no receipt covers: they go with the report."""
    conflicts: int
    """Records counted by a value that is in conflict."""
    erased: int
    """Records of which the province erased texts: they count by its word."""
    future: int
    """Entries of the unit that a newer program wrote: they are not counted here."""
    left_out: str
    """What is to be said of colleagues' work that is not brought here; nothing where all of it is."""
    provisional: bool
    """Whether the window is still open, so that figures may grow."""
    submitted: int
    """How many reports of this period there are that no later one replaces."""
    returned: tuple[ReturnedReport, ...]
    """The reports that answer for it and that the province returned."""
    languages: dict[str, LanguageSums]
    """By language, what the figures sum up: an activity in several counts under each. The key is empty for those that name
    none. No report says so."""
    outdated: tuple[OutdatedFigures, ...]
    """The figures of those that were submitted and say others than these; none where something is damaged."""
    damaged: FiguresDamage
    """What rotted on the disk of all that these figures rest on: they may be false, and are not submitted."""


class LanguageSums(Struct, frozen=True):
    """Sums over the activities in one language. Quantities are of several channels, and not summed."""

    activities: int
    audience: int
    minutes: int


class OutdatedFigures(Struct, frozen=True, kw_only=True):
    """The figures of a report that was submitted, where the ledger gives others now."""

    period: str
    device: DeviceId
    own: bool
    """Whether it is this laptop's."""
    entered: bool
    """Whether the province entered it for the unit."""
    at: Instant
    """By its laptop's clock, POSIX seconds."""
    provisional: bool
    """Whether its window was open then, so that more was to be expected."""
    sent: Figures
    now: Figures


def preview(store: LaptopStore, typed: str, now: Instant) -> Preview:
    """The report of the period that somebody names, as it would be at POSIX second `now`. `Misuse` for no period."""
    registry = store.logs.registry()
    period = registry.period(typed)
    damaged = store.counting.look(period)
    records = list(store.reporting.counted(period))
    heads = (head for record in records for head in record.heads)
    submitted = store.reporting.reports().get(period.name, ())
    erased = store.redactions.erased().records
    return Preview(
        period=period,
        due=due_of(store, registry, period),
        asked=asked_of_unit(store, registry, period),
        figures=count(record.values for record in records),
        records=len(records),
        root=tobase64(commitment(heads)),
        level=store.reporting.level(period),
        covers=store.logs.covers(),
        unsent=store.records.unsent(),
        conflicts=sum(bool(record.conflicts) for record in records),
        erased=sum(record.record in erased for record in records),
        future=store.reporting.unread_entries(),
        left_out=left_out_words(left_out(store, registry), store.local.colleagues),
        provisional=day_of(now).isoformat() <= period.end,
        submitted=len(submitted),
        returned=returned_of(store, registry, period),
        languages={
            key: LanguageSums(tally.activities, tally.audience, tally.minutes) for key, tally in by_language(records).items()
        },
        outdated=() if damaged else tuple(_outdated(store, period.name, submitted, [])),
        damaged=damaged,
    )


def outdated(store: LaptopStore) -> list[OutdatedFigures]:
    """The reports of the unit, of all that answer what they name, that say other figures than the ledger gives now; one
    whose period cannot be told here is not said to, nor one whose figures rest on what rotted."""
    reports = store.reporting.reports(answering=True).items()
    altered = store.counting.altered() if reports else []
    return [report for name, heads in reports for report in _outdated(store, name, heads, altered)]


def _outdated(
    store: LaptopStore, name: str, heads: Sequence[ReportHead], altered: Sequence[AlteredEntry]
) -> Iterator[OutdatedFigures]:
    """The outdated ones of the reports of a name. A directive that was entered anew with other days makes none outdated."""
    stated = [(head, head.entry) for head in heads if head.judged.verdict == "valid" and type(head.entry) is Report]
    try:
        periods = meanings(name, store.logs.registry().directive_editions) if stated else []
    except Misuse:
        return
    if any(store.counting.damage(period, altered) for period in periods):
        return
    of_now = [count(record.values for record in store.reporting.counted(period)) for period in periods]
    for head, report in stated:
        if report.figures not in of_now:
            yield OutdatedFigures(
                period=name,
                device=head.device,
                own=head.device == store.membership.device,
                entered=head.entered,
                at=report.at,
                provisional=report.provisional,
                sent=report.figures,
                now=of_now[-1],
            )


def by_language(records: Iterable[Record]) -> dict[str, Tally]:
    """By language, what records add up to, those that name none last: one in several counts under each. No quantities,
    which are of several channels."""
    sums: dict[str, Tally] = {}
    for record in records:
        values = record.values
        tally = Tally(1, 0, values.audience or 0, values.minutes or 0)
        for key in values.every_language or ("",):
            sums[key] = sums[key] + tally if key in sums else tally
    return dict(sorted(sums.items(), key=lambda item: (not item[0], item[0])))


def stated_words(store: LaptopStore, period: str) -> Narrative:
    """What the newest report of a period says in words, of those of the unit that can be read here; nothing without one."""
    heads = store.reporting.reports(answering=True).get(period, ())
    said = [head.entry.narrative for head in heads if not isinstance(head.entry, ReportInPart)]
    return said[-1] if said else Narrative()


def words_at_hand(store: LaptopStore, period: str) -> Narrative:
    """What was written for a period's report and is not submitted, else what was submitted last: what goes with a report
    unless somebody writes something else."""
    kept = kept_words(store, period)
    return stated_words(store, period) if kept is None else kept


def kept_words(store: LaptopStore, period: str) -> Narrative | None:
    """What was written for a period's report and is not submitted; None where nothing is."""
    return decoded(store.local.kept_words(period), Narrative)


def earlier_words(store: LaptopStore, period: Period, directives: Sequence[Directive]) -> Narrative:
    """What was written for the newest of the reports of the same kind before a period; nothing without one."""
    written = {*store.reporting.reports(answering=True), *store.local.narrated}
    earlier = [
        one
        for one in (parse(name, directives) for name in written)
        if (one.rule, one.directive) == (period.rule, period.directive) and one.end < period.end
    ]
    newest = sorted(earlier, key=lambda one: one.end, reverse=True)
    return next((words for one in newest if (words := words_at_hand(store, one.name)) != Narrative()), Narrative())


def check_heads(asked: Asked, narrative: Narrative) -> None:
    """`Misuse("heads-unwritten")` for words without those that are asked for: figures alone do not answer that, and a report
    takes the place of all that was said before."""
    missing = unwritten(narrative.results, asked.heads)
    if missing:
        raise Misuse("heads-unwritten", heads="; ".join(missing))


def submit(
    store: LaptopStore, signer: Signer, typed: str, narrative: Narrative, *, now: Instant, random_bytes: RandomBytes
) -> Preview:
    """Save the report of a period, in place of those submitted before; what it says. As `check_undamaged`, `check_heads`."""
    with store.transaction():
        said = preview(store, typed, now)
        check_undamaged(said.damaged, said.period)
        check_heads(said.asked, narrative)
        heads = store.reporting.reports().get(said.period.name, ())
        store.logs.append(
            [
                Report(
                    salt=new_salt(random_bytes),
                    at=now,
                    seen=store.logs.next_seen(),
                    period=said.period.name,
                    base=tuple(tobase64(head.leaf) for head in heads),
                    covers=said.covers,
                    records=said.records,
                    root=said.root,
                    figures=said.figures,
                    narrative=narrative,
                    provisional=said.provisional,
                    level=said.level,
                )
            ],
            signer,
        )
        store.local.words_went(said.period.name)
    return said
