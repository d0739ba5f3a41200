"""`soxa hub directive`: the documents that ask for reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub import own_logs
from hub.cli import output
from hub.cli.options import HomeOption, JsonOption, opened
from hub.monitoring.readers import readers
from hub.registry.directives.publish import check_own, end, publish
from hub.registry.directives.yaml import load_yaml
from sync.ledger.period import find_directive
from sync.shell.console import answer, now, out_json, random_bytes, say
from sync.wording.dates import day
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help=_("The directive, as hub/data/README.md shows."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a directive."""
    directive = load_yaml(file)
    with opened(home) as hub, hub.store.writing() as transaction:
        check_own(own_logs.registry(transaction, hub.keys), directive)
        new = publish(transaction, hub.keys, directive, now=now(), random_bytes=random_bytes)
    told = _("{name} is known now.") if new else _("{name} was known in just this form; nothing was done.")
    say(told.format(name=directive.name))
    answer({"id": directive.id, "name": directive.name, "new": new}, directive.id, as_json=as_json)


def end_directive(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, symbol or id."))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("The last day on which it holds: 2026-12-31."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """End a directive."""
    with opened(home) as hub, hub.store.writing() as transaction:
        known = find_directive(number, own_logs.registry(transaction, hub.keys).directives)
        new = end(transaction, hub.keys, known, on, now=now(), random_bytes=random_bytes)
    told = _("{name} ends with {day}.") if new else _("{name} ended with {day} already; nothing was done.")
    say(told.format(name=known.name, day=day(on)))
    answer({"id": known.id, "name": known.name, "valid_to": on, "new": new}, known.id, as_json=as_json)


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
        wanted = find_directive(number, registry.directives).id
        found = next(edition for edition in registry.editions_in_force if edition.directive.id == wanted)
        who_read = readers(transaction, registry, wanted)
    if as_json:
        out_json(found.as_read)
    else:
        output.directive(found, who_read)
