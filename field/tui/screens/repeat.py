"""An activity once more: which, if it is not said yet, and on which day. That it is there already on that day is told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from field.activities.choices import Choice
from field.activities.repeated import Repeated
from field.messages import sentence
from field.session import Session
from field.tui.screens.dialogs import Dialog, answered
from field.tui.screens.form import Form
from field.tui.screens.page import Page
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.typing import LineInput
from sync.activities.draft import ActivityDraft, as_typed
from sync.errors import Misuse
from sync.ledger.merge import Values
from sync.wording.dates import day
from sync.wording.i18n import catalogue, counted
from sync.wording.names import term
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("field")


def log_once_more(page: Page, like: Values | None = None) -> None:
    """Ask on which day an activity is logged once more, and open the form; where none is said, which it is."""

    def answer(draft: ActivityDraft) -> None:
        page.app.push_screen(Form(page.session, start=draft))

    page.app.push_screen(RepeatDialog(page.session, like), answered(answer))


class RepeatDialog(Dialog[ActivityDraft]):
    """The question for the day of an activity that is logged once more; None if it was let be."""

    DEFAULT_CSS = """
    RepeatDialog Chooser, RepeatDialog LineInput { background: $panel; margin: 1 0 0 0; }
    RepeatDialog Chooser > LineInput { margin: 0; }
    RepeatDialog .told { margin-top: 1; }
    """

    def __init__(self, session: Session, like: Values | None = None) -> None:
        """Of an activity, or of one that is picked from all that there were."""
        super().__init__()
        self._session, self._like = session, like
        self._offered: Sequence[Repeated] = () if like is not None else session.repeated()
        self._agreed = ""
        """The day of which it was told that it is there already."""

    def compose(self) -> ComposeResult:
        with Vertical():
            if self._like is not None:
                yield Static(_("Log once more: {title}").format(title=safe_line(self._like.title or "")), markup=False)
            else:
                yield Static(_("Log once more: which? Type a few letters."), markup=False)
                yield Chooser([_choice(place, one) for place, one in enumerate(self._offered)], id="which")
            yield Static(_("On which day?"), classes="told", markup=False)
            yield LineInput(_("today"), id="day", compact=True, select_on_focus=True)
            yield Static("", classes="wrong", markup=False)
            yield from self.choices(_("Go on"))

    def on_mount(self) -> None:
        """What is not known yet comes first."""
        self._day.focus() if self._like is not None else self.query_one(Chooser).line.focus()

    @property
    def _day(self) -> LineInput:
        return self.query_one("#day", LineInput)

    def go_on(self) -> None:
        """Go on to the day."""
        self._day.focus()

    def key_in_turn(self, key: str) -> bool:
        """Enter in the day answers."""
        if key == "enter" and self.focused is self._day:
            self._answered()
            return True
        return False

    @on(Input.Changed, "#day")
    def _typed(self) -> None:
        self.wrong("")

    def _picked(self) -> Values | None:
        if self._like is not None:
            return self._like
        chooser = self.query_one(Chooser)
        return self._offered[int(chooser.values[0])].last if chooser.values and chooser.is_picked else None

    @on(Button.Pressed, "#yes")
    def _answered(self) -> None:
        like = self._picked()
        if like is None:
            self.wrong(_("Type a few letters of an activity, and pick it."))
            self.query_one(Chooser).line.focus()
            return
        draft = structs.replace(as_typed(like), date=self._day.value, until="")
        checked = self._session.check(draft)
        faults = [fault.error for fault in checked.wrong if fault.field == "date"]
        if faults or not isinstance(date := checked.fields.date, str):
            self.wrong(sentence(faults[0] if faults else Misuse("bad-date", text=self._day.value[:40])))
            return
        there = self._session.logged_on(like, date)
        if there and self._agreed != date:
            self._agreed = date
            one, several = (
                _("It is logged on {day} already. Enter once more goes on all the same."),
                _("It is logged on {day} {count} times already. Enter once more goes on all the same."),
            )
            self.wrong(counted(there, one, several).format(day=day(date), count=number(there)))
            return
        self.dismiss(structs.replace(draft, date=day(date)))


def _choice(place: int, one: Repeated) -> Choice:
    """What is picked: by its place in the list, which no letters are."""
    title = " ".join((one.last.title or "").split()).replace(";", ",")
    where = [one.last.place] if one.last.place else [term("channels", one.last.channel)] if one.last.channel else []
    times = counted(one.times, _("once"), _("{count} times")).format(count=number(one.times))
    told = [times, _("last on {day}").format(day=day(one.last.date or ""))]
    return Choice(str(place), " · ".join([title, *where]), more=", ".join(told))
