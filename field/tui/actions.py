"""Every action: its key, its words, its help. Bindings, footer, F1 and the command palette all read this one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from textual.binding import Binding

from sync.wording.i18n import N_, catalogue

_ = catalogue("field")


class Action(Struct, frozen=True):
    """An action that can be done on a screen."""

    name: str
    """Textual's action: the method `action_<name>` of the screen, or of the app."""
    key: str
    label: str
    """For the footer: a word."""
    help: str
    """For F1 and the palette: a sentence."""
    shown: bool = True
    """Whether it stands in the footer."""


EVERYWHERE: Final = (
    Action("help", "f1", N_("Help"), N_("Show what can be done here.")),
    Action("sync", "f5", N_("Sync"), N_("Exchange with the province: by line, or by USB stick.")),
    Action("reports", "f6", N_("Reports"), N_("Periods, deadlines, previews; submit a report.")),
    Action("directives", "f7", N_("Directives"), N_("What has been asked for, by whom, until when.")),
    Action("inbox", "f8", N_("Inbox"), N_("What the province said: accepted, returned, reminders.")),
    Action("agenda", "ctrl+l", N_("Agenda"), N_("What is overdue, and what the next 60 days bring."), shown=False),
    Action("settings", "f9", N_("Settings"), N_("Name, language, colours, automatic sync, passphrase.")),
    Action("quit", "ctrl+q", N_("Quit"), N_("Leave the program. What is typed is kept as a draft.")),
)
"""What the app itself does."""

_BACK = Action("back", "escape", N_("Back"), N_("Go back to the screen before."))

SCREENS: Final[dict[str, tuple[Action, ...]]] = {
    "first-start": (
        Action("go_on", "f2", N_("Go on"), N_("Read the invite, and go on.")),
        Action("open", "f3", N_("From a file"), N_("Open the invite from a file.")),
        Action("arrive", "f4", N_("From another machine"), N_("Take over a laptop that was moved, from its USB stick.")),
    ),
    "second-start": (
        Action("join", "f2", N_("Join"), N_("Join the unit; one can log at once.")),
        Action("show", "f3", N_("Show"), N_("Show the passphrase while it is typed, or hide it.")),
        _BACK,
    ),
    "ledger": (
        Action("write", "f2", N_("New"), N_("Write an activity.")),
        Action("search", "f3", N_("Search"), N_("Go to the search box; accents are not needed.")),
        Action("filter", "f4", N_("Filter"), N_("Show only a month, a topic, a channel, a directive, a state.")),
        Action(
            "copy",
            "ctrl+d",
            N_("Once more"),
            N_("Log the activity under the cursor once more, on another day."),
            shown=False,
        ),
        Action(
            "repeat",
            "ctrl+e",
            N_("Again"),
            N_("Log once more what is done again and again: pick it by a few letters."),
            shown=False,
        ),
        Action("import", "ctrl+o", N_("Import"), N_("Log many activities from a CSV or Excel file."), shown=False),
        Action("doubles", "ctrl+b", N_("Doubles"), N_("Take back what was imported and stands twice."), shown=False),
        Action(
            "undo",
            "ctrl+z",
            N_("Undo"),
            N_("Take back what was saved within the last minute; else the newest import, whole."),
            shown=False,
        ),
    ),
    "import": (
        Action(
            "take",
            "f2",
            N_("Take"),
            N_("Go to the next open question; when all were shown, take the file: only then is anything signed."),
        ),
        Action("order", "f3", N_("Day/month"), N_("Read the days with the other number first.")),
        Action("alike", "f4", N_("Look-alikes"), N_("Take rows that look like what is there, or leave them out.")),
        Action(
            "vanished",
            "ctrl+r",
            N_("Gone"),
            N_("Keep activities that are no longer in the list, or take them back."),
            shown=False,
        ),
        Action(
            "unheld",
            "ctrl+n",
            N_("Not held"),
            N_("Take back activities whose rows say now that they were not held, or keep them."),
            shown=False,
        ),
        Action(
            "lists",
            "ctrl+t",
            N_("Lists"),
            N_("Take rows that another list has, too, as other activities, or leave them out as the same."),
            shown=False,
        ),
        Action(
            "by_hand",
            "ctrl+e",
            N_("By hand"),
            N_("Keep what was put right by hand, or take what the list says."),
            shown=False,
        ),
        _BACK,
    ),
    "activities": (_BACK,),
    "form": (
        Action("save_next", "f2", N_("Save, next"), N_("Save, and write the next one; what repeats is kept.")),
        Action("save", "ctrl+s", N_("Save"), N_("Save, and go back.")),
        Action("copy_last", "f3", N_("As before"), N_("Fill empty fields from the activity saved last.")),
        Action(
            "more",
            "ctrl+t",
            N_("More"),
            N_("Go to the last day, for whom, other languages and places, by which body: few activities need it."),
            shown=False,
        ),
        Action("throw_away", "f4", N_("Throw away"), N_("Throw away what is typed here.")),
        Action("back", "escape", N_("Back"), N_("Go back; what is typed stays as a draft.")),
    ),
    "record": (
        Action("revise", "f2", N_("Revise"), N_("Change this activity.")),
        Action("settle", "f3", N_("Settle"), N_("Settle the conflict, field by field.")),
        Action("retract", "f4", N_("Take back"), N_("Take this activity back, with a reason.")),
        Action("copy", "ctrl+d", N_("Once more"), N_("Log this activity once more, on another day."), shown=False),
        _BACK,
    ),
    "conflict": (Action("settle", "f2", N_("Settle"), N_("Save what is chosen.")), _BACK),
    "directives": (_BACK,),
    "directive": (Action("note", "f2", N_("Noted"), N_("Write down that this unit has read it.")), _BACK),
    "agenda": (_BACK,),
    "reports": (
        Action("print", "f4", N_("Print"), N_("Print the period under the cursor: its report, or the list of activities.")),
        _BACK,
    ),
    "report": (
        Action("narrative", "f2", N_("Words"), N_("Write results, difficulties and proposals.")),
        Action("submit", "f3", N_("Submit"), N_("Submit this report.")),
        Action("print", "f4", N_("Print"), N_("Print this report, or the list of its activities.")),
        _BACK,
    ),
    "narrative": (
        Action("as_before", "f3", N_("As before"), N_("Fill what is empty with the words of the report before.")),
        Action("back", "escape", N_("Done"), N_("Go back to the report; what is typed is kept.")),
    ),
    "inbox": (_BACK,),
    "sync": (
        Action("start", "f5", N_("Sync now"), N_("Exchange with the province over the line.")),
        Action("pack", "f2", N_("To USB"), N_("Write what is unsent into a file.")),
        Action("unpack", "f3", N_("From USB"), N_("Take the province's answer from a file.")),
        Action("stop", "f4", N_("Stop"), N_("Stop what is under way. What was received stays received.")),
        Action("renew", "ctrl+n", N_("New invite"), N_("Join with a fresh invite, where the first one ran out.")),
        Action("back", "escape", N_("Back"), N_("Go back; a sync under way goes on.")),
    ),
    "settings": (
        Action("save", "f2", N_("Save"), N_("Keep these settings.")),
        Action("places", "f3", N_("What is where"), N_("See what is where on this machine, or move to another one.")),
        _BACK,
    ),
    "places": (
        Action("move", "f4", N_("To another machine"), N_("Move this laptop to another machine, by USB stick.")),
        _BACK,
    ),
}
"""What each screen does besides."""


_HOME: Final = "ledger"


def bindings(screen: str) -> list[Binding]:
    """The bindings of a screen, or of the app for `app`."""
    if screen == "app":
        return [_binding(action, action.name, shown=action.shown) for action in EVERYWHERE]
    own = SCREENS[screen]
    bound = [_binding(action, action.name, shown=action.shown) for action in own]
    if screen != _HOME:
        # The footer of 80 columns is the screen's own: elsewhere what the app does is told by F1 and the palette.
        taken = {action.key for action in own}
        others = (action for action in EVERYWHERE if action.key not in taken and action.name != "help")
        bound += [_binding(action, f"app.{action.name}", shown=False) for action in others]
    return bound


def _binding(action: Action, name: str, *, shown: bool) -> Binding:
    return Binding(action.key, name, _(action.label), show=shown, key_display=key_words(action.key))


def available(screen: str) -> list[tuple[Action, bool]]:
    """The actions that can be done on a screen, its own first; whether the screen itself does it, or the app."""
    own = SCREENS.get(screen, ())
    taken = {action.key for action in own}
    return [*((action, True) for action in own), *((action, False) for action in EVERYWHERE if action.key not in taken)]


def key_words(key: str) -> str:
    """A key as it is written on the keyboard.

    >>> key_words("ctrl+s"), key_words("f2"), key_words("escape")
    ('Ctrl+S', 'F2', 'Esc')
    """
    return "Esc" if key == "escape" else "+".join(part.capitalize() for part in key.split("+"))


def key_of(screen: str, name: str) -> str:
    """The key of a screen's action, as it is written on the keyboard."""
    return next(key_words(action.key) for action in SCREENS[screen] if action.name == name)


def help_lines(found: Iterable[Action]) -> list[tuple[str, str]]:
    """The help of a screen on which these can be done: (key, what each does)."""
    return [(key_words(action.key), _(action.help)) for action in found]
