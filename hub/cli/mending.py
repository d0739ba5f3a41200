"""`soxa hub mend`: a hub whose file is damaged, read out into a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from hub.cli.options import HomeOption, JsonOption
from hub.cli.safekeeping import ask_backup_passphrase, damage_as_json, list_damage
from hub.home import load_keys, locate
from hub.safekeeping.mend import Mended, Way
from hub.safekeeping.mend import mend as read_out
from hub.store.reading_out import LostRows
from sync.shell.console import ask_passphrase, now, out_json, say
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")

TABLES: Final[Mapping[str, str]] = {
    "account": N_("accounts; make them anew: soxa hub user add"),
    "second_factor": N_("second factors; their owners set them up anew"),
    "reader": N_("tokens of other systems; make them anew: soxa hub token add"),
    "invite": N_("invites; a laptop that has not joined yet needs a new one"),
    "laptop": N_("officers' names of laptops"),
    "answer": N_("who gave some of the province's answers"),
    "entering": N_("who entered some things for units"),
    "witness": N_("witnesses; add them anew: soxa hub witness add"),
    "cosigned": N_("what witnesses cosigned; they are asked again"),
    "witness_alarm": N_("what was noted against witnesses"),
    "evidence": N_("what was noted against laptops"),
    "waiting_range": N_("what was left out when the hub last went on"),
    "shown_head": N_("heads of other histories that were shown to the hub"),
    "brought": N_("which files were imported"),
    "brought_row": N_("from which rows of files activities were imported"),
    "aside": N_("files that wait for somebody to agree to their import"),
    "answered_plan": N_("answers to questions of imports"),
    "setting": N_("what was set by “soxa hub quota”"),
    "nonce": N_("which requests were answered lately"),
    "guess": N_("wrong passwords of late"),
}
"""What stands in each table that stands nowhere else, and what to do where it is lost."""
_NAMED: Final = frozenset({"account", "invite", "laptop", "reader", "second_factor", "witness"})
_MOST_NAMED: Final = 12


def mend(
    backup: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help=_("Take from this backup what of the hub's own logs cannot be read.")),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> int:
    """Mend the hub's data file."""
    place = locate(home)
    say(_("Reading the data file out. With a big hub that takes some minutes."))
    way = Way(keys=lambda: load_keys(place, ask_passphrase), ask=ask_backup_passphrase, backup=backup)
    mended = read_out(place, way, now())
    lost, damage = ((), ()) if mended is None else (mended.lost, mended.damage)
    for line in _whole(place.database) if mended is None else _told(mended):
        say(line)
    if damage and not as_json:
        list_damage(damage)
    if as_json:
        out_json(
            {
                "path": str(place.database),
                "mended": mended is not None,
                "kept": None if mended is None else mended.kept,
                "entries": 0 if mended is None else mended.entries,
                "lost": [{"what": each.table, "names": list(each.names), "all": each.is_counted} for each in lost],
                "damage": [damage_as_json(each) for each in damage],
            }
        )
    return ExitCode.DAMAGED if damage else ExitCode.DONE


def _whole(path: Path) -> list[str]:
    told = _(
        "The data file {path} holds together: nothing was changed. Whether its entries and figures are right: soxa hub check"
    )
    return [told.format(path=shown_path(path))]


def _told(mended: Mended) -> list[str]:
    entries = counted(mended.entries, _("{count} entry"), _("{count} entries")).format(count=number(mended.entries))
    lines = [
        _("The data file was read out into a new one, with {entries} of the logs; lists and figures were made anew.").format(
            entries=entries
        ),
        _("The damaged file is kept: {path}").format(path=shown_path(mended.kept)),
    ]
    lines += [_lost(each) for each in mended.lost]
    if mended.damage:
        lines.append(
            _(
                "Of the logs something could not be read. Serve the hub and let laptops sync: they bring it again. Then "
                "have all counted again: soxa hub check"
            )
        )
    else:
        lines.append(_("Of the logs nothing is lost."))
    lines.append(_("The disk is going bad: back the hub up now, and replace the disk."))
    return lines


def _lost(lost: LostRows) -> str:
    what = _(TABLES[lost.table])
    if not lost.is_counted:
        return _("Part of this may be lost: {what}").format(what=what)
    if lost.table in _NAMED:
        more = ", …" if len(lost.names) > _MOST_NAMED else ""
        return _("Lost: {names} ({what})").format(names=", ".join(lost.names[:_MOST_NAMED]) + more, what=what)
    told = counted(len(lost.names), _("Lost: {count} of this: {what}"), _("Lost: {count} of these: {what}"))
    return told.format(count=number(len(lost.names)), what=what)
