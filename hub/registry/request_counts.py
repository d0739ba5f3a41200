"""What a request counts, as typed: everything in its days, or what is on some topics or of some tasks."""

from __future__ import annotations

from collections.abc import Sequence

from sync.errors import Misuse, NotListed
from sync.ledger.directive import Directive
from sync.ledger.figures import task_key
from sync.ledger.gathering import EVERYTHING
from sync.ledger.period import chosen_directive
from sync.ledger.registry import Registry
from sync.ledger.text import fold
from sync.ledger.vocabulary import find


def typed_counts(registry: Registry, *, everything: bool, topics: Sequence[str], tasks: Sequence[str]) -> tuple[str, ...]:
    """The words of a duty's `counts`, of topics by code or name and of tasks as `NUMBER#TASK`; none where nothing is typed.

    `Misuse("all-or-some")` for everything and something beside it, `Misuse("task-without-directive")`,
    `NotListed("no-such-task")`.
    """
    if everything and (topics or tasks):
        raise Misuse("all-or-some")
    named = [f"topic {find('topics', topic).code}" for topic in topics]
    named += [f"task {_task(registry, typed)}" for typed in tasks]
    return (EVERYTHING,) if everything else tuple(dict.fromkeys(named))


def _task(registry: Registry, typed: str) -> str:
    whose, mark, number = typed.partition("#")
    if not mark or not whose:
        raise Misuse("task-without-directive", task=typed[:40])
    directive = chosen_directive(whose, registry.directives)
    return task_key(directive.id, _number(directive, number))


def _number(directive: Directive, typed: str) -> str:
    for task in directive.tasks:
        if fold(task.no) == fold(typed):
            return task.no
    raise NotListed("no-such-task", task=typed[:40], directive=directive.name)
