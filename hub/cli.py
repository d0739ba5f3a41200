"""`soxa hub`: the operator's commands. Each reads its words, calls one thing, and prints what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from hub import bundle as bundles
from hub import chase, founding, logs, reviewing, showing
from hub import counts as counting
from hub.answering import FILE_BUDGET, answer
from hub.directives import load_yaml, shipped
from hub.home import Home, Keys, load_keys, locate
from hub.receive import Receiver
from hub.store import Store
from hub.units import province_units, resolve
from hub.words import MESSAGES
from sync.commands import group, progress
from sync.console import ask_passphrase, chosen_passphrase, now, out, out_bytes, out_json, random_bytes, say
from sync.errors import Misuse, Refused
from sync.exchange.parcel import ONE_FILE, Effort
from sync.files import pieces_of, write_anew
from sync.ledger.entry import Verdict
from sync.ledger.period import find_directive, parse
from sync.words import catalogue

assert MESSAGES, "the hub's sentences are registered by being imported"
_ = catalogue("hub")

app = group(_("The province: receive, count, chase, hand out."))
directive_app = group(_("The documents that ask for reports."))
app.add_typer(directive_app, name="directive")

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The hub's data folder."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
PeriodOption = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help=_("2026-11, 2026-H1, 2026, or NUMBER@ one of these."))
]
_DEFAULT_PORT: Final = 8420


class Hub:
    """An open hub, for one command."""

    def __init__(self, home: Home) -> None:
        self.store = Store.open(home.database)
        self.keys: Keys = load_keys(home, ask_passphrase)


@contextmanager
def opened(home: str | None) -> Iterator[Hub]:
    """The hub of a folder, closed at the end."""
    hub = Hub(locate(home))
    try:
        yield hub
    finally:
        hub.store.close()


@app.command(help=_("Make a hub: its keys, and a registry with the province's units and the directives that ship."))
def init(
    name: Annotated[str, typer.Option("--name", help=_("The hub's name, as in soxa.laichau.example."))],
    province: Annotated[str, typer.Option("--province", help=_("The province, by code or name."))],
    url: Annotated[str, typer.Option("--url", help=_("Where laptops reach it, as in https://soxa.laichau.example."))] = "",
    home: HomeOption = None,
) -> None:
    """Make a hub."""
    place, units, directives = locate(home), province_units(province), shipped()
    passphrase = chosen_passphrase()
    keys = founding.found(
        place, name, units, directives, url=url, passphrase=passphrase, now=now(), random_bytes=random_bytes
    )
    say(
        _("The hub {hub} is made in {path}: {units} communes of {province}, {directives} directives.").format(
            hub=keys.hub, path=place.path, units=len(units) - 1, province=units[0].name, directives=len(directives)
        )
    )
    say(_("Keep a copy of the folder's two key files in a safe place. The key that auditors need:"))
    out(keys.logs.verifier.vkey())


@app.command(help=_("Run the service that laptops sync with, until Ctrl-C."))
def serve(
    host: Annotated[str, typer.Option("--host", help=_("The address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=_("The port to listen on."))] = _DEFAULT_PORT,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help=_("The certificate chain, as PEM."))] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help=_("Its key, as PEM."))] = None,
    home: HomeOption = None,
) -> None:
    """Run the service."""
    from hub.service import run  # noqa: PLC0415 - only this command needs a web server

    if (tls_cert is None) != (tls_key is None):
        raise Misuse("both-tls-files")
    with opened(home) as hub:
        if tls_cert is None and host not in ("127.0.0.1", "localhost", "::1"):
            say(_("Without TLS whoever is on the line can read along. Put a proxy with TLS before it, or give --tls-cert."))
        run(hub.store, hub.keys, host=host, port=port, tls_cert=tls_cert, tls_key=tls_key)


@app.command(help=_("Print one line that lets one laptop of a unit join."))
def invite(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=_("The unit, by code or name, with or without accents."))],
    officer: Annotated[str | None, typer.Option("--officer", help=_("Whose laptop it is; kept here alone."))] = None,
    expires: Annotated[int, typer.Option("--expires", metavar="DAYS", help=_("Days until it runs out."))] = 30,
    url: Annotated[str | None, typer.Option("--url", help=_("Where this laptop reaches the hub, if elsewhere."))] = None,
    home: HomeOption = None,
) -> None:
    """Print an invite."""
    with opened(home) as hub, hub.store.writing() as session:
        registry = logs.registry(session, hub.keys)
        line = founding.invite(
            session,
            hub.keys,
            registry.units[resolve(founding.official(registry), unit).code],
            officer=officer,
            days=expires,
            url=url,
            now=now(),
            random_bytes=random_bytes,
        )
    out(line)


@directive_app.command(help=_("Make a directive known to every laptop: a new one, or a new form of one."))
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help=_("The directive, as hub/data/README.md shows."))],
    home: HomeOption = None,
) -> None:
    """Add a directive."""
    directive = load_yaml(file)
    with opened(home) as hub, hub.store.writing() as session:
        new = founding.direct(session, hub.keys, directive, now=now(), random_bytes=random_bytes)
    told = _("{name} is known now.") if new else _("{name} was known in just this form; nothing was done.")
    say(told.format(name=directive.name))
    out(directive.id)


@directive_app.command("list", help=_("List the directives."))
def list_directives(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the directives."""
    with opened(home) as hub, hub.store.reading() as session:
        directives = logs.registry(session, hub.keys).directives
    if as_json:
        out_json(directives)
    else:
        showing.directives(directives)


@directive_app.command(help=_("Show one directive whole."))
def show(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, symbol or id."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show a directive."""
    with opened(home) as hub, hub.store.reading() as session:
        directive = find_directive(number, logs.registry(session, hub.keys).directives)
    if as_json:
        out_json(directive)
    else:
        showing.directive(directive)


@app.command(help=_("Take a parcel from a USB stick, and write the answer that goes back on it."))
def unpack(
    file: Annotated[Path, typer.Argument(metavar="IN.soxa", help=_("What “soxa field pack” wrote. It is only read."))],
    reply: Annotated[Path | None, typer.Option("--reply", metavar="OUT.soxa", help=_("Where the answer goes."))] = None,
    home: HomeOption = None,
) -> None:
    """Take a parcel."""
    if reply is not None and reply.exists():
        raise Refused("file-exists", path=str(reply))
    with opened(home) as hub:
        at = now()
        with progress(_("Taking"), None) as advance, pieces_of(file) as pieces:
            receiver = Receiver(hub.store, hub.keys, random_bytes)
            taken = receiver.take((advance(1) or piece for piece in pieces), ONE_FILE, at)
        if reply is not None:
            write_anew(reply, answer(hub.store, hub.keys, taken, at, budget=FILE_BUDGET, effort=Effort.FILE))
    if taken.refusal is not None:
        refused = Refused(taken.refusal.code, **taken.refusal.facts)
        if reply is not None:
            say(_("The answer in {path} says why; take it back to the laptop.").format(path=reply))
        raise refused
    say(_("{count} new entries taken from the laptop {device}.").format(count=taken.entries, device=taken.device))
    if reply is None:
        say(_("No answer was asked for: without one the laptop cannot know. Write it with --reply OUT.soxa."))


@app.command(help=_("Accept an activity as it stands, or return it to be revised; the answer reaches its laptops."))
def review(
    record: Annotated[
        str, typer.Argument(metavar="RECORD", help=_("Its id, or its end, with UNIT/ before where units share one."))
    ],
    accept: Annotated[bool, typer.Option("--accept", help=_("Accept it."))] = False,
    reason: Annotated[str | None, typer.Option("--return", metavar="TEXT", help=_("Return it, and say why."))] = None,
    comment: Annotated[str, typer.Option("--comment", help=_("A word with the acceptance."))] = "",
    home: HomeOption = None,
) -> None:
    """Review a record."""
    if accept == (reason is not None):
        raise Misuse("accept-or-return")
    verdict: Verdict = "accepted" if reason is None else "returned"
    said = comment if reason is None else reason
    with opened(home) as hub, hub.store.writing() as session:
        named = reviewing.review(session, hub.keys, record, verdict, said, now=now(), random_bytes=random_bytes)
    say(_("It reaches the unit with its next sync."))
    out(named)


@app.command(help=_("Ask the units that have not reported for a period to report; the reminder reaches their laptops."))
def remind(
    period: PeriodOption,
    text: Annotated[str, typer.Option("--text", help=_("What to say."))] = "",
    home: HomeOption = None,
) -> None:
    """Remind the units that have not reported."""
    with opened(home) as hub, hub.store.writing() as session:
        registry = logs.registry(session, hub.keys)
        asked = parse(period, registry.directives)
        units = reviewing.remind(session, hub.keys, registry, asked, text, now=now(), random_bytes=random_bytes)
    say(_("{count} units reminded; it reaches each with its next sync.").format(count=len(units)))
    for unit in units:
        out(unit)


@app.command(help=_("Show who has reported for a period, on time or late, and who has not."))
def status(period: PeriodOption, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show who has reported."""
    with opened(home) as hub, hub.store.reading() as session:
        registry = logs.registry(session, hub.keys)
        asked = parse(period, registry.directives)
        found = chase.status(session, registry, asked, now())
    if as_json:
        out_json(found)
    else:
        showing.status(asked, found)


@app.command(help=_("Count a period's activities."))
def counts(
    period: PeriodOption,
    by: Annotated[str, typer.Option("--by", metavar="unit|topic|channel|directive", help=_("What to group by."))] = "unit",
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("For a spreadsheet: CSV in UTF-8."))] = False,
    home: HomeOption = None,
) -> None:
    """Count."""
    if as_json and as_csv:
        raise Misuse("one-format")
    grouped = counting.dimension(by)
    with opened(home) as hub, hub.store.reading() as session:
        registry = logs.registry(session, hub.keys)
        asked = parse(period, registry.directives)
        rows = counting.counts(session, asked, grouped)
        total = counting.total(session, asked)
    if as_json:
        out_json(rows)
    elif as_csv:
        out_bytes(showing.counts_csv(registry, grouped, rows))
    else:
        showing.counts(registry, asked, grouped, rows, total)


@app.command(help=_("Write everything an auditor needs into one file."))
def bundle(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.soxa", help=_("The new file."))],
    home: HomeOption = None,
) -> None:
    """Write a bundle."""
    with opened(home) as hub, progress(_("Writing"), bundles.size(hub.store)) as advance:
        count = bundles.write(hub.store, hub.keys, output, advance)
    say(_("{count} entries written to {path}.").format(count=f"{count:,}".replace(",", "."), path=output))


@app.command(help=_("Print the one key that auditors need."))
def key(home: HomeOption = None) -> None:
    """Print the key."""
    with opened(home) as hub:
        out(hub.keys.logs.verifier.vkey())
