"""The summary of today in two lines: what is unsent, came back or is in conflict, and what is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from sync.wording.dates import day_at
from sync.wording.i18n import catalogue
from sync.wording.numbers import number
from sync.wording.statuses import days_left

if TYPE_CHECKING:
    from field.reporting.deadlines import Deadline
    from field.reporting.status import LaptopStatus

_ = catalogue("field")

_URGENT_DAYS = 2
_SHOWN = 2


class Today(Static):
    """The summary above the list."""

    DEFAULT_CSS = """
    Today {
        height: auto; max-height: 3; padding: 0 1; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def show(self, status: LaptopStatus, drafts: int) -> None:
        """Show the status of the laptop."""
        lines = [self._counts(status, drafts), *(self._deadline(deadline) for deadline in _next(status))]
        self.update(Text("\n").join(lines))

    def _counts(self, status: LaptopStatus, drafts: int) -> Text:
        told = [
            (_("unsent: {count}").format(count=number(status.unsent)), "warning" if status.unsent else ""),
            *self._some(_("drafts: {count}"), drafts, "secondary"),
            *self._some(_("returned: {count}"), status.returned, "error"),
            *self._some(_("in conflict: {count}"), status.conflicts, "error"),
            *self._some(_("held: {count}"), len(status.quarantined), "error"),
            (_("received: {count}").format(count=number(status.received)), ""),
        ]
        return Text(" · ").join(Text(words, style=self._style(colour)) for words, colour in told)

    @staticmethod
    def _some(words: str, count: int, colour: str) -> list[tuple[str, str]]:
        return [(words.format(count=number(count)), colour)] if count else []

    def _style(self, colour: str) -> str:
        return f"bold {self.app.theme_variables[colour]}" if colour else ""

    def _deadline(self, deadline: Deadline) -> Text:
        days = days_left(deadline.days)
        words = _("due before {date} ({days}): {period} · {what}").format(
            date=day_at(deadline.due), days=days, what=deadline.what, period=deadline.period
        )
        return Text(words, style=self._style("error" if deadline.days <= _URGENT_DAYS else ""))


def _next(status: LaptopStatus) -> list[Deadline]:
    return [deadline for deadline in status.deadlines if not deadline.reported][:_SHOWN]
