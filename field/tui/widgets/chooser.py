"""A line in which a few unaccented letters pick from a list that opens below it. Tab or Enter takes what is lit."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from field.choices import Choice, matching
from field.tui.widgets.typing import LineInput
from sync.ledger.text import fold

_ALSO = ";"
"""Between several."""


class _Line(LineInput):
    """The line itself; up, down, Enter and leaving it are the chooser's."""

    BINDINGS = []  # noqa: RUF012 - Textual's own shape; Enter must not submit a form


class _List(OptionList, can_focus=False):
    """What may be picked."""


class Chooser(Vertical):
    """A field that is picked. `several` takes more than one, with a semicolon between."""

    DEFAULT_CSS = """
    Chooser { height: 1; }
    Chooser > _Line { height: 1; }
    Chooser > _List {
        overlay: screen; constrain: none inside; width: 1fr; min-width: 40; height: auto; max-height: 10;
        display: none; border: none; border-left: tall $accent; background: $panel; padding: 0;
    }
    """

    class Changed(Message):
        """What is typed or picked is another."""

        def __init__(self, chooser: Chooser) -> None:
            self.chooser = chooser
            super().__init__()

        @property
        def control(self) -> Chooser:
            """The chooser that it comes from."""
            return self.chooser

    def __init__(self, choices: Sequence[Choice], *, several: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = list(choices)
        self._several = several
        self._found: list[Choice] = []

    def compose(self) -> ComposeResult:
        yield _Line(compact=True, select_on_focus=False)
        yield _List()

    @property
    def line(self) -> LineInput:
        """The line that is typed in."""
        return self.query_one(_Line)

    @property
    def _list(self) -> OptionList:
        return self.query_one(_List)

    @property
    def values(self) -> tuple[str, ...]:
        """What is picked; what fits no choice is as it was typed."""
        return tuple(self._value(part) for part in self._parts() if part)

    def _parts(self) -> list[str]:
        text = self.line.value
        return [part.strip() for part in text.split(_ALSO)] if self._several else [text.strip()]

    def _value(self, words: str) -> str:
        return next((one.value for one in self._choices if one.words == words), words)

    def set_values(self, values: Sequence[str]) -> None:
        """Show what is picked already."""
        words = [next((one.words for one in self._choices if one.value == value), value) for value in values]
        text = f"{_ALSO} ".join(words)
        if text != self.line.value:
            self.line.value = text
            self.line.cursor_position = len(text)
        self._close()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Let other things be picked."""
        values = self.values
        self._choices = list(choices)
        self.set_values(values)

    # -- typing

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        event.stop()
        if self.line.has_focus:
            self._offer(self._parts()[-1])
        self.post_message(self.Changed(self))

    def _offer(self, typed: str) -> None:
        picked = set(self._parts()[:-1])
        self._found = [one for one in matching(self._choices, typed) if one.words not in picked][:60]
        if len(self._found) == 1 and fold(self._found[0].words) == fold(typed):
            self._found = self._found if self._found[0].words != typed else []
        self._list.clear_options()
        self._list.add_options([Option(one.words) for one in self._found])
        self._list.display = bool(self._found)
        if self._found and typed:
            self._list.highlighted = 0

    @on(events.DescendantFocus)
    def _entered(self) -> None:
        if not self.line.value:
            self._offer("")

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self._take()

    async def on_key(self, event: events.Key) -> None:
        """Up and down move in the list, opening it; Enter takes what is lit; Escape closes the list first."""
        shown = self._list.display
        if event.key in ("down", "up"):
            if not shown:
                self._offer("" if self._parts()[-1] in {one.words for one in self._choices} else self._parts()[-1])
            (self._list.action_cursor_down if event.key == "down" else self._list.action_cursor_up)()
        elif event.key == "enter":
            self._take()
        elif event.key == "escape" and shown:
            self._close()
        elif event.key == "tab":
            self._take()
            return
        else:
            return
        event.stop()
        event.prevent_default()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take()
        self.line.focus()

    def _take(self) -> None:
        """Put what is lit in the place of what is typed, if the list is open."""
        lit = self._list.highlighted
        if self._list.display and lit is not None and lit < len(self._found):
            parts = [*self._parts()[:-1], self._found[lit].words]
            self.line.value = f"{_ALSO} ".join(parts)
            self.line.cursor_position = len(self.line.value)
        self._close()

    def _close(self) -> None:
        self._found = []
        self._list.display = False
