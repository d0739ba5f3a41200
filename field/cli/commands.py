"""`soxa field`: the officer's commands. Each reads its words, calls one thing, and prints what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from field.activities import importing
from field.activities.check import log_activity, retract_activity, revise_activity
from field.activities.drafts import ActivityDraft
from field.cli import output
from field.exchange import client, joining
from field.home import LaptopHome, locate
from field.messages import MESSAGES
from field.reporting import reports
from field.reporting.status import standing
from field.store import LaptopStore
from field.store.records import ActivityFilter
from field.wording import bad_row_words, import_words
from sync.ledger.entry import Narrative
from sync.ledger.period import parse
from sync.log.keyfile import is_encrypted, load_key
from sync.log.keys import Signer
from sync.shell.commands import counted_up, group, progress
from sync.shell.console import ask_passphrase, chosen_passphrase, now, out, out_json, random_bytes, say
from sync.wording.i18n import catalogue

assert MESSAGES, "the laptop's sentences are registered by being imported"
_ = catalogue("field")

app = group(_("The officer's laptop: log, report, sync. Without a command it opens the program in the terminal."))

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The data folder; else SOXA_HOME."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=_("The activity's id, or its last 8 characters."))]
Title = Annotated[str | None, typer.Option("--title", help=_("What was done, in a line."))]
Date = Annotated[str | None, typer.Option("--date", help=_("The day: 3/11, 03/11/2026, today, yesterday."))]
DirectiveOption = Annotated[str | None, typer.Option("--directive", metavar="N", help=_("The document it answers to."))]
Task = Annotated[str | None, typer.Option("--task", metavar="N", help=_("The task of that document."))]
Topics = Annotated[list[str] | None, typer.Option("--topic", metavar="CODE", help=_("A topic; may be given again."))]
Channel = Annotated[str | None, typer.Option("--channel", metavar="CODE", help=_("How: commune-radio, zalo-oa, meeting …"))]
TextOption = Annotated[str | None, typer.Option("--text", help=_("More words."))]
Place = Annotated[str | None, typer.Option("--place", help=_("Where."))]
Quantity = Annotated[str | None, typer.Option("--quantity", metavar="N", help=_("How many: broadcasts, posts, sessions …"))]
Audience = Annotated[str | None, typer.Option("--audience", metavar="N", help=_("How many people."))]
Minutes = Annotated[str | None, typer.Option("--minutes", metavar="N", help=_("How many minutes."))]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help=_("In which language: vi, hmn, tai …"))]
_PAGE: Final = 10_000


@contextmanager
def opened(home: str | None) -> Iterator[LaptopStore]:
    """The laptop's store, closed at the end."""
    with LaptopStore.open(locate(home)) as store:
        yield store


def signer_of(home: LaptopHome, store: LaptopStore) -> Signer:
    """The laptop's key, under the name of its log."""
    passphrase = ask_passphrase() if is_encrypted(home.key) else None
    return load_key(home.key, passphrase=passphrase).renamed(store.own.origin)


@contextmanager
def writing(home: str | None) -> Iterator[tuple[LaptopStore, Signer]]:
    """The store and the key to sign with."""
    place = locate(home)
    with LaptopStore.open(place) as store:
        yield store, signer_of(place, store)


@app.command(help=_("Make this folder a laptop of the invite's unit. Needs no network."))
def join(
    invite: Annotated[
        str, typer.Argument(metavar="INVITE", help=_("The invite; @FILE reads it from a file, - from input."))
    ],
    name: Annotated[str | None, typer.Option("--name", help=_("Your name; stays on this laptop."))] = None,
    home: HomeOption = None,
) -> None:
    """Join."""
    place = locate(home)
    membership = joining.join(
        place, _line(invite), officer=name, passphrase=chosen_passphrase(), now=now(), random_bytes=random_bytes
    )
    say(
        _("This laptop belongs to {unit} now ({path}). You can log at once.").format(
            unit=membership.unit_name, path=place.path
        )
    )
    say(_("The first sync, by line or USB stick, makes it known to the province."))
    out(membership.device)


def _line(given: str) -> str:
    """An invite as given: itself, from a file, or from standard input."""
    if given == "-":
        return typer.get_text_stream("stdin").read(4_000)
    if not given.startswith("@"):
        return given
    return joining.read_file(Path(given[1:]))


@app.command(help=_("Log one activity; prints its id."))
def log(  # noqa: PLR0917 - one parameter an option, all by keyword
    title: Title = None,
    date: Date = "today",
    directive: DirectiveOption = None,
    task: Task = None,
    topic: Topics = None,
    channel: Channel = None,
    text: TextOption = None,
    place: Place = None,
    quantity: Quantity = None,
    audience: Audience = None,
    minutes: Minutes = None,
    language: Language = None,
    home: HomeOption = None,
) -> None:
    """Log an activity."""
    draft = ActivityDraft(
        title=title,
        date=date,
        directive=directive,
        task=task,
        topics=_several(topic),
        channel=channel,
        text=text,
        place=place,
        quantity=quantity,
        audience=audience,
        minutes=minutes,
        language=language,
    )
    with writing(home) as (store, signer):
        record = log_activity(store, signer, draft, now=now(), random_bytes=random_bytes)
    say(_("Saved."))
    out(record)


@app.command(help=_("Change an activity: what is given is set, an empty value empties a field."))
def revise(  # noqa: PLR0917 - one parameter an option, all by keyword
    id: IdArgument,  # noqa: A002 - the name that people see in the usage
    title: Title = None,
    date: Date = None,
    directive: DirectiveOption = None,
    task: Task = None,
    topic: Topics = None,
    channel: Channel = None,
    text: TextOption = None,
    place: Place = None,
    quantity: Quantity = None,
    audience: Audience = None,
    minutes: Minutes = None,
    language: Language = None,
    home: HomeOption = None,
) -> None:
    """Change an activity."""
    draft = ActivityDraft(
        title=title,
        date=date,
        directive=directive,
        task=task,
        topics=_several(topic),
        channel=channel,
        text=text,
        place=place,
        quantity=quantity,
        audience=audience,
        minutes=minutes,
        language=language,
    )
    with writing(home) as (store, signer):
        record = revise_activity(store, signer, id, draft, now=now(), random_bytes=random_bytes)
    say(_("Saved."))
    out(record)


def _several(topics: list[str] | None) -> tuple[str, ...] | None:
    return None if topics is None else tuple(topics)


@app.command(help=_("Take an activity back, with a reason. Its history stays."))
def retract(
    id: IdArgument,  # noqa: A002 - as above
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))],
    home: HomeOption = None,
) -> None:
    """Take an activity back."""
    with writing(home) as (store, signer):
        record = retract_activity(store, signer, id, reason, now=now(), random_bytes=random_bytes)
    say(_("Taken back."))
    out(record)


@app.command("import", help=_("Log many activities from a CSV file or an Excel workbook."))
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv|FILE.xlsx", help=_("A table with at least Ngày and Nội dung."))],
    home: HomeOption = None,
) -> None:
    """Import a file."""
    with writing(home) as (store, signer), progress(_("Importing")) as advance:
        tell = counted_up(advance)
        outcome = importing.import_file(
            store, signer, file, now=now(), random_bytes=random_bytes, progress=lambda rows, _all: tell(rows)
        )
    for bad in outcome.bad:
        say(bad_row_words(bad))
    say(import_words(outcome))
    if outcome.bad:
        raise typer.Exit(1)


@app.command("list", help=_("List activities, newest first; the search needs no accents."))
def list_activities(
    search: Annotated[str | None, typer.Option("--search", help=_("Words, with or without accents."))] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help=_("Of one period: 2026-11, 2026-H1, 2026."))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """List activities."""
    with opened(home) as store:
        wanted = None if period is None else parse(period, store.registry().directives)
        rows = store.records(ActivityFilter(search=search, period=wanted, limit=_PAGE))
    if as_json:
        out_json([output.plain(row) for row in rows])
    else:
        output.rows(rows)


@app.command(help=_("Show one activity with its history."))
def show(id: IdArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:  # noqa: A002 - as above
    """Show an activity."""
    with opened(home) as store:
        page = store.record(id)
        names = {one.id: one.name for one in store.registry().directives}
    if as_json:
        out_json(output.plain_page(page))
    else:
        output.page(page, names)


@app.command(help=_("Preview a period's report; with --submit, submit it."))
def report(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=_("2026-11, 2026-H1, 2026, or NUMBER@ one of these."))],
    submit: Annotated[bool, typer.Option("--submit", help=_("Save it, to go with the next sync."))] = False,
    results: Annotated[str, typer.Option("--results", help=_("What was achieved."))] = "",
    difficulties: Annotated[str, typer.Option("--difficulties", help=_("What was hard, and why."))] = "",
    proposals: Annotated[str, typer.Option("--proposals", help=_("What is proposed."))] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Preview or submit a report."""
    narrative = Narrative(results=results, difficulties=difficulties, proposals=proposals)
    if submit:
        with writing(home) as (store, signer):
            said = reports.submit(store, signer, period, narrative, now=now(), random_bytes=random_bytes)
    else:
        with opened(home) as store:
            said = reports.preview(store, period, now())
    if as_json:
        out_json(said)
    else:
        output.report(said)
    if submit:
        say(_("Submitted. It goes to the province with the next sync."))
    else:
        say(_("A preview: nothing was submitted. Submit with --submit."))


@app.command(help=_("List the directives that have reached this laptop."))
def directives(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List directives."""
    with opened(home) as store:
        known = store.registry().directives
    if as_json:
        out_json(known)
    else:
        output.directives(known)


@app.command(help=_("Sync with the province over the line."))
def sync(home: HomeOption = None) -> None:
    """One exchange."""
    with writing(home) as (store, signer):
        try:
            with progress(_("Syncing"), store.unsent()) as advance:
                tell = counted_up(advance)
                outcome = client.sync(
                    store, signer, now=now(), nonce=lambda: random_bytes(12), watch=lambda so_far: tell(so_far.sent)
                )
        finally:
            say(_("Still unsent: {count}.").format(count=store.unsent()))
        output.outcome(outcome, store.counts())


@app.command(help=_("Write what is unsent into a file, for a USB stick."))
def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.soxa", help=_("The new file."))],
    home: HomeOption = None,
) -> None:
    """Write a parcel."""
    with writing(home) as (store, signer), progress(_("Writing"), store.unsent()) as advance:
        count = client.pack(store, signer, file, now=now(), progress=advance)
    say(
        _("{count} entries written to {path}. They count as unsent until the answer comes back.").format(
            count=count, path=file
        )
    )


@app.command(help=_("Take the province's answer from a file."))
def unpack(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.soxa", help=_("What “soxa hub unpack --reply” wrote. It is only read."))
    ],
    home: HomeOption = None,
) -> None:
    """Take an answer."""
    with opened(home) as store:
        reply = client.unpack(store, file, now=now())
        say(_("Taken: {count} new entries of the province and of colleagues.").format(count=reply.received))
        say(_("Still unsent: {count}.").format(count=store.unsent()))


@app.command(help=_("Show how things stand: what is unsent, received, held or in conflict, and what is due next."))
def status(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show how things stand."""
    with opened(home) as store:
        how = standing(store, now())
    if as_json:
        out_json(how)
    else:
        output.status(how)
