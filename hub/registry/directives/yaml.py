"""Directives as people write them: YAML files, read strictly, and those that ship with the hub.

A file has the shape of `sync.ledger.directive.Directive`; `hub/data/README.md` shows one. Every scalar is text until
the struct says otherwise, so `2025-06-06`, `12` and `no` need no quotes. What a slip of the hand could hide is refused,
with its line: a key that is unknown or stands twice, a code that the vocabulary lacks, an alias, a tag, a second
document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from sync.encoding.spelling import utf8
from sync.errors import BadInput
from sync.ledger.directive import KNOWN_NEEDS, Directive, validate
from sync.ledger.text import tidy
from sync.ledger.vocabulary import ListName, vocabulary
from sync.shell.files import opened

MAX_FILE: Final = 262_144
"""Bytes in a file: four times what the longest directive needs, comments and indentation included."""

_ALIAS: Final = "an alias; write it out"
_NULL: Final = "tag:yaml.org,2002:null"
_TEXT: Final = "tag:yaml.org,2002:str"

_STEP: Final = re.compile(r"\.([^.\[]+)|\[([0-9]+)\]")
"""A step of a path such as `$.tasks[2].due`, as msgspec writes it."""

_MISFIT: Final = re.compile(r"(.*?)(?: - at `(\$[^`]*)`)?", re.DOTALL)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `([^`]*)`")

LISTS: Final[dict[str, ListName]] = {
    "topics": "topics",
    "channels": "channels",
    "audiences": "audiences",
    "addressees": "actors",
    "lead": "actors",
    "cooperating": "actors",
    "reporters": "actors",
    "recipient": "actors",
}
"""The keys that hold codes, and the list of the vocabulary that they are from."""

_Value = str | list["_Value"] | dict[str, "_Value"] | None
Written = str | int | bool | Sequence["Written"] | Mapping[str, "Written"] | None
"""What a file says, before it is held against the struct."""
_WIDTH: Final = 110


def load_yaml(path: Path) -> Directive:
    """The directive in a file.

    `BadInput`: `file-missing`, `not-utf8`, or `bad-directive` with the file's name, line and place in `field`.
    """
    with opened(path) as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise BadInput("bad-directive", field=path.name, why=f"longer than {MAX_FILE} bytes")
    return parse_yaml(utf8(data), path.name)


def parse_yaml(text: str, name: str) -> Directive:
    """The directive that a text says; `name` is what an error calls the text. `BadInput("bad-directive")`."""
    if len(text) > MAX_FILE:
        raise BadInput("bad-directive", field=name, why=f"longer than {MAX_FILE} characters")
    root = _compose(text, name)
    value = _value(root, name)
    for path, code, list_name in _codes(value, "$", ""):
        if code not in getattr(vocabulary(), list_name):
            raise _bad(root, path, name, f"“{code}” is not a code of {list_name}")
    for place, word in enumerate(_needs(value)):
        if word not in KNOWN_NEEDS:
            raise _bad(root, f"$.needs[{place}]", name, f"“{word}” is a word of a newer program")
    try:
        directive = msgspec.convert(value, Directive, strict=False)
    except msgspec.ValidationError as error:
        why, path = _misfit(str(error))
        raise _bad(root, path, name, why) from None
    validate(directive)
    return directive


def _needs(value: _Value) -> list[_Value]:
    """The words of `needs` in what a file says, if they are a list."""
    found = value.get("needs") if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def outline(text: str, name: str) -> Mapping[str, Written]:
    """The structure of a text that need not be a whole directive yet."""
    value = _value(_compose(text, name), name)
    if not isinstance(value, dict):
        raise BadInput("bad-directive", field=name, why="not a list of names and what they hold")
    return value


def to_yaml(value: Written) -> str:
    """What a file of it would say: a directive as `builtins_of` gives it, or a part of one."""
    return yaml.dump(
        _scalars(value), Dumper=_TextDumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
    )


def builtins_of(directive: Directive) -> dict[str, Written]:
    """A directive as mappings, lists and scalars, in the order in which files have them."""
    return msgspec.convert(msgspec.to_builtins(directive), dict[str, Any])


@cache
def shipped() -> tuple[Directive, ...]:
    """The directives that come with the hub, in order of their ids."""
    folder = resources.files("hub").joinpath("data", "directives")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(parse_yaml(file.read_text(encoding="utf-8"), file.name) for file in files)


class _TextLoader(yaml.SafeLoader):
    """Reads the structure of YAML and leaves scalars as they are written; nothing is expanded."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own attribute, replaced and not changed
        first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call] # PyYAML's stubs leave it out
            raise yaml.MarkedYAMLError(problem=_ALIAS, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


class _TextDumper(yaml.SafeDumper):
    """Writes what `_TextLoader` reads: quotes stand only where the structure would be lost without."""

    yaml_implicit_resolvers = _TextLoader.yaml_implicit_resolvers

    def ignore_aliases(self, data: object) -> bool:
        """No YAML alias is written: everything is written out."""
        return True


def _scalars(value: Written) -> _Value:
    """What was written, with every scalar as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return {key: _scalars(inner) for key, inner in value.items()}
    if isinstance(value, str | int):
        return str(value)
    return None if value is None else [_scalars(inner) for inner in value]


def _compose(text: str, name: str) -> yaml.Node:
    try:
        loader = _TextLoader(text)
        root: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadInput(
            "bad-directive", field=f"{name}:{line}", why=_ALIAS if error.problem == _ALIAS else "not YAML"
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise BadInput("bad-directive", field=name, why="not YAML") from None
    if root is None:
        raise BadInput("bad-directive", field=name, why="empty")
    return root


def _value(node: yaml.Node, name: str) -> _Value:
    """What a node holds: text made tidy, lists, and mappings whose keys stand once."""
    if isinstance(node, yaml.ScalarNode) and node.tag in {_TEXT, _NULL}:
        return None if node.tag == _NULL else tidy(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, name) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        raise BadInput("bad-directive", field=f"{name}:{node.start_mark.line + 1}", why=f"the tag {node.tag}")
    mapping: dict[str, _Value] = {}
    for key, item in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
            raise BadInput(
                "bad-directive",
                field=f"{name}:{key.start_mark.line + 1}",
                why="a key that stands twice, or is not a word",
            )
        mapping[key.value] = _value(item, name)
    return mapping


def _codes(value: _Value, path: str, key: str) -> Iterator[tuple[str, str, str]]:
    """Every code of the vocabulary, with its path and list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _codes(inner, f"{path}.{name}", name)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _codes(inner, f"{path}[{place}]", key)
    elif value is not None and key in LISTS:
        yield path, value, LISTS[key]


def _misfit(message: str) -> tuple[str, str]:
    """What msgspec says of a value that does not fit, and the path it says it of."""
    match = _MISFIT.fullmatch(message)
    why, path = (match[1], match[2] or "$") if match else (message, "$")
    unknown = _UNKNOWN.match(why)
    return (why, f"{path}.{unknown[1]}") if unknown else (why, path)


def _bad(root: yaml.Node, path: str, name: str, why: str) -> BadInput:
    node, line = root, root.start_mark.line
    for key, place in _STEP.findall(path):
        if isinstance(node, yaml.MappingNode):
            named = [(known, item) for known, item in node.value if known.value == key]
            line, node = (named[0][0].start_mark.line, named[0][1]) if named else (line, node)
        elif isinstance(node, yaml.SequenceNode) and place:
            node = node.value[int(place)]
            line = node.start_mark.line
    return BadInput("bad-directive", field=f"{name}:{line + 1} {path.removeprefix('$').lstrip('.')}".strip(), why=why)
