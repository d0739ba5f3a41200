"""Commands about what the unit owes and reports: report, directives, status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from field.cli import directive_output, output
from field.cli.directive_output import plain_directive
from field.cli.options import HomeOption, JsonOption, opened, saving
from field.cli.printing import chosen, print_report
from field.exchange.reserve import beside
from field.home import locate, unfinished
from field.importing import doubles
from field.messages import sentence
from field.reporting import reports
from field.reporting.calendar import calendar_events
from field.reporting.clock import clock_doubt
from field.reporting.clock_words import present_lines
from field.reporting.directives import directive_progress
from field.reporting.sent_words import changed_words
from field.reporting.status import laptop_status, unit_called
from field.store import LaptopStore
from field.store.own_key import key_fault
from sync.calendar.icalendar import icalendar
from sync.errors import Misuse
from sync.ledger.entry import Narrative
from sync.ledger.period import chosen_directive, day_of
from sync.ledger.typed_heads import stays, typed_anew
from sync.shell.console import now, out, out_json, random_bytes, say
from sync.shell.files import write_anew
from sync.wording.directives import unread_duties
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import shown_path

_ = catalogue("field")


def report(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=_("2026-11, 2026-H1, 2026, or NUMBER@ one of these."))],
    *,
    submit: Annotated[bool, typer.Option("--submit", help=_("Save it, to go with the next sync."))] = False,
    results: Annotated[str | None, typer.Option("--results", help=_("What was achieved."))] = None,
    difficulties: Annotated[str | None, typer.Option("--difficulties", help=_("What was hard, and why."))] = None,
    proposals: Annotated[str | None, typer.Option("--proposals", help=_("What is proposed."))] = None,
    under_heads: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="HEADING=TEXT", help=_("What is said under a heading that is asked for.")),
    ] = None,
    output_file: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=_("Print it to a new file: .docx, .pdf or .xlsx.")),
    ] = None,
    section: Annotated[
        bool, typer.Option("--section", help=_("Print the results alone, to paste into a larger report."))
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help=_("Print the list of the period's activities alone."))] = False,
    deputy: Annotated[bool, typer.Option("--deputy", help=_("A deputy signs what is printed, for the chair."))] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help=_("Print what the ledger says now, as a draft, though a report was submitted.")),
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help=_("Open the file that was printed."))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Preview, submit or print a report."""
    what = chosen(section=section, list_=list_)
    if output_file is not None:
        if submit:
            raise Misuse("print-or-submit")
        print_report(home, period, output_file, what, deputy=deputy, anew=draft, open_it=open_, as_json=as_json)
        return
    if what != "report" or deputy or draft or open_:
        raise Misuse("print-where")
    if submit:

        def typed(before: Narrative, heads: Sequence[str]) -> Narrative:
            return typed_anew(before, heads, under_heads or (), results, difficulties, proposals)

        asked = period
        with saving(home, lambda store: _keep(store, asked, typed)) as (store, signer):
            registry = store.logs.registry()
            directives_known, period = registry.directives, registry.chosen_period(period).name
            output.unread(store.reporting.unread_entries())
            coming = reports.preview(store, period, now())
            kept = reports.kept_words(store, coming.period.name)
            before = reports.words_at_hand(store, coming.period.name)
            narrative = typed(before, coming.asked.heads)
            said = reports.submit(store, signer, period, narrative, now=now(), random_bytes=random_bytes)
            output.told(*present_lines(clock_doubt(store, now())))
            if stays(before, narrative, coming.asked.heads):
                say(
                    _("What the report said before and was not typed anew stays in it.")
                    if kept is None
                    else _("What was written for this report before and was not typed anew goes with it.")
                )
    else:
        with opened(home) as store:
            registry = store.logs.registry()
            directives_known, period = registry.directives, registry.chosen_period(period).name
            output.unread(store.reporting.unread_entries())
            said = reports.preview(store, period, now())
            narrative = reports.words_at_hand(store, said.period.name)
    if as_json:
        out_json({**msgspec.to_builtins(said), "narrative": msgspec.to_builtins(narrative)})
    else:
        output.report(said, directives_known)
        output.narrative(narrative, said.asked.heads)
        if said.asked.heads and not submit:
            out(_("To be written about, each with --head: {heads}").format(heads="; ".join(said.asked.heads)))
        for changed in () if submit else said.outdated:
            out(changed_words(changed, directives_known))
    if submit:
        say(_("Submitted. It goes to the province with the next sync."))
    else:
        say(_("A preview: nothing was submitted. Submit with --submit."))


def _keep(store: LaptopStore, name: str, typed: Callable[[Narrative, Sequence[str]], Narrative]) -> str:
    """Keep what was written for a report where none can be submitted; where it is, empty if nothing was written."""
    coming = reports.preview(store, store.logs.registry().chosen_period(name).name, now())
    before = reports.words_at_hand(store, coming.period.name)
    narrative = typed(before, coming.asked.heads)
    if narrative == before:
        return ""
    store.local.keep_words(coming.period.name, msgspec.json.encode(narrative).decode())
    return _("What was written is kept for this report, and is shown with it: soxa field report {period}").format(
        period=coming.period.name
    )


def directives(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List directives."""
    with opened(home) as store:
        known = store.logs.registry().editions_in_force
        progress = directive_progress(store, now())
    if as_json:
        out_json(directive_output.plain_directives(known, progress))
    else:
        output.directives(known, progress)


def show_directive(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, symbol or id."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show a directive."""
    with opened(home) as store:
        progress = directive_progress(store, now())
    known = [found.directive for found in progress]
    wanted = chosen_directive(number, known).id
    found = next(found for found in progress if found.directive.id == wanted)
    if as_json:
        out_json(plain_directive(found))
    else:
        directive_output.directive(found, known)


def calendar(
    output_file: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.ics", help=_("The new file."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a calendar."""
    made = now()
    with opened(home) as store:
        events, unit = calendar_events(store, made), unit_called(store, store.logs.registry(), made)
    write_anew(output_file, [icalendar(_("Sổ xã: {unit}").format(unit=unit), events, made=made)])
    say(
        counted(len(events), _("{count} event written to {path}."), _("{count} events written to {path}.")).format(
            count=len(events), path=output_file
        )
    )
    if as_json:
        out_json({"path": str(output_file), "events": len(events)})


def status(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show the status of the laptop."""
    with opened(home) as store:
        outdated = reports.outdated(store)  # which takes note of what rotted
        found, last, today = laptop_status(store, now()), store.local.last_exchange(), day_of(now()).isoformat()
        registry = store.logs.registry()
        hidden = registry.hiding_duties(today, today)
        directives_known = registry.directives
        doubled, twice = doubles.doubled(store), doubles.notice(store)
        closed = store.closed or key_fault(store)
    if closed is not None:
        say(sentence(closed))
    for aside in unfinished(locate(home)):
        if aside.database.exists():
            say(
                _("What was not sent from {path} is not here yet. Type: soxa field rescue {path}").format(
                    path=shown_path(aside.path)
                )
            )
        else:
            told = _(
                "What was saved here before and not sent is in its backup ({path}), and goes on here once you have synced."
            )
            say(told.format(path=shown_path(beside(locate(home)))))
    if as_json:
        out_json({**msgspec.to_builtins(found), "outdated": outdated, "doubled": msgspec.to_builtins(doubled)})
    else:
        output.status(found, last, unread_duties(hidden), directives_known)
        for changed in outdated:
            out(changed_words(changed, directives_known))
        if twice:
            out(twice)
