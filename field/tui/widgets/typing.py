"""A line to write Vietnamese in, and what it shares with the box in `text_box`.

An input method (UniKey, EVKey, Telex of Windows) mends a word behind the cursor: it sends backspaces and new letters in one.
Textual puts letters in where the key arrives but leaves backspaces and cursor keys to bindings, which run later, and words
come out wrong (https://github.com/Textualize/textual/issues/6605). These fields do both where the key arrives. They also
keep their text in Unicode's NFC, so that the same word is the same bytes however it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Final, Protocol, runtime_checkable
from unicodedata import is_normalized, normalize

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from sync.wording.safe_text import without_controls

_BREAK: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line, here or elsewhere, besides a newline."""


def one_line(text: str) -> str:
    """Text as it fits into a line: lines and tabs end words, and control characters are dropped."""
    return text if text.isprintable() else without_controls(" ".join(text.split()))


def lines(text: str) -> str:
    """Text with newlines alone between its lines, and without control characters but tabs."""
    return text if text.isprintable() else without_controls(_BREAK.sub("\n", text))


def composed(before: str, text: str, after: str) -> tuple[int, str, int]:
    """What to put in for `text` between two others so that the whole is NFC.

    A mark belongs to the letter before it, so letters already there may give way: how many of `before`, and of `after`.
    """
    apart = before + text + after
    if is_normalized("NFC", apart):
        return 0, text, 0
    whole = normalize("NFC", apart)
    head = _alike(before, whole)
    tail = _alike(after[::-1], whole[head:][::-1])
    return len(before) - head, whole[head : len(whole) - tail], len(after) - tail


def _alike(text: str, other: str) -> int:
    """How many letters two texts have in common from their beginnings."""
    return next((index for index, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))


@runtime_checkable
class InTurn(Protocol):
    """A screen with keys that must come after the letters before them, and before those behind."""

    def key_in_turn(self, key: str) -> bool:
        """Do at once what a key stands for; False if it stands for nothing of the kind."""
        ...


class Field(Widget):
    """A field that is typed in. Keys reach it one after another and act in the order in which they came: those that edit
    or move, which as bindings would act after the letters behind them, and those that leave it (Tab, and what its screen
    takes in turn). What was sent to it behind a key that leaves it goes to the field entered."""

    KEYS: ClassVar[Mapping[str, str]] = {
        "backspace": "delete_left",
        "delete": "delete_right",
        "left": "cursor_left",
        "right": "cursor_right",
    }
    """What a key does: the field's own `action_<name>`."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            focused = self.screen.focused
            if focused is not None and focused is not self:
                focused.post_message(event)
                return
            if isinstance(event, events.Key):
                if self._leaves(event.key):
                    return
                if name := self.KEYS.get(event.key):
                    getattr(self, f"action_{name}")()
                    event.stop()  # no further up, to the bindings; Textual's handler of the field shows the cursor
        await super().on_event(event)

    def _leaves(self, key: str) -> bool:
        if key == "tab":
            self.screen.focus_next()
        elif key == "shift+tab":
            self.screen.focus_previous()
        else:
            return isinstance(self.screen, InTurn) and self.screen.key_in_turn(key)
        return True


class LineInput(Input, Field):
    """A line to write: keys act in the order in which they came, and the text is NFC and without breaks."""

    KEYS: ClassVar[Mapping[str, str]] = {**Field.KEYS, "home": "home", "end": "end"}

    def validate_value(self, value: str) -> str:
        return normalize("NFC", one_line(value))

    def on_blur(self) -> None:
        """A text that is longer than its field is shown from its beginning."""
        self.scroll_to(x=0, animate=False)

    def on_paste(self, event: events.Paste) -> None:
        """Textual would keep the first line only."""
        self.replace(event.text, *self.selection)
        event.stop()
        event.prevent_default()

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change by hand comes through here; letters that a mark composes with are replaced along with it."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        back, text, on = composed(self.value[:start], one_line(text), self.value[end:])
        super().replace(text, start - back, end + on)
