"""The ledger: what matters today, then the unit's activities, newest first, searched and filtered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from field.activities import drafts
from field.exchange.outcome import ExchangeOutcome, Watch
from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.actions import Action
from field.tui.background import Exchanger
from field.tui.screens.page import Page
from field.tui.screens.rows import columns, filter_words, lines_of
from field.tui.widgets.record_table import RecordLine, RecordTable
from field.tui.widgets.today import Today
from sync.activities.draft import ActivityDraft
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.listed import marked_title
from sync.wording.names import term
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

if TYPE_CHECKING:
    from textual.widgets import Input

    from sync.importing.answers import Answers
    from sync.importing.file_plan import FilePlan

_ = catalogue("field")

_MOST_FOUND = 500
"""A search shows so many, those logged last: whoever looks for one writes another word."""
_PAUSE = 0.12
"""Seconds after the last key of a search."""
_REST = 0.05
"""Seconds after which, the first lines being painted, all the rest is read."""
_DRAFT = "draft:"


class Ledger(Page):
    """The ledger, the opening screen."""

    ACTIONS = "ledger"
    DEFAULT_CSS = """
    Ledger .find { height: 1; background: $surface; }
    Ledger .find Static { width: auto; padding: 0 1; color: $foreground 70%; }
    Ledger .find LineInput { width: 1fr; }
    Ledger .find #count { width: auto; }
    """

    def __init__(self, session: Session, exchanger: Exchanger) -> None:
        super().__init__(session)
        self._exchanger = exchanger
        self._filter = ActivityFilter()
        self._pause: Timer | None = None
        self._whole = False

    def where(self) -> str:
        membership = self.session.store.membership
        officer = f" · {membership.officer}" if membership.officer else ""
        return f"{_('Sổ xã')} · {self.session.unit_name}{officer}"

    def body(self) -> ComposeResult:
        yield Today()
        yield Horizontal(classes="find")
        yield RecordTable(columns(), _nothing_yet(), id="rows")

    def foot(self) -> ComposeResult:
        """The keys, which come with the rest of the page."""
        yield from ()

    def on_mount(self) -> None:
        """The list is where one begins. What fits the window comes first, all the rest right behind it."""
        table = self.query_one(RecordTable)
        table.focus()
        table.show(lines_of(self.session, ActivityFilter(limit=self.app.size.height), self._drafts()))
        self.set_timer(_REST, self._show_the_rest)

    async def _show_the_rest(self) -> None:
        from field.tui.widgets.keys import TwoRows
        from field.tui.widgets.typing import LineInput

        box = LineInput(id="search", compact=True, select_on_focus=False, placeholder=_("words, accents are not needed"))
        count = Static("", id="count", markup=False)
        await self.query_one(".find").mount(Static(_("Search"), markup=False), box, count)
        await self.mount(TwoRows())
        if not count.is_attached:
            return  # the program was left meanwhile, and the screen is being taken apart
        self._whole = True
        self.refresh_bindings()
        with self.telling():
            self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to search in before all is there."""
        return self._whole or action != "search"

    def works(self) -> Iterator[tuple[Action, bool]]:
        """What can be done now: of an import, where there is one."""
        without = set() if self.session.may_undo() or self.session.has_import() else {"undo"}
        without |= set() if self.session.doubled() else {"doubles"}
        yield from ((action, own) for action, own in super().works() if not own or action.name not in without)

    # -- showing

    def reload(self) -> None:
        if self._whole:
            self.tell_where()
            self._show(keep=True)

    def _show(self, *, keep: bool) -> None:
        wanted = self._filter
        kept = self._drafts()
        lines = lines_of(self.session, wanted, kept if wanted == ActivityFilter() else ())
        empty = _nothing_yet() if wanted == ActivityFilter() else _("Nothing like that. F4 shows all again.")
        self.query_one(RecordTable).show(lines, keep=keep, empty=empty)
        found = lines.count - len(kept) * (wanted == ActivityFilter())
        more = "+" if wanted.search is not None and found == _MOST_FOUND else ""
        limits = filter_words(wanted, self.session.names())
        self.query_one("#count", Static).update(
            " · ".join(
                [
                    *limits,
                    counted(found, _("{count} activity"), _("{count} activities")).format(count=f"{number(found)}{more}"),
                    *([_("without other laptops' work")] if self.session.left_out else []),
                ]
            )
        )
        self._show_today(len(kept))

    def _show_today(self, drafts: int) -> None:
        session = self.session
        closed = "" if session.closed is None else session.store.logs.standing.closed or "yet"
        names, directives = session.names(), session.directives
        doubled = sum(len(found.activities) for found in session.doubled())
        self.query_one(Today).show(session.laptop_status(), drafts, names, directives, closed=closed, doubled=doubled)

    def on_resize(self) -> None:
        """The taller the window, the more of what comes next has room."""
        if self._whole:
            self._show_today(len(self._drafts()))

    def _drafts(self) -> list[RecordLine]:
        return [_draft_line(kept, *drafts.named_by(self.session.store, kept)) for kept in drafts.kept(self.session.store)]

    # -- searching

    def on_input_changed(self) -> None:
        """Search once the typing pauses."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._search)

    def _search(self) -> None:
        self._show_only(msgspec.structs.replace(self._filter, search=self._box.value.strip() or None))

    def on_input_submitted(self) -> None:
        """On to what was found."""
        self.query_one(RecordTable).focus()

    @property
    def _box(self) -> Input:
        from textual.widgets import Input

        return self.query_one("#search", Input)

    def _show_only(self, wanted: ActivityFilter) -> None:
        self._filter = msgspec.structs.replace(wanted, limit=_MOST_FOUND if wanted.search else ActivityFilter().limit)
        self._show(keep=False)

    def action_search(self) -> None:
        """Go to the search box; from there, empty it."""
        box = self._box
        if box.has_focus:
            box.value = ""
        box.focus()

    def action_filter(self) -> None:
        """Choose what to show."""
        from field.tui.screens.filter import FilterDialog

        def chosen(wanted: ActivityFilter | None) -> None:
            if wanted is not None:
                self._show_only(msgspec.structs.replace(wanted, search=self._filter.search))

        self.app.push_screen(FilterDialog(self.session, self._filter), chosen)

    # -- opening

    @on(RecordTable.RecordOpened)
    def _opened(self, event: RecordTable.RecordOpened) -> None:
        from field.tui.screens.form import Form
        from field.tui.screens.record import RecordScreen

        if event.key.startswith(_DRAFT):
            draft = int(event.key.removeprefix(_DRAFT))
            kept = next((found for found in drafts.kept(self.session.store) if found.id == draft), None)
            if kept is not None:
                with self.telling():
                    self.app.push_screen(Form(self.session, kept=kept))
        else:
            self.app.push_screen(RecordScreen(self.session, event.key))

    def action_write(self) -> None:
        """Write an activity."""
        from field.tui.screens.form import Form

        self.app.push_screen(Form(self.session))

    def action_import(self) -> None:
        """Log many activities from a file."""
        from field.tui.screens.dialogs import answered
        from field.tui.screens.path_picker import PathPicker

        def picked(path: Path) -> None:
            from field.tui.screens.import_plan import ImportPlan

            self.app.push_screen(ImportPlan(self.session, path, agreed))

        def agreed(planned: FilePlan, answers: Answers) -> bool:
            return self._exchanger.start(lambda watch: self._import(planned, answers, watch), pressed="f2")

        question = _("Which file? A table with at least the columns “Ngày” and “Nội dung”: .xlsx, .xls, .ods or .csv.")
        self.app.push_screen(
            PathPicker(question, endings=(".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".html", ".htm", ".tsv", ".txt")),
            answered(picked),
        )

    def _import(self, planned: FilePlan, answers: Answers, watch: Watch) -> str:
        from sync.importing.summary import fault_lines, refused_words, result_lines

        done = self.session.take_plan(planned, answers, lambda rows, _all: watch(ExchangeOutcome(sent=rows)))
        refused = [] if done.refused is None else [refused_words(done.refused)]
        counts, *others = result_lines(done, "Ctrl+Z")
        return "\n".join([counts, *refused, *fault_lines(done), *others])

    def action_doubles(self) -> None:
        """Take back one of each two activities that were imported here and stated elsewhere."""
        from field.tui.screens.dialogs import Confirm
        from sync.importing.double_words import doubled_lines

        doubled = self.session.doubled()
        if not doubled:
            self.say(_("Nothing that was imported stands twice."))
            return

        def answer(agreed: bool | None) -> None:
            if agreed:
                self.signing(self._take_back_doubles)

        self.app.push_screen(Confirm("\n".join(doubled_lines(doubled)), _("Take back")), answer)

    def _take_back_doubles(self) -> None:
        from sync.importing.double_words import doubles_taken_back_words

        done = doubles_taken_back_words(self.session.take_back_doubles())
        self.reload()
        self.say(done)

    def action_undo(self) -> None:
        """Take back what was just saved, or else the newest import."""
        if self.session.may_undo():
            self.signing(self._undo_save)
        else:
            self._ask_to_undo_import()

    def _undo_save(self) -> None:
        title = self.session.undo_save()
        self.reload()
        self.say(_("Taken back: {title}. What was typed is a draft.").format(title=safe_line(title)))

    def _ask_to_undo_import(self) -> None:
        """Take the newest import back whole; what somebody corrected since is asked about."""
        from field.tui.screens.dialogs import Confirm, answered
        from field.tui.screens.import_undo import CorrectedDialog

        past = self.session.next_to_undo()
        if past is None:
            self.say(_("There is no import to take back."))
            return

        def undo(answer: Literal["keep", "retract"]) -> None:
            self.signing(lambda: self._undo_import(past.id, answer))

        def answer(agreed: bool | None) -> None:
            if agreed:
                corrected = self.session.corrected_since(past.id)
                if corrected:
                    self.app.push_screen(CorrectedDialog(corrected), answered(undo))
                else:
                    undo("keep")

        question = _(
            "Take import {id} back whole: {file}, of {time}? What it made is taken back, what it changed is as before."
        )
        told = question.format(id=past.id, file=safe_line(past.file), time=moment(past.at))
        self.app.push_screen(Confirm(told, _("Take back")), answer)

    def _undo_import(self, number: int, corrected: Literal["keep", "retract"]) -> None:
        from field.tui.screens.dialogs import ResultDialog
        from sync.importing.summary import undone_notes, undone_words

        undone = self.session.undo_import(number, corrected)
        self.reload()
        if notes := undone_notes(undone, None):
            self.app.push_screen(ResultDialog("\n".join([undone_words(undone), *notes])))
        else:
            self.say(undone_words(undone))

    def moved(self, so_far: ExchangeOutcome) -> None:
        """Rows are being taken, or entries sent."""
        for count in self.query("#count").results(Static):  # none before all is there, nor while the program ends
            count.update(_("{count} so far …").format(count=number(so_far.sent)))

    def action_copy(self) -> None:
        """Write a new activity from the one under the cursor."""
        from field.tui.screens.repeat import log_once_more

        lit = self.query_one(RecordTable).lit
        if lit is not None and not lit.key.startswith(_DRAFT):
            with self.telling():
                log_once_more(self, self.session.page(lit.key).record.values)

    def action_repeat(self) -> None:
        """Write once more what was logged before."""
        from field.tui.screens.repeat import log_once_more

        with self.telling():
            log_once_more(self)


def _nothing_yet() -> str:
    return _("Nothing here yet. F2 writes the first activity.")


def _draft_line(kept: drafts.KeptDraft, title: str, date: str, damaged: bool) -> RecordLine:
    draft: ActivityDraft = kept.draft
    return RecordLine(
        f"{_DRAFT}{kept.id}",
        date,
        _("draft"),
        "$secondary",
        term("channels", draft.channel) if draft.channel else "",
        marked_title(title or _("(no title)"), altered=damaged),
    )
