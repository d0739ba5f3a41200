"""`soxa hub import`, `enter`: what the province enters for a unit that sent it by mail, told it by telephone or wrote it on
paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import msgspec
import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted_now
from hub.cli.options import HomeOption, JsonOption, OpenedHub, opened
from hub.cli.units import UnitArgument
from hub.entering.ledger import Entering, UnitLedger
from hub.entering.stating import LongPast, ReportToEnter, enter_activity, enter_report, heads_of, stated_words
from hub.messages import sentence
from hub.registry.units import check_not_ended, named
from sync.activities.by_task import filled_by_task, told_of_task
from sync.activities.check import nameable
from sync.activities.draft import ActivityDraft
from sync.activities.options import with_fields
from sync.errors import Misuse
from sync.importing import command
from sync.importing.options import Asked, with_import_options
from sync.ledger.period import day_of
from sync.ledger.typed_heads import stays, typed_anew
from sync.shell.asking import can_ask, confirmed
from sync.shell.console import answer, out_json, random_bytes, say
from sync.shell.exit_codes import ExitCode
from sync.wording.dates import day
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

_COMMAND: Final = "soxa hub import {unit}"

SourceOption = Annotated[
    str,
    typer.Option("--source", metavar="TEXT", help=_("What it is entered from: a letter, a call; kept in the hub alone.")),
]
OperatorOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=_("Who enters it; kept in the hub alone."))]


def ledger_of(hub: OpenedHub, unit: str, entering: Entering) -> UnitLedger:
    """The ledger of a unit that somebody names, to enter things in."""
    with hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        today = day_of(entering.now).isoformat()
        code = named(registry, unit, today)
        check_not_ended(registry, code, today)
    return UnitLedger(hub.store, hub.keys, code, entering)


@with_import_options
def import_(
    unit: UnitArgument,
    asked: Asked,
    source: SourceOption = "",
    operator: OperatorOption = None,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Enter the activities of a file for a unit."""

    @contextmanager
    def opening(*, signing: bool) -> Iterator[UnitLedger]:
        del signing  # the hub's key is always at hand
        with opened(home) as hub:
            at = trusted_now(hub.store, is_right=clock_is_right)
            yield ledger_of(hub, unit, Entering(operator, source, now=at, random_bytes=random_bytes))

    command.run(asked, opening, _COMMAND, as_json=as_json)


@with_fields()
def enter(
    unit: UnitArgument,
    *,
    draft: ActivityDraft,
    report: Annotated[
        str | None, typer.Option("--report", metavar="PERIOD", help=_("A report for this period, in place of an activity."))
    ] = None,
    results: Annotated[str | None, typer.Option("--results", help=_("What was achieved."))] = None,
    difficulties: Annotated[str | None, typer.Option("--difficulties", help=_("What was hard, and why."))] = None,
    proposals: Annotated[str | None, typer.Option("--proposals", help=_("What is proposed."))] = None,
    under_heads: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="HEADING=TEXT", help=_("What is said under a heading that is asked for.")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Without asking."))] = False,
    source: SourceOption = "",
    operator: OperatorOption = None,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Enter an activity or a report for a unit."""
    says_report = bool(under_heads or results or difficulties or proposals)
    if (report is None) == (draft == ActivityDraft()) or (report is None and says_report):
        raise Misuse("activity-or-report")
    with opened(home) as hub:
        at = trusted_now(hub.store, is_right=clock_is_right)
        entering = Entering(operator, source, now=at, random_bytes=random_bytes)
        ledger = ledger_of(hub, unit, entering)
        if report is None:
            filled = filled_by_task(draft, today=day_of(entering.now), directives=nameable(ledger.registry()))
            record = _activity(ledger, filled, entering, yes=yes)
            say(_("Entered, and marked as entered by the province. The unit gets it with its next sync."))
            if told := told_of_task(draft, filled):
                say(told)
            answer({"id": record}, record, as_json=as_json)
            return
        with hub.store.reading() as transaction:
            registry = own_logs.registry(transaction, hub.keys)
            period = registry.chosen_period(report)
            report, named = period.name, period_words(period.name, registry.directives)
            heads = heads_of(transaction, registry, period)
            before = stated_words(transaction, ledger.unit, period.name)
        said = typed_anew(before, heads, under_heads or (), results, difficulties, proposals)
        with hub.store.trying() as transaction:
            coming = enter_report(transaction, hub.keys, ledger.unit, report, said, entering)
        _tell_report(coming, named)
        if stays(before, said, heads):
            say(_("What the report said before and was not typed anew stays in it."))
        if not yes and not (can_ask() and confirmed(_("Enter it?"))):
            say(_("Nothing was entered. With --yes it is."))
            raise typer.Exit(ExitCode.NO)
        with hub.store.writing() as transaction:
            done = enter_report(transaction, hub.keys, ledger.unit, report, said, entering)
    say(_("The report is entered, and marked as entered by the province."))
    if as_json:
        out_json(
            {
                "period": done.period.name,
                "figures": msgspec.structs.asdict(done.figures.total),
                "provisional": done.provisional,
            }
        )


def _activity(ledger: UnitLedger, draft: ActivityDraft, entering: Entering, *, yes: bool) -> str:
    """Enter an activity, one of long ago if somebody says that its day is right; its record's id."""
    try:
        return enter_activity(ledger, draft, entering, is_right=yes)
    except LongPast as asks:
        say(sentence(asks))
        if not (can_ask() and confirmed(_("Is the day right?"))):
            say(_("Nothing was entered. With --yes it is."))
            raise typer.Exit(ExitCode.NO) from None
        return enter_activity(ledger, draft, entering, is_right=True)


def _tell_report(coming: ReportToEnter, named: str) -> None:
    """Say what a report would be, of a period as it is `named`."""
    period, total = coming.period, coming.figures.total
    say(_("Period {name}: {start} to {end}").format(name=named, start=day(period.start), end=day(period.end)))
    say(
        _("By the ledger: activities: {activities}, people: {audience}, minutes: {minutes}.").format(
            activities=number(total.activities), audience=number(total.audience), minutes=number(total.minutes)
        )
    )
    if coming.provisional:
        say(_("Its window is still open: more may come."))
    if coming.submitted:
        say(_("It takes the place of the report that there is."))
