"""Commands about activities: log, revise, retract, import, list, show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer

from field.activities.choices import matching, terms
from field.activities.drafts import keep_unsaved
from field.activities.entries import log_activity, retract_activity, revise_activity
from field.cli import output
from field.cli.options import (
    HomeOption,
    IdArgument,
    JsonOption,
    opened,
    saving,
    writing,
)
from field.importing.ledger import LaptopLedger
from field.reporting.clock import clock_doubt
from field.reporting.clock_words import present_lines
from field.reporting.colleagues import left_out, left_out_words
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.activities.by_task import filled_by_task, told_of_task
from sync.activities.check import nameable
from sync.activities.draft import ActivityDraft
from sync.activities.options import option_of, with_fields
from sync.importing import command
from sync.importing.options import Asked, with_import_options
from sync.ledger.activity_fields import FIELDS
from sync.ledger.period import day_of
from sync.ledger.unit_history import UnitHistory
from sync.shell.console import answer, now, out, out_json, random_bytes, say, table
from sync.wording.directive_names import shown_names
from sync.wording.i18n import catalogue
from sync.wording.names import before_beginning
from sync.wording.safe_text import safe_line
from sync.wording.statuses import erased_words

_ = catalogue("field")

_COMMAND: Final = "soxa field import"
_PAGE: Final = 10_000
"""Activities that a list shows at most."""


@with_fields(date="today")
def log(draft: ActivityDraft, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Log an activity."""
    with saving(home, lambda store: _keep(store, _filled(store, draft))) as (store, signer):
        filled = _filled(store, draft)
        record = log_activity(store, signer, filled, now=now(), random_bytes=random_bytes)
        early = _early(store, store.records.page(record).record.values.date)
        doubt = clock_doubt(store, now())
    say(_("Saved."))
    output.told(*present_lines(doubt))
    if told := told_of_task(draft, filled):
        say(told)
    if early:
        say(early)
    answer({"id": record}, record, as_json=as_json)


@with_fields()
def revise(
    id: IdArgument,  # noqa: A002 - the name that people see in the usage
    draft: ActivityDraft,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Change an activity."""
    with saving(home, lambda store: _keep(store, draft, id)) as (store, signer):
        record = revise_activity(store, signer, id, draft, now=now(), random_bytes=random_bytes)
        early = _early(store, store.records.page(record).record.values.date)
        doubt = clock_doubt(store, now())
    say(_("Saved."))
    output.told(*present_lines(doubt))
    if early:
        say(early)
    answer({"id": record}, record, as_json=as_json)


def _filled(store: LaptopStore, draft: ActivityDraft) -> ActivityDraft:
    """What is typed of a new activity, with what its task fills."""
    return filled_by_task(draft, today=day_of(now()), directives=nameable(store.logs.registry()))


def _keep(store: LaptopStore, draft: ActivityDraft, record: str | None = None) -> str:
    """Keep what was typed where it cannot be saved; where it is."""
    keep_unsaved(store, draft, record=record, now=now())
    return _(
        "What was typed is kept as a draft: it stands first in the list of the program (soxa field), and in soxa field list "
        "--drafts."
    )


def retract(
    id: IdArgument,  # noqa: A002 - as above
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Take an activity back."""
    with saving(home, lambda _store: _("Nothing was taken back, and the reason is not kept: do this again later.")) as (
        store,
        signer,
    ):
        record = retract_activity(store, signer, id, reason, now=now(), random_bytes=random_bytes)
    say(_("Taken back."))
    answer({"id": record}, record, as_json=as_json)


@with_import_options
def import_(asked: Asked, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Import the activities of a file."""

    @contextmanager
    def opening(*, signing: bool) -> Iterator[LaptopLedger]:
        if signing:
            with writing(home) as (store, signer):
                yield LaptopLedger(store, signer)
        else:
            with opened(home) as store:
                yield LaptopLedger(store)

    command.run(asked, opening, _COMMAND, as_json=as_json)


def list_activities(
    search: Annotated[str | None, typer.Option("--search", help=_("Words, with or without accents."))] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help=_("Of one period: 2026-11, 2026-H1, 2026."))
    ] = None,
    dated_after: Annotated[
        bool,
        typer.Option("--dated-after", help=_("Only those that are dated after the day on which the province took them.")),
    ] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help=_("What was typed and is not saved, in their place."))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """List activities, or drafts."""
    with opened(home) as store:
        if drafts:
            output.drafts(store, as_json=as_json)
            return
        wanted = None if period is None else store.logs.registry().chosen_period(period)
        rows = store.records.rows(ActivityFilter(search=search, period=wanted, dated_after=dated_after, limit=_PAGE))
        how = store.local.colleagues
        told = left_out_words(left_out(store, store.logs.registry()), how) if how != "line" else ""
    if as_json:
        out_json([output.plain(row) for row in rows])
    else:
        output.rows(rows)
        if told:
            say(told)


def choices(
    text: Annotated[
        str, typer.Argument(metavar="[WORDS]", help=_("Words or an abbreviation; accents are not needed."))
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """List the codes of choices."""
    found = [
        (option_of(field.code), choice.value, choice.words)
        for field in FIELDS
        if field.terms is not None
        for choice in matching(terms(field.terms), text)
    ]
    if as_json:
        out_json([{"option": option, "code": code, "words": words} for option, code, words in found])
    elif found:
        table((_("option"), _("code"), _("what it is called")), found)
    else:
        say(_("Nothing that can be chosen fits “{text}”.").format(text=safe_line(text)))


def show(id: IdArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:  # noqa: A002 - as above
    """Show an activity."""
    with opened(home) as store:
        page = store.records.page(id)
        names = shown_names(store.logs.registry().directives)
        early = _early(store, page.record.values.date)
        erased = store.redactions.erased().records.get(page.record.record)
    if as_json:
        out_json({**output.plain_page(page), "erased": None if erased is None else erased.reason})
    else:
        output.page(page, names)
        if erased is not None:
            out(erased_words(erased))
        if early:
            out(early)


def _early(store: LaptopStore, date: str) -> str:
    """What is to be said of an activity of a date (ISO) on which there was no such unit yet; else nothing."""
    return before_beginning(UnitHistory(store.logs.registry()), store.membership.unit, date)
