"""The groups of commands behind the words after `soxa`: known by name, and only the one that is called is imported, so a
laptop without the hub's packages never misses them.

A group may have a program besides its commands: it opens where the group is called without a command, and loads
nothing that only commands need. The groups are named here and not found by entry points, which would take longer to
look up than most commands to load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, NamedTuple, cast

from sync.errors import Misuse, SoxaError
from sync.shell import installed
from sync.shell.console import guarded, out, wants_json
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import N_, catalogue
from sync.wording.messages import Tell, sentence

_ = catalogue("sync")

_HOME: Final = "--home"
COMPLETING: Final = "_SOXA_COMPLETE"
"""The environment's variable by which a shell asks how a line may go on."""

Act = Callable[[], int]
"""Something to do; its exit code."""


class Group(NamedTuple):
    """What stands behind a word after `soxa`."""

    about: str
    commands: str
    """The module whose `app` has them."""
    messages: str
    """The module whose `sentence` tells what goes wrong in them."""
    program: str | None = None
    """The module whose `run` opens a program over the data folder that `--home` names, and gives its exit code."""


GROUPS: Final[Mapping[str, Group]] = {
    "field": Group(N_("the officer's laptop: log, report, sync"), "field.cli.commands", "field.messages", "field.tui.run"),
    "hub": Group(N_("the province: receive, count, chase, hand out"), "hub.cli.commands", "hub.messages"),
    "audit": Group(N_("verify everything from one file and one key"), "sync.audit.cli", "sync.audit.messages"),
    "demo": Group(N_("the whole story on this machine, in under a minute"), "hub.demo.cli", "hub.messages"),
}


def enter(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    return prepared(arguments)()


def prepared(arguments: list[str]) -> Act:
    """What a command line asks for, with all that it needs imported, ready to be done; it gives the exit code."""
    if COMPLETING in os.environ:
        return lambda: guarded(_complete, sentence)
    name, *rest = arguments or [""]
    own = _OWN.get(name)
    if own is not None:
        return lambda: guarded(lambda: own(rest), sentence)
    group = GROUPS.get(name)
    if group is None:
        return _refusing(Misuse("no-such-group", name=name), rest)
    try:
        tell: Tell = import_module(group.messages).sentence
        if group.program is not None and (not rest or (rest[0] == _HOME and len(rest) == 2)):
            opens = cast("Callable[[str | None], int]", import_module(group.program).run)
            return lambda: guarded(lambda: opens(rest[-1] if rest else None), tell)
        app = import_module(group.commands).app
        from sync.shell.commands import run  # noqa: PLC0415 - a program does without
    except ModuleNotFoundError as error:
        return _refusing(installed.missing(name, error), rest)
    return lambda: run(app, rest, f"soxa {name}", tell)


def _refusing(error: SoxaError, arguments: list[str]) -> Act:
    def refuse() -> int:
        raise error

    return lambda: guarded(refuse, sentence, as_json=wants_json(arguments))


def _complete() -> int:
    from sync.shell import completion  # noqa: PLC0415 - it loads what commands need

    return completion.answer({name: (_(group.about), group.commands) for name, group in GROUPS.items()})


def _show_completion(rest: list[str]) -> int:
    from sync.shell import completion  # noqa: PLC0415 - as above

    return completion.show(rest)


def _install_completion(rest: list[str]) -> int:
    from sync.shell import completion  # noqa: PLC0415 - as above

    return completion.install(rest)


def _version(_rest: list[str]) -> int:
    out(f"soxa {installed.version()}")
    return ExitCode.DONE


def _nothing(rest: list[str]) -> int:
    _help(rest)
    return ExitCode.USAGE


def _help(_rest: list[str]) -> int:
    out(_("Sổ xã: the commune's ledger. Usage: soxa GROUP COMMAND ..."))
    out("")
    for name, group in GROUPS.items():
        out(f"  soxa {name:<8} {_(group.about)}")
    out("")
    out(_("Every group and command answers to --help. LANG=en speaks English."))
    out(
        _("This is version {version} (--version). For Tab: --install-completion, --show-completion.").format(
            version=installed.version()
        )
    )
    return ExitCode.DONE


_OWN: Final[Mapping[str, Callable[[list[str]], int]]] = {
    "": _nothing,
    "-h": _help,
    "--help": _help,
    "help": _help,
    "--version": _version,
    "--show-completion": _show_completion,
    "--install-completion": _install_completion,
}
"""What `soxa` itself answers to."""
