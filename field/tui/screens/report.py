"""The report of a period: its figures, each of which opens the activities behind it; its words; submitting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual import on
from textual.app import ComposeResult

from field.messages import unread_entries
from field.reporting.reports import Preview
from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.screens.activities import Activities
from field.tui.screens.dialogs import Confirm, answered
from field.tui.screens.narrative import NarrativeScreen
from field.tui.screens.page import Page
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from field.tui.widgets.fact_list import FactList
from sync.ledger.entry import Narrative
from sync.ledger.figures import By, Tally, quantity_adds_up
from sync.ledger.vocabulary import ListName
from sync.wording.dates import day, moment
from sync.wording.i18n import catalogue, counted
from sync.wording.names import term
from sync.wording.numbers import number, tally_numbers

_ = catalogue("field")

_ALL = "all"
_TERMS: Final[dict[str, ListName]] = {"channel": "channels", "topic": "topics"}
"""What figures are told by, and the list of the vocabulary that has its words."""


class ReportScreen(Page):
    """The report of a period, as it would be now."""

    ACTIONS = "report"

    def __init__(self, session: Session, period: str) -> None:
        super().__init__(session)
        self._named = period
        self._preview: Preview | None = None

    def where(self) -> str:
        return _("Report {period}").format(period=self._named)

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

    def _facts(self, said: Preview) -> Iterator[tuple[str, str] | tuple[str, str, str]]:
        period = said.period
        window = _("activities of {start} to {end}").format(start=day(period.start), end=day(period.end))
        yield _("gathers"), window
        yield _("due before"), moment(said.due)
        if said.future:
            yield "", unread_entries(said.future), "warning"
        for caveat in _caveats(said):
            yield "", caveat, "warning"
        if said.submitted:
            yield "", _("It was submitted before. To correct it, submit again: the new one takes its place."), "success"
        words = self.session.narrative(said.period.name)
        first = " ".join((words.results or words.difficulties or words.proposals).split())
        yield _("words"), f"{first[:60]}…" if len(first) > 60 else first or _("none yet: F2 writes them")

    def _lines(self, said: Preview) -> Iterator[ListLine]:
        figures = said.figures
        yield ListLine(_ALL, (ListCell(_("all activities"), "accent"), *tally_numbers(figures.total, one_channel=False)))
        groups: tuple[tuple[By, str, dict[str, Tally]], ...] = (
            ("channel", _("channel"), figures.channels),
            ("topic", _("topic"), figures.topics),
        )
        for which, kind, tallies in groups:
            for code, tally in tallies.items():
                numbers = tally_numbers(tally, one_channel=quantity_adds_up(which, code))
                yield ListLine(f"{which}:{code}", (f"{kind}: {_code(which, code)}", *numbers))

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        assert self._preview is not None, "shown before it is opened"
        period = self._preview.period
        which, _colon, code = event.key.partition(":")
        wanted = ActivityFilter(
            period=period,
            channel=code if which == "channel" else None,
            topic=code if which == "topic" else None,
            counting=True,
        )
        words = _("all activities") if which == _ALL else _code(which, code)
        self.app.push_screen(Activities(self.session, wanted, f"{self._named} · {words}"))

    def action_narrative(self) -> None:
        """Write results, difficulties and proposals."""
        assert self._preview is not None, "shown before it is written"
        self.app.push_screen(NarrativeScreen(self.session, self._preview.period.name))

    def action_submit(self) -> None:
        """Submit this report, once it is clear what goes out."""
        with self.telling():
            said = self.session.preview(self._named)
            words = self.session.narrative(said.period.name)
            self.app.push_screen(Confirm(_what_goes(said, words), _("Submit")), answered(lambda _yes: self._submit(words)))

    def _submit(self, words: Narrative) -> None:
        def submit() -> None:
            self.session.submit(self._named, words)
            self.say(_("Submitted. It goes to the province with the next sync."))
            self.reload()

        self.signing(submit)


def _code(which: str, code: str) -> str:
    return term(_TERMS[which], code) if code else _("not said")


def _caveats(said: Preview) -> Iterator[str]:
    """What should be known of figures before they are relied on."""
    if said.provisional:
        yield _("The period is still open, and figures may grow.")
    if said.conflicts:
        yield _("{count} of these activities are in conflict; they count as shown.").format(count=said.conflicts)


def _what_goes(said: Preview, words: Narrative) -> str:
    """What will be sent, said plainly."""
    total = said.figures.total
    written = [
        label
        for label, text in (
            (_("results"), words.results),
            (_("difficulties"), words.difficulties),
            (_("proposals"), words.proposals),
        )
        if text
    ]
    told = [unread_entries(said.future), ""] if said.future else []
    told += [
        _("The report {period} will be signed and saved, and goes to the province with the next sync:").format(
            period=said.period.name
        ),
        "",
        "• "
        + _("{activities} activities; {people} people, {minutes} minutes").format(
            activities=number(total.activities),
            people=number(total.audience),
            minutes=number(total.minutes),
        ),
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
