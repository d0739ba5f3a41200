"""`soxa hub kit`, `kit-parts`: what goes on a stick for new laptops."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted_now
from hub.cli.options import HomeOption, JsonOption, OpenedHub, opened, today
from hub.cli.units import UNIT_HELP
from hub.kit import parts as kit_parts
from hub.kit import writing
from hub.kit.systems import System
from hub.kit.writing import Invited
from hub.registry import invites
from hub.registry.units import named
from sync.encoding.types import Instant
from sync.ledger.text import fold
from sync.ledger.unit_history import UnitHistory
from sync.shell.commands import progress
from sync.shell.console import answer, random_bytes, say
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import shown_path

_ = catalogue("hub")

_FILES: Final = 150
"""Steps of writing a kit, about: a wheel or a signature each."""


def kit(  # noqa: PLR0917 - one parameter an option, all by keyword
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help=UNIT_HELP)],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=_("A new folder, as on the stick."))],
    parts: Annotated[Path, typer.Option("--parts", metavar="DIR", help=_("The folder that “soxa hub kit-parts” made."))],
    systems: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="SYSTEM", help=_("The laptops' system; Windows, if none is said. May be said twice.")),
    ] = None,
    laptops: Annotated[int, typer.Option("--laptops", min=1, max=20, help=_("Invites for each unit."))] = 1,
    expires: Annotated[int, typer.Option("--expires", metavar="DAYS", help=_("Days until they run out."))] = invites.DAYS,
    url: Annotated[str | None, typer.Option("--url", help=_("Where these laptops reach the hub, if elsewhere."))] = None,
    sha256: Annotated[
        str | None,
        typer.Option(
            "--sha256", metavar="HEX", help=_("Of another embeddable Python than is known here, as its makers state it.")
        ),
    ] = None,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a kit."""
    chosen = _systems(systems or [System.WINDOWS.value])
    writing.check_room(out)
    with opened(home) as hub:
        at = trusted_now(hub.store, is_right=clock_is_right)
        codes = _codes(hub, units)
        with progress(_("Writing the kit"), total=_FILES) as advance:
            listed = writing.write(out, kit_parts.Parts(parts), chosen, sha256=sha256, advance=advance)
        given = _invited(hub, codes, laptops, expires, url, at=at)
        writing.add_invites(out, given)
    say(
        counted(
            len(given),
            _("The kit is in {path}, with {count} invite. Whoever has an invite can join: keep the stick safe."),
            _("The kit is in {path}, with {count} invites. Whoever has an invite can join: keep the stick safe."),
        ).format(path=shown_path(out), count=len(given))
    )
    if listed.python:
        say(_("Python for Windows: {version}.").format(version=listed.python))
    answer(
        {"folder": str(out), "python": listed.python, "invites": [each.name for each in given]}, str(out), as_json=as_json
    )


def fetch_parts(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Where the parts are kept."))],
    python: Annotated[
        Path | None,
        typer.Option("--python", metavar="FILE", help=_("Python's embeddable zip for Windows, if you have it already.")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the parts."""
    with progress(_("Fetching"), total=1 + len([python for system in System for python in system.pythons])) as advance:
        kit_parts.fetch(folder, python, advance)
    answer({"folder": str(folder)}, str(folder), as_json=as_json)


def _systems(words: list[str]) -> list[System]:
    """The systems that are named. `typer.BadParameter` for a word that names none."""
    names = {system.value: system for system in System}
    if not set(words) <= names.keys():
        raise typer.BadParameter(_("Say windows or linux."))
    return [names[word] for word in dict.fromkeys(words)]


def _codes(hub: OpenedHub, units: list[str]) -> list[str]:
    with hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        return [named(registry, unit, today()) for unit in units]


def _invited(hub: OpenedHub, codes: list[str], laptops: int, expires: int, url: str | None, *, at: Instant) -> list[Invited]:
    """Invites for units, in one transaction: all of them, or none."""
    given = []
    with hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        names = UnitHistory(registry)
        for code in codes:
            name = "-".join(fold(names.name_apart(code, today())).split())
            for number in range(1, laptops + 1):
                line = invites.hand_out(
                    transaction,
                    hub.keys,
                    registry.units[code],
                    officer=None,
                    days=expires,
                    url=url,
                    now=at,
                    random_bytes=random_bytes,
                )
                given.append(Invited(f"{code}-{name}-{number}.txt", line))
    return given
