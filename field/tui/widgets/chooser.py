"""A line in which a few unaccented letters pick from a list that opens below it. Tab or Enter takes what is lit.

What is picked is kept apart from what is typed: it stands for its value even where other choices have come since. Who
comes to a line that holds something replaces it by letters, and adds to it by a semicolon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.input import Selection
from textual.widgets.option_list import Option

from field.activities.choices import Choice, likely, matching
from field.tui.widgets.typing import GoesOn, LineInput

_ALSO: Final = ";"
"""Between several."""
_OFFERED: Final = 60


def _line(choice: Choice) -> Text:
    words = Text(choice.words, no_wrap=True, overflow="ellipsis")
    return words.append(f" · {choice.more}", style="dim") if choice.more else words


class _Line(LineInput):
    """The line itself; up, down, Enter and leaving it are the chooser's."""

    BINDINGS = []  # noqa: RUF012 - Textual's own shape; Enter must not submit a form
    ENTER_JOINS = False

    def __init__(self, *, several: bool) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._several = several
        self.filled = False
        """Whether what stands here was put here by no hand."""

    def on_focus(self) -> None:
        """What stands here is lit, before the letters that come right behind the Tab."""
        self.light()

    def light(self) -> None:
        """Light all of it, shown from its beginning: letters take its place."""
        self.selection = Selection(len(self.value), 0)

    def replace(self, text: str, start: int, end: int) -> None:
        """A semicolon over all that is lit keeps it, and a further one may follow."""
        if self._several and text == _ALSO and self.value and abs(end - start) == len(self.value):
            text, start, end = f"{_ALSO} ", len(self.value), len(self.value)
        super().replace(text, start, end)


class _List(OptionList, can_focus=False):
    """The list of what may be picked."""


class Chooser(Vertical):
    """A field whose value is picked. `several` takes more than one, with a semicolon between."""

    DEFAULT_CSS = """
    Chooser { height: 1; }
    Chooser > _Line { height: 1; }
    Chooser > _List {
        overlay: screen; constrain: inside inside; width: auto; min-width: 40; max-width: 64; height: auto; max-height: 10;
        display: none; border: none; border-left: tall $accent; background: $panel; padding: 0;
    }
    """

    class ChoiceChanged(Message):
        """The choice is another: typed, or picked."""

        def __init__(self, chooser: Chooser) -> None:
            self.chooser = chooser
            super().__init__()

        @property
        def control(self) -> Chooser:
            """The chooser that it comes from."""
            return self.chooser

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        several: bool = False,
        refresh: Callable[[], None] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        """`refresh` sees to it that the choices are those of the moment, before any is offered or taken."""
        super().__init__(id=id)
        self._choices = list(choices)
        self._several = several
        self._refresh = refresh
        self._picked: dict[str, str] = {}
        """The values that were picked, by the words that they are shown in."""
        self._found: list[Choice] = []
        self._offered: str | None = None
        """The letters that the list is open for."""

    def compose(self) -> ComposeResult:
        yield _Line(several=self._several)
        yield _List()

    @property
    def line(self) -> _Line:
        """The line that is typed in."""
        return self.query_one(_Line)

    @property
    def _list(self) -> OptionList:
        return self.query_one(_List)

    @property
    def is_open(self) -> bool:
        """Whether something is being picked."""
        return bool(self._list.display)

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are picked; what fits no choice is as it was typed."""
        return tuple(self._value(part) for part in self._parts() if part)

    def _parts(self) -> list[str]:
        text = self.line.value
        return [part.strip() for part in text.split(_ALSO)] if self._several else [text.strip()]

    def _value(self, words: str) -> str:
        return self._known().get(words, words)

    def _known(self) -> dict[str, str]:
        """The values by their words: what may be picked, and what was."""
        return {choice.words: choice.value for choice in self._choices} | self._picked

    def set_values(self, values: Sequence[str]) -> None:
        """Show what is picked already."""
        shown = {choice.value: choice.words for choice in self._choices}
        words = [shown.get(value, value) for value in values]
        self._picked = {shown[value]: value for value in values if value in shown}
        text = f"{_ALSO} ".join(words)
        if text != self.line.value:
            self.line.value = text
            self.line.cursor_position = 0
            if self.line.has_focus:
                self.line.light()  # as when one comes to it: letters take its place
        self._close()

    @property
    def is_picked(self) -> bool:
        """Whether all that stands here is picked from the choices, and not letters on the way to one."""
        return {part for part in self._parts() if part} <= self._known().keys()

    def fill(self, values: Sequence[str]) -> None:
        """Put values here that nobody picked, those among them that may be; letters that are typed next take their place."""
        known = {choice.value for choice in self._choices}
        with self.prevent(LineInput.Changed):
            self.set_values([value for value in values if value in known])
        self.line.filled = bool(self.line.value)
        if self.line.filled and self.line.has_focus:
            self.line.light()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Let other choices be picked; what was picked before stays as it is."""
        self._choices = list(choices)

    def clear_picked(self) -> None:
        """Take out what was picked, and leave what is typed."""
        kept = [part for part in self._parts() if part and part not in self._picked]
        self._picked = {}
        text = f"{_ALSO} ".join(kept)
        if text != self.line.value.strip():
            with self.prevent(LineInput.Changed):
                self.line.value = text
            self.line.filled = False
            self._close()

    # -- typing

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        event.stop()
        self.line.filled = False
        if self.line.has_focus:
            self._offer(self._parts()[-1])
        self.post_message(self.ChoiceChanged(self))

    def _fitting(self, typed: str) -> list[Choice]:
        """What may be picked for the letters typed last."""
        picked = set(self._parts()[:-1])
        found = [choice for choice in matching(self._choices, typed) if choice.words not in picked] or self._further(typed)[
            0
        ]
        return [] if len(found) == 1 and found[0].words == typed else found[:_OFFERED]

    def _meant(self, typed: str) -> Choice | None:
        """What letters mean, of what is not picked already."""
        picked = set(self._parts()[:-1])
        left = [choice for choice in self._choices if choice.words not in picked]
        return likely(left, typed) or (None if matching(left, typed) else self._further(typed)[1])

    def _further(self, typed: str) -> tuple[list[Choice], Choice | None]:
        """What else may be picked for letters that fit none of the choices, and which of it is meant."""
        return [], None

    def _offer(self, typed: str) -> None:
        if self._refresh is not None:
            self._refresh()
        self._found, self._offered = self._fitting(typed), typed
        self._list.clear_options()
        self._list.add_options([Option(_line(choice)) for choice in self._found])
        self._list.display = bool(self._found)
        meant = self._meant(typed)
        if meant in self._found:
            self._list.highlighted = self._found.index(meant)

    @on(events.DescendantFocus)
    def _entered(self) -> None:
        if not self.line.value:
            self._offer("")

    @on(events.DescendantBlur)
    def settle(self) -> None:
        """Who goes on with letters typed means what fits them first, whether or not the list was there in time."""
        if self._refresh is not None:
            self._refresh()
        typed = self._parts()[-1]
        if typed != self._offered:
            self._take(None if typed in self._known() else self._meant(typed))
        else:
            self._take(self._lit())
        with self.prevent(LineInput.Changed):
            self.line.value = f"{_ALSO} ".join(self._first_fitting(part) for part in self._parts() if part)
        known = self._known()
        self._picked = {part: known[part] for part in self._parts() if part in known}
        self.line.cursor_position = 0  # shown from its beginning

    def key_in_turn(self, key: str) -> bool:
        """Up and down move in the list, opening it; Enter takes what is lit; Escape closes the list first."""
        typed = self._parts()[-1]
        if self.line.has_focus and key in ("down", "up", "enter") and self.is_open and typed != self._offered:
            self._offer(typed)  # the letters before it in the same burst
        if key in ("down", "up"):
            if not self.is_open:
                self._offer("" if typed in self._known() else typed)
            (self._list.action_cursor_down if key == "down" else self._list.action_cursor_up)()
        elif key == "enter":
            if not self.is_open and self.is_picked:  # it stays, and a further one may follow
                self.line.filled = False
                self.line.cursor_position = len(self.line.value)
            else:
                self._take(self._lit() if typed == self._offered else self._meant(typed))
            known = self._known()
            if isinstance(self.screen, GoesOn) and all(self._first_fitting(part) in known for part in self._parts() if part):
                self.screen.go_on()
        elif key == "escape" and self.is_open:
            self._close()
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(self._found[event.option_index])
        self.line.focus()

    def _first_fitting(self, typed: str) -> str:
        """The words that letters mean, if they mean any."""
        if typed in self._known():
            return typed
        meant = likely(self._choices, typed)
        return typed if meant is None else meant.words

    def _lit(self) -> Choice | None:
        lit = self._list.highlighted
        return self._found[lit] if self.is_open and lit is not None and lit < len(self._found) else None

    def _take(self, choice: Choice | None) -> None:
        """Put what is picked in the place of what is typed."""
        if choice is not None:
            self._picked[choice.words] = choice.value
            self.line.value = f"{_ALSO} ".join([*self._parts()[:-1], choice.words])
            self.line.cursor_position = len(self.line.value)
        self._close()

    def _close(self) -> None:
        self._found, self._offered = [], None
        self._list.display = False
