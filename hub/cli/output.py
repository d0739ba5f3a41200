"""How the hub's answers look to a person at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from hub.monitoring.board import ORDER
from hub.monitoring.counts import CountLine
from hub.monitoring.outdated import OutdatedReport
from hub.monitoring.own_duties import OwnDuty
from hub.monitoring.own_duty_words import own_duty_told
from hub.monitoring.readers import DirectiveReader
from hub.monitoring.reporting_status import UnaskedReport
from hub.store.rows import ANSWERS, ReportRow
from sync.ledger.answered_status import AnsweredStatus
from sync.ledger.directive import Directive
from sync.ledger.figures import By
from sync.ledger.period import Period
from sync.ledger.registry import DirectiveEdition
from sync.shell.console import out, table
from sync.wording.changed_figures import changed_figures
from sync.wording.dates import day, moment
from sync.wording.directive_names import period_words, shown_names, subject_said
from sync.wording.directives import (
    attachment,
    basis,
    content,
    duties_told,
    duty_reporters,
    duty_when,
    issued,
    key_words,
    observance,
    recipient,
    tasks_told,
    unread_lines,
    until,
    validity,
)
from sync.wording.gathered import counted_words, duty_counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names, dimension_words, terms
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line
from sync.wording.statuses import entered_words, sent_back_words, status_words

_ = catalogue("hub")


def directives(found: Iterable[DirectiveEdition]) -> None:
    """The directives, a line each; then what of them only a newer program can read."""
    editions = list(found)
    names = shown_names(edition.directive for edition in editions)
    rows = [
        (
            names[known.id],
            issued(known),
            known.issuer,
            tasks_told(known),
            duties_told(known, edition.unread),
            subject_said(known),
        )
        for edition in editions
        for known in (edition.directive,)
    ]
    table((_("number"), _("date"), _("issuer"), _("tasks"), _("reports"), _("subject")), rows, {3, 4})
    for edition in editions:
        for line in unread_lines(edition.unread):
            out(f"{names[edition.directive.id]}: {line}")


def directive(
    edition: DirectiveEdition,
    who_read: Sequence[DirectiveReader],
    unit_name: Callable[[str], str] = str,
    directives: Sequence[Directive] = (),
) -> None:
    """A directive, one of those that there are, whole, what of it only a newer program can read, and who has read it."""
    shown = edition.directive
    facts: list[tuple[str, str]] = [
        (_("number"), shown.number or _("blank; called {symbol}").format(symbol=shown.symbol)),
        (_("date"), issued(shown)),
        (_("issuer"), shown.issuer),
        (_("signed"), f"{shown.signer.name} ({shown.signer.capacity})" if shown.signer else "–"),
        (_("subject"), shown.subject),
        (_("valid"), validity(shown) or "–"),
        (key_words("addressees"), terms("actors", shown.addressees)),
        (_("topics"), terms("topics", shown.topics)),
        (_("channels"), terms("channels", shown.channels)),
        (_("audiences"), terms("audiences", shown.audiences)),
        (_("rests on"), "; ".join(map(basis, shown.based_on)) or "–"),
        (_("keep"), "; ".join(map(observance, shown.observances)) or "–"),
        (key_words("contents"), "; ".join(map(content, shown.contents)) or "–"),
        (key_words("attachments"), "; ".join(map(attachment, shown.attachments)) or "–"),
        (key_words("recipients"), "; ".join(shown.recipients) or "–"),
        (_("succession"), shown.succession or "–"),
    ]
    for name, value in facts:
        out(f"{name}: {value}")
    out("")
    tasks = [
        (task.no, until(task.due), terms("actors", task.lead), terms("actors", task.cooperating), task.label)
        for task in shown.tasks
    ]
    table((_("task"), _("until"), _("leads"), _("cooperates"), _("what")), tasks)
    if shown.duties:
        out("")
        duties = [
            (
                duty.what,
                duty_when(duty),
                duty_reporters(duty, unit_name),
                recipient(duty.recipient, duty.recipient_name),
            )
            for duty in shown.duties
        ]
        table((_("report"), _("when"), _("from"), _("to")), duties)
        for told in filter(None, (duty_counted_words(shown, duty, (shown, *directives)) for duty in shown.duties)):
            out(told)
    for line in unread_lines(edition.unread):
        out(line)
    out("")
    if not who_read:
        out(_("No unit has noted yet that it has read it."))
        return
    notes = [
        (
            reader.unit,
            reader.name,
            safe_line(reader.officer) or "–",
            moment(reader.claimed),
            moment(reader.received),
            _("in force") if reader.current else _("an earlier one"),
        )
        for reader in who_read
    ]
    table((_("code"), _("has read it"), _("officer"), _("by the laptop's clock"), _("received"), _("form")), notes)


def status(
    period: Period,
    found: Sequence[AnsweredStatus],
    changed: Mapping[str, OutdatedReport],
    read: Mapping[str, int],
    unread: Iterable[str],
    own: Iterable[OwnDuty] = (),
    *,
    last: Mapping[str, ReportRow] | None = None,
    entered: Container[str] = (),
    unasked: Sequence[UnaskedReport] = (),
    directives: Iterable[Directive] = (),
) -> None:
    """Who has reported, a unit a line, with the province's answer and what became of the figures since; the sums; and at how
    many of these units the directives that ask for it, by their names, were `read`. `unread` is what is told of reports that
    cannot be counted in; `own` are the province's own duties of the period, `last` the newest report of each unit, `entered`
    the units for which the province entered it, `unasked` the reports where none is owed. The directives are those by which
    the period is named."""
    named = period_words(period.name, directives)
    for duty in own:
        out(own_duty_told(duty))
    if not found:
        out(_("Period {name}: {start} to {end}").format(name=named, start=day(period.start), end=day(period.end)))
        for line in unread or [_("No directive asks a unit to report for this period.")]:
            out(line)
        if unasked:
            out(_("Reports that came all the same:"))
            marks = (entered_words() if report.entered else "" for report in unasked)
            lines = [(each.unit, each.name, moment(each.received), mark) for each, mark in zip(unasked, marks, strict=True)]
            table((_("code"), _("unit"), _("received"), ""), lines)
        return
    out(
        _("Period {name}: activities of {start} to {end}, due before {due}").format(
            name=named, start=day(period.start), end=day(period.end), due=moment(period.due)
        )
    )
    rows = [
        (
            status.unit,
            status.name,
            f"{_stands(status)}, {entered_words()}" if status.unit in entered else _stands(status),
            _received(status, (last or {}).get(status.unit)),
            status_words(status.answer) if status.answer is not None else "",
            _became(changed.get(status.unit)),
        )
        for status in found
    ]
    table((_("code"), _("unit"), _("reported"), _("received"), _("answer"), ""), rows)
    sums = Counter(status.counts_as for status in found)
    out("")
    out(" · ".join(f"{status_words(status)}: {sums[status]}" for status in ORDER if sums[status]))
    answered = Counter(status.answer for status in found if status.answer is not None)
    if answered:
        out(" · ".join(f"{status_words(answer)}: {answered[answer]}" for answer in ANSWERS if answered[answer]))
    for name, count in read.items():
        out(
            _("{directive}: {count} of {all} units have noted that they read it").format(
                directive=name, count=count, all=len(found)
            )
        )
    for line in unread:
        out(line)


def _stands(status: AnsweredStatus) -> str:
    """Where a unit stands, and whether what it reported can be read here."""
    told = sent_back_words(status.standing, status.reported) if status.returned else status_words(status.standing)
    return f"{told}, {status_words('unread')}" if status.unread else told


def _received(status: AnsweredStatus, last: ReportRow | None) -> str:
    """When the last report of a unit was received; and the first, which it is judged by, if that was another."""
    if last is None or status.received is None or last.received == status.received:
        return moment(status.received)
    return _("{last}, first {first}").format(last=moment(last.received), first=moment(status.received))


def _became(changed: OutdatedReport | None) -> str:
    """What became of a report's figures since it was sent."""
    if changed is None:
        return ""
    told = changed_figures(changed.stated, changed.now)
    return f"{status_words('provisional')}: {told}" if changed.provisional else told


def counts(names: Names, period: Period, by: By, rows: Sequence[CountLine], total: CountLine) -> None:
    """Counts, a group a line, and the total over all activities."""
    lines = [
        (row.key or "–", names.of(by, row.key), *_numbers(row.activities, row.quantity, row.audience, row.minutes))
        for row in rows
    ]
    last = ("", _("all"), *_numbers(total.activities, total.quantity, total.audience, total.minutes))
    named = period_words(period.name, names.known())
    out(_("Period {name}: {start} to {end}").format(name=named, start=day(period.start), end=day(period.end)))
    if said := counted_words(period, names.known()):
        out(said)
    heads = (_("code"), dimension_words(by), _("activities"), _("quantity"), _("people"), _("minutes"))
    table(heads, [*lines, last], {2, 3, 4, 5})


def _numbers(*numbers: int | None) -> tuple[str, ...]:
    return tuple("–" if figure is None else number(figure) for figure in numbers)
