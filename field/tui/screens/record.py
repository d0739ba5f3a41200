"""An activity's page: what it says, where it stands, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from field.messages import said_of_entry
from field.session import Session
from field.store.rows import HistoryLine, RecordPage
from field.tui.screens.conflict import ConflictScreen
from field.tui.screens.dialogs import LineDialog, answered
from field.tui.screens.form import Form
from field.tui.screens.page import Page
from field.tui.screens.repeat import log_once_more
from field.tui.themes import STATE_COLOURS
from field.tui.widgets.fact_list import FactList
from sync.wording.dates import moment
from sync.wording.fields import entry_in_words, field_name, field_value
from sync.wording.future_day import dated_after_words
from sync.wording.i18n import catalogue
from sync.wording.statuses import altered_words, entered_words, erased_words, status_words

_ = catalogue("field")


class RecordScreen(Page):
    """The page of an activity."""

    ACTIONS = "record"
    DEFAULT_CSS = """
    RecordScreen .part { height: auto; padding: 1 1 0 1; text-style: bold; color: $accent; }
    RecordScreen VerticalScroll { scrollbar-size-vertical: 1; }
    """

    def __init__(self, session: Session, record: str) -> None:
        super().__init__(session)
        self._record = record
        self._page: RecordPage = session.store.records.page(record)

    def where(self) -> str:
        return _("Activity …{end}").format(end=self._record[-8:])

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield FactList(id="status")
            yield Static(_("What it says"), classes="part", markup=False)
            yield FactList(id="fields")
            yield Static(_("How it came to be"), classes="part", markup=False)
            yield FactList(id="history")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def reload(self) -> None:
        self._page = self.session.store.records.page(self._record)
        self.query_one("#status", FactList).show(self._status())
        self.query_one("#fields", FactList).show(self._fields())
        self.query_one("#history", FactList).show(fact for line in self._page.history for fact in self._line(line))
        self.refresh_bindings()

    def _status(self) -> Iterator[tuple[str, str] | tuple[str, str, str]]:
        page, names = self._page, self.session.names()
        state = STATE_COLOURS[page.status].removeprefix("$").split()[0]
        yield _("state"), status_words(page.status), state
        if page.altered:
            yield "", altered_words(unsent=page.status == "unsent"), "error"
        if page.entered:
            yield "", entered_words(), "warning"
        erased = self.session.store.redactions.erased().records.get(self._record)
        if erased is not None:
            yield "", erased_words(erased), "warning"
        if page.record.retracted is not None:
            yield _("taken back"), page.record.retracted, "warning"
        if page.review is not None:
            accepted = page.review.verdict == "accepted"
            said = page.review.comment or _("without a comment")
            told = _("accepted by the province") if accepted else _("returned by the province")
            yield told, f"{said} ({moment(page.review.at)})", "success" if accepted else "error"
        early = self.session.before_beginning(page.record.values.date)
        if early:
            yield "", early, "warning"
        if page.taken is not None and (
            told := dated_after_words(page.record.values.last_day, page.taken, exactly=page.taken_exactly)
        ):
            yield "", told, "warning"
        for conflict in page.record.conflicts:
            both = " ≠ ".join(field_value(conflict.field, value, names) for _leaf, value in conflict.values)
            yield _("in conflict: {field}").format(field=field_name(conflict.field)), both, "error"
        if page.record.conflicts:
            yield "", _("F3 settles it."), "error"
        for line in page.history:
            if line.quarantined is not None:
                yield _("held by the province"), said_of_entry(line.quarantined.why, line.quarantined.detail), "error"
            for found in line.findings:
                yield _("the province says"), said_of_entry(found.why, found.detail), "warning"

    def _fields(self) -> Iterator[tuple[str, str]]:
        names = self.session.names()
        for name, value in msgspec.structs.asdict(self._page.record.values).items():
            if value not in (None, "", ()):
                yield field_name(name), field_value(name, value, names)
        yield _("id"), self._record

    def _line(self, line: HistoryLine) -> Iterator[tuple[str, str]]:
        own = line.device == self.session.store.membership.device
        laptop = _("this laptop") if own else _("laptop {device}").format(device=line.device[:8])
        who = entered_words() if line.entered else laptop
        yield moment(line.entry.at), f"{who}: {entry_in_words(line.entry, self.session.names())}"
        if line.receipt is not None:
            yield "", _("received by the province {time}").format(time=moment(line.receipt)) + self._after(line)
        else:
            yield "", (_("not received yet") if own and not line.received else _("received")) + self._after(line)

    @staticmethod
    def _after(line: HistoryLine) -> str:
        return "" if line.after is None else "; " + _("proven to be made after {time}").format(time=moment(line.after))

    # -- doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What does not apply is not offered."""
        if action == "settle":
            return bool(self._page.record.conflicts)
        if action == "retract":
            return self._page.record.retracted is None
        return True

    def action_revise(self) -> None:
        """Change this activity; one in conflict is settled first."""
        if self._page.record.conflicts:
            self.action_settle()
            return
        with self.telling():
            self.app.push_screen(Form(self.session, record=self._record, was=self.session.page(self._record).record.values))

    def action_settle(self) -> None:
        """Settle the conflict, field by field."""
        with self.telling():
            self._not_closed()
            self.app.push_screen(ConflictScreen(self.session, self.session.page(self._record)))

    def action_retract(self) -> None:
        """Take this activity back, with a reason."""
        with self.telling():
            self._not_closed()
            self.session.page(self._record)
            self._ask_why()

    def _not_closed(self) -> None:
        """Raise what stands against saving, before anything is answered that no draft keeps."""
        if (closed := self.session.closed) is not None:
            raise closed

    def _ask_why(self) -> None:
        def said(reason: str) -> None:
            def retract() -> None:
                self.session.retract(self._record, reason)
                self.say(_("Taken back."))
                self.reload()

            self.signing(retract)

        question = _("Why is this activity taken back? Its history stays, and it is counted no more.")
        self.app.push_screen(LineDialog(question, needed=_("Say why.")), answered(said))

    def action_copy(self) -> None:
        """Write a new activity from this one."""
        with self.telling():
            log_once_more(self, self.session.page(self._record).record.values)
