"""The plan of an import: each column with what it is taken for, each sheet on or off, what the file leaves open, and the
first rows as they will stand. Nothing is signed before it is agreed to here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from field.messages import sentence
from field.session import Session
from field.tui.screens.dialogs import Dialog
from field.tui.screens.page import Page
from sync.errors import SoxaError
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from sync.importing.answers import Answers
    from sync.importing.columns import PlannedColumn
    from sync.importing.file_plan import FilePlan
    from sync.importing.plan import PlannedSheet
    from sync.importing.questions import Question

_ = catalogue("field")

_NEXT_ALIKE: Final[dict[str, Literal["", "take", "skip"]]] = {"": "take", "take": "skip", "skip": "take"}
_NEXT_BY_HAND: Final[dict[str, Literal["", "list", "hand"]]] = {"": "hand", "hand": "list", "list": "hand"}
_OTHER: Final[dict[str, Literal["same", "others"]]] = {"same": "others", "others": "same"}
_NEXT_UNHELD: Final[dict[str, Literal["", "keep", "retract"]]] = {"": "keep", "keep": "retract", "retract": "keep"}
_NEXT_VANISHED: Final[dict[str, Literal["", "keep", "retract"]]] = {"": "retract", "retract": "keep", "keep": "retract"}

_DRAWN: Final = 0.1
"""Seconds after which what was scrolled to surely stands where it is shown."""


class TargetDialog(Dialog[str]):
    """The question what a column is; None if it was let be."""

    DEFAULT_CSS = """
    TargetDialog OptionList, TargetDialog OptionList:focus {
        height: auto; max-height: 16; background: $surface; border: none; padding: 0; margin-top: 1;
    }
    """

    def __init__(self, column: PlannedColumn) -> None:
        super().__init__()
        self._column = column

    def compose(self) -> ComposeResult:
        from sync.importing.headings import ROW_NUMBERS, UNUSED
        from sync.importing.words import target_words
        from sync.ledger.activity_fields import BY_CODE

        targets = [*BY_CODE, UNUSED, ROW_NUMBERS]
        question = _("What is the column “{column}”? It has: {samples}").format(
            column=self._column.heading, samples=", ".join(self._column.samples) or "–"
        )
        with Vertical():
            yield Static(question, markup=False)
            yield OptionList(*(Option(Text(target_words(target)), id=target or "none") for target in targets))

    def on_mount(self) -> None:
        """The field that it is now is lit."""
        targets = self.query_one(OptionList)
        targets.highlighted = targets.get_option_index(self._column.field or "none")
        targets.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        target = event.option.id or "none"
        self.dismiss("" if target == "none" else target)


class OrderDialog(Dialog[Literal["day", "month"]]):
    """The question which of the two numbers of a day comes first; None if it was let be."""

    DEFAULT_CSS = """
    OrderDialog OptionList, OrderDialog OptionList:focus {
        height: auto; background: $surface; border: none; padding: 0; margin-top: 1;
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        from sync.importing.question_words import order_words

        asked, day_first, month_first = order_words(self._question)
        with Vertical():
            yield Static(_("Nothing in the file proves which number is the day.") + " " + asked, markup=False)
            yield OptionList(Option(Text(day_first), id="day"), Option(Text(month_first), id="month"))

    def on_mount(self) -> None:
        """The order that is usual here is lit."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss("month" if event.option.id == "month" else "day")


class ImportPlan(Page):
    """The plan of a file's import. Ends with the plan and its answers when it is agreed to."""

    ACTIONS = "import"
    DEFAULT_CSS = """
    ImportPlan #columns { height: 1fr; border: none; padding: 0 1; background: $background; }
    ImportPlan VerticalScroll { height: 1fr; border-top: solid $primary; padding: 0 1; }
    ImportPlan #rest, ImportPlan #asked, ImportPlan .question { height: auto; }
    ImportPlan #told { height: auto; max-height: 4; padding: 0 1; background: $panel; display: none; }
    ImportPlan ToastRack { dock: top; align: right top; }
    """

    def __init__(self, session: Session, path: Path, agreed: Callable[[FilePlan, Answers], bool]) -> None:
        from sync.importing.answers import Answers

        super().__init__(session)
        self._path = path
        self._agreed = agreed
        self._answers = Answers()
        self._planned: FilePlan | None = None
        self._sheets: tuple[PlannedSheet, ...] = ()
        """The sheets that are shown: those of the plan, or those in which no heading can be read."""
        self._shown_answers = self._answers
        """The answers with which that was made."""
        self._unseen: dict[str, Static] = {}
        """The questions that were not on the screen yet, whole, by what they say."""
        self._read: dict[str, int] = {}
        """Of these, how many lines were, from the first on."""
        self._seen: set[str] = set()
        self._told = ""
        """What stands in the page's own line: in a corner it would hide the questions."""

    def where(self) -> str:
        return _("Import of {file}").format(file=self._path.name)

    def body(self) -> ComposeResult:
        yield OptionList(id="columns")
        with VerticalScroll(can_focus=True):
            yield Vertical(id="asked")
            yield Static(_("The file is being read …"), id="rest", markup=False)
        yield Static("", id="told", markup=False)

    def notice(self, text: str, *, severity: SeverityLevel = "information", timeout: float | None = None) -> None:
        """Say something in the page's own line, until something else is shown."""
        self._told = text
        self._show_told()

    def _show_told(self) -> None:
        """Show what is told, or else how many questions were not on the screen yet."""
        text, left = self._told, len(self._unseen)
        if not text and left:
            one, several = (
                _("{count} more question was not on the screen yet: F2 reads on, and takes the file after it."),
                _("{count} more questions were not on the screen yet: F2 reads on, and takes the file after them."),
            )
            text = counted(left, one, several).format(count=number(left))
        line = self.query_one("#told", Static)
        line.update(text)
        line.display = bool(text)

    def reload(self) -> None:
        """Other questions are on the screen: a dialog hid them, or they were scrolled to."""
        self.call_after_refresh(self._see)
        self.set_timer(_DRAWN, self._see)

    def on_mount(self) -> None:
        """Read the file, away from the keys."""
        self.query_one("#columns").focus()
        self.watch(self.query_one(VerticalScroll), "scroll_y", self.reload, init=False)
        self._plan()

    @work(thread=True, exclusive=True)
    def _plan(self) -> None:
        from sync.importing.unread import UNREAD, says_enough

        answers = self._answers
        unread: tuple[PlannedSheet, ...] = ()
        try:
            if self._planned is None and self._sheets:
                unread = self.session.unread_sheets(self._path, answers)
            if not unread or any(map(says_enough, unread)):
                planned = self.session.plan_file(self._path, answers)
                self.app.call_from_thread(self._show, planned)
                return
        except SoxaError as error:
            if self._planned is not None or self._sheets or not isinstance(error, UNREAD):
                self.app.call_from_thread(self._cannot, error)
                return
            unread = self.session.unread_sheets(self._path, answers)
            if not unread:
                self.app.call_from_thread(self._cannot, error)
                return
        self.app.call_from_thread(self._show_unread, unread)

    def _cannot(self, error: SoxaError) -> None:
        """Say why there is no such plan; what was answered last is taken back where that is why."""
        if not self._sheets:
            self.query_one("#rest", Static).update(sentence(error))
        else:
            self._answers = self._shown_answers
            self.tell(error)

    def _show_unread(self, sheets: tuple[PlannedSheet, ...]) -> None:
        """Show the columns of a file in which no heading can be read, for somebody to say what they are."""
        self._shown_answers, self._told = self._answers, ""
        self._show_columns(sheets)
        self._show_told()
        told = _("No row names both the day and what was done. Say which column is which: Enter on a column, then choose.")
        self.query_one("#rest", Static).update(told)

    def _show_columns(self, sheets: tuple[PlannedSheet, ...]) -> None:
        from sync.importing.question_words import rows_words
        from sync.importing.table_names import table_words
        from sync.importing.words import column_with_sample, counts_words

        self._sheets = sheets
        rows = self._rows()
        columns = self.query_one("#columns", OptionList)
        lit = columns.highlighted
        columns.clear_options()
        for at, sheet in enumerate(sheets):
            if sheet.columns:
                mark = "[x] " if sheet.taken else "[ ] " if self._planned is not None else ""
                words = f" · {counts_words(sheet)}" if sheet.taken else ""
                name = _("sheet “{sheet}”").format(sheet=table_words(sheet.name))
                line = Text(f"{mark}{name}{words}", style="bold", no_wrap=True, overflow="ellipsis")
                columns.add_option(Option(line, id=f"sheet-{at}"))
            for column in sheet.columns if sheet.taken or sheet.why == "no-heading" else ():
                line = Text(f"    {column_with_sample(column)}", no_wrap=True, overflow="ellipsis")
                columns.add_option(Option(line, id=f"column-{at}-{column.place}"))
        for code, what in rows.items():
            line = Text(f"{'[x]' if what == 'take' else '[ ]'} {rows_words(code)}", no_wrap=True, overflow="ellipsis")
            columns.add_option(Option(line, id=f"rows-{code}"))
        columns.highlighted = min(lit or 0, columns.option_count - 1) if columns.option_count else None

    def _rows(self) -> Mapping[str, Literal["take", "skip"]]:
        """What becomes of the rows that are asked about as a whole, or of which that was answered."""
        from sync.importing.answers import open_rows

        plan = self._planned.plan if self._planned is not None else None
        asked, remembered = ((*plan.questions, *plan.settled), plan.rows) if plan is not None else ((), {})
        return open_rows((question.code for question in asked), self._answers, remembered)

    def _show(self, planned: FilePlan) -> None:
        from sync.importing.question_words import changing_words, told_questions
        from sync.importing.summary import file_plan_lines
        from sync.importing.words import before_lines

        self._planned, self._shown_answers, self._told = planned, self._answers, ""
        self._show_columns(planned.plan.sheets)
        questions = [
            f"- {asked}\n    {changing_words(question)}"
            for asked, question in dict(told_questions(planned.plan, options=False)).items()
        ]
        self._show_questions(questions if planned.plan.questions else [])
        before = before_lines(planned.plan, options=False)
        others = [*before, *file_plan_lines(planned, columns=False, questions=False)]
        self.query_one("#rest", Static).update("\n".join(others))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.call_after_refresh(self._see)

    def _show_questions(self, questions: list[str]) -> None:
        """Show what is open above the rest, each question by itself."""
        shown = [Static(text, classes="question", markup=False) for text in questions]
        self._unseen = {text: each for text, each in zip(questions, shown, strict=True) if text not in self._seen}
        self._read.clear()
        asked = self.query_one("#asked", Vertical)
        asked.remove_children()
        if questions:
            asked.mount(
                Static(
                    _("F2 answers these with yes, which is what is proposed, once all of them were on the screen:"),
                    classes="question",
                    markup=False,
                ),
                *shown,
            )

    def _see(self) -> None:
        """Remember which questions are on the screen, or how much of those that are longer than it."""
        if not self.is_current:
            return
        view = self.query_one(VerticalScroll).content_region
        for text, each in list(self._unseen.items()):
            own, read = each.region, self._read.get(text, 0)
            if own.height and view.y - own.y <= read < view.bottom - own.y:
                self._read[text] = view.bottom - own.y
            if own.height and self._read.get(text, 0) >= own.height:
                self._seen.add(text)
                del self._unseen[text]
        self._show_told()

    @on(OptionList.OptionSelected, "#columns")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        """Switch a sheet or rows on or off, or ask what a column is."""
        if (event.option.id or "").startswith("rows-"):
            from sync.importing.answers import other_answer

            code = (event.option.id or "").removeprefix("rows-")
            self._answer(msgspec.structs.replace(self._answers, rows=other_answer(self._rows(), code)))
            return
        kind, at, *place = (event.option.id or "").split("-")
        sheet = self._sheets[int(at)]
        if kind == "sheet" and sheet.why == "no-heading":
            self.say(_("Say which of its columns has the day and which what was done: Enter on a column."))
            return
        if kind == "sheet":
            taken = [each.name for each in self._sheets if each.taken and each.name != sheet.name]
            names = taken if sheet.taken else [*taken, sheet.name]
            if names and self._planned is not None:
                self._answer(msgspec.structs.replace(self._answers, sheets=tuple(names)))
            return
        column = next(column for column in sheet.columns if column.place == int(place[0]))

        def named(field: str | None) -> None:
            if field is not None:
                self._answer(
                    msgspec.structs.replace(self._answers, columns={**self._answers.columns, self._key(column): field})
                )

        self.app.push_screen(TargetDialog(column), named)

    def _key(self, column: PlannedColumn) -> str:
        """What a column is named by: its heading, or its letter where another has the same; with its table where its sheet
        has several."""
        from sync.importing.answers import column_key
        from sync.importing.columns import named_by

        table = next(sheet for sheet in self._sheets if any(own is column for own in sheet.columns))
        named = named_by(column, table.columns)
        return column_key(named if table.name == table.sheet else f"{table.name}!{named}")

    def _answer(self, answers: Answers) -> None:
        self._answers = answers
        self._plan()

    def action_order(self) -> None:
        """Read days with the other number first."""
        if self._planned is not None:
            days = [days for sheet in self._planned.plan.taken for days in sheet.days.values()]
            turned = next((each for each in days if each.is_order_open), days[0])
            order: Literal["day", "month"] = "month" if turned.order == "day" else "day"
            self._answer(msgspec.structs.replace(self._answers, day_order=order))

    def _ordered(self, order: Literal["day", "month"] | None) -> None:
        if order is not None:
            self._answer(msgspec.structs.replace(self._answers, day_order=order))

    def action_alike(self) -> None:
        """Take look-alikes or leave them out."""
        if self._planned is not None and self._planned.compared.count("alike"):
            self._answer(msgspec.structs.replace(self._answers, alike=_NEXT_ALIKE[self._answers.alike]))

    def action_vanished(self) -> None:
        """Keep activities that are no longer in the list, or take them back."""
        if self._planned is not None and any(not row.unheld for row in self._planned.compared.vanished):
            self._answer(msgspec.structs.replace(self._answers, vanished=_NEXT_VANISHED[self._answers.vanished]))

    def action_unheld(self) -> None:
        """Take back activities whose rows say now that they were not held, or keep them."""
        if self._planned is not None and any(row.unheld for row in self._planned.compared.vanished):
            self._answer(msgspec.structs.replace(self._answers, unheld=_NEXT_UNHELD[self._answers.unheld]))

    def action_lists(self) -> None:
        """Take what other lists say, too, not as is proposed, or as that again."""
        found = self._planned.compared.lists if self._planned is not None else ()
        turned = {each.number: _OTHER[each.decided] for each in found}
        if turned or self._answers.lists:
            self._answer(msgspec.structs.replace(self._answers, lists={} if self._answers.lists else turned))

    def action_by_hand(self) -> None:
        """Keep what was put right by hand, or take what the list says."""
        planned, answers = self._planned, self._answers
        if planned is not None and (answers.by_hand or any(row.by_hand for row in planned.compared.rows)):
            self._answer(msgspec.structs.replace(answers, by_hand=_NEXT_BY_HAND[answers.by_hand]))

    def action_take(self) -> None:
        """Go on to the next question that was not on the screen yet; where all were, take the file."""
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        self._see()
        if not self._unseen:
            self._take()
            return
        text, following = next(iter(self._unseen.items()))
        pane = self.query_one(VerticalScroll)
        line = max(0, self._read.get(text, 0) - 1)
        y = pane.scroll_y + following.region.y - pane.content_region.y + line
        pane.scroll_to(y=y, animate=False, force=True, immediate=True)

    def _take(self) -> None:
        """Take the file as it is planned; where nothing proves the order of its days, that is asked first."""
        planned, answers = self._planned, self._answers
        open_order = [question for question in planned.plan.questions if question.needs_an_answer] if planned else []
        if open_order:
            self.app.push_screen(OrderDialog(open_order[0]), self._ordered)
        elif planned is not None:

            def start() -> None:
                if self._agreed(planned, answers):
                    self.dismiss(None)
                else:
                    self.say(_("Something is under way: F2 takes the file once it has ended."))

            self.signing(start)
        elif self._sheets:
            told = _("First say which column is the day, and which is what was done: Enter on a column, then choose.")
            self.notice(told, severity="warning")
