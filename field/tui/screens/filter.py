"""The filter of the ledger, to be chosen: a month, a topic, a channel, a directive, a state."""

from __future__ import annotations

from typing import ClassVar, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from field.activities import choices
from field.activities.choices import Choice
from field.messages import sentence
from field.session import Session
from field.store.rows import ActivityFilter, RecordStatus
from field.tui.screens.dialogs import Dialog
from field.tui.widgets.chooser import Chooser
from sync.errors import Misuse
from sync.ledger.period import day_of, months
from sync.wording.future_day import dated_after_mark
from sync.wording.i18n import catalogue
from sync.wording.statuses import status_words

_ = catalogue("field")

_MONTHS = 24
_DATED_AFTER = "dated-after"
"""What is chosen among the states for the activities that are dated after the day on which the hub took them."""


class FilterDialog(Dialog[ActivityFilter]):
    """The filter that is wanted; None if it was let be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "take", show=False),
        Binding("f4", "clear", show=False),
    ]
    DEFAULT_CSS = """
    FilterDialog .row { height: 1; }
    FilterDialog .row Static { width: 14; }
    FilterDialog .row Chooser { width: 1fr; background: $panel; }
    FilterDialog .wrong { margin: 0; }
    """

    def __init__(self, session: Session, now: ActivityFilter) -> None:
        super().__init__()
        self._session = session
        self._now = now

    def compose(self) -> ComposeResult:
        recent = months(day_of(self._session.clock()), _MONTHS)
        periods = [Choice(name, self._session.period_words(name), (name,)) for name in recent]
        states = [Choice(state, status_words(state), (state,)) for state in get_args(RecordStatus)]
        states.append(Choice(_DATED_AFTER, dated_after_mark()))
        with Vertical():
            yield Static(_("Show only:"), markup=False)
            for name, label, given in (
                ("period", _("period"), periods),
                ("topic", _("topic"), choices.terms("topics")),
                ("channel", _("channel"), choices.terms("channels", self._session.store.records.habits("channel"))),
                (
                    "directive",
                    _("directive"),
                    choices.directives(self._session.own_directives, in_part=self._session.read_in_part),
                ),
                ("state", _("state"), states),
            ):
                with Horizontal(classes="row"):
                    yield Static(label, markup=False)
                    yield Chooser(given, id=name)
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Cancel (Esc)"), id="no", compact=True)
                yield Button(_("All (F4)"), id="all", compact=True)
                yield Button(_("Show (F2)"), id="yes", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Show what is chosen already."""
        names = self._session.typed_names()
        given = {
            "period": self._now.period and self._now.period.name,
            "topic": self._now.topic,
            "channel": self._now.channel,
            "directive": self._now.directive and names.get(self._now.directive),
            "state": _DATED_AFTER if self._now.dated_after else self._now.status,
        }
        for name, value in given.items():
            self.query_one(f"#{name}", Chooser).set_values((value,) if value else ())
        self.query_one("#period", Chooser).line.focus()

    def _value(self, name: str) -> str | None:
        return next(iter(self.query_one(f"#{name}", Chooser).values), None)

    @on(Button.Pressed, "#yes")
    def action_take(self) -> None:
        """Show what is chosen."""
        try:
            period, directive = self._value("period"), self._value("directive")
            state = self._known("state", {*get_args(RecordStatus), _DATED_AFTER})
            wanted = ActivityFilter(
                period=None if period is None else self._session.period(period),
                topic=self._known("topic", {code.value for code in choices.terms("topics")}),
                channel=self._known("channel", {code.value for code in choices.terms("channels")}),
                directive=next((id_ for id_, typed in self._session.typed_names().items() if typed == directive), None),
                status=None if state == _DATED_AFTER else state,  # type: ignore[arg-type]
                dated_after=state == _DATED_AFTER,
            )
        except Misuse as error:
            self.wrong(sentence(error))
        else:
            self.dismiss(wanted)

    def _known(self, name: str, known: set[str]) -> str | None:
        value = self._value(name)
        if value is not None and value not in known:
            raise Misuse("unknown-code", list=name, text=value, near="")
        return value

    @on(Button.Pressed, "#all")
    def action_clear(self) -> None:
        """Show everything."""
        self.dismiss(ActivityFilter())
