"""A parameter of a command that stands for several options, which several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

Command = Callable[..., None]


def option(name: str, annotation: Any, default: object = None) -> Parameter:
    """A parameter that a command is to have, annotated as typer reads it."""
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def expanded(command: Command, name: str, options: Sequence[Parameter], read: Callable[[dict[str, Any]], object]) -> Command:
    """A command that has options in the place of a parameter, which is what `read` makes of their values."""
    hints = get_type_hints(command, include_extras=True)
    taken = [
        parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[each])
        for each, parameter in signature(command).parameters.items()
    ]

    @wraps(command)
    def call(**given: Any) -> None:
        typed = {each.name: given.pop(each.name, each.default) for each in options}
        command(**{name: read(typed)}, **given)

    parameters = [new for old in taken for new in (options if old.name == name else [old])]
    call.__dict__["__signature__"] = Signature(parameters)  # what `inspect`, and so typer, reads
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return call
