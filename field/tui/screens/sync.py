"""Exchanging with the province: over the line, or by a file on a USB stick; and what earlier exchanges came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import ProgressBar, Static

from field.exchange.outcome import ExchangeOutcome, Watch
from field.messages import (
    exchange_words,
    now_there_words,
    older_words,
    packed_words,
    passed_over_words,
    said_of_entry,
    sentence,
    unproven_words,
    unsealed_words,
)
from field.reporting.clock_words import clock_lines
from field.reporting.colleagues import left_out_words
from field.reporting.restore import restore_words
from field.session import Session
from field.store.rows import HubFinding, PastExchange, QuarantinedRow
from field.tui.background import Exchanger
from field.tui.screens.dialogs import LineDialog, answered
from field.tui.screens.page import Page
from field.tui.screens.path_picker import PathPicker
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from field.tui.widgets.fact_list import FactList
from sync.wording.dates import moment, stamp
from sync.wording.durations import how_long
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import byte_count, number

_ = catalogue("field")

_SHOWN = 50
_NAMED = 5
"""Entries of which the province says the same that are named."""
_HOW = {"line": lambda: _("line"), "file out": lambda: _("to USB"), "file in": lambda: _("from USB")}


class SyncScreen(Page):
    """Exchanges with the province, under way and past."""

    ACTIONS = "sync"
    DEFAULT_CSS = """
    SyncScreen .now { height: 3; padding: 0 1; background: $surface; }
    SyncScreen #told { height: 1; }
    SyncScreen ProgressBar { width: 1fr; height: 1; }
    SyncScreen ProgressBar Bar { width: 1fr; }
    SyncScreen Bar > .bar--bar { color: $primary; background: $foreground 60%; }
    """

    def __init__(self, session: Session, exchanger: Exchanger) -> None:
        super().__init__(session)
        self._exchanger = exchanger
        self._unsent = session.store.records.unsent()

    def where(self) -> str:
        return _("Sync with the province")

    def body(self) -> ComposeResult:
        yield FactList()
        with Static(classes="now"):
            yield Static("", id="told", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        columns = (
            ListColumn(_("when"), 16),
            ListColumn(_("how"), 8),
            ListColumn(_("sent"), 6, right=True),
            ListColumn(_("taken"), 7, right=True),
            ListColumn(_("came to")),
        )
        yield ColumnList(columns, _("No exchange yet."))

    def on_mount(self) -> None:
        """The history can be looked through."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        status = self.session.laptop_status()
        address = self.session.store.membership.url or _("no address: by USB stick only")
        facts = [
            (_("province"), f"{status.hub} · {address}"),
            (
                _("unsent"),
                counted(
                    status.unsent,
                    _("{count} entry that the province does not have yet"),
                    _("{count} entries that the province does not have yet"),
                ).format(count=number(status.unsent)),
            ),
            (_("last receipt"), moment(status.receipt_time)),
        ]
        if (closed := self.session.closed) is not None:
            facts.append((_("closed"), sentence(closed)))
        facts += [(_("clock"), line) for line in clock_lines(status.clock, self.session.directives)]
        if told := restore_words(status.restore):
            facts.append((_("restored"), told))
        if told := left_out_words(status.left_out, status.colleagues):
            facts.append((_("other laptops"), told))
        facts += [(_("to know"), line) for line in filter(None, (*status.notices, self.session.doubled_notice()))]
        # what the hub holds back of an activity stands on its page
        facts += [(_("held back"), told) for told in _told(held for held in status.quarantined if held.record is None)]
        facts += [(_("the province says"), told) for told in _told(status.findings)]
        self.query_one(FactList).show(facts)
        self.query_one(ColumnList).show(
            _line(place, exchange) for place, exchange in enumerate(self.session.store.local.exchanges(_SHOWN))
        )
        self.moved(self._exchanger.so_far)

    # -- the exchange under way

    def moved(self, so_far: ExchangeOutcome) -> None:
        """Show how far it has come, in entries and bytes."""
        running = self._exchanger.running
        bar = self.query_one(ProgressBar)
        bar.display = running
        told = _("F5 syncs over the line. F2 and F3 do it by USB stick.")
        if running:
            bar.update(total=max(self._unsent, 1), progress=so_far.sent)
            told = counted(
                self._unsent,
                _("Syncing: {sent} of {all} entry sent, {received} taken; {up} up, {down} down."),
                _("Syncing: {sent} of {all} entries sent, {received} taken; {up} up, {down} down."),
            ).format(
                sent=number(so_far.sent),
                all=number(self._unsent),
                received=number(so_far.received),
                up=byte_count(so_far.sent_bytes),
                down=byte_count(so_far.received_bytes),
            )
            if self._exchanger.stopping:
                told = _("Stopping after this round …")
        self.query_one("#told", Static).update(told)
        self.refresh_bindings()

    # -- doing

    def action_start(self) -> None:
        """Exchange with the province over the line."""
        self._start(self._sync)

    def _sync(self, watch: Watch) -> str:
        done = self.session.sync(watch)
        told = counted(
            done.sent,
            _("Synced: {sent} entry sent, {received} taken; {up} up, {down} down."),
            _("Synced: {sent} entries sent, {received} taken; {up} up, {down} down."),
        ).format(
            sent=number(done.sent),
            received=number(done.received),
            up=byte_count(done.sent_bytes),
            down=byte_count(done.received_bytes),
        )
        if done.clock_off:
            told += " " + _(
                "This machine's clock and the province's are {long} apart: set this one right, or if it is right, tell the "
                "province."
            ).format(long=how_long(abs(done.clock_off)))
        return "\n".join([told + _passed_over(done.skipped) + self._pressing(), *self.session.exchange_lines()])

    def _pressing(self) -> str:
        pressing = self.session.pressing_words()
        return f" {_('To do: {what}.').format(what=pressing)}" if pressing else ""

    def _start(self, act: Callable[[Watch], str], *, reads: bool = False) -> None:
        """Begin an exchange; what only `reads` is done on a full disk, too."""

        def start() -> None:
            self._unsent = self.session.store.records.unsent()
            if reads and self.session.on_full_disk:
                self._exchanger.run_here(act)
            else:
                self._exchanger.start(act)
            self.moved(self._exchanger.so_far)

        if not self._exchanger.running:
            self.signing(start)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What does not apply is not offered."""
        if action == "stop":
            return self._exchanger.running
        if action == "renew":
            return not self.session.store.logs.own.acked
        return True

    def action_stop(self) -> None:
        """Stop what is under way. What is receipted stays received."""
        self._exchanger.stop()
        self.moved(self._exchanger.so_far)

    def action_renew(self) -> None:
        """Join with a fresh invite, as long as the province has not taken this laptop in."""

        def given(line: str) -> None:
            def join() -> None:
                self.session.join_again(line)
                self.say(_("This invite is used from the next sync on. What was logged stays."))

            self.signing(join)

        question = _("Where the first invite ran out: a new invite of the same commune.")
        self.app.push_screen(LineDialog(question, needed=_("Paste or type the invite.")), answered(given))

    def action_pack(self) -> None:
        """Write what is unsent into a file."""
        membership = self.session.store.membership
        day = stamp(self.session.clock())
        name = f"{membership.unit}-{membership.device[:8]}-{day}.soxa"

        def pack(folder: Path) -> None:
            path = folder / name

            def act(watch: Watch) -> str:
                outcome = ExchangeOutcome()

                def written(count: int) -> None:
                    outcome.sent += count
                    watch(outcome)

                open_words = "" if self.session.seals_files() else f"\n{unsealed_words()}"
                return packed_words(self.session.pack(path, written), path) + open_words

            self._start(act, reads=True)

        question = _("In which folder? The file will be called {name}.").format(name=name)
        self.app.push_screen(PathPicker(question), answered(pack))

    def action_unpack(self) -> None:
        """Take the province's answer from a file."""

        def unpack(path: Path) -> None:
            def act(_watch: Watch) -> str:
                reply = self.session.unpack(path)
                told = counted(
                    reply.received,
                    _("Taken: {count} new entry of the province and of colleagues."),
                    _("Taken: {count} new entries of the province and of colleagues."),
                ).format(count=number(reply.received))
                if reply.older:
                    told += " " + older_words()
                elif reply.acked is not None:
                    told += " " + now_there_words(reply.acked, reply.unsent, reply.lost)
                if not reply.believed:
                    told += " " + unproven_words(self.session.store.membership.hub, forgotten=reply.forgotten)
                passed = _passed_over(len(reply.skipped))
                return "\n".join([told + passed + self._pressing(), *self.session.exchange_lines()])

            self._start(act)

        self.app.push_screen(
            PathPicker(_("Which file? The province's answers end in .soxa."), endings=(".soxa",)), answered(unpack)
        )


def _told(rows: Iterable[QuarantinedRow | HubFinding]) -> Iterator[str]:
    """What the province says of entries, once for all of which it says the same."""
    places: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        places.setdefault((row.why, row.detail), []).append(row.index)
    for (why, detail), indexes in places.items():
        named = ", ".join(str(index) for index in indexes[:_NAMED])
        entries = _("entry {index}").format(index=named if len(indexes) <= _NAMED else f"{named}, …")
        yield f"{entries}: {said_of_entry(why, detail)}"


def _passed_over(logs: int) -> str:
    return f" {passed_over_words(logs)}" if logs else ""


def _line(place: int, exchange: PastExchange) -> ListLine:
    """An exchange; one that failed says why."""
    words = exchange_words(exchange.outcome, exchange.facts)
    colour = {"done": "success", "cancelled": "warning"}.get(exchange.outcome, "error")
    both = f"{byte_count(exchange.sent_bytes)} ↑ {byte_count(exchange.received_bytes)} ↓"
    return ListLine(
        str(place),
        (
            moment(exchange.at),
            _HOW[exchange.how]() if exchange.how in _HOW else exchange.how,
            number(exchange.sent),
            number(exchange.received),
            ListCell(f"{words} · {both}", colour),
        ),
    )
