"""Commands between the laptop and the hub: join, sync, pack, unpack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from field.cli import output
from field.cli.options import HomeOption, JsonOption, opened, signer_of, writing
from field.exchange import client, joining, moving, packing, renewing, reserve
from field.exchange import rescue as rescuing
from field.exchange.rescue_file import files_in, joined, rescue_file
from field.exchange.rescued import Rescued
from field.exchange.seals import hub_key
from field.home import LaptopHome, locate
from field.importing import doubles
from field.messages import moved_words, now_there_words, older_words, packed_words, unproven_words, unsealed_words
from field.reporting.after_exchange import said_behind
from field.reporting.clock import clock_doubt
from field.reporting.notices import reserve_line
from field.reporting.pressing import pressing_words
from field.reporting.status import laptop_status
from field.store import LaptopStore
from field.store.own_key import is_sealed, own_key
from sync.errors import BadInput
from sync.ledger.directive import Directive
from sync.log.keys import Signer
from sync.shell.asking import can_ask, confirmed
from sync.shell.commands import counted_up, progress
from sync.shell.console import answer, ask_passphrase, choose_passphrase, chosen_passphrase, now, out_json, random_bytes, say
from sync.wording.dates import day
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import shown_path

_ = catalogue("field")


def join(
    invite: Annotated[
        str, typer.Argument(metavar="INVITE", help=_("The invite; @FILE reads it from a file, - from input."))
    ],
    name: Annotated[str | None, typer.Option("--name", help=_("Your name; stays on this laptop."))] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Join a hub with an invite."""
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
    with LaptopStore.open(place) as store:
        unsent = store.records.unsent()
    if unsent > 1:
        say(_("What could not be sent before goes on in it."))
    joined = {
        "device": membership.device,
        "hub": membership.hub,
        "unit": membership.unit,
        "unit_name": membership.unit_name,
        "path": str(place.path),
    }
    answer(joined, membership.device, as_json=as_json)


def rescue(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER|FILE]",
            help=_(
                "The data folder of a laptop of the same unit, its backup, or a file with its unsent work. It is only read."
            ),
        ),
    ] = None,
    of_all: Annotated[
        bool,
        typer.Option("--all", help=_("Of a folder of another hub: what colleagues stated, too, whose laptops are gone.")),
    ] = False,
    lost: Annotated[
        bool, typer.Option("--lost", help=_("There is no backup of what is here no more: miss it no longer."))
    ] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Take unsent work out of a folder that can go no further, or of a file."""
    if (folder is None) is not lost:
        raise typer.BadParameter(_("Name a folder or a file, or say --lost."))
    if folder is None:
        _give_up(home, as_json=as_json)
        return
    with writing(home) as (store, signer):
        if LaptopHome(folder).database.exists():
            old = LaptopHome(folder)
            if not _may_state_anew(store, old):
                return
            found = [rescuing.rescue(store, signer, old, of_all=of_all, now=now(), random_bytes=random_bytes)]
        else:
            files = files_in(folder)
            each = [rescue_file(store, signer, file, now=now(), random_bytes=random_bytes) for file in files]
            found = joined(each)
        directives = store.logs.registry().directives
    if not found:
        raise BadInput("nothing-to-rescue", path=str(folder))
    for done in found:
        if done.hub:
            _tell_stated_anew(done, directives, folder)
        else:
            _tell_rescued(done, directives)
    if as_json:
        out_json(msgspec.structs.asdict(found[0]) if len(found) == 1 else [msgspec.structs.asdict(done) for done in found])


def _give_up(home: str | None, *, as_json: bool) -> None:
    """Miss no longer what has no backup."""
    with writing(home) as (store, _signer):
        count = reserve.give_up(store, store.home)
    if count:
        told = counted(
            count,
            _("{count} saved entry is lost, and missed no longer. If its backup turns up: soxa field rescue FILE."),
            _("{count} saved entries are lost, and missed no longer. If their backup turns up: soxa field rescue FILE."),
        )
        say(told.format(count=count))
    else:
        say(_("Nothing that was saved is missing here."))
    answer({"lost": count}, str(count), as_json=as_json)


def _may_state_anew(store: LaptopStore, old: LaptopHome) -> bool:
    """Whether what stands in a folder is to be taken: what another hub has may be stated to one hub alone, so somebody at a
    terminal is asked."""
    hub = rescuing.is_of_another_hub(store, old)
    if not hub or not can_ask():
        return True
    return confirmed(
        _(
            "That folder is of another hub ({hub}). Is that hub lost, and are its activities to be stated anew to this one "
            "({here})?"
        ).format(hub=hub, here=store.membership.hub)
    )


def _tell_stated_anew(done: Rescued, directives: Sequence[Directive], folder: Path) -> None:
    if done.entries or not done.there:
        told = counted(
            done.activities,
            _("{count} activity of the folder of {hub} is here now, as a new one, under its old number."),
            _("{count} activities of the folder of {hub} are here now, as new ones, under their old numbers."),
        )
    else:
        told = counted(
            done.activities,
            _("{count} activity of the folder of {hub} was here already, and nothing more of it was taken."),
            _("{count} activities of the folder of {hub} were here already, and nothing more of them was taken."),
        )
    say(told.format(count=done.activities, hub=done.hub))
    if done.entries or not done.there:
        _tell_entries(done)
    if done.colleagues:
        say(
            counted(
                done.colleagues,
                _(
                    "{count} activity there is a colleague's alone, and was not taken: their laptop brings it. If that "
                    "laptop is gone: soxa field rescue --all {path}"
                ),
                _(
                    "{count} activities there are colleagues' alone, and were not taken: their laptops bring them. If these "
                    "laptops are gone: soxa field rescue --all {path}"
                ),
            ).format(count=done.colleagues, path=shown_path(folder))
        )
    if done.unread:
        say(
            counted(
                done.unread,
                _("{count} entry there is a newer program's, and was not taken. Update soxa, and do this once more."),
                _("{count} entries there are a newer program's, and were not taken. Update soxa, and do this once more."),
            ).format(count=done.unread)
        )
    _tell_drafts(done)
    known = {word for directive in directives for word in (directive.name, directive.id)}
    for period in done.reports:
        whose = period.rpartition("@")[0]
        again = (
            _(
                "The report {period} went to {hub} alone. Its texts are kept: look at it with “soxa field report {name}”, "
                "and submit it again."
            )
            if not whose or whose in known
            else _(
                "The report {period} went to {hub} alone. Its texts are kept. Sync: if this hub has issued that directive "
                "again, look at it with “soxa field report {name}”, and submit it again."
            )
        )
        say(again.format(period=period_words(period, directives), hub=done.hub, name=period))
    _tell_damaged(done)


def _tell_rescued(done: Rescued, directives: Sequence[Directive]) -> None:
    if done.regained:
        say(
            counted(
                done.regained,
                _("{count} entry of this laptop's own was here no more, and was taken back."),
                _("{count} entries of this laptop's own were here no more, and were taken back."),
            ).format(count=done.regained)
        )
    _tell_entries(done)
    _tell_drafts(done)
    again = _("The report {period} was not sent. Its texts are kept: look at it, and submit it again.")
    for period in done.reports:
        say(again.format(period=period_words(period, directives)))
    _tell_damaged(done)


def _tell_entries(done: Rescued) -> None:
    say(
        counted(
            done.entries,
            _("{count} entry goes on in this laptop's log, to be sent with the next sync."),
            _("{count} entries go on in this laptop's log, to be sent with the next sync."),
        ).format(count=done.entries)
    )
    if done.there:
        say(
            counted(done.there, _("{count} entry was here already."), _("{count} entries were here already.")).format(
                count=done.there
            )
        )


def _tell_drafts(done: Rescued) -> None:
    if done.drafts:
        drafts = counted(done.drafts, _("{count} draft was taken over."), _("{count} drafts were taken over."))
        say(drafts.format(count=done.drafts))


def _tell_damaged(done: Rescued) -> None:
    lost = _(
        "Damaged, and not taken over: {title} ({date}). What was shown of it is a draft: look at it, and save it again."
    )
    for entry in done.damaged:
        say(lost.format(title=entry.title or "–", date=day(entry.date or None)))


def renew_key(
    out_file: Annotated[
        Path | None, typer.Option("--pack", metavar="FILE.soxa", help=_("Ask by a stick: the new file."))
    ] = None,
    in_file: Annotated[
        Path | None, typer.Option("--unpack", metavar="FILE.soxa", help=_("Take the province's answer from a stick."))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Give this laptop a new key, for which the old one vouches."""
    if out_file is not None and in_file is not None:
        raise typer.BadParameter(_("Say one of --pack and --unpack."))
    place = locate(home)
    renewing.complete(place)
    with LaptopStore.open(place) as store:
        passphrase = ask_passphrase() if is_sealed(place) else None
        signer = own_key(store, passphrase)

    def ask(store: LaptopStore, signer: Signer) -> None:
        if out_file is not None:
            packing.pack(store, signer, out_file, now=now(), random_bytes=random_bytes)
        elif in_file is not None:
            packing.unpack(store, in_file, now=now(), unlock=lambda: signer)
        else:
            client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))

    done = renewing.renew(place, signer, passphrase, ask, now=now(), random_bytes=random_bytes)
    with LaptopStore.open(place) as store:
        device = store.membership.device
    if done:
        with writing(home):
            say(_("This laptop has a new key; nothing else changes. The old one opens nothing any more."))
    else:
        say(_("Take the file to the province, and its answer back: soxa field renew-key --unpack FILE."))
    answer({"done": done, "device": device}, device, as_json=as_json)


def backup(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help=_("Where unsent work is put from now on: a stick's folder, say."))
    ] = None,
    beside: Annotated[bool, typer.Option("--beside", help=_("Beside the data folder again."))] = False,
    off: Annotated[bool, typer.Option("--off", help=_("Nowhere."))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show or choose where unsent work is kept a second time."""
    if (folder is not None) + beside + off > 1:
        raise typer.BadParameter(_("Name a folder, or say --beside or --off."))
    with writing(home) as (store, _signer):
        if folder is not None and not folder.is_dir():
            raise BadInput("file-missing", path=str(folder))
        if folder is not None or beside or off:
            reserve.set_folder(store, None if off else folder or Path())
        place = reserve.folder_of(store, locate(home))
        reserve.keep(store, locate(home), now=now())
        failed = reserve_line(store)
    if place is None:
        say(_("What is unsent is kept on this disk alone."))
    else:
        say(
            _("Unsent work and drafts are put into {path} by themselves, and stay there for 14 days.").format(
                path=shown_path(place)
            )
        )
    if failed:
        say(failed)
    answer({"path": None if place is None else str(place)}, "" if place is None else str(place), as_json=as_json)


def move(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="STICK", help=_("Put this laptop on a stick, and close this folder."))
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="STICK", help=_("Take a laptop from a stick into this folder."))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Move a laptop to another machine."""
    if (to is None) == (source is None):
        raise typer.BadParameter(_("Say one of --to STICK and --from STICK."))
    place = locate(home)
    if to is not None:
        with LaptopStore.open(place) as store:
            signer = signer_of(place, store)
        folder = moving.move_to(place, to, signer, choose_passphrase(), random_bytes)
        say(moved_words(folder))
        answer({"path": str(folder)}, str(folder), as_json=as_json)
    elif source is not None:
        membership = moving.move_from(place, source, ask_passphrase(), chosen_passphrase(), random_bytes)
        say(_("The laptop of {unit} goes on here ({path}).").format(unit=membership.unit_name, path=shown_path(place.path)))
        answer({"device": membership.device, "path": str(place.path)}, membership.device, as_json=as_json)


def _line(given: str) -> str:
    """An invite as given: itself, from a file, or from standard input."""
    if given == "-":
        return joining.invite_text(typer.get_binary_stream("stdin").read(joining.MAX_FILE)) or ""
    if not given.startswith("@"):
        return given
    return joining.read_invite_file(Path(given[1:]))


def sync(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """An exchange over the line."""
    with writing(home) as (store, signer):
        try:
            with progress(_("Syncing"), store.records.unsent()) as advance:
                tell = counted_up(advance)
                outcome = client.sync(
                    store, signer, now=now(), nonce=lambda: random_bytes(12), watch=lambda so_far: tell(so_far.sent)
                )
        finally:
            say(_("Still unsent: {count}.").format(count=store.records.unsent()))
        counts = store.records.counts()
        output.outcome(outcome, counts)
        output.clock(clock_doubt(store, now()), store.logs.registry().directives)
        pressing = pressing_words(laptop_status(store, now()))
        output.told(*said_behind(store, now()), doubles.notice(store), pressing)
        if as_json:
            out_json(msgspec.structs.asdict(outcome) | {"unsent": counts.unsent, "held": len(counts.quarantined)})


def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.soxa", help=_("The new file."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a parcel for a USB stick."""
    with writing(home) as (store, signer), progress(_("Writing"), store.records.unsent()) as advance:
        is_sealed = hub_key(store) is not None
        count = packing.pack(store, signer, file, now=now(), progress=advance, random_bytes=random_bytes)
    say(packed_words(count, file))
    if not is_sealed:
        say(unsealed_words())
    if as_json:
        out_json({"path": str(file), "entries": count, "sealed": is_sealed})


def unpack(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.soxa", help=_("What “soxa hub unpack --reply” wrote. It is only read."))
    ],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Take the answer of the province from a file."""
    with opened(home) as store:
        reply = packing.unpack(store, file, now=now(), unlock=lambda: signer_of(locate(home), store))
        say(
            counted(
                reply.received,
                _("Taken: {count} new entry of the province and of colleagues."),
                _("Taken: {count} new entries of the province and of colleagues."),
            ).format(count=reply.received)
        )
        if reply.older:
            say(older_words())
        elif reply.acked is not None:
            say(now_there_words(reply.acked, reply.unsent, reply.lost))
        if not reply.believed:
            say(unproven_words(store.membership.hub, forgotten=reply.forgotten))
        output.passed_over(len(reply.skipped))
        output.clock(clock_doubt(store, now()), store.logs.registry().directives)
        output.told(*said_behind(store, now()), doubles.notice(store))
        say(_("Still unsent: {count}.").format(count=store.records.unsent()))
        if as_json:
            out_json(
                {
                    "received": reply.received,
                    "skipped": len(reply.skipped),
                    "older": reply.older,
                    "believed": reply.believed,
                    "unsent": store.records.unsent(),
                }
            )
