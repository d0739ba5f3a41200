"""Output of the officer's commands: how answers look to a person, and to a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from field.activities.drafts import kept as kept_drafts
from field.activities.drafts import named_by
from field.cli import directive_output
from field.exchange.outcome import ExchangeOutcome
from field.messages import (
    exchange_words,
    passed_over_words,
    report_words,
    said_of_entry,
    unplaced_words,
    unread_entries,
)
from field.reporting import agenda_words
from field.reporting.agenda import AgendaLine
from field.reporting.arrears import arrears_words
from field.reporting.clock import ClockDoubt
from field.reporting.clock_words import clock_lines
from field.reporting.colleagues import left_out_words
from field.reporting.damaged_figures import damaged_figures_words
from field.reporting.directive_words import own_tasks_told
from field.reporting.directives import DirectiveProgress
from field.reporting.pressing import pressing_words
from field.reporting.reports import Preview
from field.reporting.restore import restore_words
from field.reporting.sent_words import returned_words
from field.reporting.status import LaptopStatus
from field.store import LaptopStore
from field.store.rows import ActivityRow, HubFinding, PastExchange, QuarantinedRow, RecordCounts, RecordPage, RecordStatus
from field.store.typed_drafts import said_in
from sync.encoding.spelling import tobase64
from sync.ledger.asked import under_heads
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.ledger.figures import By, Tally, quantity_adds_up
from sync.ledger.merge import Values
from sync.ledger.registry import DirectiveEdition
from sync.ledger.task_order import in_document_order
from sync.shell.console import out, out_alarm, out_json, say, table
from sync.wording.dates import day, days, moment
from sync.wording.directive_names import period_said, period_words, shown_names
from sync.wording.directives import tasks_told, unread_lines
from sync.wording.durations import how_long
from sync.wording.fields import entry_in_words, field_name, field_value
from sync.wording.future_day import dated_after_words
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue, counted
from sync.wording.listed import marked_title
from sync.wording.names import task_words, term
from sync.wording.numbers import byte_count, number, tally_numbers
from sync.wording.safe_text import safe_line
from sync.wording.statuses import altered_words, entered_words, erased_figures_words, status_words

_ = catalogue("field")


def status(found: LaptopStatus, last: PastExchange | None, unread: Iterable[str], directives: Sequence[Directive]) -> None:
    """The status of the laptop and what its last exchange came to, for a person; `unread` is what is told of reports that
    cannot be among its deadlines."""
    names = shown_names(directives)
    out(f"{found.unit_name} ({found.unit}) · {found.hub}")
    out(_("laptop: {device}").format(device=found.device) + (f" · {found.officer}" if found.officer else ""))
    out(
        _(
            "activities: {records} · from this laptop unsent: {unsent}, received: {received} · held: {held} · in conflict: "
            "{conflicts}"
        ).format(
            records=found.records,
            unsent=found.unsent,
            received=found.received,
            held=len(found.quarantined),
            conflicts=found.conflicts,
        )
    )
    if pressing := pressing_words(found):
        out_alarm(pressing)
    for held in found.quarantined:
        out("  " + _("held: {place}: {why}").format(place=_place(held), why=said_of_entry(held.why, held.detail)))
    for finding in found.findings:
        out(f"  {_place(finding)}: {said_of_entry(finding.why, finding.detail)}")
    out(_("last receipt: {time}").format(time=moment(found.receipt_time)))
    if last is not None:
        told = exchange_words(last.outcome, last.facts, how=last.how)
        out(_("last exchange: {time}: {outcome}").format(time=moment(last.at), outcome=told))
    told_of = restore_words(found.restore), left_out_words(found.left_out, found.colleagues)
    for line in (*clock_lines(found.clock, directives), *found.notices, *filter(None, told_of)):
        out(line)
    if found.tasks.count:
        directive_output.own_tasks(found.tasks, names)
    if found.agenda:
        out("")
        rows = [
            (
                agenda_words.by_when(line),
                agenda_words.how_long(line.state, line.days),
                agenda_words.what(line, names, directives),
            )
            for line in found.agenda
        ]
        pressing_rows = {place for place, line in enumerate(found.agenda) if line.is_pressing}
        table((_("when"), _("state"), _("what")), rows, alarming=pressing_rows)
    for line in filter(None, [arrears_words(found)]):
        out(line)
    _of_reports(found.agenda, directives)
    for line in unread:
        out(line)
    for unplaced in found.unread.reports:
        out(
            _("report {period}: {status}; {why}").format(
                period=safe_line(period_words(unplaced.period, directives)),
                status=status_words(unplaced.status),
                why=unplaced_words(),
            )
        )


def _of_reports(agenda: Iterable[AgendaLine], directives: Sequence[Directive]) -> None:
    """What is to be said of reports of the agenda beside where they stand."""
    for due in agenda:
        for returned in due.returned:
            out(returned_words(returned, directives))
        for judged in due.doubts:
            names = [due.period] if due.period is not None else due.periods
            period = ", ".join(period_words(name, directives) for name in names)
            out(_("report of {period}: {why}").format(period=period, why=report_words(judged)))


def clock(doubt: ClockDoubt | None, directives: Sequence[Directive]) -> None:
    """What is proven against the laptop's clock, if anything is; the directives are those of its reports."""
    for line in clock_lines(doubt, directives):
        say(line)


def told(*lines: str) -> None:
    """What is to be known besides; of nothing nothing."""
    for line in filter(None, lines):
        say(line)


def _place(said: QuarantinedRow | HubFinding) -> str:
    return said.record or _("entry {index}").format(index=said.index)


def rows(found: Sequence[ActivityRow]) -> None:
    """Activities, a line each; of an id the end, by which people may name it."""
    lines = [
        (
            row.record[-8:],
            days(row.values.date, row.values.span_end),
            _state(row),
            term("channels", row.values.channel),
            marked_title(
                str(row.values.title),
                entered=row.entered,
                erased=row.erased,
                dated_after=row.dated_after,
                altered=row.altered,
            ),
        )
        for row in found
    ]
    table((_("id"), _("date"), _("state"), _("channel"), _("title")), lines)
    say(counted(len(found), _("{count} activity."), _("{count} activities.")).format(count=len(found)))


def drafts(store: LaptopStore, *, as_json: bool) -> None:
    """What was typed and is not saved, the newest first: of which activity, and what."""
    kept = [(each, *named_by(store, each)) for each in kept_drafts(store)]
    if as_json:
        out_json(
            [
                {"draft": each.id, "id": each.record, "at": each.at, "damaged": damaged, **said_in(each.draft)}
                for each, _title, _date, damaged in kept
            ]
        )
        return
    for each, title, date, damaged in kept:
        marked = marked_title(safe_line(title) or _("(no title)"), altered=damaged)
        out(f"{each.record[-8:] if each.record else _('new')}  {safe_line(date)}  {marked}")
        for name, value in said_in(each.draft).items():
            if value or each.record:
                out(f"    {field_name(name)}: {_typed(value)}")
    say(counted(len(kept), _("{count} draft."), _("{count} drafts.")).format(count=len(kept)))


def _typed(value: str | tuple[str, ...]) -> str:
    if not value:
        return _("(to be emptied)")
    return safe_line(value if isinstance(value, str) else ", ".join(value))


def _state(row: ActivityRow) -> str:
    """How an activity stands; that it is taken back is said even while this is unsent or disputed."""
    states: tuple[RecordStatus, ...] = (row.status,)
    if row.retracted is not None and row.status != "retracted":
        states = (row.status, "retracted")
    return ", ".join(status_words(state) for state in states)


def plain(row: ActivityRow) -> dict[str, Any]:
    """An activity for a script: every field, with its id and state."""
    said = {
        "id": row.record,
        "state": row.status,
        "retracted": row.retracted,
        "entered": row.entered,
        "erased": row.erased,
        "damaged": row.altered,
        "dated_after": row.dated_after,
    }
    return {**said, **_fields(row.values)}


def plain_page(page: RecordPage) -> dict[str, Any]:
    """An activity with its history, for a script."""
    record = page.record
    return {
        "id": record.record,
        "state": page.status,
        **_fields(record.values),
        "retracted": record.retracted,
        "entered": page.entered,
        "damaged": page.altered,
        "review": _review(page),
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"leaf": tobase64(leaf), "value": value} for leaf, value in conflict.values],
            }
            for conflict in record.conflicts
        ],
        "history": [
            {
                "leaf": tobase64(line.leaf),
                "device": line.device,
                "index": line.index,
                "received": line.received,
                "entered": line.entered,
                "held": line.quarantined and f"{line.quarantined.why}: {line.quarantined.detail}",
                "findings": [{"why": found.why, "detail": found.detail} for found in line.findings],
                "entry": msgspec.to_builtins(line.entry),
            }
            for line in page.history
        ],
    }


def _review(page: RecordPage) -> dict[str, Any] | None:
    """What the province says of an activity as it stands, for a script."""
    return None if page.review is None else msgspec.structs.asdict(page.review)


def _fields(values: Values) -> dict[str, Any]:
    return {name: getattr(values, name) for name in values.__struct_fields__}


def page(activity: RecordPage, names: dict[str, str]) -> None:
    """An activity whole, for a person."""
    out(activity.record.record)
    out(_("state: {state}").format(state=status_words(activity.status)))
    if activity.altered:
        out(altered_words(unsent=activity.status == "unsent"))
    if activity.entered:
        out(entered_words())
    if activity.taken is not None and (
        told := dated_after_words(activity.record.values.last_day, activity.taken, exactly=activity.taken_exactly)
    ):
        out(told)
    for name, value in _fields(activity.record.values).items():
        if value not in (None, "", ()):
            out(f"{field_name(name)}: {safe_line(field_value(name, value, names))}")
    if activity.record.retracted is not None:
        out(_("taken back: {reason}").format(reason=safe_line(activity.record.retracted)))
    if activity.review is not None:
        told = _("accepted by the province") if activity.review.verdict == "accepted" else _("returned by the province")
        out(f"{told}: {safe_line(activity.review.comment)}" if activity.review.comment else told)
    for conflict in activity.record.conflicts:
        both = " ≠ ".join(safe_line(field_value(conflict.field, value, names)) for _leaf, value in conflict.values)
        out(_("IN CONFLICT: {field}: {values}").format(field=field_name(conflict.field), values=both))
        out("  " + _("Settle it with: soxa field revise {id} …").format(id=activity.record.record[-8:]))
    out("")
    lines = [
        (
            moment(line.entry.at),
            entered_words() if line.entered else line.device,
            _("received") if line.received else _("unsent"),
            entry_in_words(line.entry, names),
        )
        for line in activity.history
    ]
    table((_("claimed"), _("laptop"), _("state"), _("what")), lines)


_ONLY_WHERE_SAID: Final = frozenset({"task", "audiences", "body"})
"""The tables of a report that it has only where an activity says something of their kind."""


def report(said: Preview, directives: Sequence[Directive]) -> None:
    """A report's figures."""
    period = said.period
    about = next((known for known in directives if known.id == period.directive), None)
    say(period_said(period.name, about, directives))
    out(
        _("Period {name}: activities of {start} to {end}, due before {due}").format(
            name=period_words(period.name, directives),
            start=day(period.start),
            end=day(period.end),
            due=moment(said.due),
        )
    )
    if counts := counted_words(period, directives):
        out(counts)
    figures, names = said.figures, shown_names(directives)
    named = {directive.id: directive for directive in directives}
    tasks = {key: figures.tasks[key] for key in in_document_order(figures.tasks, directives)}
    tables: tuple[tuple[str, str, By | None, Mapping[str, Tally], Callable[[str], str]], ...] = (
        ("channel", _("channel"), "channel", figures.channels, lambda key: term("channels", key)),
        ("topic", _("topic"), "topic", figures.topics, lambda key: term("topics", key)),
        ("language", _("language"), None, _of_languages(said), lambda key: term("languages", key)),
        ("directive", _("directive"), "directive", figures.directives, lambda key: names.get(key, key)),
        ("task", _("task"), "task", tasks, lambda key: task_words(named, key)),
        ("audiences", _("for whom"), "audiences", figures.audiences, lambda key: term("audiences", key)),
        ("body", _("body"), "body", figures.bodies, lambda key: term("bodies", key)),
    )
    for which, heading, by, tallies, name in tables:
        if said.asked.has(which) and (tallies or which not in _ONLY_WHERE_SAID):
            _tallies(heading, by, tallies, figures.total, name)
    if sum(sums.activities for sums in said.languages.values()) > figures.total.activities and said.asked.has("language"):
        out(_("An activity in several languages counts under each of them, and once in all."))
    out("")
    if said.provisional:
        out(_("Provisional: the period is still open, and figures may grow."))
    if damaged := damaged_figures_words(said.damaged):
        out(damaged)
    if said.left_out:
        out(said.left_out)
    if said.conflicts:
        out(_("{count} of these activities are in conflict; they count as shown.").format(count=said.conflicts))
    if erased := erased_figures_words(said.erased):
        out(erased)
    for returned in said.returned:
        out(returned_words(returned, directives))
    if said.submitted:
        out(_("A report of this period was submitted before; a new one takes its place."))


def narrative(words: Narrative, heads: Sequence[str]) -> None:
    """What goes with a report in words, as it would be submitted."""
    under = under_heads(words.results, heads)
    parts = (
        *((head, under.get(head, "")) for head in heads),
        (_("results"), "\n".join(text for head, text in under.items() if head not in heads)),
        (_("difficulties"), words.difficulties),
        (_("proposals"), words.proposals),
    )
    for label, text in parts:
        if text:
            out(f"{label}: {text}")


def _of_languages(said: Preview) -> dict[str, Tally]:
    return {key: Tally(sums.activities, 0, sums.audience, sums.minutes) for key, sums in said.languages.items()}


def _tallies(heading: str, by: By | None, tallies: Mapping[str, Tally], total: Tally, name: Callable[[str], str]) -> None:
    """Figures by one thing, a line each, and the total over all activities."""
    lines = [
        (
            name(key) if key else _("not said"),
            *tally_numbers(tally, one_channel=by is not None and quantity_adds_up(by, key)),
        )
        for key, tally in tallies.items()
    ]
    last = (_("all"), *tally_numbers(total, one_channel=False))
    out("")
    table((heading, _("activities"), _("quantity"), _("people"), _("minutes")), [*lines, last], {1, 2, 3, 4})


def directives(known: Sequence[DirectiveEdition], progress: Iterable[DirectiveProgress]) -> None:
    """Directives, a line each; then how far the own unit is with its tasks, and what of them only a newer program can
    read."""
    directives = [edition.directive for edition in known]
    names = shown_names(directives)
    lines = [(names[known.id], known.issuer, tasks_told(known), known.subject) for known in directives]
    table((_("number"), _("issuer"), _("tasks"), _("subject")), lines, {2})
    for found in progress:
        if told := own_tasks_told(found):
            out(f"{names[found.directive.id]}: {told}")
    for edition in known:
        for line in unread_lines(edition.unread):
            out(f"{names[edition.directive.id]}: {line}")


def outcome(done: ExchangeOutcome, counts: RecordCounts) -> None:
    """The outcome of a sync."""
    say(
        counted(
            done.sent,
            _("Sent {sent} entry, took {received}; {up} up, {down} down."),
            _("Sent {sent} entries, took {received}; {up} up, {down} down."),
        ).format(
            sent=number(done.sent),
            received=number(done.received),
            up=byte_count(done.sent_bytes),
            down=byte_count(done.received_bytes),
        )
    )
    if done.clock_off:
        say(
            _(
                "This machine's clock and the province's are {long} apart. If this one is wrong, set it: dates that you "
                "type depend on it. If it is right, tell the province that theirs is wrong."
            ).format(long=how_long(abs(done.clock_off)))
        )
    passed_over(done.skipped)
    if counts.quarantined:
        say(
            counted(
                len(counts.quarantined),
                _("The province holds back {count} entry: see “soxa field status”."),
                _("The province holds back {count} entries: see “soxa field status”."),
            ).format(count=len(counts.quarantined))
        )
    if counts.findings:
        say(
            counted(
                len(counts.findings),
                _("The province has something to say of {count} entry: see “soxa field status”."),
                _("The province has something to say of {count} entries: see “soxa field status”."),
            ).format(count=len(counts.findings))
        )


def passed_over(logs: int) -> None:
    """How many logs of an answer were not taken, if any were."""
    if logs:
        say(passed_over_words(logs))


def unread(entries: int) -> None:
    """How many entries a report does not count, since a newer program wrote them, if there are any."""
    if entries:
        say(unread_entries(entries))
