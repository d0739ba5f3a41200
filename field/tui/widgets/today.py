"""The summary of today: what stands against working here; what is unsent, came back or is in conflict; then what is overdue,
and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from sync.wording.i18n import N_, catalogue
from sync.wording.numbers import number

if TYPE_CHECKING:
    from field.reporting.agenda import AgendaLine
    from field.reporting.status import LaptopStatus
    from sync.ledger.directive import Directive

_ = catalogue("field")

_URGENT_DAYS: Final = 2
_CLOSED: Final = N_("nothing can be saved here: F5")
_GOES_ON_ELSEWHERE: Final = {
    "moved": N_("nothing can be saved here: go on where this laptop was moved to"),
    "succeeded": N_("nothing can be saved here: go on with the laptop that took this one's place"),
}
"""What is said where an exchange mends nothing."""
_BETWEEN: Final = " · "
_BESIDE: Final = 2
"""Cells of a row that are left empty, at its ends."""
_ROWS_EACH: Final = 8
"""Of so many rows of the terminal the agenda takes one."""


class Today(Static):
    """The summary above the list."""

    DEFAULT_CSS = """
    Today { height: auto; padding: 0 1; background: $surface; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def show(
        self,
        status: LaptopStatus,
        drafts: int,
        names: Mapping[str, str],
        directives: Sequence[Directive],
        *,
        closed: str,
        doubled: int = 0,
    ) -> None:
        """Show the status of the laptop, why its log is `closed` (empty where it is not), and how many activities stand
        twice; `names` are those of the directives, by id."""
        shown, left = _fitting([line for line in status.agenda if line.is_open], self.app.size.height // _ROWS_EACH)
        alarms = self._alarms(status, closed=closed)
        lines = [*([alarms] if alarms else []), self._counts(status, drafts, doubled)]
        lines += [self._line(line, names, directives) for line in shown]
        if left:
            lines.append(self._more(left))
        self.update(Text("\n").join(lines))

    def _alarms(self, status: LaptopStatus, *, closed: str) -> Text:
        """What is to be read before anything is typed; nothing on most days. The page of F5 says what to do."""
        told = [
            *([(_(_GOES_ON_ELSEWHERE.get(closed, _CLOSED)), "error")] if closed else []),
            *([(_("this machine's clock is wrong: F5"), "error")] if status.clock and status.clock.behind else []),
            *([(_("is this machine's clock right? F5"), "warning")] if status.clock and status.clock.ahead else []),
            *([(_("overdue by what this laptop holds: Ctrl+L"), "secondary")] if status.arrears_in_doubt else []),
            *([(_("the province restored its books: F5"), "secondary")] if status.restore is not None else []),
        ]
        return self._joined(told)

    def _counts(self, status: LaptopStatus, drafts: int, doubled: int) -> Text:
        from field.reporting.pressing import returned  # noqa: PLC0415 - the first lines are shown without

        told = [
            (_("unsent: {count}").format(count=number(status.unsent)), "warning" if status.unsent else ""),
            *self._some(_("drafts: {count}"), drafts, "secondary"),
            *self._some(_("overdue: {count}"), status.overdue, "error"),
            *self._some(_("returned: {count}"), returned(status), "error"),
            *self._some(_("reminders: {count}"), status.reminded, "error"),
            *self._some(_("in conflict: {count}"), status.conflicts, "error"),
            *self._some(_("held: {count}"), len(status.quarantined), "error"),
            *self._some(_("stand twice: {count} (Ctrl+B)"), doubled, "error"),
            (_("sent: {count}").format(count=number(status.received)), ""),
        ]
        return self._joined(told)

    def _joined(self, told: list[tuple[str, str]]) -> Text:
        """What is told, in as many lines as it takes: no count is ever cut off."""
        lines: list[list[Text]] = [[]]
        room = self.app.size.width - _BESIDE
        for words, colour in told:
            taken = sum(part.cell_len + len(_BETWEEN) for part in lines[-1])
            if lines[-1] and taken + cell_len(words) > room:
                lines.append([])
            lines[-1].append(Text(words, style=self._style(colour)))
        return Text("\n").join(Text(_BETWEEN).join(line) for line in lines)

    @staticmethod
    def _some(words: str, count: int, colour: str) -> list[tuple[str, str]]:
        return [(words.format(count=number(count)), colour)] if count else []

    def _style(self, colour: str) -> str:
        return f"bold {self.app.theme_variables[colour]}" if colour else ""

    def _line(self, line: AgendaLine, names: Mapping[str, str], directives: Sequence[Directive]) -> Text:
        from field.reporting import agenda_words  # noqa: PLC0415 - as above

        what = agenda_words.what(line, names, directives)
        parts = (agenda_words.how_long(line.state, line.days), agenda_words.by_when(line), what)
        return Text(_BETWEEN.join(parts), style=self._style(_colour(line)))

    def _more(self, left: list[AgendaLine]) -> Text:
        words = _("… {count} more: Ctrl+L")
        pressing = any(line.is_pressing for line in left)
        return Text(words.format(count=number(len(left))), style=self._style("error" if pressing else ""))


def _fitting(lines: list[AgendaLine], room: int) -> tuple[list[AgendaLine], list[AgendaLine]]:
    """What is shown in so many rows, and what is left: however much presses, the next that lies ahead has one of them."""
    if len(lines) <= room + 1:  # the row that would say how many more there are
        return lines, []
    ahead = next((line for line in lines if not line.is_pressing), None)
    shown = lines[:room] if ahead is None or ahead in lines[:room] else [*lines[: room - 1], ahead]
    return shown, [line for line in lines if line not in shown]


def _colour(line: AgendaLine) -> str:
    if line.is_pressing:
        return "error"
    return "warning" if line.state == "to-do" and line.days <= _URGENT_DAYS else ""
