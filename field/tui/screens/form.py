"""Writing an activity: one form from top to bottom by Tab. What is typed is kept at every pause."""

from __future__ import annotations

import datetime
from typing import Any, Final

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, TextArea

from field.activities import drafts
from field.home import Unsavable
from field.messages import damaged_draft_words, sentence
from field.session import Session
from field.tui.screens.dialogs import Confirm, answered
from field.tui.screens.form_fields import DAYS, FIGURES, ORDER, PICKED, REPEATS, SELDOM, FormFields
from field.tui.screens.page import Page
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.typing import LineInput
from sync.activities.check import CheckedDraft, FieldError, FieldNeeded
from sync.activities.draft import ActivityDraft, as_typed
from sync.errors import NotListed, SoxaError
from sync.ledger.merge import Values
from sync.wording.dates import days
from sync.wording.fields import counted_words, field_name
from sync.wording.i18n import N_, catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("field")

_KEEP_SECONDS: Final = 1.0
"""What is typed is kept at least so often, so that whatever stops the program costs less than two seconds of typing."""
_CHECK_SECONDS: Final = 0.25
"""After the last key, what is typed is read."""

_WEEKDAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Form(Page):
    """A new activity, or a change to one (`record`). It ends with nothing: the ledger reads anew."""

    ACTIONS = "form"
    DEFAULT_CSS = """
    Form VerticalScroll { padding: 0 1; }
    Form .row { height: auto; min-height: 1; }
    Form .row > .name { width: 14; color: $foreground 80%; }
    Form .row > LineInput, Form .row > Chooser { width: 3fr; max-width: 70; background: $surface; }
    Form .row > TextBox { width: 5fr; max-width: 116; height: 5; background: $surface; border: none; padding: 0 1; }
    Form .row > .note { width: 2fr; padding: 0 1; height: auto; color: $foreground 70%; }
    Form .row > .note.wrong { color: $error; }
    Form #row-title > LineInput, Form #row-place > LineInput { width: 1fr; max-width: 116; }
    Form #row-title > .note, Form #row-place > .note { width: auto; max-width: 30; display: none; }
    Form #row-title > .note.wrong, Form #row-place > .note.wrong { display: block; }
    Form .row.unasked { display: none; }
    Form #seldom { padding: 0 0 0 14; color: $foreground 70%; }
    Form #seldom.asked { display: none; }
    Form .row:focus-within { color: $foreground; }  /* without a rule for the row itself its name is not drawn again */
    Form .row:focus-within > .name { color: $accent; text-style: bold; }
    """

    def __init__(
        self,
        session: Session,
        *,
        record: str | None = None,
        was: Values | None = None,
        kept: drafts.KeptDraft | None = None,
        start: ActivityDraft | None = None,
    ) -> None:
        """Revise `record`, which is `was` now; go on with a draft that was `kept`; or begin from `start`, another
        activity on a day of its own."""
        super().__init__(session)
        self._record = record if kept is None else kept.record
        self._was = was
        self._doubt: SoxaError | None = None
        self._unsaid: tuple[str, ...] = ()
        """What a draft leaves as it is, where it cannot be told what that is: an entry rotted."""
        self._damaged = kept is not None and kept.damaged
        self._kept = kept.id if kept is not None else 0
        if kept is not None:
            self._begin = self._of_kept(kept)
        elif start is not None:
            self._begin = start
        else:
            self._begin = ActivityDraft(date=_("today")) if self._was is None else as_typed(self._was)
        self._held = self._begin
        """What need not be kept: it is already, or the form began with it."""
        self._demanding = False
        self._pause: Timer | None = None
        self._copied: ActivityDraft | None = None
        """What stands there as it was copied: saved so, it would be there twice."""
        self._is_copy = start is not None

    def _of_kept(self, kept: drafts.KeptDraft) -> ActivityDraft:
        """A draft with what it is to stand on, as far as that is here and whole."""
        records = self.session.store.records
        if self._record is None or not records.among([self._record]):
            self._record = None
            return kept.draft
        page = records.page(self._record)
        self._was = page.record.values
        if not page.altered:
            return drafts.over(self._was, kept.draft)
        self._unsaid = tuple(name for name in ORDER if getattr(kept.draft, name) is None)
        self._doubt = Unsavable("altered-record", record=self._record)
        return kept.draft

    def where(self) -> str:
        return _("Revise an activity") if self._record else _("Write an activity")

    def body(self) -> ComposeResult:
        yield FormFields(self.session)

    @property
    def fields(self) -> FormFields:
        """The fields of the form."""
        return self.query_one(FormFields)

    def typed(self) -> ActivityDraft:
        """The draft as it is typed now."""
        typed = self.fields.typed()
        unsaid = {name: None for name in self._unsaid if not getattr(typed, name)}
        return msgspec.structs.replace(typed, **unsaid)

    def on_mount(self) -> None:
        """Show what there is, and begin at the top."""
        self._fill(self._begin)
        self.fields.to_change = frozenset(FIGURES) if self._is_copy else frozenset()
        self._held = self.typed()
        self.set_interval(_KEEP_SECONDS, self.pause)
        self.query_one("#title", LineInput).focus()
        if (doubt := self.session.closed or self._doubt) is not None:
            self.tell(doubt)  # what is typed here stays a draft
        if self._damaged:
            self.notify(damaged_draft_words(), severity="warning", timeout=10, markup=False)

    # -- what is typed

    def _fill(self, draft: ActivityDraft) -> None:
        self.fields.fill(draft)
        self._demanding = False
        self._look()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Chooser.ChoiceChanged)
    def _typed(self, event: object) -> None:
        if isinstance(event, Chooser.ChoiceChanged) and event.chooser.id == "directive":
            self.fields.follow_directive()
        if isinstance(event, Chooser.ChoiceChanged) and event.chooser.id in ("directive", "task"):
            self.fields.fill_by_task()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_CHECK_SECONDS, self._look)

    def keep(self, *, asked: bool = True) -> bool:
        """Keep what is typed, if it has changed since."""
        draft = self.typed()

        def keep() -> None:
            self._kept = self.session.keep(draft, id=self._kept, record=self._record, damaged=self._damaged)
            self._held = draft

        return draft == self._held or self.keeps(keep, asked=asked)

    # -- what is wrong, and what is meant

    def _look(self) -> CheckedDraft:
        """Say beside each field what is wrong with it, or how it is understood. What is only missing is not said before
        somebody wants to save."""
        checked = self.session.check(self.typed(), self._was)
        wrong = {fault.field: self._told(fault) for fault in checked.wrong if self._demanding or self._is_finished(fault)}
        for name in ORDER:
            if name != "text":
                self.fields.note(name, wrong.get(name) or self._meant(name, checked), wrong=name in wrong)
        return checked

    def _is_finished(self, wrong: FieldError) -> bool:
        """Whether a fault is one already: not while a field is still empty, or its list is still open."""
        return not isinstance(wrong.error, FieldNeeded) and not self.fields.is_open(wrong.field)

    @staticmethod
    def _told(wrong: FieldError) -> str:
        if isinstance(wrong.error, FieldNeeded):
            return _("“{field}” is needed.").format(field=field_name(wrong.field))
        if wrong.field in PICKED and isinstance(wrong.error, NotListed):
            return _("“{text}” is not in the list. Type a few letters, and pick.").format(
                text=safe_line(str(wrong.error.facts.get("text", wrong.error.facts.get("task"))))
            )
        return sentence(wrong.error)

    def _meant(self, name: str, checked: CheckedDraft) -> str:
        fields = checked.fields
        if name in DAYS and isinstance(date := getattr(fields, name), str):
            weekday = datetime.date.fromisoformat(date).weekday()
            early = self.session.before_beginning(date) if name == "date" else ""
            last = fields.until if name == "date" and not self.query_one("#until", LineInput).value else None
            return f"{_(_WEEKDAYS[weekday])} {days(date, last or None)}" + (f": {early}" if early else "")
        if name in ("quantity", "audience"):
            return counted_words(name, fields.channel if isinstance(fields.channel, str) else None)
        if name == "directive" and isinstance(fields.directive, str):
            return next((directive.subject for directive in self.session.directives if directive.id == fields.directive), "")
        if name == "minutes":
            return _("minutes in all")
        return self.fields.told(name)

    def go_on(self) -> None:
        """Go on from a line: over what is filled already, of a new activity."""
        if self._record is None:
            self.fields.share_figures()
            self.set_focus(self.fields.next_to_fill(self.focused))
        else:
            self.focus_next()

    # -- saving

    def key_in_turn(self, key: str) -> bool:
        """Saving takes what was typed before it, and nothing of what is typed behind it; what is typed behind the key that
        goes to another field is that one's."""
        act = {"f2": self.action_save_next, "ctrl+s": self.action_save, "ctrl+t": self.action_more}.get(key)
        if act is not None:
            act()
        return act is not None

    def action_save(self) -> None:
        """Save, and go back."""
        self._save(lambda: self.dismiss(None))

    def action_save_next(self) -> None:
        """Save, and write the next one."""
        self._save(self._next)

    def _save(self, then: Any) -> None:
        self.fields.settle()
        self._demanding = True
        checked = self._look()
        if checked.wrong:
            self.set_focus(self.fields.entered(checked.wrong[0].field))
            self.notify(self._told(checked.wrong[0]), severity="error", markup=False)
            return

        def save() -> None:
            draft = self.typed()
            self.session.save(draft, self._record, kept=self._kept)
            self._kept, self._held, self._copied = 0, draft, None
            self.session.last_saved = draft
            self.say(f"{_('Saved.')} {_('For a minute Ctrl+Z on the list of activities takes it back.')}")
            then()

        def agreed(_yes: bool) -> None:
            self._copied = None
            self.signing(save)

        if self.typed() == self._copied:
            same = _("Nothing differs from the activity that this was copied from. Save it once more?")
            self.app.push_screen(Confirm(same, _("Save")), answered(agreed))
        else:
            self.signing(save)

    def _next(self) -> None:
        last = self.session.last_saved
        assert last is not None, "just saved"
        self._record, self._was, self._unsaid, self._damaged = None, None, (), False
        self.tell_where()
        self._fill(ActivityDraft(**{name: getattr(last, name) for name in REPEATS}))
        self._held = self.typed()
        self.set_focus(self.query_one("#title", LineInput))

    def action_copy_last(self) -> None:
        """Fill what is empty from the activity saved last."""
        last = self.session.last_saved or self._newest()
        if last is None:
            return
        now = self.typed()
        self._fill(ActivityDraft(**{name: getattr(now, name) or getattr(last, name) for name in ORDER}))
        if not now.title:
            self._copied = self.typed()

    def _newest(self) -> ActivityDraft | None:
        row = self.session.newest()
        return None if row is None else as_typed(row)

    def action_more(self) -> None:
        """Show what few activities say, and go there."""
        self.fields.show_seldom(asked=True)
        self.set_focus(self.fields.entered(SELDOM[0]))

    def action_throw_away(self) -> None:
        """Throw away what is typed here."""

        def agreed(_yes: bool) -> None:
            self._held = self.typed()
            self.session.drop(self._kept)
            self.dismiss(None)

        self.app.push_screen(Confirm(_("Throw away what is typed here?"), _("Throw away")), answered(agreed))

    def action_back(self) -> None:
        """Go back; what is typed stays as a draft."""
        self.leave()
