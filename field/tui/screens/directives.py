"""Directives: what has been asked for, by whom, until when; and one directive with its tasks and what was done for each."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from field.reporting.directives import DirectiveProgress
from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.screens.activities import Activities
from field.tui.screens.page import Page
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from field.tui.widgets.fact_list import FactList
from sync.ledger.directive import ALL_READ
from sync.wording.directives import issued, not_read, opaque_duty, rule_words, unread_line, unread_mark, until
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("field")


class Directives(Page):
    """All directives that have reached this laptop."""

    ACTIONS = "directives"

    def where(self) -> str:
        return _("Directives")

    def body(self) -> ComposeResult:
        columns = (
            ListColumn(_("number"), 16),
            ListColumn(_("done"), 5, right=True),
            ListColumn(_("seen"), 7),
            ListColumn(_("subject")),
        )
        yield ColumnList(columns, _("No directive yet. They come with the first sync (F5)."))

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        self.query_one(ColumnList).show(map(_line, self.session.directive_progress()))

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        self.app.push_screen(DirectiveScreen(self.session, event.key))


def _line(progress: DirectiveProgress) -> ListLine:
    directive = progress.directive
    seen = ListCell(_("seen"), "success") if progress.noted else ListCell(_("new"), "warning")
    told = f"{directive.subject}\n{directive.issuer}, {issued(directive)}"
    if progress.unread != ALL_READ:
        told += f"\n{unread_mark()}"
    return ListLine(directive.id, (directive.name, number(sum(progress.done.values())), seen, told))


class DirectiveScreen(Page):
    """A directive with its tasks."""

    ACTIONS = "directive"
    DEFAULT_CSS = """
    DirectiveScreen VerticalScroll { height: auto; max-height: 40%; }
    """

    def __init__(self, session: Session, directive: str) -> None:
        super().__init__(session)
        self._directive = directive

    def where(self) -> str:
        return _("Directive {name}").format(name=self.session.names().get(self._directive, self._directive))

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield FactList()
        columns = (
            ListColumn(_("task"), 8),
            ListColumn(_("done"), 5, right=True),
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
        facts: list[tuple[str, str] | tuple[str, str, str]] = [
            (_("subject"), directive.subject),
            (_("issued by"), f"{directive.issuer}, {issued(directive)}"),
        ]
        for duty in directive.duties:
            facts.append((_("to report"), f"{duty.what}: {rule_words(duty.rule)}"))
        facts += [(_("to report"), opaque_duty(duty), "warning") for duty in progress.unread.duties]
        if progress.unread != ALL_READ:
            facts.append((not_read(), unread_line(progress.unread), "warning"))
        seen = (
            (_("seen"), _("written down"), "success")
            if progress.noted
            else (_("seen"), _("not yet: F2 writes it down"), "warning")
        )
        self.query_one(FactList).show([*facts, seen])
        self.query_one(ColumnList).show(
            [
                *(
                    ListLine(task.no, (task.no, number(progress.done.get(task.no, 0)), until(task.due), task.label))
                    for task in directive.tasks
                ),
                *(
                    ListLine(task, (task, number(count), "", not_read()))
                    for task, count in sorted(progress.done.items())
                    if task and directive.is_opaque  # what it calls them is not here, and what was done for them is
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
