"""The order of tasks: as their documents have them, and not as their numbers are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sync.ledger.directive import Directive
from sync.ledger.figures import task_of

_PARTS: Final = re.compile(r"([0-9]{1,9})|([^0-9]+)")


def in_document_order(keys: Iterable[str], directives: Sequence[Directive]) -> list[str]:
    """Keys of tasks in order: directives as they come, the tasks of each as it has them; those that it does not name after
    these, by the value of the numbers in their names. Activities that name none come last.

    >>> in_document_order(["", "b#1", "a#10", "a#2"], ())
    ['a#2', 'a#10', 'b#1', '']
    """
    whole = {directive.id: place for place, directive in enumerate(directives)}
    places = {(directive.id, task.no): place for directive in directives for place, task in enumerate(directive.tasks)}

    def place(key: str) -> tuple[bool, int, str, int, list[tuple[int, str]]]:
        id_, no = task_of(key)
        numbers = [(int(digits), "") if digits else (-1, rest) for digits, rest in _PARTS.findall(no)]
        return not key, whole.get(id_, len(whole)), id_, places.get((id_, no), len(places)), numbers

    return sorted(keys, key=place)
