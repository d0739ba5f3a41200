"""The report of a period: its figures, each of which opens the activities behind it; its words; submitting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual import on
from textual.app import ComposeResult

from field.messages import unread_entries
from field.reporting.damaged_figures import check_undamaged, damaged_figures_words
from field.reporting.reports import OutdatedFigures, Preview, check_heads
from field.reporting.sent_words import returned_words, sender_words
from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.screens.activities import Activities
from field.tui.screens.dialogs import Confirm, answered
from field.tui.screens.narrative import NarrativeScreen
from field.tui.screens.page import Page
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from field.tui.widgets.fact_list import FactList
from sync.ledger.asked import under_heads
from sync.ledger.entry import Narrative
from sync.ledger.figures import By, Figures, Tally, quantity_adds_up, task_of
from sync.ledger.task_order import in_document_order
from sync.ledger.vocabulary import ListName
from sync.wording.changed_figures import changed_figures
from sync.wording.dates import day, moment
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue, counted
from sync.wording.names import task_words, term
from sync.wording.numbers import number, tally_numbers
from sync.wording.statuses import erased_figures_words

_ = catalogue("field")

_ALL = "all"
_SENT: Final = "sent"
_TERMS: Final[dict[str, ListName]] = {
    "channel": "channels",
    "topic": "topics",
    "language": "languages",
    "audiences": "audiences",
    "body": "bodies",
}
"""What figures are told by, and the list of the vocabulary that has its words."""


class ReportScreen(Page):
    """The report of a period, as it would be now."""

    ACTIONS = "report"

    def __init__(self, session: Session, period: str) -> None:
        super().__init__(session)
        self._named = period
        self._preview: Preview | None = None
        self._asked = False
        """Whether it was asked if a report whose figures have changed is to be submitted again."""

    def where(self) -> str:
        return _("Report {period}").format(period=self.session.period_words(self._named))

    def body(self) -> ComposeResult:
        yield FactList()
        columns = (
            ListColumn(_("figures")),
            ListColumn(_("activities"), 10, right=True),
            ListColumn(_("quantity"), 9, right=True),
            ListColumn(_("people"), 9, right=True),
            ListColumn(_("minutes"), 8, right=True),
        )
        yield ColumnList(columns)

    def on_mount(self) -> None:
        """Enter opens what is behind a figure."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        preview = self._preview = self.session.preview(self._named)
        self.query_one(FactList).show(self._facts(preview))
        self.query_one(ColumnList).show(self._lines(preview))
        if preview.outdated and not self._asked:
            self._asked = True
            self.call_after_refresh(self._ask_again)

    def _facts(self, said: Preview) -> Iterator[tuple[str, str] | tuple[str, str, str]]:
        period = said.period
        window = _("activities of {start} to {end}").format(start=day(period.start), end=day(period.end))
        yield _("gathers"), window
        if counts := counted_words(period, self.session.directives):
            yield "", counts
        yield _("due before"), moment(said.due)
        if said.future:
            yield "", unread_entries(said.future), "warning"
        for caveat in _caveats(said):
            yield "", caveat, "warning"
        for returned in said.returned:
            yield "", returned_words(returned, self.session.directives), "warning"
        for report in said.outdated:
            yield (
                _("sent {time}").format(time=moment(report.at)),
                _changed(report),
                "warning",
            )
        if said.submitted:
            yield "", _("It was submitted before. To correct it, submit again: the new one takes its place."), "success"
        words = self.session.narrative(said.period.name)
        first = " ".join((words.results or words.difficulties or words.proposals).split())
        yield _("words"), f"{first[:60]}…" if len(first) > 60 else first or _("none yet: F2 writes them")

    def _lines(self, said: Preview) -> Iterator[ListLine]:
        figures = said.figures
        yield ListLine(_ALL, (ListCell(_("all activities"), "accent"), *tally_numbers(figures.total, one_channel=False)))
        yield from self._groups("", figures)
        for code, sums in said.languages.items() if said.asked.has("language") else ():
            name = f"{_('language')}: {self._code('language', code)}"
            numbers = (number(sums.activities), "–", number(sums.audience), number(sums.minutes))
            yield ListLine(f"language:{code}", (name, *numbers))
        for place, report in enumerate(said.outdated):
            head = ListCell(_("as sent {time}").format(time=moment(report.at)), "accent")
            yield ListLine(f"{_SENT}:{place}", (head, *tally_numbers(report.sent.total, one_channel=False)))
            yield from self._groups(f"{_SENT}:{place}:", report.sent)

    def _groups(self, before: str, figures: Figures) -> Iterator[ListLine]:
        """The lines of figures by what they are told by; `before` stands before their keys."""
        directives = self.session.directives
        groups: tuple[tuple[By, str, dict[str, Tally]], ...] = (
            ("channel", _("channel"), figures.channels),
            ("topic", _("topic"), figures.topics),
            ("directive", _("directive"), figures.directives),
            ("task", _("task"), {key: figures.tasks[key] for key in in_document_order(figures.tasks, directives)}),
            ("audiences", _("for whom"), figures.audiences),
            ("body", _("body"), figures.bodies),
        )
        assert self._preview is not None, "shown of a preview"
        for which, kind, tallies in groups:
            if not self._preview.asked.has(which):
                continue
            for code, tally in tallies.items():
                numbers = tally_numbers(tally, one_channel=quantity_adds_up(which, code))
                yield ListLine(f"{before}{which}:{code}", (f"{kind}: {self._code(which, code)}", *numbers))

    def _code(self, which: str, code: str) -> str:
        """What a key of figures is called."""
        if not code:
            return _("not said")
        if which in _TERMS:
            return term(_TERMS[which], code)
        named = {directive.id: directive for directive in self.session.directives}
        if which == "task":
            return task_words(named, code)
        return self.session.names().get(code, code)

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        assert self._preview is not None, "shown before it is opened"
        period = self._preview.period
        which, _colon, code = event.key.partition(":")
        if which == _SENT:
            self.say(_("These are the figures that were sent. What they count may have changed since."))
            return
        id_, no = task_of(code)
        wanted = ActivityFilter(
            period=period,
            channel=code if which == "channel" else None,
            topic=code if which == "topic" else None,
            language=code if which == "language" else None,
            audience=code if which == "audiences" else None,
            body=code if which == "body" else None,
            directive=id_ if which in ("directive", "task") else None,
            task=no if which == "task" else None,
            counting=True,
        )
        words = _("all activities") if which == _ALL else self._code(which, code)
        self.app.push_screen(Activities(self.session, wanted, f"{self._named} · {words}"))

    def action_narrative(self) -> None:
        """Write results, difficulties and proposals."""
        assert self._preview is not None, "shown before it is written"
        self.app.push_screen(NarrativeScreen(self.session, self._preview.period.name, self._preview.asked.heads))

    def _ask_again(self) -> None:
        """Ask whether a report whose figures are not those of the ledger any more is submitted again."""
        said = self._preview
        assert said is not None, "shown before it is asked about"
        words = self.session.narrative(said.period.name)
        told = [_("The figures of this report have changed since it was sent:"), ""]
        told += [f"• {moment(report.at)}, {_changed(report)}" for report in said.outdated]
        question = "\n".join([*told, "", _("Submit it again?"), "", self._what_goes(said, words)])
        self.app.push_screen(Confirm(question, _("Submit again")), answered(lambda _yes: self._submit(words)))

    def action_submit(self) -> None:
        """Submit this report, once it is clear what goes out."""
        with self.telling():
            said = self.session.preview(self._named)
            words = self.session.narrative(said.period.name)
            check_undamaged(said.damaged, said.period)
            check_heads(said.asked, words)
            goes = self._what_goes(said, words)
            self.app.push_screen(Confirm(goes, _("Submit")), answered(lambda _yes: self._submit(words)))

    def action_print(self) -> None:
        """Print this report, or the list of its activities."""
        from field.tui.screens.printing import print_period

        print_period(self, self._named)

    def _what_goes(self, said: Preview, words: Narrative) -> str:
        return _what_goes(
            said, words, self.session.period_words(said.period.name), counted_words(said.period, self.session.directives)
        )

    def _submit(self, words: Narrative) -> None:
        def submit() -> None:
            self.session.submit(self._named, words)
            self.say(_("Submitted. It goes to the province with the next sync."))
            self.reload()

        self.signing(submit)


def _changed(report: OutdatedFigures) -> str:
    """Who sent a report, and what became of its figures since."""
    return f"{sender_words(report)}: {changed_figures(report.sent, report.now)}"


def _caveats(said: Preview) -> Iterator[str]:
    """What should be known of figures before they are relied on."""
    if damaged := damaged_figures_words(said.damaged):
        yield damaged
    if said.provisional:
        yield _("The period is still open, and figures may grow.")
    if said.conflicts:
        yield _("{count} of these activities are in conflict; they count as shown.").format(count=said.conflicts)
    if erased := erased_figures_words(said.erased):
        yield erased
    if said.left_out:
        yield said.left_out


def _what_goes(said: Preview, words: Narrative, period: str, counts: str) -> str:
    """What will be sent, said plainly: of which period, in words; `counts` is the sentence that says what is counted, if
    there is one."""
    total = said.figures.total
    under = under_heads(words.results, said.asked.heads)
    written = [
        label
        for label, text in (
            *((head, under.get(head, "")) for head in said.asked.heads),
            (_("results"), under.get("", "")),
            (_("difficulties"), words.difficulties),
            (_("proposals"), words.proposals),
        )
        if text
    ]
    told = [unread_entries(said.future), ""] if said.future else []
    told += [
        _("The report {period} will be signed and saved, and goes to the province with the next sync:").format(
            period=period
        ),
        "",
        "• "
        + _("activities: {activities}; people: {people}, minutes: {minutes}").format(
            activities=number(total.activities),
            people=number(total.audience),
            minutes=number(total.minutes),
        ),
        *([f"• {counts}"] if counts else []),
        "• " + (_("words on: {what}").format(what=", ".join(written)) if written else _("no words: F2 writes them")),
        "• "
        + counted(
            said.unsent,
            _("{count} entry that is not sent yet goes with it"),
            _("{count} entries that are not sent yet go with it"),
        ).format(count=number(said.unsent)),
    ]
    told += [f"• {caveat}" for caveat in _caveats(said)]
    if said.submitted:
        told.append("• " + _("It takes the place of what was submitted before."))
    return "\n".join(told)
