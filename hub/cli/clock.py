"""`soxa hub clock`: acceptances whose times are false since the hub's clock was wrong, and stating that they are."""

from __future__ import annotations

from typing import Annotated

import typer

from hub import own_logs
from hub.cli.clock_gate import trusted
from hub.cli.options import HomeOption, JsonOption, OpenedHub, opened
from hub.monitoring import false_time_words as words
from hub.registry.false_times import SuspiciousStretch, state_false, stretch_end, suspicious
from sync.ledger.received_time import FalseStretch
from sync.shell.console import now, out, out_json, random_bytes, say, table
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def clock(
    false: Annotated[
        str | None,
        typer.Option("--false", metavar="FIRST-LAST", help=_("State that the times of these acceptances are false.")),
    ] = None,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help=_("This machine's clock is right, though the times agree with it.")),
    ] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show acceptances whose times look false, or state that some are."""
    with opened(home) as hub:
        if false is not None:
            stretch = _state(hub, false, clock_is_right=clock_is_right)
            say(words.stated(stretch))
            say(words.start_again())
        with hub.store.reading() as transaction:
            found = suspicious(transaction, own_logs.registry(transaction, hub.keys), now())
            stated = transaction.settings.false_times
    if as_json:
        out_json(_as_json(found, stated))
    elif false is None:
        _show(found, stated)


def _state(hub: OpenedHub, named: str, *, clock_is_right: bool) -> FalseStretch:
    began, _dash, ended = named.partition("-")
    first, last = stretch_end(began), stretch_end(ended or began)
    with hub.store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        return state_false(
            transaction, hub.keys, first, last, now=at, random_bytes=random_bytes, clock_is_right=clock_is_right
        )


def _show(found: list[SuspiciousStretch], stated: tuple[FalseStretch, ...]) -> None:
    for each in stated:
        out(words.stated(each))
    if not found:
        out(words.nothing(now()))
        return
    table(words.heads(), [words.suspicious_row(each) for each in found])
    say(words.consequence())
    say(_("To state it: soxa hub clock --false {stretch}").format(stretch=words.place(found[0])))


def _as_json(found: list[SuspiciousStretch], stated: tuple[FalseStretch, ...]) -> dict[str, object]:
    return {
        "suspicious": [
            {"first": each.first, "last": each.last, "said": list(each.said), "after": each.after} for each in found
        ],
        "stated": [
            {"first": each.first, "last": each.last, "after": each.earliest, "before": each.latest} for each in stated
        ],
    }
