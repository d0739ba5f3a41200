"""The periods that are to be reported, with their deadlines and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from field.messages import report_words, unplaced_words
from field.reporting.agenda_words import how_long
from field.reporting.arrears import arrears_words
from field.reporting.deadlines import DuePeriod, DueStatus, UnplacedReport
from field.reporting.reports import OutdatedFigures
from field.reporting.sent_words import changed_words
from field.session import Session
from field.tui.screens.page import Page
from field.tui.screens.report import ReportScreen
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from sync.encoding.types import DeviceId
from sync.wording.dates import day, day_at
from sync.wording.directives import requested_words
from sync.wording.i18n import catalogue
from sync.wording.statuses import entered_words, erased_words, status_words

_ = catalogue("field")

_COLOURS: dict[DueStatus, str] = {
    "returned": "error",
    "overdue": "error",
    "to-do": "warning",
    "unsent": "warning",
    "accepted": "success",
    "received": "",
    "open": "",
}


class Reports(Page):
    """The periods, what asks for something first."""

    ACTIONS = "reports"
    DEFAULT_CSS = "Reports #unread { height: auto; padding: 0 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._unplaced: set[str] = set()

    def where(self) -> str:
        return _("Reports")

    def body(self) -> ComposeResult:
        columns = (
            ListColumn(_("period"), 18),
            ListColumn(_("due before"), 10),
            ListColumn(_("state"), 13),
            ListColumn(_("report")),
        )
        yield ColumnList(columns)
        yield Static("", id="unread", markup=False)

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        device = self.session.store.membership.device
        unplaced = self.session.unplaced_reports()
        self._unplaced = {report.period for report in unplaced}
        outdated = self.session.outdated_reports()
        self.query_one(ColumnList).show(
            [
                *(_line(due, device, outdated, self.session) for due in self.session.due_periods()),
                *(_unplaced_line(report, device, self.session) for report in unplaced),
            ]
        )
        unread = self.query_one("#unread", Static)
        arrears = arrears_words(self.session.laptop_status())
        unread.update("\n".join([*([arrears] if arrears else []), *self.session.unread_duties()]))
        unread.display = bool(unread.content)

    def action_print(self) -> None:
        """Print the period under the cursor."""
        from field.tui.screens.printing import print_period

        options = self.query_one(ColumnList).options
        lit = None if options.highlighted is None else options.get_option_at_index(options.highlighted).id
        if lit is None or lit in self._unplaced:
            self.say(_("Choose a period to print."))
        else:
            print_period(self, lit)

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        if event.key in self._unplaced:
            self.say(f"{self.session.period_words(event.key)}: {unplaced_words()}")
        else:
            self.app.push_screen(ReportScreen(self.session, event.key))


def _doubts(due: DuePeriod | UnplacedReport, device: DeviceId) -> Iterator[str]:
    """What stands against reports of a period."""
    for head in due.doubtful:
        who = _("this laptop") if head.device == device else _("laptop {device}").format(device=head.device[:8])
        yield _("report of {who}: {why}").format(who=who, why=report_words(head.judged))


def _line(due: DuePeriod, device: DeviceId, outdated: Sequence[OutdatedFigures], session: Session) -> ListLine:
    status = how_long(due.status, due.days)
    before = day_at(due.due)
    window = f"{day(due.period.start)} – {day(due.period.end)}"
    changed = [changed_words(report, session.directives) for report in outdated if report.period == due.period.name]
    asked = map(requested_words, due.asked_by) if due.requested else due.asked_by
    entered = [entered_words()] if due.entered else []
    gone = session.store.redactions.erased().leaves if due.erased else {}
    erased = [erased_words(gone[leaf]) for leaf in due.erased if leaf in gone]
    told = "\n".join([*asked, window, *entered, *erased, *changed, *_doubts(due, device)])
    return ListLine(
        due.period.name, (session.period_words(due.period.name), before, ListCell(status, _COLOURS[due.status]), told)
    )


def _unplaced_line(report: UnplacedReport, device: DeviceId, session: Session) -> ListLine:
    state = ListCell(status_words(report.status), _COLOURS[report.status])
    told = "\n".join([unplaced_words(), *_doubts(report, device)])
    return ListLine(report.period, (session.period_words(report.period), "–", state, told))
