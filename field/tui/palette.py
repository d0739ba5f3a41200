"""The command palette: everything that can be done on the screen below it, found by a few letters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from field.tui.actions import EVERYWHERE, Action
from field.tui.screens.page import Frame
from sync.wording.i18n import catalogue

_ = catalogue("field")


class Palette(Provider):
    """Everything that can be done here, found by a few letters."""

    def _found(self) -> Iterator[tuple[Action, IgnoreReturnCallbackType]]:
        works = self.screen.works() if isinstance(self.screen, Frame) else ((action, False) for action in EVERYWHERE)
        for action, own in works:
            yield action, partial(self.app.run_action, action.name, self.screen if own else self.app)

    async def discover(self) -> Hits:
        for action, act in self._found():
            yield DiscoveryHit(_(action.label), act, help=_(action.help))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, act in self._found():
            score = max(matcher.match(_(action.label)), matcher.match(_(action.help)))
            if score > 0:
                yield Hit(score, matcher.highlight(_(action.label)), act, help=_(action.help))
