"""`soxa hub restored`: how a hub stands that was put back, and going on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, OpenedHub, opened
from hub.generations import rebuild as rebuilding
from hub.generations import words
from hub.generations.closing import Answers, ClosedGathering, close
from hub.generations.standing import GatheringState, KeptApart, gathering, kept_apart, undone_places
from hub.home import load_keys, locate
from sync.encoding.types import DeviceId
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.shell.console import ask_passphrase, now, out, out_json, random_bytes, say, table
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def restored(  # noqa: PLR0917 - one parameter an option, all by keyword
    close_it: Annotated[
        bool, typer.Option("--close", help=_("Go on: accept what came, in a new generation of the hub's own logs."))
    ] = False,
    none_revoked: Annotated[
        bool, typer.Option("--none-revoked", help=_("With --close: no laptop was revoked since the backup."))
    ] = False,
    revoked: Annotated[
        list[str] | None,
        typer.Option("--revoked", metavar="LAPTOP", help=_("With --close: this laptop was revoked since. May be repeated.")),
    ] = None,
    keep_this: Annotated[
        bool,
        typer.Option(
            "--keep-this", help=_("With --close: what is here stays, and another history that was signed is given up.")
        ),
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help=_("With --close: why it was restored; auditors read it."))] = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show how a hub stands that was put back, or go on."""
    if not close_it and (none_revoked or revoked or keep_this or reason):
        raise Misuse("only-with-close")
    with opened(home) as hub:
        with hub.store.reading() as transaction:
            state = gathering(transaction, hub.keys)
        if not close_it:
            with hub.store.reading() as transaction:
                apart = kept_apart(transaction, hub.keys)
                places = undone_places(transaction, hub.keys)
            if not as_json:
                for line in words.undone(places):
                    out(line)
            _show(state, apart, as_json=as_json)
            return
        if state is None:
            raise Refused("not-asking")
        if none_revoked == bool(revoked):
            raise Misuse("revocations-unanswered", moment=words.since(state))
        answers = Answers(revoked=tuple(map(DeviceId, revoked or ())), reason=reason, keep_this=keep_this)
        done = _close(hub, answers, clock_is_right=clock_is_right)
        with hub.store.reading() as transaction:
            places = undone_places(transaction, hub.keys)
    say(words.closed(done))
    for line in (
        *words.undone(places),
        *words.left_out(done.left_out),
        *words.second_files(done.awaited),
        *words.returned(done),
    ):
        say(line)
    if as_json:
        out_json(
            {
                "generation": done.generation,
                "entries": done.entries,
                "laptops": done.laptops,
                "revoked": list(done.revoked),
                "returned": [
                    {"laptop": each.device, "unit": each.unit, "carries on": each.carried} for each in done.returned
                ],
                "open invites": [{"invite": each.id, "unit": each.unit} for each in done.invites],
                "awaited": list(done.awaited),
                "left out": [{"origin": row.origin, "from": row.start, "to": row.size} for row in done.left_out],
            }
        )


def _close(hub: OpenedHub, answers: Answers, *, clock_is_right: bool) -> ClosedGathering:
    with hub.store.writing() as transaction:
        at = trusted(transaction, is_right=clock_is_right)
        return close(transaction, hub.keys, answers, now=at, random_bytes=random_bytes)


def _show(state: GatheringState | None, apart: Sequence[KeptApart], *, as_json: bool) -> None:
    if as_json:
        out_json(words.as_json(state, apart))
        return
    for line in words.left_out(apart):
        out(line)
    if state is None:
        if not apart:
            out(_("The hub lacks nothing that it knows of."))
        return
    for line in words.standing(state):
        out(line)
    table(
        (_("laptop"), _("unit"), _("officer"), _("held"), _("came since"), _("called")),
        [words.laptop_row(laptop) for laptop in state.laptops],
    )
    for line in (*words.lost(state), words.to_do(state)):
        say(line)


def rebuild(
    parcels: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PARCEL|DIR", help=_("What laptops packed, or a folder of it. May be repeated.")),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Make a hub anew from its keys."""
    place = locate(home)
    rebuilding.check_place(place)
    rebuilding.begin(place, load_keys(place, ask_passphrase), now())
    say(_("The hub is there again, with nothing in it. It asks its laptops for what they hold: let them sync, or pack."))
    brought: list[dict[str, object]] = []
    with opened(home) as hub:
        for path in (each for named in parcels or () for each in rebuilding.parcels(named)):
            found = rebuilding.bring(hub.store, hub.keys, path, now(), random_bytes)
            for line in words.brought(found):
                say(f"{path}: {line}")
            brought.append(
                {
                    "path": str(path),
                    "device": found.device,
                    "entries": found.entries,
                    "refusal": None if found.fault is None else found.fault.code,
                    "again": found.again,
                }
            )
        with hub.store.reading() as transaction:
            if brought and transaction.logs.get(origins.registry(hub.keys.hub)) is None:
                say(words.no_registry())
    if as_json:
        out_json({"hub": hub.keys.hub, "parcels": brought})
    say(_("How it stands, and how to go on: soxa hub restored"))
