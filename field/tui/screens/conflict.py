"""Settling a conflict: for each field the values side by side, one of them chosen."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from field.session import Session
from field.store.rows import RecordPage
from field.tui.screens.page import Page
from field.tui.widgets.sides import Sides
from sync.activities.draft import ActivityDraft
from sync.ledger.merge import Conflict, Value
from sync.wording.dates import day, moment
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import catalogue

_ = catalogue("field")

_TAKEN_BACK = "retracted"


class ConflictScreen(Page):
    """The conflict of one activity."""

    ACTIONS = "conflict"
    DEFAULT_CSS = """
    ConflictScreen .told { height: auto; padding: 1; color: $foreground 80%; }
    ConflictScreen .name { height: auto; padding: 0 1; text-style: bold; }
    ConflictScreen Sides { margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, page: RecordPage) -> None:
        super().__init__(session)
        self._page = page
        self._conflicts: tuple[Conflict, ...] = page.record.conflicts

    def where(self) -> str:
        return _("Settle a conflict: {title}").format(title=self._page.record.values.title)

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            told = _(
                "Two laptops changed this without seeing each other. Choose what holds with the arrows; Tab goes on, "
                "F2 saves."
            )
            yield Static(told, classes="told", markup=False)
            for conflict in self._conflicts:
                yield Static(field_name(conflict.field), classes="name", markup=False)
                said = [self._said(conflict.field, leaf, value) for leaf, value in conflict.values]
                yield Sides(said, id=f"choose-{conflict.field}")

    def _said(self, field: str, leaf: bytes, value: Value) -> str:
        words = field_value(field, value, self.session.names())
        if field == _TAKEN_BACK:
            words = _("keep it") if value is None else _("take it back: {reason}").format(reason=value)
        by = next((line for line in self._page.history if line.leaf == leaf), None)
        if by is None:
            return words
        own = by.device == self.session.store.membership.device
        who = _("this laptop") if own else _("laptop {device}").format(device=by.device[:8])
        return f"{words}\n{who}, {moment(by.entry.at)}"

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(Sides).first().focus()

    def action_settle(self) -> None:
        """Save what is chosen."""
        chosen = {conflict.field: self._chosen(conflict) for conflict in self._conflicts}
        back = chosen.pop(_TAKEN_BACK, None)
        draft = (
            None
            if back is not None
            else msgspec.convert({name: _typed(name, value) for name, value in chosen.items()}, ActivityDraft)
        )

        def save() -> None:
            self.session.settle(self._page.record.record, draft)
            self.say(_("Settled. It goes to the province with the next sync."))
            self.dismiss(None)

        self.signing(save)

    def _chosen(self, conflict: Conflict) -> Value:
        return conflict.values[self.query_one(f"#choose-{conflict.field}", Sides).chosen][1]


def _typed(name: str, value: Value) -> str | tuple[str, ...]:
    """A value as one would type it."""
    if isinstance(value, tuple):
        return value
    if value is None:
        return ""
    return day(str(value)) if name == "date" else str(value)
