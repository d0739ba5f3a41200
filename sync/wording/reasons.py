"""Facts of errors in words: what an error carries for programs, a code, a key or what a library said, as people read it. A
fact that no table here knows is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sync.errors import SoxaError
from sync.wording.i18n import N_, catalogue

_ = catalogue("sync")

_LISTS: Final[Mapping[str, str]] = {
    "topics": N_("the topics"),
    "channels": N_("the channels"),
    "actors": N_("the agencies"),
    "audiences": N_("the audiences"),
    "languages": N_("the languages"),
}

_REASONS: Final[Mapping[str, str]] = {
    # of a line
    "refused": N_("nothing answers at its address"),
    "timeout": N_("it took too long"),
    "unknown-name": N_("its name is not known; this machine may not be on the network"),
    "unreachable": N_("no network leads there"),
    "untrusted": N_("this machine does not trust its certificate"),
    "line-broke": N_("the line broke off"),
    "taken": N_("another program does already"),
    # of a file, as operating systems say it
    "Permission denied": N_("it is not allowed"),
    "No such file or directory": N_("it is not there"),
    "Is a directory": N_("it is a folder"),
    "Not a directory": N_("it is not a folder"),
    "Read-only file system": N_("nothing can be written there"),
    "File name too long": N_("its name is too long"),
    # of a directive, as a library says it
    r"Object missing required field `(?P<key>[^`]*)`.*": N_("“{key}” is missing"),
    r"Object contains unknown field.*": N_("this is not known here"),
    r"Expected `str` of length >= 1\b.*": N_("empty"),
    r"Expected `str` of length <= (?P<most>[0-9]+).*": N_("longer than {most} characters"),
    r"Expected `\w+` of length >= .*": N_("too few"),
    r"Expected `\w+` of length <= .*": N_("too many"),
    r"Expected `str` matching regex.*": N_("not written as it must be"),
    r"Invalid enum value.*": N_("none of the words that may stand here"),
    r"Expected .*": N_("of another kind than belongs here"),
    # of a directive, as we say it
    r"longer than (?P<most>[0-9]+) bytes": N_("longer than {most} bytes"),
    r"longer than (?P<most>[0-9]+) characters": N_("longer than {most} characters"),
    r"“(?P<text>.*)” is not a code of (?P<list>[a-z]+)": N_("“{text}” is not among {list}"),
    r"the tag (?P<text>.*)": N_("the tag {text}"),
    r"(?P<text>\S*) is not a day of the calendar": N_("{text} is not a day of the calendar"),
    r"no such rule: (?P<text>.*)": N_("there is no rule “{text}”"),
    r"due of kind (?P<text>\S*) with the wrong keys": N_("“until” of the kind {text} with the wrong keys"),
    r"not a list of names and what they hold": N_("not a list of names and what they hold"),
    r"not YAML": N_("not YAML"),
    r"empty": N_("empty"),
    r"an alias; write it out": N_("an alias; write it out"),
    r"a key that stands twice, or is not a word": N_("a key that stands twice, or is not a word"),
    r"text with control characters or spaces around, or not in Unicode form NFC": N_(
        "text with control characters or spaces around, or not in Unicode form NFC"
    ),
    r"a number or a label": N_("needs a number or a label"),
    r"a number, or a symbol where the number is blank": N_("needs a number, or a symbol where the number is blank"),
    r"@ parts a directive from a period and cannot stand in its name": N_(
        "@ parts a directive from a period and cannot stand in its name"
    ),
    r"one of date, month and year": N_("needs one of date, month and year"),
    r"before valid_from": N_("before the day from which it is valid"),
    r"until without day": N_("until without a day"),
    r"two with the same number or id": N_("two with the same number or id"),
}
"""By what an error says for a `why`, a pattern of all of it: how people read it."""

_KEY: Final = re.compile(r"[a-z]+(?:_[a-z]+)*(?:\[[0-9]+\])?(?:\.[a-z]+(?:_[a-z]+)*(?:\[[0-9]+\])?)*\Z")
"""The way to a key at the end of a place in a directive: tasks[0].due."""


def fact_words(error: SoxaError, name: str, value: str) -> str:
    """A fact of an error, as people read it."""
    if name == "list":
        return _list_words(value)
    if name == "why":
        return _reason(value)
    if name == "field":
        return _FIELDS.get(error.code, str)(value)
    return value


def _activity_field(code: str) -> str:
    from sync.wording.fields import field_name  # noqa: PLC0415 - most errors have no such fact

    return field_name(code)


def _directive_field(place: str) -> str:
    return _KEY.sub(lambda key: _key_words(key[0]), place)


def _list_words(name: str) -> str:
    return _(_LISTS[name]) if name in _LISTS else name


def _reason(why: str) -> str:
    for pattern, told in _REASONS.items():
        if match := re.fullmatch(pattern, why, re.DOTALL):
            words = {"key": _key_words, "list": _list_words}
            return _(told).format(**{name: words.get(name, str)(text) for name, text in match.groupdict().items()})
    return why


def _key_words(way: str) -> str:
    """A key of a directive as it stands in a file, and what it is called."""
    from sync.wording.directives import key_words  # noqa: PLC0415 - as above

    called = key_words(re.sub(r"\[[0-9]+\]", "", way).rpartition(".")[2])
    return f"{way} ({called})" if called else way


_FIELDS: Final[dict[str, Callable[[str], str]]] = {"field-needed": _activity_field, "bad-directive": _directive_field}
"""By the code of an error that names a field, what the field is called."""
