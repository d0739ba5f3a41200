"""Directives: what has been asked for, by whom, until when; and one directive with its tasks and what was done for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from field.reporting.directive_words import own_tasks_told, round_words
from field.reporting.directives import DirectiveProgress, TaskProgress
from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.screens.activities import Activities
from field.tui.screens.page import Page
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from field.tui.widgets.fact_list import FactList
from sync.ledger.directive import ALL_READ, Directive
from sync.ledger.figures import task_key, task_of
from sync.ledger.task_order import in_document_order
from sync.ledger.tasks import TaskStanding
from sync.wording.directives import (
    duty_contents,
    duty_when,
    issued,
    key_words,
    not_read,
    opaque_duty,
    task_parties,
    unread_line,
    unread_mark,
    until,
)
from sync.wording.gathered import duty_counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import terms
from sync.wording.numbers import number
from sync.wording.statuses import status_words

_ = catalogue("field")

_STANDINGS: Final[dict[TaskStanding, str]] = {
    "overdue": "error",
    "not-begun": "warning",
    "begun": "success",
    "before-hub": "",
}
_HEADING: Final = "heading:"


class Directives(Page):
    """All directives that have reached this laptop."""

    ACTIONS = "directives"

    def where(self) -> str:
        return _("Directives")

    def body(self) -> ComposeResult:
        columns = (
            ListColumn(_("number"), 16),
            ListColumn(_("done"), 6, right=True),
            ListColumn(_("seen"), 7),
            ListColumn(_("subject")),
        )
        yield ColumnList(columns, _("No directive yet. They come with the first sync (F5)."))

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        names = self.session.names()
        self.query_one(ColumnList).show(_line(found, names) for found in self.session.directive_progress())

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        self.app.push_screen(DirectiveScreen(self.session, event.key))


def _line(progress: DirectiveProgress, names: Mapping[str, str]) -> ListLine:
    directive = progress.directive
    seen = ListCell(_("seen"), "success") if progress.noted else ListCell(_("new"), "warning")
    told = f"{directive.subject}\n{directive.issuer}, {issued(directive)}"
    if progress.unread != ALL_READ:
        told += f"\n{unread_mark()}"
    own = ((words, colour),) if (words := own_tasks_told(progress)) and (colour := _own_colour(progress)) else ()
    name = names[directive.id]
    return ListLine(directive.id, (name, number(sum(progress.done.values())), seen, ListCell(told, below=own)))


def _own_colour(progress: DirectiveProgress) -> str:
    standings = {task.standing for task in progress.own}
    return "error" if "overdue" in standings else "warning" if "not-begun" in standings else "success"


class DirectiveScreen(Page):
    """A directive with its tasks."""

    ACTIONS = "directive"
    DEFAULT_CSS = """
    DirectiveScreen VerticalScroll { height: auto; max-height: 40%; scrollbar-size-vertical: 1; }
    """

    def __init__(self, session: Session, directive: str) -> None:
        super().__init__(session)
        self._directive = directive

    def where(self) -> str:
        return _("Directive {name}").format(name=self.session.names().get(self._directive, self._directive))

    def body(self) -> ComposeResult:
        with VerticalScroll():  # which Tab goes to, where not all of it can be seen
            yield FactList()
        columns = (
            ListColumn(_("task"), 8),
            ListColumn(_("done"), 6, right=True),
            ListColumn(_("until"), 18),
            ListColumn(_("what")),
        )
        yield ColumnList(columns, _("It names no tasks."))

    def on_mount(self) -> None:
        """Enter opens what was done for a task."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        progress = next(found for found in self.session.directive_progress() if found.directive.id == self._directive)
        directive = progress.directive
        self.query_one(FactList).show(_facts(progress, self.session.directives))
        self.query_one(ColumnList).show(
            [
                *_group("own", _("Tasks of our own unit"), progress.own),
                *_group("others", _("Tasks that others lead") if progress.own else "", progress.others),
                *(
                    ListLine(task, (task, number(progress.done[task]), "", not_read()))
                    for key in in_document_order((task_key(directive.id, no) for no in progress.done if no), ())
                    for task in task_of(key)[1:]
                    if directive.is_opaque  # what it calls them is not here, and what was done for them is
                ),
                ListLine("-", ("–", number(progress.done.get("", 0)), "", _("activities that name no task"))),
            ]
        )

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        task = "" if event.key == "-" else event.key
        named = self.session.names()[self._directive]
        title = f"{named} · " + (_("task {number}").format(number=task) if task else _("no task"))
        self.app.push_screen(
            Activities(self.session, ActivityFilter(directive=self._directive, task=task, counting=True), title)
        )

    def action_note(self) -> None:
        """Write down that this unit has read it."""

        def note() -> None:
            fresh = self.session.note(self._directive)
            self.say(_("Written down: seen. The province learns it with the next sync.") if fresh else _("Seen already."))
            self.reload()

        self.signing(note)


def _facts(progress: DirectiveProgress, directives: Sequence[Directive]) -> list[tuple[str, str] | tuple[str, str, str]]:
    directive = progress.directive
    seen = (
        (_("seen"), _("written down"), "success")
        if progress.noted
        else (_("seen"), _("not yet: F2 writes it down"), "warning")
    )
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("subject"), directive.subject),
        (_("issued by"), f"{directive.issuer}, {issued(directive)}"),
        seen,
    ]
    for duty, reporters in zip(directive.duties, progress.reporters, strict=True):
        who = f"{key_words('reporters')} {reporters}"
        contents = duty_contents(duty, duty_counted_words(directive, duty, directives))
        facts.append((_("report"), "; ".join([f"{duty.what}: {duty_when(duty)}", who, *contents])))
    facts += [(_("report"), opaque_duty(duty), "warning") for duty in progress.unread.duties]
    if directive.audiences:
        facts.append((_("for"), terms("audiences", directive.audiences)))
    if progress.unread != ALL_READ:
        facts.append((not_read(), unread_line(progress.unread), "warning"))
    return facts


def _group(key: str, heading: str, tasks: Sequence[TaskProgress]) -> Iterator[ListLine]:
    """Tasks below what they have in common."""
    if heading and tasks:
        yield ListLine(f"{_HEADING}{key}", (ListCell(heading, "accent"),), is_heading=True)
    for found in tasks:
        task = found.task
        standing = ((status_words(found.standing), _STANDINGS[found.standing]),) if found.standing else ()
        standing = (*((words, "") for words in round_words(found)), *standing)
        what = ListCell(task.label, below=tuple((f"{name}: {value}", "") for name, value in task_parties(task)))
        yield ListLine(task.no, (task.no, number(found.done), ListCell(until(task.due), below=standing), what))
