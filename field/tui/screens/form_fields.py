"""The fields of the form of an activity: what stands in them, and how one follows another.

A task belongs to its directive, and what it fills belongs to it. What is wrong with a field is the form's to say.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import structs
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from field.activities import choices
from field.activities.figures_typed import figures_by_field
from field.session import Session
from field.tui.actions import key_of
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.directive_chooser import DirectiveChooser
from field.tui.widgets.text_box import TextBox
from field.tui.widgets.typing import LineInput
from sync.activities.draft import ActivityDraft
from sync.ledger.activity_fields import FIELDS
from sync.ledger.directive import Directive, Task
from sync.wording.fields import field_name
from sync.wording.i18n import N_, catalogue

_ = catalogue("field")

ORDER: Final = tuple(field.code for field in FIELDS)
REPEATS: Final = ("date", "directive", "task", "topics", "channel", "language", "place", "body")
"""What the next activity begins with: of twenty in an evening most share these."""
FIGURES: Final = tuple(field.code for field in FIELDS if field.kind == "count")
_REPLACED: Final = (*REPEATS, *FIGURES)
"""What is replaced by what is typed first in its field: nobody goes on with the digits of another number."""
SELDOM: Final = ("until", "audiences", "languages", "places", "body")
"""What few activities say. It stands there, and Tab goes through it, once it is filled or asked for."""
PICKED: Final = tuple(field.code for field in FIELDS if field.is_picked)
SEVERAL: Final = frozenset(field.code for field in FIELDS if field.kind == "terms")
_HOLDS: Final = {
    "topics": N_("topics: {count}"),
    "audiences": N_("audiences: {count}"),
    "languages": N_("languages: {count}"),
}
DAYS: Final = tuple(field.code for field in FIELDS if field.kind == "day")


class FormFields(VerticalScroll, can_focus=False):
    """The fields, a row each."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filled_by: Task | None = None
        """The task that was picked last."""
        self._filled: dict[str, tuple[str, ...]] = {}
        """By field, what the task that was picked put there."""
        self.to_change: frozenset[str] = frozenset()
        """Fields that hold what is another activity's: one goes to them, too."""
        self._task_of: str | None = None
        """The directive that the task that stands there belongs to."""

    def compose(self) -> ComposeResult:
        for name in ORDER:
            with Horizontal(classes="row", id=f"row-{name}"):
                yield Static(field_name(name), classes="name", markup=False)
                yield self._field(name)
                if name != "text":
                    yield Static("", classes="note", markup=False)
        yield Static(self._more_words(), id="seldom", markup=False)

    @staticmethod
    def _more_words() -> str:
        names = ", ".join(field_name(name) for name in SELDOM)
        return _("{key} for more: {fields}").format(key=key_of("form", "more"), fields=names)

    def _field(self, name: str) -> Widget:
        store = self.session.store
        match name:
            case "directive":
                habits, in_part = store.records.habits("directive"), self.session.read_in_part
                own, offered = self.session.own_directives, self.session.offered_directives
                offers = choices.directives(own, habits, in_part=in_part, offered=offered)
                typed = {called: one for one in own if (called := self.session.typed_names().get(one.id))}
                return DirectiveChooser(offers, typed, self._pick_task, id=name)
            case "task":
                return Chooser([], refresh=self.follow_directive, id=name)
            case "topics" | "audiences" | "languages":
                return Chooser(choices.terms(name), several=True, id=name)
            case "channel":
                return Chooser(choices.terms("channels", store.records.habits("channel")), id=name)
            case "language":
                return Chooser(choices.terms("languages", store.records.habits("language")), id=name)
            case "body":
                return Chooser(choices.terms("bodies"), id=name)
            case "text":
                return TextBox(id=name, compact=True)
        return LineInput(id=name, compact=True, select_on_focus=name in _REPLACED)

    def fill(self, draft: ActivityDraft) -> None:
        """Show a draft."""
        with self.prevent(Input.Changed, TextArea.Changed, Chooser.ChoiceChanged):
            for name in ORDER:
                self._put(name, getattr(draft, name) or (() if name in SEVERAL else ""))
        self.filled_by = self._picked_task()
        self.show_seldom(asked=any(getattr(draft, name) for name in SELDOM))

    def show_seldom(self, *, asked: bool) -> None:
        """Show what few activities say, or put it away."""
        for name in SELDOM:
            self.query_one(f"#row-{name}").set_class(not asked, "unasked")
        self.query_one("#seldom").set_class(asked, "asked")

    def _put(self, name: str, value: Any) -> None:
        if name in PICKED:
            field = self.query_one(f"#{name}", Chooser)
            if name == "task":
                directive = self._directive()
                self._task_of = None if directive is None else directive.id
                field.set_choices(choices.tasks(directive))
            given = value if name in SEVERAL else (self._named(name, value),) if value else ()
            field.set_values(given)
        elif name == "text":
            self.query_one("#text", TextBox).text = value
        else:
            box = self.query_one(f"#{name}", LineInput)
            box.value = value
            box.cursor_position = len(value)

    def _named(self, name: str, value: str) -> str:
        return self.session.typed_names().get(value, value) if name == "directive" else value

    def _directive(self) -> Directive | None:
        named = self.query_one("#directive", Chooser).values
        typed = self.session.typed_names()
        return next((known for known in self.session.directives if typed.get(known.id, known.id) in named), None)

    def _pick_task(self, directive: Directive, task: str) -> None:
        """Put a task where it belongs that was picked along with its directive, and what it fills."""
        field = self.query_one("#task", Chooser)
        self._follow(directive)
        field.set_choices(choices.tasks(directive))
        with self.prevent(Input.Changed):
            field.set_values((task,))
        self.fill_by_task()

    def follow_directive(self) -> None:
        """Offer the tasks of the directive that is picked. Where it is another than before, the task that was picked goes,
        and what it filled. Letters on the way to a directive are none yet."""
        field, task = self.query_one("#directive", Chooser), self.query_one("#task", Chooser)
        if not field.line.has_focus:
            field.settle()
        directive = self._directive()
        if directive is None and field.values:
            return
        self._follow(directive)
        task.set_choices(choices.tasks(directive))

    def _follow(self, directive: Directive | None) -> None:
        """Let the task go that is of another directive, and what it filled."""
        now, task = None if directive is None else directive.id, self.query_one("#task", Chooser)
        if now != self._task_of:
            self._task_of = now
            task.clear_picked()
            for name, values in self._filled.items():
                filled = self.query_one(f"#{name}", Chooser)
                if filled.values == values:
                    filled.fill(())
            self._filled, self.filled_by = {}, None

    def share_figures(self) -> None:
        """Put figures of several fields that were typed in the first of them where they belong, if that is empty."""
        line = self.query_one("#quantity", LineInput)
        found = figures_by_field(line.value)
        others = {} if found is None else {name: figure for name, figure in found.items() if name != "quantity"}
        if found is None or any(self.query_one(f"#{name}", LineInput).value.strip() for name in others):
            return
        line.value = found.get("quantity", "")
        for name, figure in others.items():
            self.query_one(f"#{name}", LineInput).value = figure

    def next_to_fill(self, after: Widget | None) -> Widget:
        """What is to be typed in next: the next field that is empty, or that holds figures of another activity. The text,
        which is last, where there is none."""
        names = [name for name in ORDER if not self.query_one(f"#row-{name}").has_class("unasked")]
        here = next((place for place, name in enumerate(names) if self.entered(name) is after), -1)
        values = structs.asdict(self.typed())
        return self.entered(next((name for name in names[here + 1 :] if not values[name] or name in self.to_change), "text"))

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self.share_figures()

    def settle(self) -> None:
        """Take what letters mean in every field, before it is saved."""
        self.share_figures()
        for chooser in self.query(Chooser):
            chooser.settle()
        self.fill_by_task()

    def _picked_task(self) -> Task | None:
        """The task that is picked; None while it is still being typed."""
        directive, field = self._directive(), self.query_one("#task", Chooser)
        named = field.values if field.is_picked else ()
        return directive.task(named[0]) if directive is not None and named else None

    def fill_by_task(self) -> None:
        """Fill topics and channel by a task that was picked anew, where nobody typed them. Of several channels none can be
        told to be the one: they come first in the list."""
        task = self._picked_task()
        if task is None or task == self.filled_by:
            return
        self.filled_by = task
        ranked = (*task.channels, *self.session.store.records.habits("channel"))
        self.query_one("#channel", Chooser).set_choices(choices.terms("channels", ranked))
        for name, values in (("topics", task.topics), ("channel", task.channels if len(task.channels) == 1 else ())):
            field = self.query_one(f"#{name}", Chooser)
            if not field.values or field.values == self._filled.get(name):
                field.fill(values)
                self._filled[name] = field.values

    def typed(self) -> ActivityDraft:
        """The draft as it is typed now."""
        given: dict[str, Any] = {}
        for name in ORDER:
            if name in PICKED:
                values = self.query_one(f"#{name}", Chooser).values
                given[name] = values if name in SEVERAL else (values[0] if values else "")
            elif name == "text":
                given[name] = self.query_one("#text", TextBox).text
            else:
                given[name] = self.query_one(f"#{name}", LineInput).value
        return ActivityDraft(**given)

    def entered(self, name: str) -> Widget:
        """What is typed in, of a field."""
        field = self.query_one(f"#{name}")
        return field.line if isinstance(field, Chooser) else field

    def is_open(self, name: str) -> bool:
        """Whether something is being picked in a field."""
        return name in PICKED and self.query_one(f"#{name}", Chooser).is_open

    def told(self, name: str) -> str:
        """What is said beside a field that is picked: how many it holds, and which task put that there."""
        if name not in PICKED:
            return ""
        values = self.query_one(f"#{name}", Chooser).values
        if self.filled_by is not None and self._filled.get(name) and self._filled[name] == values:
            by_task = _("by task {task}").format(task=self.filled_by.no)
            return f"{len(values)} · {by_task}" if len(values) > 1 else by_task
        return _(_HOLDS[name]).format(count=len(values)) if values and name in _HOLDS else ""

    def note(self, name: str, text: str, *, wrong: bool) -> None:
        """Say something beside a field, or nothing."""
        note = self.query_one(f"#row-{name} .note", Static)
        note.set_class(wrong, "wrong")
        if note.content != text:
            note.update(text)
