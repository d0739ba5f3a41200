"""`soxa hub unpack` and `bundle`: parcels that come and go as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted_now
from hub.cli.options import HomeOption, JsonOption, opened
from hub.cosigning.rounds import freshen
from hub.export import bundle as bundles
from hub.generations import words
from hub.generations.standing import undone_places
from hub.intake.cursors import is_short
from hub.intake.receive import PushResult, Receiver
from hub.intake.reply import answer_file
from hub.monitoring.false_time_words import ahead
from hub.monitoring.laptop_clocks import wrong_clock, wrong_clock_words
from hub.registry import seal
from hub.registry.false_times import is_ahead
from sync.encoding.types import DeviceId
from sync.errors import Behind, DamagedHubLog, DamagedLog, Refused, ShowHead, Unintroduced
from sync.exchange.refusals import error_of
from sync.ledger import origins
from sync.shell.commands import progress
from sync.shell.console import now, out_json, random_bytes, say
from sync.shell.files import pieces_of, write_anew
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")


def unpack(
    file: Annotated[Path, typer.Argument(metavar="IN.soxa", help=_("What “soxa field pack” wrote. It is only read."))],
    reply: Annotated[Path | None, typer.Option("--reply", metavar="OUT.soxa", help=_("Where the answer goes."))] = None,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Take a parcel."""
    if reply is not None and reply.exists():
        raise Refused("file-exists", path=str(reply))
    with opened(home) as hub:
        at = trusted_now(hub.store, is_right=clock_is_right)
        seal.state(hub.store, hub.keys, now=at, random_bytes=random_bytes)
        with progress(_("Taking"), None) as advance, pieces_of(file) as pieces:
            receiver = Receiver(hub.store, hub.keys, random_bytes)
            taken = receiver.take_file((advance(1) or piece for piece in pieces), at)
        is_heard = taken.proven or taken.entries > 0
        if taken.refusal is None and is_heard and taken.origin == origins.device(hub.keys.hub, taken.device):
            with hub.store.writing() as transaction:
                transaction.laptops.saw(taken.device, at, by_file=True)
        with hub.store.reading() as transaction:
            gathers = transaction.settings.asking is not None
            registry = own_logs.registry(transaction, hub.keys)
            lacks = is_short(transaction, registry, taken.cursors, taken.device)
            own = transaction.logs.last_accepted_at() if is_ahead(transaction, at) else None
            clock = wrong_clock(transaction, hub.keys, taken.device, at) if is_heard and own is None else None
            is_known = taken.device in registry.devices
            places = [pair for pair in undone_places(transaction, hub.keys) if taken.device in pair]
            may_lack = gathers or transaction.settings.generation > 1
        if reply is not None:
            write_anew(reply, answer_file(hub.store, hub.keys, taken, random_bytes))
    is_needed = _tell(taken, reply, lacks=lacks, may_lack=may_lack, is_known=is_known, gathers=gathers)
    for line in words.undone(places):
        say(line)
    if not gathers and (told := wrong_clock_words(clock) if own is None else ahead(own)):
        say(told)
    if reply is None:
        say(_("No answer was asked for: without one the laptop cannot know. Write it with --reply OUT.soxa."))
    if as_json:
        path = None if reply is None else str(reply)
        out_json(
            {
                "device": taken.device,
                "entries": taken.entries,
                "reply": path,
                "sealed": reply is not None and taken.proven,
                "gathers": gathers,
                "needs_next": is_needed,
                "proven": taken.proven,
                "wrong_times": 0 if clock is None else clock.count,
            }
        )


def _tell(taken: PushResult, reply: Path | None, *, lacks: bool, may_lack: bool, is_known: bool, gathers: bool) -> bool:
    """Say what became of a file; whether the next one of its laptop is needed, since the hub `lacks` something that it
    holds, which only one that went back `may_lack`. Raises what was refused, if nothing else leads on."""
    refused = None if taken.refusal is None else error_of(taken.refusal)
    is_needed = lacks if refused is None else may_lack and isinstance(refused, Behind | Unintroduced)
    is_needed = is_needed or isinstance(refused, ShowHead)
    is_forgotten = is_needed and not (is_known or gathers)
    if is_forgotten:
        _tell_forgotten(taken.device)
    else:
        _tell_whose(taken, is_known=is_known, gathers=gathers)
    if refused is not None and not is_needed:
        if isinstance(refused, DamagedLog | DamagedHubLog):
            _tell_needed(reply)
        elif reply is not None:
            say(_("The answer in {path} says why; take it back to the laptop.").format(path=shown_path(reply)))
        raise refused
    if gathers:
        _tell_kept(taken.device, taken.entries)
    elif taken.entries or not is_needed:
        _tell_taken(taken.device, taken.entries)
    if is_needed and may_lack and not (gathers or is_forgotten):
        say(_("This hub was restored from a copy, and still lacks something that this laptop holds."))
    if is_needed:
        _tell_needed(reply)
    return is_needed


def _tell_whose(taken: PushResult, *, is_known: bool, gathers: bool) -> None:
    """What is said of a file of which nobody can tell who packed it, or whose laptop is not known here yet."""
    if gathers and not is_known and not taken.proven:
        say(
            _(
                "The laptop {device} that packed this file is not known here yet: this hub gathers what it lacks, its "
                "registry, too. What proves itself in the file is kept."
            ).format(device=taken.device)
        )
    elif taken.refusal is not None and not (is_known or gathers):
        say(_("This hub does not know the laptop that packed this file, and it did not join by it."))
    elif not taken.proven:
        say(
            _(
                "Who packed this file cannot be told: no laptop that this hub knows has signed it. What proves itself"
                " in it is taken. An answer to it holds nothing of a unit: no other laptop's entries, and nothing "
                "that the province said to the unit. For a whole answer let the laptop pack once more, with a soxa "
                "that is not older than this."
            )
        )


def _tell_forgotten(device: DeviceId) -> None:
    """What is said of a laptop that joined since the copy from which the hub was restored, in a file without its join."""
    say(
        _(
            "This hub was restored from a copy, and does not know the laptop {device} any more, which joined after the copy "
            "was made. Nothing is lost: the laptop has all of it, and brings it, with its join, in its next file."
        ).format(device=device)
    )


def _tell_taken(device: DeviceId, entries: int) -> None:
    told = counted(
        entries,
        _("{count} new entry taken from the laptop {device}."),
        _("{count} new entries taken from the laptop {device}."),
    )
    say(told.format(count=number(entries), device=device))


def _tell_kept(device: DeviceId, entries: int) -> None:
    """What is said of a laptop's file while the hub gathers what it lacks: that is no failure."""
    if entries:
        told = counted(
            entries,
            _("{count} new entry of the laptop {device} is kept here, and counts once this hub goes on."),
            _("{count} new entries of the laptop {device} are kept here, and count once this hub goes on."),
        )
        say(told.format(count=number(entries), device=device))
    say(_("This hub gathers what it lacks. What has come, and how to go on: soxa hub restored"))


def _tell_needed(reply: Path | None) -> None:
    """What is said where what the hub lacks comes in the laptop's next file, and its answer asks for that."""
    if reply is None:
        say(_("More is needed of this laptop: write it an answer that asks for that: --reply OUT.soxa"))
        return
    told = _("More is needed of this laptop: take {path} back to it, and bring its next file.")
    say(told.format(path=shown_path(reply)))


def bundle(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.soxa", help=_("The new file."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a bundle."""
    with opened(home) as hub:
        freshen(hub.store, hub.keys, now=now(), random_bytes=random_bytes)
        with progress(_("Writing"), bundles.size(hub.store)) as advance:
            count = bundles.write(hub.store, hub.keys, output, advance)
    say(
        counted(count, _("{count} entry written to {path}."), _("{count} entries written to {path}.")).format(
            count=number(count), path=output
        )
    )
    if as_json:
        out_json({"path": str(output), "entries": count})
