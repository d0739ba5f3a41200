"""The line that picks a directive; its number with letters of one of its tasks behind it ("2653 19") picks both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import structs

from field.activities.choices import Choice, likely, matching, tasks
from field.store.search import words
from field.tui.widgets.chooser import Chooser
from sync.ledger.directive import Directive


class DirectiveChooser(Chooser):
    """A field whose value is a directive."""

    def __init__(
        self,
        choices: Sequence[Choice],
        directives: Mapping[str, Directive],
        pick: Callable[[Directive, str], None],
        **options: Any,
    ) -> None:
        """`directives` are those of the choices, by value; `pick` is called with a directive and the number of its task,
        once both are picked here."""
        super().__init__(choices, **options)
        self._directives = directives
        self._pick = pick
        self._tasks: dict[str, tuple[Choice, str]] = {}
        """By the words of a choice of both, that of the directive and the number of its task."""

    def _further(self, typed: str) -> tuple[list[Choice], Choice | None]:
        number, _space, rest = typed.strip().partition(" ")
        called = words(number)
        named = [choice for choice in self._choices if called and set(called) <= set(words(choice.words))]
        if not rest.strip() or len(named) != 1:
            return [], None
        (directive,) = named
        of_it = tasks(self._directives[directive.value])
        both = {task.value: self._both(directive, task) for task in of_it}
        meant = likely(of_it, rest)
        return [both[task.value] for task in matching(of_it, rest)], None if meant is None else both[meant.value]

    def _both(self, directive: Choice, task: Choice) -> Choice:
        both = structs.replace(task, words=f"{directive.words} · {task.words}")
        self._tasks[both.words] = (directive, task.value)
        return both

    def _take(self, choice: Choice | None) -> None:
        directive, task = self._tasks.get("" if choice is None else choice.words, (choice, ""))
        super()._take(directive)
        if directive is not None and task:
            self._pick(self._directives[directive.value], task)
