"""The keys of the opening screen in two rows, as one of 80 columns has no room for them: its own, and what can be done
everywhere."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from field.tui.actions import EVERYWHERE

_SECOND_ROW = frozenset(action.name for action in EVERYWHERE if action.name != "help")


class _Row(Footer):
    """The keys of one row."""

    def __init__(self, *, everywhere: bool) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._everywhere = everywhere

    def compose(self) -> ComposeResult:
        for key in super().compose():
            if isinstance(key, FooterKey) and (key.action in _SECOND_ROW) == self._everywhere:
                yield key


class TwoRows(Vertical):
    """The keys of the moment, in two rows."""

    DEFAULT_CSS = """
    TwoRows { dock: bottom; height: 2; }
    TwoRows Footer { dock: none; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        yield _Row(everywhere=False)
        yield _Row(everywhere=True)
