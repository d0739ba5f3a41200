"""The options of commands that take an activity, alike on the laptop and at the province: one for each field."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any, Final

import typer

from sync.activities.draft import ActivityDraft
from sync.ledger.activity_fields import FIELDS
from sync.shell.expanded import Command, expanded, option
from sync.wording.i18n import N_, catalogue

_ = catalogue("sync")

_FIELD_HELP: Final[dict[str, tuple[str | None, str]]] = {
    "title": (None, N_("What was done, in a line.")),
    "date": (None, N_("The day: 3/11, 03/11/2026, today, yesterday.")),
    "until": (None, N_("The last day, of an activity of several days; it counts on that day.")),
    "directive": ("N", N_("The document it answers to.")),
    "task": ("N", N_("The task of that document.")),
    "topics": ("CODE", N_("A topic; may be given again.")),
    "channel": ("CODE", N_("How: commune-radio, zalo-oa, meeting …")),
    "text": (None, N_("More words.")),
    "place": (None, N_("Where; may be given again.")),
    "quantity": ("N", N_("How many: broadcasts, posts, sessions …")),
    "audience": ("N", N_("How many people.")),
    "audiences": ("CODE", N_("For whom: women, youth, ethnic-minority …; may be given again.")),
    "body": ("CODE", N_("Which of the unit's bodies did it: culture-society-office …")),
    "minutes": ("N", N_("How many minutes.")),
    "language": ("CODE", N_("In which language: vi, hmn, tai …; may be given again.")),
}
"""Of each field's option, how its value is called, and what it is for."""
_SEVERAL: Final = {"topics": "--topic", "audiences": "--whom"}
"""The options of the fields that hold several, each of which names one."""
_OTHERS: Final = {"languages": "language", "places": "place"}
"""The fields that hold what is said again by the option of another field."""


def with_fields(**defaults: str) -> Callable[[Command], Command]:
    """A command that takes an activity gets an option for each field of the table; it is called with what was typed, as
    the `draft` among its parameters. `defaults` are what is typed where a field's option is not given."""

    def read(typed: dict[str, Any]) -> ActivityDraft:
        for code in _SEVERAL:
            typed[code] = None if typed[code] is None else tuple(typed[code])
        for others, code in _OTHERS.items():
            first, *more = typed[code] or (None,)
            typed[code], typed[others] = first, None if first is None else tuple(more)
        typed["places"] = None if typed["places"] is None else "; ".join(typed["places"])
        return ActivityDraft(**typed)

    options = [_field_option(field.code, defaults.get(field.code)) for field in FIELDS if field.code not in _OTHERS]
    return lambda command: expanded(command, "draft", options, read)


def option_of(code: str) -> str:
    """The option of a field of an activity."""
    return _SEVERAL.get(code, f"--{_OTHERS.get(code, code)}")


def _field_option(code: str, default: str | None) -> Parameter:
    metavar, about = _FIELD_HELP[code]
    several = code in _SEVERAL or code in _OTHERS.values()
    name = option_of(code)
    kind = (list[str] | None) if several else (str | None)
    return option(code, Annotated[kind, typer.Option(name, metavar=metavar, help=_(about))], default)
