"""The verdict on a report: whether it is what its unit's entries give, by one function for laptop, hub and auditor.

    valid          its figures are those of the entries that it covers
    covers-more    it covers entries that are not here yet: it waits, answers no duty, and is judged again when they come
    false-report   it contradicts the entries, or itself: it answers no duty, and is nobody's fault but its laptop's
    unread         a newer program wrote it, or a newer program alone can read the duty that it answers

What is judged is a state: what is held of the unit's logs and of the registry, and not when somebody looked. Logs only
grow, so what waits can become valid, and what is valid stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from sync.encoding.types import NOTHING, DeviceId, Index, Size
from sync.errors import Fact, Misuse, UnknownDirective
from sync.ledger.entry import Position, Report, ReportInPart
from sync.ledger.figures import Figures, Tally
from sync.ledger.levels import LEVEL, level_of_report
from sync.ledger.period import Period, is_named, parse
from sync.ledger.registry import DirectiveEdition, Registry
from sync.ledger.unit_records import Tallied, UnitRecords

ReportVerdict = Literal["valid", "covers-more", "false-report", "unread"]

ANSWERING: Final[tuple[ReportVerdict, ...]] = ("valid", "unread")
"""The verdicts with which a report answers the duty that it names: one that cannot be read is not said not to."""


class JudgedReport(Struct, frozen=True):
    """The verdict on a report, and what it rests on."""

    verdict: ReportVerdict
    code: str = ""
    """What is wrong, or awaited, or not read; empty of a valid one. A sentence belongs to it."""
    facts: dict[str, Fact] = {}

    @property
    def answers(self) -> bool:
        """Whether it answers the duty that it names."""
        return self.verdict in ANSWERING


VALID = JudgedReport("valid")


class ReportJudge:
    """Judges the reports of one unit. `sizes` are of all laptops that are enrolled for it, 0 for a log of which nothing is
    held; `editions` are all that the registry says of directives, the earlier first. `level` is what its reader reads: an
    annex of before is held against what was read then."""

    def __init__(
        self,
        sizes: Mapping[DeviceId, Size],
        records: UnitRecords,
        editions: Sequence[DirectiveEdition],
        level: int = LEVEL,
    ) -> None:
        self._level = level
        self._sizes = sizes
        self._records = records
        self._editions = editions

    def judge(self, device: DeviceId, index: Index, report: Report) -> JudgedReport:
        """The verdict on the report that stands at an index of a laptop's log."""
        for covered in report.covers:
            if covered.device not in self._sizes:
                return JudgedReport("false-report", "covers-a-stranger", {"device": covered.device})
        if Position(device, Size(index)) not in report.covers:
            return JudgedReport("false-report", "covers-not-itself")
        if isinstance(report, ReportInPart):
            return JudgedReport("unread", "newer-report", {"level": report.level, "known": self._level})
        level = report.level if self._level == LEVEL else level_of_report(report)
        if level > self._level:
            return JudgedReport("unread", "newer-level", {"level": level, "known": self._level})
        opaque = may_be_opaque(report.period, self._editions)
        unread = JudgedReport("unread", "opaque-duty", {"period": report.period})
        try:
            periods = meanings(report.period, self._editions)
        except Misuse as error:
            return unread if opaque else JudgedReport("false-report", error.code, error.facts)
        for covered in report.covers:
            if covered.size > self._sizes[covered.device]:
                return JudgedReport(
                    "covers-more", "covers-what-is-not-here", {"device": covered.device, "size": covered.size}
                )
        judged = self._held_against(report, periods)
        return unread if opaque and judged is not VALID else judged

    def _held_against(self, report: Report, periods: Sequence[Period]) -> JudgedReport:
        """A report is right if it is by one of the meanings that its period had; what is wrong is said by the newest."""
        covers = {covered.device: covered.size for covered in report.covers}
        wrong = VALID
        for period in periods:
            wrong = next(_differences(report, self._records.counted(covers, period, report.level)), VALID)
            if wrong is VALID:
                break
        return wrong


def judge_of(
    unit: str,
    registry: Registry,
    records: UnitRecords,
    sizes: Mapping[DeviceId, Size],
    *,
    ours: Iterable[DeviceId] = (),
    level: int = LEVEL,
) -> ReportJudge:
    """What judges a unit's reports as of a registry, where so much is held of its laptops' logs. The laptops `ours` are
    the unit's, too, whether or not the registry that enrols them has come."""
    laptops = [*(device.id for device in registry.peers(unit)), *ours]
    known = {device: sizes.get(device, NOTHING) for device in laptops}
    return ReportJudge(known, records, registry.directive_editions, level)


def _differences(report: Report, counted: Tallied) -> Iterator[JudgedReport]:
    figures = counted.figures
    if report.figures != figures:
        yield _other_figure(report, _first_difference(report.figures, figures))
    elif report.records != len(counted.activities):
        yield _other_figure(report, _figure("", "", "activities", report.records, len(counted.activities)))
    if counted.root != report.root:
        yield JudgedReport("false-report", "other-commitment", {"period": report.period})


def _other_figure(report: Report, figure: dict[str, Fact]) -> JudgedReport:
    return JudgedReport("false-report", "other-figures", {"period": report.period, **figure})


def _first_difference(stated: Figures, counted: Figures) -> dict[str, Fact]:
    """The first figure that differs, looked for where it says most: in a channel or topic, before the sum over all."""
    groups = (
        ("channel", stated.channels, counted.channels),
        ("topic", stated.topics, counted.topics),
        ("task", stated.tasks, counted.tasks),
        ("directive", stated.directives, counted.directives),
        ("audiences", stated.audiences, counted.audiences),
        ("body", stated.bodies, counted.bodies),
        ("", {"": stated.total}, {"": counted.total}),
    )
    none = Tally()
    for by, told, found in groups:
        for key in sorted(told.keys() | found.keys()):
            for name in Tally.__struct_fields__:
                one, other = getattr(told.get(key, none), name), getattr(found.get(key, none), name)
                if one != other:
                    return _figure(by, key, name, one, other)
    by, key = next((by, key) for by, told, found in groups for key in sorted(told.keys() ^ found.keys()))
    return _figure(by, key, "activities", 0, "–")  # a line of nothing but zeros, which counting does not make


def _figure(by: str, key: str, name: str, stated: Fact, counted: Fact) -> dict[str, Fact]:
    """The facts of a figure: under which key of which grouping, if any, which of a tally's numbers, and both its values."""
    return {"by": by, "key": key, "figure": name, "stated": stated, "counted": counted}


def meanings(name: str, editions: Sequence[DirectiveEdition]) -> list[Period]:
    """What a period's name means by each edition of the directives that it could be of, the newest last: a directive
    that was entered anew with other duties does not make the reports of before wrong. `Misuse` if it means nothing."""
    if "@" not in name:
        return [parse(name, ())]
    whose, _at, _when = name.rpartition("@")
    periods: list[Period] = []
    refusal: Misuse | None = None
    for edition in editions:
        if not is_named(edition.directive, whose):
            continue
        try:
            period = parse(name, (edition.directive,))
        except Misuse as error:
            refusal = error
            continue
        if period not in periods:
            periods.append(period)
    if not periods:
        raise refusal or UnknownDirective(text=name[:100])
    return periods


def can_be_told(name: str, editions: Sequence[DirectiveEdition]) -> bool:
    """Whether what a period's name means can be told: it means something, and nothing else by what is not read."""
    try:
        meanings(name, editions)
    except Misuse:
        return False
    return not may_be_opaque(name, editions)


def may_be_opaque(name: str, editions: Sequence[DirectiveEdition]) -> bool:
    """Whether a period may be of a duty that only a newer program can read: of an edition that is not read whole, and does
    not say here what the period is."""
    whose, _at, _when = name.rpartition("@")
    for edition in editions:
        if is_named(edition.directive, whose) and (edition.unread.edition or edition.unread.duties):
            try:
                parse(name, (edition.directive,))
            except Misuse:
                return True
    return False
