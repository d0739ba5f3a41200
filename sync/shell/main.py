"""`soxa`: knows its groups by name and imports only the one that is called, so a laptop without the hub's packages never
misses them.

A group may have a program besides its commands: it opens where the group is called without a command, and loads
nothing that only commands need. The groups are named here and not found by entry points, which would take longer to
look up than most commands to load.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, NamedTuple, cast

from sync.errors import Misuse
from sync.shell.console import guarded, out, say
from sync.wording.i18n import N_, catalogue, sentence

_ = catalogue("sync")

_HOME: Final = "--home"


class Group(NamedTuple):
    """What stands behind a word after `soxa`."""

    about: str
    commands: str
    """The module whose `app` has them."""
    program: str | None = None
    """The module whose `run` opens a program over the data folder that `--home` names, and gives its exit code."""


GROUPS: Final[Mapping[str, Group]] = {
    "field": Group(N_("the officer's laptop: log, report, sync"), "field.cli.commands", "field.tui.run"),
    "hub": Group(N_("the province: receive, count, chase, hand out"), "hub.cli"),
    "audit": Group(N_("verify everything from one file and one key"), "sync.audit.cli"),
    "demo": Group(N_("the whole story on this machine, in under a minute"), "hub.demo"),
}


def main() -> None:
    """The console command."""
    sys.exit(enter(sys.argv[1:]))


def enter(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _show()
        return 0 if arguments else Misuse.exit_code
    name, *rest = arguments
    group = GROUPS.get(name)
    if group is None:
        say("soxa: " + _("There is no “{name}”. Try: soxa --help").format(name=name))
        return Misuse.exit_code
    try:
        if group.program is not None and (not rest or (rest[0] == _HOME and len(rest) == 2)):
            opens = cast("Callable[[str | None], int]", import_module(group.program).run)
            return guarded(lambda: opens(rest[-1] if rest else None))
        app = import_module(group.commands).app
        from sync.shell.commands import run  # noqa: PLC0415 - a program does without
    except ModuleNotFoundError as error:
        return _not_installed(name, error)
    return run(app, rest, f"soxa {name}")


def _not_installed(group: str, error: ModuleNotFoundError) -> int:
    ours = (error.name or "").partition(".")[0] in {"field", "hub", "sync"}
    if ours:
        raise error
    missing = Misuse("group-not-installed", group=group, module=error.name)
    say(f"soxa: {sentence(missing)}")
    return missing.exit_code


def _show() -> None:
    out(_("Sổ xã: the commune's ledger. Usage: soxa GROUP COMMAND ..."))
    out("")
    for name, group in GROUPS.items():
        out(f"  soxa {name:<8} {_(group.about)}")
    out("")
    out(_("Every group and command answers to --help. LANG=en speaks English."))


if __name__ == "__main__":
    main()
