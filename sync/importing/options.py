"""The options of the commands that import, alike on the laptop and at the province."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from msgspec import Struct

from sync.shell.expanded import Command, expanded, option
from sync.wording.i18n import catalogue

_ = catalogue("sync")


class Asked(Struct, frozen=True, kw_only=True):
    """What somebody asks of a command that imports."""

    file: Path | None = None
    only_plan: bool = False
    named: Sequence[str] = ()
    """What columns are, as HEADING=FIELD."""
    sheets: Sequence[str] = ()
    dates: str | None = None
    alike: str | None = None
    vanished: str | None = None
    unheld: str | None = None
    lists: str | None = None
    rows: Sequence[str] = ()
    """What becomes of rows that are asked about, as QUESTION=take or skip."""
    by_hand: str | None = None
    yes: bool = False
    undo: int | None = None
    doubles: bool = False
    corrected: str | None = None


_OPTIONS: Final = (
    option(
        "file", Annotated[Path | None, typer.Argument(metavar="FILE", help=_("A table with at least Ngày and Nội dung."))]
    ),
    option(
        "only_plan",
        Annotated[bool, typer.Option("--plan", help=_("Only show what would be taken as what."))],
        default=False,
    ),
    option(
        "named",
        Annotated[
            list[str] | None,
            typer.Option("--map", metavar="HEADING=FIELD", help=_("What a column is: a field, description or none.")),
        ],
    ),
    option(
        "sheets",
        Annotated[list[str] | None, typer.Option("--sheet", metavar="NAME", help=_("A sheet to take; may be given again."))],
    ),
    option(
        "dates",
        Annotated[
            str | None,
            typer.Option("--dates", metavar="ORDER", help=_("day-first or month-first, where a file leaves it open.")),
        ],
    ),
    option(
        "alike",
        Annotated[
            str | None, typer.Option("--alike", metavar="WHAT", help=_("Rows that look like what is there: take or skip."))
        ],
    ),
    option(
        "vanished",
        Annotated[
            str | None,
            typer.Option("--vanished", metavar="WHAT", help=_("Activities that are no longer in a list: keep or retract.")),
        ],
    ),
    option(
        "unheld",
        Annotated[
            str | None,
            typer.Option(
                "--unheld",
                metavar="WHAT",
                help=_("Activities whose rows say now that they were not held: keep or retract."),
            ),
        ],
    ),
    option(
        "lists",
        Annotated[
            str | None,
            typer.Option(
                "--lists",
                metavar="WHAT",
                help=_("Rows that say just what another list says, too: same activities, or others."),
            ),
        ],
    ),
    option(
        "rows",
        Annotated[
            list[str] | None,
            typer.Option(
                "--rows",
                metavar="QUESTION=WHAT",
                help=_("What becomes of rows that a question of the plan is about: take or skip. See the plan."),
            ),
        ],
    ),
    option(
        "by_hand",
        Annotated[
            str | None,
            typer.Option(
                "--by-hand",
                metavar="WHAT",
                help=_("Where somebody put right what the list has changed, too: list, or hand, which keeps that."),
            ),
        ],
    ),
    option("yes", Annotated[bool, typer.Option("--yes", help=_("Take it as the plan proposes."))], default=False),
    option("undo", Annotated[int | None, typer.Option("--undo", metavar="ID", help=_("Take a whole import back."))]),
    option(
        "doubles",
        Annotated[
            bool,
            typer.Option("--doubles", help=_("Take back one of each two activities imported here and stated elsewhere.")),
        ],
        default=False,
    ),
    option(
        "corrected",
        Annotated[
            str | None,
            typer.Option(
                "--corrected",
                metavar="WHAT",
                help=_("With --undo, activities that were corrected since the import: keep or retract."),
            ),
        ],
    ),
)


def with_import_options(command: Command) -> Command:
    """A command that imports gets the options for it, and is called with what they say, as the `asked` among its
    parameters."""
    return expanded(command, "asked", _OPTIONS, _asked)


def _asked(typed: dict[str, Any]) -> Asked:
    return Asked(**{name: value for name, value in typed.items() if value is not None})
