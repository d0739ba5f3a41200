"""`soxa field install`, `uninstall`: the program of a stick put on this laptop, with an invite taken, and taken off."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from field.cli.options import HomeOption, JsonOption
from field.exchange import joining
from field.home import LaptopHome, locate
from field.setup.invites import KitInvite, invites_of, used
from field.setup.putting import desk, put, remove
from sync.errors import Misuse
from sync.shell import kit_list
from sync.shell.asking import can_ask, chosen
from sync.shell.commands import progress
from sync.shell.console import answer, now, random_bytes, say
from sync.wording.i18n import catalogue
from sync.wording.safe_text import shown_path

_ = catalogue("field")


def install(
    stick: Annotated[Path, typer.Argument(metavar="STICK", help=_("The folder of the stick that “soxa hub kit” wrote."))],
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="CODE", help=_("Whose laptop this is, where the stick has invites of several units.")
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help=_("Your name; stays on this laptop."))] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Put the program on this laptop."""
    at = desk()
    steps = 2 * sum(each.startswith(f"{at.within}/") for each in kit_list.read(stick).files)
    with progress(_("Putting the program on this laptop"), total=steps) as advance:
        done = put(stick, at, advance)
    if done.before:
        say(
            _("Sổ xã {version} is on this laptop now, in the place of {before}. All that was logged is there.").format(
                version=done.version, before=done.before
            )
        )
    else:
        say(_("Sổ xã {version} is on this laptop now.").format(version=done.version))
    place = locate(home)
    joined = None if place.database.exists() else _join(place, stick, unit, name)
    say(_("To open it: the icon “Sổ xã” on the desktop or in the menu of programs."))
    answer(
        {"version": done.version, "before": done.before, "path": str(done.program), "unit": joined},
        str(done.program),
        as_json=as_json,
    )


def uninstall(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Take the program off this laptop."""
    there = remove(desk())
    place = locate(home)
    say(_("Sổ xã was taken off this laptop.") if there else _("Sổ xã was not put on this laptop from a stick."))
    if place.database.exists():
        say(_("What was logged is still here: {path}.").format(path=shown_path(place.path)))
    answer({"removed": there, "ledger": str(place.path) if place.database.exists() else None}, as_json=as_json)


def _join(place: LaptopHome, stick: Path, unit: str | None, name: str | None) -> str | None:
    """Take an invite of the stick: the unit that this laptop belongs to now; None if none was taken."""
    invite = _invite(invites_of(stick, now()), unit)
    if invite is None:
        say(_("No invite was taken. The program asks for one when it is opened."))
        return None
    membership = joining.join(place, invite.line, officer=name, passphrase=None, now=now(), random_bytes=random_bytes)
    used(invite)
    say(
        _("This laptop belongs to {unit} now ({path}). You can log at once.").format(
            unit=membership.unit_name, path=place.path
        )
    )
    return membership.unit


def _invite(there: list[KitInvite], unit: str | None) -> KitInvite | None:
    """The invite to take: of the unit that is named, of the only one, or of the one that somebody chooses."""
    by_unit: dict[str, KitInvite] = {}
    for each in there:
        by_unit.setdefault(each.invite.unit, each)
    if unit is not None:
        if unit not in by_unit:
            raise Misuse("no-kit-invite", unit=unit)
        return by_unit[unit]
    units = list(by_unit.values())
    if len(units) <= 1:
        return next(iter(units), None)
    if not can_ask():
        return None
    number = chosen(_("Whose laptop is this?"), [f"{each.invite.unit_name} ({each.invite.unit})" for each in units])
    return None if number is None else units[number]
