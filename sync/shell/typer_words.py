"""The command-line library's own words in the language of the process: headings of help, and what is wrong with a line.

Typer has none but English ones, and what it once took from gettext it takes no more since it carries its own click. So a
help text is laid out by a formatter that says the headings our way, and an error's text is recognised by its shape; what
is not recognised is shown as it came. The library's classes are private to it and are reached through its objects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from sync.wording.i18n import N_, catalogue, language

_ = catalogue("sync")

_FAULTS: Final[Sequence[tuple[re.Pattern[str], str]]] = [
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"Missing option '(?P<name>.*)'\.", N_("Missing option '{name}'.")),
        (r"Missing argument '(?P<name>.*)'\.", N_("Missing argument '{name}'.")),
        (r"Missing command\.", N_("Missing command.")),
        (r"No such command '(?P<name>.*)'\.", N_("No such command '{name}'.")),
        (
            r"No such command '(?P<name>.*)'\. Did you mean (?P<near>.*)\?",
            N_("No such command '{name}'. Did you mean {near}?"),
        ),
        (
            r"No such option: (?P<name>.*) \(Possible options: (?P<near>.*)\)",
            N_("No such option: {name} (Possible options: {near})"),
        ),
        (r"No such option: (?P<name>.*)", N_("No such option: {name}")),
        (r"Option '(?P<name>.*)' requires an argument\.", N_("Option '{name}' requires an argument.")),
        (r"Option '(?P<name>.*)' does not take a value\.", N_("Option '{name}' does not take a value.")),
        (r"Got unexpected extra argument\(s\) \((?P<text>.*)\)", N_("Got unexpected extra argument(s) ({text})")),
        (
            r"Invalid value for '(?P<name>.*)': '(?P<text>.*)' is not a valid int(eger)?( range)?\.",
            N_("Invalid value for '{name}': '{text}' is not a valid integer."),
        ),
        (
            r"Invalid value for '(?P<name>.*)': (?P<text>.*) is not in the range (?P<range>.*)\.",
            N_("Invalid value for '{name}': {text} is not in the range {range}."),
        ),
    )
]

_HEADINGS: Final = {"Options": N_("Options"), "Arguments": N_("Arguments"), "Commands": N_("Commands")}
_HELP_OF_HELP: Final = N_("Show this message and exit.")
_EXTRA: Final = re.compile(r"\[(?P<all>[^\[\]]*)\]\Z")
_DEFAULT: Final = "default: "


def fault(text: str) -> str:
    """What the library says is wrong with a command line."""
    for pattern, told in _FAULTS:
        if found := pattern.fullmatch(text):
            return _(told).format(**found.groupdict())
    return text


def spoken(command: Any) -> Any:
    """The command, and those in it, with help in the language of the process."""
    if language() != "en":
        _speak(command)
    return command


def _speak(command: Any) -> None:
    context = command.context_class
    formatter = context.formatter_class
    speaking = type("SpokenFormatter", (_Spoken, formatter), {})
    command.context_class = type("SpokenContext", (context,), {"formatter_class": speaking})
    for inner in getattr(command, "commands", {}).values():
        _speak(inner)


class _Spoken:
    """What lays out a help text, with the library's words said our way; it stands before the library's own class."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        for word in (N_("[OPTIONS]"), N_("COMMAND [ARGS]...")):
            args = args.replace(word, _(word))
        super().write_usage(prog, args, _("Usage: "))  # type: ignore[misc] # the library's, which comes next

    def write_heading(self, heading: str) -> None:
        """The line above options, arguments or commands."""
        super().write_heading(_(_HEADINGS.get(heading, heading)))  # type: ignore[misc] # as above

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int) -> None:
        """Names beside what they are."""
        super().write_dl([(name, _row(about)) for name, about in rows], *widths)  # type: ignore[misc] # as above


def _row(about: str) -> str:
    """What an option is, with what the library adds of its own: that it is required, its default."""
    if about == _HELP_OF_HELP:
        return _(about)
    return _EXTRA.sub(lambda found: f"[{'; '.join(_extra(part) for part in found['all'].split('; '))}]", about)


def _extra(part: str) -> str:
    if part == "required":
        return _("required")
    return _("default: {value}").format(value=part.removeprefix(_DEFAULT)) if part.startswith(_DEFAULT) else part
