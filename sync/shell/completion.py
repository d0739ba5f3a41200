"""Completion in bash, zsh, fish and PowerShell: the script that a shell reads once, and the answer when it asks.

Typer has both. To answer only the group whose name stands on the line is imported, as in `groups`; of one whose packages
are not installed the name is all that is known.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import PurePath
from typing import Any, Final

import typer
from typer import completion as scripts
from typer.core import TyperCommand, TyperGroup

from sync.errors import Misuse
from sync.shell.console import out
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import catalogue

_ = catalogue("sync")

_SOXA: Final = {"prog_name": "soxa", "complete_var": "_SOXA_COMPLETE"}
_INSTALLED: Final = ("bash", "zsh", "fish")
_SHOWN: Final = (*_INSTALLED, "powershell", "pwsh")
"""Typer would install PowerShell's, too, and let the machine run any script from then on: that is not ours to change."""


def answer(groups: Mapping[str, tuple[str, str]]) -> int:
    """Tell the shell how the line may go on. `groups` are names, each with what it is about and the module of its app."""
    scripts.completion_init()  # type: ignore[attr-defined] # typer imports it there for itself
    root = _Groups(name="soxa", commands={name: TyperCommand(name, help=about) for name, (about, _app) in groups.items()})
    root.modules = {name: module for name, (_about, module) in groups.items()}
    return scripts.shell_complete(root, {}, **_SOXA, instruction=os.environ[_SOXA["complete_var"]])


def show(words: Sequence[str]) -> int:
    """Print the script of a shell."""
    shell = _shell(words, _SHOWN)
    out(scripts.get_completion_script(**_SOXA, shell=shell))  # type: ignore[attr-defined] # as above
    return ExitCode.DONE


def install(words: Sequence[str]) -> int:
    """Put the script where a shell reads it, and say where."""
    shell = _shell(words, _INSTALLED)
    _name, path = scripts.install(**_SOXA, shell=shell)  # type: ignore[attr-defined] # as above
    out(
        _("Completion for {shell} is in {path}: it works in every terminal opened from now on.").format(
            shell=shell, path=path
        )
    )
    return ExitCode.DONE


def _shell(words: Sequence[str], known: Sequence[str]) -> str:
    """The shell that is named, else that of the environment."""
    named = " ".join(words) or PurePath(os.environ.get("SHELL", "")).name
    if named not in known:
        raise Misuse("unknown-shell", text=named, shells=", ".join(known))
    return named


class _Groups(TyperGroup):
    """The groups behind `soxa`, each but a name until it stands on the line."""

    modules: Mapping[str, str]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The group that the line names, with its commands."""
        if args and args[0] in self.modules:
            with suppress(ModuleNotFoundError):
                self.commands[args[0]] = typer.main.get_command(import_module(self.modules[args[0]]).app)
        return super().resolve_command(ctx, args)
