"""A line to write Vietnamese in, and what it shares with the box in `text_box`.

An input method (UniKey, EVKey, Telex of Windows) mends a word behind the cursor: it sends backspaces and new letters in one.
Textual puts letters in where the key arrives but leaves backspaces and cursor keys to bindings, which run later, and words
come out wrong (https://github.com/Textualize/textual/issues/6605). These fields do both where the key arrives. They also
keep their text in Unicode's NFC, so that the same word is the same bytes however it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Protocol, runtime_checkable
from unicodedata import combining, is_normalized, normalize

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sync.ledger.text import fold
from sync.wording.safe_text import without_controls

_BREAK: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line, here or elsewhere, besides a newline."""
_SPACES: Final = frozenset("\u202f\u00a0\u2007\u200c")
"""What an input method puts down and takes back before it mends a word, so that no offer to complete the word is in its way
(OpenKey sends U+202F on Windows, U+200C to some programs): no letter, yet one more for its backspaces to erase."""
_LINE_ENDS: Final = frozenset({"enter", "ctrl+j"})
"""What a console that does not bracket pastes gives between their lines; Ctrl+J is a newline as it is."""
_PASTED: Final = 0.03
"""Seconds within which what comes behind Enter is of the same paste: no hand is so fast."""
_UNDONE: Final = 100
"""Changes of a line that can be taken back."""
_RECALLED: Final = 32
"""Of the letters typed last, so many are remembered as they were sent: more than any syllable has."""


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
    """A screen, or what holds a field, with keys that must come after the letters before them, and before those behind."""

    def key_in_turn(self, key: str) -> bool:
        """Do at once what a key stands for; False if it stands for nothing of the kind."""
        ...


@runtime_checkable
class GoesOn(Protocol):
    """A screen on which Enter leads from a line to what is to be typed next."""

    def go_on(self) -> None:
        """Go to the field that is to be filled next."""
        ...


class Field(Widget):
    """A field that is typed in. Keys reach it one after another and act in the order in which they came: those that edit,
    move or select, which as bindings would act after the letters behind them, and those that leave it (Tab, and what its
    screen takes in turn). What was sent to it behind a key that leaves it goes to the field entered.

    Backspaces take back what was sent. An input method that writes "Unicode tổ hợp" sends a letter and its mark, and some
    (UniKey, OpenKey) erase them one by one, others (ibus-bamboo) together: the first take a mark off the letter, and the
    others are known by the letter that they send again."""

    _sent: str = ""
    """The letters just before the cursor as they were sent, not yet composed."""
    _marks: int = 0
    """How many of the backspaces just before took a mark only."""
    _line_ended: bool = False
    """Whether a pasted line ended just before: a space comes before the next."""
    _entered: float | None = None
    """When Enter came that goes on, unless more of a paste comes right behind it."""
    _behind: Sequence[events.Event] = ()
    """What came behind a key that closed or opened a screen, until that is done."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            self._settle_enter(event)
            if self._is_another_s(event):
                return
            if isinstance(event, events.Key):
                if self._leaves(event.key):
                    return
                if event.key == "enter" and self.enter_goes_on:
                    self._entered = event.time
                    self.set_timer(_PASTED, self._go_on)
                    event.stop()
                    return
                if event.character in _SPACES:
                    event.character = " "
                line_ended, self._line_ended = self._line_ended, event.key in _LINE_ENDS and self.ends_line(event)
                if event.is_printable:
                    if line_ended and self.selection_is_empty and not self.before.endswith(" "):
                        self.put(" ", 0)
                    self._send(event.character or "")
                elif event.key == "backspace" and self.selection_is_empty:
                    self._take_back()
                    event.stop()  # no further up, to the bindings; Textual's handler of the field shows the cursor
                else:
                    self._forget()
                    if await self._acts(event.key):
                        event.stop()
            else:
                self._send(lines(event.text))  # an input method may send by way of the clipboard
        await super().on_event(event)

    def _settle_enter(self, event: events.Key | events.Paste) -> None:
        """Take the Enter just before for the end of a pasted line, or for what it is."""
        if self._entered is not None and event.time - self._entered < _PASTED and isinstance(event, events.Key):
            self._entered, self._line_ended = None, bool(self.before)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Go on to what is to be typed next, if Enter asked for it."""
        if self._entered is not None:
            self._entered = None
            if self.has_focus and isinstance(self.screen, GoesOn):
                self.screen.go_on()

    def _is_another_s(self, event: events.Event) -> bool:
        """Pass on what came behind a key that left the field, or closed or opened a screen; whether it was such. What comes
        of the latter is done first, and a screen that was opened has lit its field: they get what waits then, in order."""
        screen = self.app.screen
        if screen is not self.screen or self._behind:
            self._behind = (*self._behind, event)
            if len(self._behind) == 1:
                screen.call_after_refresh(self.app.call_later, self._give_on)
            return True
        if screen.focused is None or screen.focused is self:
            return False
        screen.focused.post_message(event)
        return True

    def _give_on(self) -> None:
        behind, self._behind = self._behind, ()
        for event in behind:
            (self.app.screen.focused or self.app.screen).post_message(event)

    @property
    def enter_goes_on(self) -> bool:
        """Whether Enter leads to what is to be typed next."""
        return False

    @property
    def selection_is_empty(self) -> bool:
        """Whether nothing is selected, so that a letter replaces none."""
        raise NotImplementedError

    @property
    def before(self) -> str:
        """The text of the line before the cursor."""
        raise NotImplementedError

    def put(self, text: str, back: int) -> None:
        """Put text in the place of so many letters before the cursor."""
        raise NotImplementedError

    def action_delete_left(self) -> None:
        """Delete the letter before the cursor, or what is selected."""
        raise NotImplementedError

    def ends_line(self, event: events.Key) -> bool:
        """Whether a pasted line ends here with this key, and the next is to be joined to it with a space."""
        raise NotImplementedError

    def _forget(self) -> None:
        self._sent, self._marks = "", 0

    def _send(self, text: str) -> None:
        """Note letters; those that an input method sends again give their place up first."""
        if not self.selection_is_empty:
            self._forget()
        again = self.before[-self._marks :] if self._marks else ""
        if again and text and fold(again[0]) == fold(text[0]):
            self.put("", len(again))
            self._sent = self._sent[: -len(again)]
        recalled = (self._sent + text)[-_RECALLED:]
        while recalled and combining(recalled[0]):
            recalled = recalled[1:]  # its letter is forgotten
        self._sent, self._marks = recalled, 0

    def _take_back(self) -> None:
        """Erase what was sent last: a mark alone if it came alone."""
        stands = normalize("NFC", self._sent)
        if stands and combining(self._sent[-1]) and self.before.endswith(stands):
            rest = normalize("NFC", self._sent[:-1])
            kept = _alike(stands, rest)
            self.put(rest[kept:], len(stands) - kept)
            self._marks += 1
        else:
            self.action_delete_left()
        self._sent = self._sent[:-1]

    async def _acts(self, key: str) -> bool:
        """Do at once what the field itself binds to a key. Enter alone goes further up, to whoever takes it there."""
        bound = () if key == "enter" else self._bindings.key_to_bindings.get(key, ())
        for binding in bound:
            if await self.app.run_action(binding.action, self):
                return True
        return False

    def _leaves(self, key: str) -> bool:
        if key == "tab":
            self.screen.focus_next()
        elif key == "shift+tab":
            self.screen.focus_previous()
        else:
            return any(isinstance(node, InTurn) and node.key_in_turn(key) for node in self.ancestors)
        return True


class LineInput(Input, Field):
    """A line to write: keys act in the order in which they came, and the text is NFC and without breaks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", show=False),
        Binding("ctrl+z", "undo", show=False),
    ]

    _undone: list[tuple[str, int]] = []  # noqa: RUF012 - made anew at each change
    """How the line was before each change, with the cursor's place."""
    _changing: str = ""
    """Of what kind the change under way is."""
    ENTER_JOINS: ClassVar[bool] = True
    """Whether Enter means nothing in it but the end of a pasted line, if its screen takes none."""

    @property
    def enter_goes_on(self) -> bool:
        return self.ENTER_JOINS and isinstance(self.screen, GoesOn)

    @property
    def selection_is_empty(self) -> bool:
        return self.selection.is_empty

    @property
    def before(self) -> str:
        return self.value[: self.cursor_position]

    def put(self, text: str, back: int) -> None:
        self.replace(text, self.cursor_position - back, self.cursor_position)

    def ends_line(self, event: events.Key) -> bool:
        """Enter, too, where it means nothing else: a form has its own keys to save, and takes no Enter in a line."""
        return bool(self.value) and (event.key == "ctrl+j" or (self.ENTER_JOINS and isinstance(self.screen, InTurn)))

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

    def action_undo(self) -> None:
        """Take back what was changed last: a word that was typed, or what was deleted."""
        if self._undone:
            *self._undone, (self.value, self.cursor_position) = self._undone
            self._changing = ""

    def _note_change(self, text: str, gone: int) -> None:
        """Note how the line is now, where what comes is no more of the same word, or of the same deletion."""
        changing = "" if text.isspace() else "letters" if text else "deletion"
        if changing != self._changing or not changing or len(text) > 1 or gone > max(1, len(text)):
            self._undone = [*self._undone[1 - _UNDONE :], (self.value, self.cursor_position)]
        self._changing = changing

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change by hand comes through here; letters that a mark composes with are replaced along with it."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        self._note_change(text, end - start)
        back, text, on = composed(self.value[:start], one_line(text), self.value[end:])
        super().replace(text, start - back, end + on)


class SecretInput(LineInput):
    """A line whose letters are hidden until somebody asks to see them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(compact=True, password=True, **options)


def show_or_hide(screen: Widget) -> None:
    """Show what is typed in the secret lines of a screen, or hide it again."""
    for line in screen.query(SecretInput):
        line.password = not line.password
