"""What matters today, in two lines: what is unsent, came back or is in conflict, and what is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from sync.ledger.period import day_of
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.numbers import number
from sync.wording.statuses import days_left

if TYPE_CHECKING:
    from field.reporting.status import Deadline, LaptopStatus

_ = catalogue("field")

_URGENT_DAYS = 3
_SHOWN = 2


class Today(Static):
    """The summary above the list."""

    DEFAULT_CSS = """
    Today {
        height: auto; max-height: 3; padding: 0 1; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def show(self, standing: LaptopStatus, drafts: int) -> None:
        """Tell how things stand."""
        lines = [self._counts(standing, drafts), *(self._deadline(one) for one in _next(standing))]
        self.update(Text("\n").join(lines))

    def _counts(self, one: LaptopStatus, drafts: int) -> Text:
        told = [
            (_("unsent: {count}").format(count=number(one.unsent)), "warning" if one.unsent else ""),
            *self._some(_("drafts: {count}"), drafts, "secondary"),
            *self._some(_("returned: {count}"), one.returned, "error"),
            *self._some(_("in conflict: {count}"), one.conflicts, "error"),
            *self._some(_("held: {count}"), len(one.held), "error"),
            (_("received: {count}").format(count=number(one.received)), ""),
        ]
        return Text(" · ").join(Text(words, style=self._style(colour)) for words, colour in told)

    @staticmethod
    def _some(words: str, count: int, colour: str) -> list[tuple[str, str]]:
        return [(words.format(count=number(count)), colour)] if count else []

    def _style(self, colour: str) -> str:
        return f"bold {self.app.theme_variables[colour]}" if colour else ""

    def _deadline(self, one: Deadline) -> Text:
        days = days_left(one.days - 1)
        words = _("due before {date} ({days}): {period} · {what}").format(
            date=day(day_of(one.due).isoformat()), days=days, what=one.what, period=one.period
        )
        return Text(words, style=self._style("error" if one.days <= _URGENT_DAYS else ""))


def _next(standing: LaptopStatus) -> list[Deadline]:
    return [one for one in standing.deadlines if not one.reported][:_SHOWN]
