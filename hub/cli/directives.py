"""`soxa hub directive`: the documents that ask for reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub import own_logs
from hub.cli import output
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, opened
from hub.export.documents.office import office
from hub.monitoring.readers import readers
from hub.registry.directives.publish import check_own, end, publish
from hub.registry.directives.yaml import load_yaml
from hub.registry.request_counts import typed_counts
from hub.registry.requests import Letter, find_duty, of_letter, request
from hub.registry.unit_changes import check_day
from hub.registry.units import named
from sync.errors import Misuse
from sync.ledger.obligations import Obligations
from sync.ledger.period import called, chosen_directive, day_of
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import find
from sync.shell.console import answer, now, out_json, random_bytes, say
from sync.wording.dates import day
from sync.wording.directive_names import same_letter_words, same_name_words
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue, counted
from sync.wording.names import Names

_ = catalogue("hub")


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help=_("The directive, as hub/data/README.md shows."))],
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a directive."""
    directive = load_yaml(file)
    with opened(home) as hub, hub.store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        check_own(own_logs.registry(transaction, hub.keys), directive)
        new = publish(transaction, hub.keys, directive, now=at, random_bytes=random_bytes)
        known = own_logs.registry(transaction, hub.keys).directives
    told = _("{name} is known now.") if new else _("{name} was known in just this form; nothing was done.")
    say(told.format(name=directive.name))
    if others := same_name_words(directive, known):
        say(others)
    answer({"id": directive.id, "name": directive.name, "new": new}, directive.id, as_json=as_json)


def end_directive(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, symbol or id."))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("The last day on which it holds: 2026-12-31."))],
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """End a directive."""
    with opened(home) as hub, hub.store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        known = chosen_directive(number, own_logs.registry(transaction, hub.keys).directives)
        new = end(transaction, hub.keys, known, on, now=at, random_bytes=random_bytes)
    told = _("{name} ends with {day}.") if new else _("{name} ended with {day} already; nothing was done.")
    say(told.format(name=known.name, day=day(on)))
    answer({"id": known.id, "name": known.name, "valid_to": on, "new": new}, known.id, as_json=as_json)


def ask(  # noqa: PLR0917 - one parameter an option, all by keyword
    before: Annotated[str, typer.Option("--before", metavar="DATE", help=_("The last day for it: 2026-12-04."))],
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help=_("What is to be reported."))] = "",
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="NUMBER[#DUTY]",
            help=_("A directive whose report on request is called in, for what and from whom it says."),
        ),
    ] = None,
    units: Annotated[
        list[str] | None, typer.Option("--unit", metavar="UNIT", help=_("Who is asked, once for each; all, if left out."))
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help=_("A kind of body all of whose units are asked, once for each.")),
    ] = None,
    number: Annotated[str | None, typer.Option("--number", help=_("The number of the letter."))] = None,
    symbol: Annotated[str | None, typer.Option("--symbol", help=_("Its symbol, where the number is blank."))] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help=_("The day of the letter; today's."))] = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="TEXT", help=_("Who asks, if not who reports upward.")),
    ] = None,
    heads: Annotated[
        list[str] | None, typer.Option("--head", metavar="TEXT", help=_("What to write about, once for each."))
    ] = None,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--table",
            metavar="channel|topic|directive|task",
            help=_("Which table of figures the report has, once for each."),
        ),
    ] = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="KIND", help=_("To which kind of body it goes, by code or name."))
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("The first day of what is to be reported."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("All activities of its days count, as they do where no report is called in."))
    ] = False,
    topics: Annotated[
        list[str] | None,
        typer.Option("--topic", metavar="TOPIC", help=_("Those on a topic count, once for each, and no others.")),
    ] = None,
    tasks: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="NUMBER#TASK", help=_("Those of a task of a directive count, once for each.")),
    ] = None,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Ask for a report."""
    if (number is None) == (symbol is None):
        raise Misuse("number-or-symbol")
    for typed in filter(None, (before, date, since)):
        check_day(typed)
    today = day_of(now()).isoformat()
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        letter = Letter(
            number=number, symbol=symbol, date=date or today, issuer=issuer or office(transaction, registry).issuer
        )
        earlier = of_letter(registry, letter)
        stated = request(
            transaction,
            hub.keys,
            subject,
            by=before,
            letter=letter,
            of=None if of is None else find_duty(registry, of, today),
            kinds=[find("actors", typed).code for typed in kinds or ()],
            units=[named(registry, typed, today) for typed in units or ()],
            heads=heads or (),
            tables=tables or (),
            recipient=None if recipient is None else find("actors", recipient).code,
            window_from=since,
            counts=typed_counts(registry, everything=everything, topics=topics or (), tasks=tasks or ()),
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
        registry = own_logs.registry(transaction, hub.keys)
        period = registry.period(f"{called(stated, registry.directives)}@{before}")
        asked = [code for owes in Obligations(registry).of(period) for code in owes.units]
        names = UnitHistory(registry)
    say(
        counted(
            len(asked),
            _("{count} unit is asked to report by {day}; it learns it with its next sync."),
            _("{count} units are asked to report by {day}; each learns it with its next sync."),
        ).format(count=len(asked), day=day(before))
    )
    say(counted_words(period, registry.directives))
    for code in asked:
        say(f"{code} {names.name_apart(code, before)}")
    for twin in earlier:
        say(same_letter_words(twin))
    answer({"id": stated.id, "period": period.name, "by": before, "units": asked}, period.name, as_json=as_json)


def list_directives(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the directives."""
    with opened(home) as hub, hub.store.reading() as transaction:
        editions = own_logs.registry(transaction, hub.keys).editions_in_force
    if as_json:
        out_json([edition.as_read for edition in editions])
    else:
        output.directives(editions)


def show(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, symbol or id."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show a directive."""
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        wanted = chosen_directive(number, registry.directives).id
        found = next(edition for edition in registry.editions_in_force if edition.directive.id == wanted)
        who_read = readers(transaction, registry, wanted)
    if as_json:
        out_json(found.as_read)
    else:
        output.directive(found, who_read, Names(registry, day_of(now()).isoformat()).unit, registry.directives)
