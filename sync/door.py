"""`soxa`: finds its groups by their entry points and imports only the one that is called, so the front door knows
nobody and a laptop without the hub's packages never misses them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from sync.console import out, run, say
from sync.errors import Misuse
from sync.words import N_, catalogue, sentence

_ = catalogue("sync")

GROUPS: Final = "soxa.groups"
_ABOUT: Final[Mapping[str, str]] = {
    "field": N_("the officer's laptop: log, report, sync"),
    "hub": N_("the province: receive, count, chase, hand out"),
    "audit": N_("verify everything from one file and one key"),
    "demo": N_("the whole story on this machine, in under a minute"),
}


def main() -> None:
    """The console command."""
    sys.exit(enter(sys.argv[1:]))


def enter(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    groups = {point.name: point for point in entry_points(group=GROUPS)}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _show(groups)
        return 0 if arguments else Misuse.exit_code
    name, *rest = arguments
    point = groups.get(name)
    if point is None:
        say("soxa: " + _("There is no “{name}”. Try: soxa --help").format(name=name))
        return Misuse.exit_code
    try:
        app = point.load()
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


def _show(groups: Mapping[str, EntryPoint]) -> None:
    out(_("Sổ xã: the commune's ledger. Usage: soxa GROUP COMMAND ..."))
    out("")
    for name in sorted(groups, key=lambda one: list(_ABOUT).index(one) if one in _ABOUT else len(_ABOUT)):
        out(f"  soxa {name:<8} {_(_ABOUT.get(name, ''))}".rstrip())
    out("")
    out(_("Every group and command answers to --help. LANG=en speaks English."))


if __name__ == "__main__":
    main()
