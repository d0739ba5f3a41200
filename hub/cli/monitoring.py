"""`soxa hub review`, `remind`, `status`, `counts`: the province's daily work."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from hub import own_logs
from hub.cli import output
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, PeriodOption, opened
from hub.cosigning.words import told_lines
from hub.export.counts_csv import counts_csv
from hub.monitoring import counts as counting
from hub.monitoring import damage_words, reviews
from hub.monitoring.before_hub import before_hub_words
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.false_time_words import ahead
from hub.monitoring.others import others_told
from hub.monitoring.outdated import outdated_units
from hub.monitoring.own_duties import own_duties_of, own_duty_row
from hub.monitoring.own_duty_words import step_words
from hub.monitoring.readers import units_that_read
from hub.monitoring.reminder_words import check_not_own, reminded_words, unreached
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by, unasked_reports, unit_statuses
from hub.registry.false_times import is_ahead
from hub.registry.units import province_code
from sync.errors import Misuse
from sync.ledger.answered_status import newest
from sync.ledger.entry import Verdict
from sync.shell.console import answer, now, out_bytes, out_json, random_bytes, say
from sync.shell.exit_codes import ExitCode
from sync.wording.dates import moment
from sync.wording.directive_names import period_said, same_name_words, shown_names
from sync.wording.directives import unread_duties
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names
from sync.wording.statuses import erased_figures_words, status_words

_ = catalogue("hub")


def review(
    record: Annotated[
        str, typer.Argument(metavar="RECORD", help=_("Its id, or its end, with UNIT/ before where units share one."))
    ],
    accept: Annotated[bool, typer.Option("--accept", help=_("Accept it."))] = False,
    reason: Annotated[str | None, typer.Option("--return", metavar="TEXT", help=_("Return it, and say why."))] = None,
    comment: Annotated[str, typer.Option("--comment", help=_("A word with the acceptance."))] = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Review a record."""
    if accept == (reason is not None):
        raise Misuse("accept-or-return")
    verdict: Verdict = "accepted" if reason is None else "returned"
    said = comment if reason is None else reason
    with opened(home) as hub, hub.store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        earlier = reviews.standing_answer(transaction, record)
        named = reviews.review(transaction, hub.keys, record, verdict, said, now=at, random_bytes=random_bytes)
    say(_("It reaches the unit with its next sync."))
    if earlier is not None:
        say(
            _("It takes the place of the earlier answer: {verdict}, {time}.").format(
                verdict=status_words(earlier.verdict), time=moment(earlier.at)
            )
        )
    answer({"record": named, "verdict": verdict}, named, as_json=as_json)


def remind(
    period: PeriodOption,
    text: Annotated[str, typer.Option("--text", help=_("What to say."))] = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Remind the units that have not reported."""
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        asked, at = registry.chosen_period(period), trusted(transaction, is_right=clock_is_right)
        check_not_own(registry, statuses_by(transaction, registry).obligations, asked, at)
        units = reviews.remind(transaction, hub.keys, registry, asked, text, now=at, random_bytes=random_bytes)
        told = reminded_words(registry, units, at)
        without = unreached(registry, units, at)
    say(told)
    answer({"period": asked.name, "units": units, "without_laptop": without}, *units, as_json=as_json)


def status(period: PeriodOption, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show who has reported."""
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        if is_ahead(transaction, now()):
            say(ahead(transaction.logs.last_accepted_at()))
        for line in (*damage_words.standing(transaction.settings.damage), *told_lines(transaction, now())):
            say(line)
        alarmed = bool(transaction.witnesses.alarms())
        rules, reports = statuses_by(transaction, registry), receipts_by_unit(transaction)
        asked = rules.obligations.as_asked(registry.chosen_period(period))
        answering = rules.obligations.as_asked(rules.obligations.answered_by(asked))
        found = unit_statuses(transaction, registry, answering, now())
        units = [status.unit for status in found] or sorted(reports)
        last = newest(rules, answering, units, reports)
        changed = outdated_units(transaction, registry, last)
        logs = EnteredLogs(transaction, registry)
        entered = {unit for unit, row in last.items() if row.log in logs}
        names = shown_names(registry.directives)
        asking = {owed.directive.id: names[owed.directive.id] for owed in rules.obligations.of(asked)}
        unasked = unasked_reports(rules, answering, last, entered) if not found else []
        read = {name: len(units_that_read(transaction, registry, id_) & set(units)) for id_, name in asking.items()}
        hidden = registry.hiding_duties(asked.start, asked.end)
        own = own_duties_of(registry, rules.obligations, asked, now())
        province = province_code(registry)
        province_name = rules.history.name(province, asked.last_day.isoformat())
        before_hub = before_hub_words(rules, asked, lambda: reports)
        step = step_words(rules.obligations, asked, registry.directives)
        others = others_told(transaction, registry, asked)
        untold = [before_hub] if before_hub else unread_duties(hidden)
    if as_json:
        of_step = {"period": answering.name} if step else {}
        told = [msgspec.to_builtins(status) | {"entered": status.unit in entered} | of_step for status in found]
        out_json([*told, *map(msgspec.to_builtins, unasked), *(own_duty_row(duty, province, province_name) for duty in own)])
    else:
        named = next((known for known in registry.directives if known.id == asked.directive), None)
        say(period_said(asked.name, named, registry.directives))
        if named is not None and (twins := same_name_words(named, registry.directives)):
            say(twins)
        for said in filter(None, (counted_words(asked, registry.directives), others, step)):
            say(said)
        output.status(
            answering,
            found,
            changed,
            read,
            untold,
            own,
            last=last,
            entered=entered,
            unasked=unasked,
            directives=registry.directives,
        )
    if alarmed:
        raise typer.Exit(ExitCode.NO)


def counts(
    period: PeriodOption,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="unit|topic|channel|directive|task|audience|audiences|body", help=_("What to group by.")
        ),
    ] = "unit",
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("For a spreadsheet: CSV in UTF-8."))] = False,
    home: HomeOption = None,
) -> None:
    """Count activities."""
    if as_json and as_csv:
        raise Misuse("one-format")
    grouped = counting.dimension(by)
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        for line in damage_words.standing(transaction.settings.damage):
            say(line)
        asked = registry.chosen_gathered(period)
        counts_for = counting.counts_for(registry, "then", asked.end)
        wanted = counting.of_period(asked)
        names = Names(registry, asked.end)
        found = counting.tallies(transaction, wanted, grouped, counts_for)
        rows = counting.rows({key: found[key] for key in names.in_order(grouped, found)}, grouped, wanted)
        others = others_told(transaction, registry, asked, counts_for)
        erased = erased_figures_words(ErasedRecords(registry).count(transaction, wanted, counts_for))
        total = counting.line(None, "", counting.total(transaction, wanted, counts_for), wanted)
    for note in filter(None, (others, erased)):
        say(note)
    if as_json:
        out_json(rows)
    elif as_csv:
        out_bytes(counts_csv(names, grouped, rows, (others, erased)))
    else:
        output.counts(names, asked, grouped, rows, total)
