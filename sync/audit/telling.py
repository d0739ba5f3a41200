"""Verdicts of an audit, told on standard output: line by line, and the same each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar

from sync.annex import layout as lay
from sync.annex.diff import Difference
from sync.audit.dispatches import dispatched_line
from sync.audit.entered import entered_line
from sync.audit.faults import Fault, Finding, QuarantinedLine
from sync.audit.messages import fault_sentence
from sync.audit.recount_outcome import RecountOutcome
from sync.audit.redactions import by_word, redaction_line
from sync.audit.restores_told import restore_lines
from sync.audit.successions import succession_line
from sync.audit.verify import AuditSummary
from sync.audit.witnessed import WitnessedLog
from sync.ledger.received_time import FalseStretch
from sync.shell.console import out
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted, language
from sync.wording.numbers import number
from sync.wording.reasons import held_words
from sync.wording.safe_text import safe_line, shown_path

_ = catalogue("sync/audit")

_SHOWN_FAULTS: Final = 50
_SHOWN_OF_ONE: Final = 10
"""What is shown of one log, of findings and the like; `--json` has more."""


def not_proven(count: int, file: Path) -> str:
    """That a file has faults, so many."""
    told = counted(count, _("NOT PROVEN: {count} fault in {path}."), _("NOT PROVEN: {count} faults in {path}."))
    return told.format(count=count, path=shown_path(file))


def tell_wrong(lines: Sequence[str]) -> None:
    """Tell what is wrong, a line each; of very many the first."""
    for line in lines[:_SHOWN_FAULTS]:
        out(line)
    _tell_left_out(len(lines) - _SHOWN_FAULTS)


def told(fault: Fault | Finding) -> str:
    """A fault on one line: log, entry, what and why."""
    where = fault.origin or _("bundle")
    if fault.index is not None:
        where += f" {_at(fault)}"
    return f"{where}: {fault_sentence(fault)} [{fault.code}]"


def _at(fault: Fault | Finding | QuarantinedLine) -> str:
    return _("entry {index}").format(index=fault.index)


def tell(summary: AuditSummary) -> None:
    """Tell that a bundle is proven, what is in it, and what is to be seen in it."""
    out(_verdict(summary))
    out(
        _("{devices}, {units}; {entries}, {records}, {reports} recomputed.").format(
            devices=_number(summary.devices, _("{count} laptop"), _("{count} laptops")),
            units=_number(summary.units, _("{count} unit"), _("{count} units")),
            entries=_number(summary.entries, _("{count} entry"), _("{count} entries")),
            records=_number(summary.records, _("{count} record"), _("{count} records")),
            reports=_number(summary.reports, _("{count} report"), _("{count} reports")),
        )
    )
    if summary.accepted_at is not None:
        out(_("It is the state as of {time} by the hub's clock.").format(time=moment(summary.accepted_at, seconds=True)))
    for found in summary.entered:
        out(entered_line(found))
    for succession in summary.succeeded:
        out(succession_line(succession))
    for redaction in summary.redacted:
        out(redaction_line(redaction))
    if summary.redacted:
        out(by_word(summary.redacted))
    for restore in summary.generations:
        for line in restore_lines(restore):
            out(line)
    for stretch in summary.false_times:
        out(_false_times(stretch))
    for report in summary.dispatched:
        out(dispatched_line(report))
    tell_witnessed(summary.witnessed)
    _tell_found(summary)
    _tell_left(summary)


def _tell_left(summary: AuditSummary) -> None:
    """What is not read, not taken or held back, log by log."""
    for some in _by_log(summary.unread, summary.unread_in):
        some.tell([_("needs a newer program: {what}").format(what=told(left)) for left in some.told])
    for some in _by_log(summary.passed_over, summary.passed_over_in):
        some.tell([_("passed over: {what}").format(what=told(passed)) for passed in some.told])
    held_back = _by_log(summary.held, summary.held_in)
    for kept in held_back:
        kept.tell([_held_line(held) for held in kept.told])
    if summary.held_count > sum(len(kept.told) for kept in held_back):
        out(_("Entries held back in all: {count}.").format(count=number(summary.held_count)))


def _held_line(held: QuarantinedLine) -> str:
    place = f"{held.origin} " + _at(held)
    return _("held back: {place}: {why}").format(place=place, why=held_words(held.why, held.detail))


def tell_witnessed(logs: Sequence[WitnessedLog]) -> None:
    """Tell who of the policy cosigned what, and when."""
    for log in logs:
        for by in log.cosigned:
            told = _("{witness} ({key}) cosigned the first {size} of {whole} entries of {origin}, at {time} by its clock.")
            words = {"witness": safe_line(by.witness), "key": by.key, "time": moment(by.time, seconds=True)}
            out(told.format(size=number(by.size), whole=number(log.size), origin=log.origin, **words))
        if not log.cosigned:
            out(_("No witness of the policy has cosigned {origin}.").format(origin=log.origin))


def _false_times(stretch: FalseStretch) -> str:
    told = (
        _(
            "The hub's clock was wrong: the time of acceptance {first} is stated to be false (in acceptance {stated}); it "
            "was made from {earliest} to {latest}."
        )
        if stretch.first == stretch.last
        else _(
            "The hub's clock was wrong: the times of acceptances {first} to {last} are stated to be false (in acceptance "
            "{stated}); they were made from {earliest} to {latest}."
        )
    )
    earliest = moment(stretch.earliest) if stretch.earliest else _("the beginning")
    return told.format(
        first=stretch.first, last=stretch.last, stated=stretch.stated, earliest=earliest, latest=moment(stretch.latest)
    )


def _number(count: int, one: str, several: str) -> str:
    return counted(count, one, several).format(count=count)


def _verdict(summary: AuditSummary) -> str:
    """That a bundle without a fault is proven: with what is found on laptops, and as far as it was read."""
    counts = {
        "hub": summary.hub,
        "findings": sum(summary.found.values()),
        "laptops": len(summary.found),
        "unread": summary.unread_count,
    }
    if summary.found and summary.unread_count:
        verdict = _(
            "PROVEN as far as this program reads, with findings ({findings}, laptops: {laptops}): all that the hub of {hub} "
            "answers for holds, but for what only a newer program can read ({unread})."
        )
    elif summary.found:
        verdict = _(
            "PROVEN, with findings ({findings}, laptops: {laptops}): all that the hub of {hub} answers for holds; what "
            "laptops have got wrong is named below."
        )
    elif summary.unread_count:
        verdict = _(
            "PROVEN as far as this program reads: everything in the bundle of {hub} holds, but for what only a newer "
            "program can read ({unread})."
        )
    else:
        verdict = _("PROVEN: everything in the bundle of {hub} holds.")
    return verdict.format(**counts)


def tell_beside_faults(summary: AuditSummary) -> None:
    """The findings in a bundle that does not hold: what was changed in it may have made them."""
    if summary.found:
        out(_("Found on laptops, too; where entries were changed, that may be why:"))
        _tell_found(summary)


def _tell_found(summary: AuditSummary) -> None:
    """The findings, laptop by laptop."""
    for some in _by_log(summary.findings, summary.found):
        out(_("laptop {origin}: findings: {count}").format(origin=some.origin, count=some.count))
        some.tell([f"  {_at(finding)}: {fault_sentence(finding)} [{finding.code}]" for finding in some.told])


_T = TypeVar("_T", Finding, QuarantinedLine)


class _OfLog(Generic[_T]):
    """What is told of one log: some of it, and how much there is."""

    def __init__(self, origin: str, count: int) -> None:
        self.origin = origin
        self.count = count
        self.told: list[_T] = []

    def tell(self, lines: Sequence[str]) -> None:
        """Tell a line each of what is told, and how many more there are."""
        for line in lines:
            out(line)
        _tell_left_out(self.count - len(lines))


def _by_log(kept: Sequence[_T], counts: Mapping[str, int]) -> list[_OfLog[_T]]:
    """What is kept, log by log, as much as is shown of one: however much there is of one, each log has its own."""
    found: dict[str, _OfLog[_T]] = {origin: _OfLog(origin, count) for origin, count in counts.items()}
    for each in kept:
        some = found[each.origin]
        if len(some.told) < _SHOWN_OF_ONE:
            some.told.append(each)
    return list(found.values())


def _tell_left_out(count: int) -> None:
    if count > 0:
        out(_("… and {count} more").format(count=count))


def tell_undecided(outcome: RecountOutcome) -> None:
    """Tell what is otherwise by what a newer program wrote, or may be, apart from what is wrong."""
    if outcome.undecided:
        out(_("Otherwise here, and what only a newer program can read may be why:"))
        tell_wrong([told_difference(difference) for difference in outcome.undecided])


def undecided(outcome: RecountOutcome, file: Path) -> str:
    """That this program cannot tell, since only a newer one can read all that the file rests on."""
    if not outcome.figures:
        return _(
            "NOT DECIDED: what the period {period} gathers, only a newer program can read. Check {path} with one."
        ).format(period=outcome.period, path=shown_path(file))
    return counted(
        len(outcome.undecided),
        _(
            "NOT DECIDED: {count} place of {path} is otherwise here, and a newer program wrote some of what it was computed "
            "from ({unread}), which this one cannot count. Check it with a newer program."
        ),
        _(
            "NOT DECIDED: {count} places of {path} are otherwise here, and a newer program wrote some of what it was "
            "computed from ({unread}), which this one cannot count. Check it with a newer program."
        ),
    ).format(count=len(outcome.undecided), path=shown_path(file), unread=outcome.unread)


# A file for programs has English words for its tables and columns. Whoever reads Vietnamese is told them as the workbook has
# them, which is the annex of an official document; whoever reads English as they stand.
_TABLES: Final[dict[str, str]] = {
    "standing": lay.STANDINGS,
    "total": lay.TOTAL,
    **{str(by): name for by, name in lay.COUNTS.items()},
}
_FACTS: Final[dict[str, str]] = {
    "version": lay.VERSION,
    "hub": lay.HUB,
    "province": lay.PROVINCE,
    "period": lay.PERIOD,
    "directive": lay.NAMES["directive"],
    "start": lay.START,
    "end": lay.END,
    "due": lay.DUE,
    "made": lay.MADE,
    "units": lay.UNITS,
    "registry": lay.REGISTRY,
    "acceptances": lay.ACCEPTANCES,
}
_NAMES: Final[dict[str, str]] = {str(by): name for by, name in lay.NAMES.items()}
_COLUMNS: Final[dict[str, str]] = {
    **dict(zip(lay.FLAT[3:7], lay.SUMS, strict=True)),
    **dict(zip(lay.FLAT[7:], lay.STANDINGS_HEADS[2:], strict=True)),
}


def _cell_words(row: str, column: str) -> tuple[str, str]:
    """A row and a column of a file for programs; a fact has one cell that says something."""
    table, _space, key = row.partition(" ")
    if table == "fact":
        if key.startswith(lay.DESK_FACT):
            return lay.desk_row(key.removeprefix(lay.DESK_FACT)), ""
        return _FACTS.get(key, row), ""
    heads = _COLUMNS | {"name": _NAMES.get(table, lay.STANDINGS_HEADS[1])}
    return f"{_TABLES[table]} {key}".rstrip() if table in _TABLES else row, heads.get(column, column)


def told_difference(difference: Difference) -> str:
    """A difference on one line: where, what the file states, what was recomputed."""
    row, column = difference.row, difference.column
    if not difference.sheet and language() == "vi":
        row, column = _cell_words(row, column)
    parts = [difference.sheet, row] + (
        [_("line {line}").format(line=difference.line)] if difference.line is not None else []
    )
    where = ", ".join(safe_line(part) for part in [*parts, column] if part)
    if difference.column:
        return _("{where}: states “{stated}”, recomputed “{recomputed}”").format(
            where=where, stated=safe_line(difference.stated or ""), recomputed=safe_line(difference.recomputed or "")
        )
    if difference.stated is not None and difference.recomputed is not None:
        return _("{where}: stands “{stated}”, where “{recomputed}” should").format(
            where=where, stated=safe_line(difference.stated), recomputed=safe_line(difference.recomputed)
        )
    if difference.stated is None:
        return _("{where}: is missing; recomputed “{recomputed}”").format(
            where=where, recomputed=safe_line(difference.recomputed or "")
        )
    return _("{where}: is too many; states “{stated}”").format(where=where, stated=safe_line(difference.stated))


def tell_proven(outcome: RecountOutcome) -> None:
    """Tell that an annex is proven, and what it was computed from."""
    out(
        _("PROVEN: all figures of {period} ({figures}) are those of the signed records of {hub}.").format(
            figures=outcome.figures, period=outcome.period, hub=outcome.hub
        )
    )
    if outcome.unread:
        out(_("Some of what it was computed from only a newer program can read: {unread}.").format(unread=outcome.unread))
    if outcome.entered:
        units = ", ".join(f"{unit} ({count})" for unit, count in outcome.entered.items())
        count = sum(outcome.entered.values())
        out(_("Of its activities the province entered {count} for units: {units}.").format(count=count, units=units))
    if outcome.findings:
        out(
            _("Findings on laptops in the bundle: {count}. They change no figure; “soxa audit verify” names them.").format(
                count=outcome.findings
            )
        )
    if outcome.accepted_at is not None:
        out(
            counted(
                outcome.acceptances,
                _("Computed from what the hub had taken in by {time} ({acceptances} delivery); made at {made}."),
                _("Computed from what the hub had taken in by {time} ({acceptances} deliveries); made at {made}."),
            ).format(
                time=moment(outcome.accepted_at, seconds=True),
                acceptances=outcome.acceptances,
                made=moment(outcome.made, seconds=True),
            )
        )
    if outcome.left_out:
        out(
            counted(
                outcome.left_out,
                _("{count} delivery came after that and before it was made: it is not in it."),
                _("{count} deliveries came after that and before it was made: they are not in it."),
            ).format(count=outcome.left_out)
        )
    if outcome.answers_left_out:
        out(
            counted(
                outcome.answers_left_out,
                _("{count} answer of the province to a report came after that and before it was made: it is not in it."),
                _("{count} answers of the province to reports came after that and before it was made: they are not in it."),
            ).format(count=outcome.answers_left_out)
        )
