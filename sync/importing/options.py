"""The options of the commands that import, alike on the laptop and at the province."""

from __future__ import annotations

from typing import Annotated

import typer

from sync.wording.i18n import catalogue

_ = catalogue("sync")

PlanOption = Annotated[bool, typer.Option("--plan", help=_("Only show what would be taken as what."))]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="HEADING=FIELD", help=_("What a column is: a field, description or none.")),
]
SheetOption = Annotated[
    list[str] | None, typer.Option("--sheet", metavar="NAME", help=_("A sheet to take; may be given again."))
]
DatesOption = Annotated[
    str | None, typer.Option("--dates", metavar="ORDER", help=_("day-first or month-first, where a file leaves it open."))
]
AlikeOption = Annotated[
    str | None, typer.Option("--alike", metavar="WHAT", help=_("Rows that look like what is there: take or skip."))
]
VanishedOption = Annotated[
    str | None,
    typer.Option("--vanished", metavar="WHAT", help=_("Activities that are no longer in a list: keep or retract.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Take it as the plan proposes."))]
UndoOption = Annotated[int | None, typer.Option("--undo", metavar="ID", help=_("Take a whole import back."))]
