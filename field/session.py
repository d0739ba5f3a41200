"""An officer's session: the open store, the key once it is unlocked, the clock. What the program in the terminal
asks for goes through here; each line hands on to the function that the command of the same name calls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from field import settings
from field.activities import drafts
from field.exchange.outcome import ExchangeOutcome, Watch
from field.home import LaptopHome, unfinished, without_key
from field.store import LaptopStore, notices
from field.store.anchor import bereft
from field.store.laptop_store import not_there
from field.store.rows import ActivityFilter, RecordPage
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant, RandomBytes
from sync.errors import DiskFull, SoxaError
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.ledger.merge import Values
from sync.ledger.period import Period, chosen_name, day_of, months, parse
from sync.ledger.registry import Registry

if TYPE_CHECKING:  # what is not needed to show the ledger is loaded when it is called for
    from field.activities.repeated import Repeated
    from field.exchange.taken_reply import Reply
    from field.printing.files import What
    from field.reporting.deadlines import DuePeriod, UnplacedReport
    from field.reporting.directives import DirectiveProgress
    from field.reporting.reports import OutdatedFigures, Preview
    from field.reporting.status import LaptopStatus
    from sync.activities.check import CheckedDraft
    from sync.importing.answers import Answers
    from sync.importing.doubles import DoubledImport
    from sync.importing.file_plan import FilePlan
    from sync.importing.ledger import PastImport
    from sync.importing.plan import PlannedSheet
    from sync.importing.take import ImportResult
    from sync.importing.undo import CorrectedActivity, UndoneImport
    from sync.ledger.invite import Invite
    from sync.log.keys import Signer


_LOOKED_THROUGH: Final = 20
"""Among so many activities one is looked for that is not damaged."""
_SLOW_SECONDS: Final = 3.0
"""How long leaving the program waits for the second place of what is unsent."""


class Onboarding:
    """The onboarding of a laptop that has not joined yet."""

    def __init__(self, home: LaptopHome, *, clock: Callable[[], Instant], random_bytes: RandomBytes) -> None:
        self.home = home
        self._clock = clock
        self._random_bytes = random_bytes

    @property
    def lost(self) -> SoxaError | None:
        """What is so of a folder whose data file is gone; None of one that nobody has joined."""
        device = bereft(self.home)
        return None if device is None else not_there(self.home)

    def read_invite(self, line: str) -> Invite:
        """The invite in a line. Raises as `joining.read_invite` does."""
        from field.exchange import joining

        return joining.read_invite(line, now=self._clock())

    @staticmethod
    def read_invite_file(path: Path) -> str:
        """The line of an invite from a file. `BadInput("file-missing")`."""
        from field.exchange import joining

        return joining.read_invite_file(path)

    def join(self, line: str, *, officer: str | None, passphrase: str | None) -> None:
        """Make the folder a laptop of the invite's unit."""
        from field.exchange import joining

        joining.join(
            self.home, line, officer=officer, passphrase=passphrase, now=self._clock(), random_bytes=self._random_bytes
        )

    def move_from(self, stick: Path, passphrase: str) -> str:
        """Take over a laptop that was moved, from its stick; its key rests under the same passphrase. The name of its unit.
        Raises as `moving.move_from` does."""
        from field.exchange import moving

        return moving.move_from(self.home, stick, passphrase, passphrase, self._random_bytes).unit_name

    def session(self) -> Session:
        """The officer's session; `Refused("not-joined")` before that."""
        return Session(self.home, clock=self._clock, random_bytes=self._random_bytes)


UNDO_SECONDS: Final = 60
"""So long after a save it is undone without a reason."""


class _Saved(Struct, frozen=True, kw_only=True):
    """What was saved last."""

    record: str
    draft: ActivityDraft
    was: Values | None
    """What the activity was before; None of a new one."""
    at: Instant
    size: int
    """Of the own log, behind it."""


class Session:
    """A session of an officer at work. One thread's; exchanges alone open a store of their own and may run in another."""

    def __init__(self, home: LaptopHome, *, clock: Callable[[], Instant], random_bytes: RandomBytes) -> None:
        """Open a laptop's folder; `clock` gives POSIX seconds. Raises as `LaptopStore.open` does."""
        self.home = home
        if any(home.path.glob("next-*")):
            from field.exchange.renewing import complete

            complete(home)
        self.store = LaptopStore.open(home)
        self.clock = clock
        self._random_bytes = random_bytes
        self._restore()
        self.last_saved: ActivityDraft | None = None
        self._saved: _Saved | None = None
        """The activity that was saved last in this session, as typed."""
        self._signer: Signer | None = None
        self._registry: Registry | None = None
        self._registry_head = ("", 0)
        self._key_fault: SoxaError | None = None
        is_unfinished = bool(unfinished(home))
        if is_unfinished:
            self.look_at_key()
        if is_unfinished and self.closed is None and not self.locked:
            self.unlock()

    def _restore(self, signer: Signer | None = None) -> None:
        """Take back what the second place has of the own log and this folder has not, or has damaged."""
        if self.store.logs.standing.is_damaged:
            from field.exchange.unsent import mend_known

            mend_known(self.store)
        if self.store.kept > self.store.logs.own.size or self.store.local.setting(notices.RESERVE_BEYOND):
            from field.exchange.rescue_file import restore

            taking = None if signer is None else (signer, self._random_bytes)
            restore(self.store, self.home, now=self.clock(), taking=taking)

    def close(self) -> None:
        """Let go of the file, once what is unsent stands on its second place; a place that is slow is not waited for."""
        if self.on_full_disk:
            self.store.close()  # it lets nobody else in
        keeping = threading.Thread(target=self._keep_reserve, daemon=True)
        keeping.start()
        keeping.join(_SLOW_SECONDS)
        self.store.close()

    @property
    def on_full_disk(self) -> bool:
        """Whether the disk had no room as the folder was opened: until `look_for_room` finds some, nothing can be sent or
        taken, and one alone can read."""
        return self.store.is_alone

    def look_for_room(self) -> None:
        """Open the folder again if the disk had no room for more than one to have it open. On the session's own thread."""
        if self.on_full_disk:
            self.store.close()
            self.store = LaptopStore.open(self.home)

    @contextmanager
    def _elsewhere(self, *, reads: bool = False) -> Iterator[LaptopStore]:
        """A store of its own for another thread. On a full disk there is none: what only `reads` has the session's own
        there, on whose thread it is to run. `DiskFull`."""
        if not self.on_full_disk:
            with LaptopStore.open(self.home) as store:
                yield store
        elif reads:
            yield self.store
        else:
            raise DiskFull

    def keep_reserve(self) -> None:
        """Put what is unsent on its second place. From any thread, as `sync`; on a full disk only as the program ends."""
        if not self.on_full_disk:
            self._keep_reserve()

    def _keep_reserve(self) -> None:
        from field.exchange import reserve

        with suppress(SoxaError), LaptopStore.open(self.home) as store:
            reserve.keep(store, self.home, now=self.clock())

    def made_anew(self) -> list[str]:
        """What is to be said of lists that differed from what is saved as the folder was opened."""
        if not self.store.made_anew:
            return []
        from field.reporting.made_anew import made_anew_lines

        return made_anew_lines(self.store.made_anew)

    @property
    def closed(self) -> SoxaError | None:
        """What stands against saving anything in this folder; None if nothing does. Of its key that it is gone, and what
        `look_at_key` has found and is still so."""
        if self._key_fault is not None:  # it may have been put back
            self.look_at_key()
        return self.store.closed or without_key(self.home) or self._key_fault

    def look_at_key(self) -> None:
        """Find out whether the key is damaged, or another laptop's: that takes cryptography, which the first screen does
        without."""
        from field.store.own_key import key_fault

        self._key_fault = key_fault(self.store)

    @property
    def locked(self) -> bool:
        """Whether a passphrase must be given before anything can be signed."""
        from field.store.own_key import is_sealed

        return self._signer is None and is_sealed(self.home)

    def unlock(self, passphrase: str | None = None) -> Signer:
        """The key, read once. `Refused("wrong-passphrase")`."""
        from field.store.own_key import own_key

        self.look_for_room()
        if self._signer is None:
            self._signer = own_key(self.store, passphrase)
            self._go_on(self._signer)
        return self._signer

    def _go_on(self, signer: Signer) -> None:
        """Carry over what was set aside when this folder was begun anew, should that have been cut short; and what the
        second place has beside what was saved here since."""
        self._restore(signer)
        if unfinished(self.home):
            from field.exchange.unfinished import finish_rescues

            finish_rescues(self.home, self.store, signer, now=self.clock(), random_bytes=self._random_bytes)

    def _current_registry(self) -> Registry:
        """The registry, read again when it is another: it grows, and a hub that was restored has another."""
        head = self.store.logs.registry_head
        if self._registry is None or self._registry_head != head:
            self._registry, self._registry_head = self.store.logs.registry(), head
        return self._registry

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The directives in force."""
        return self._current_registry().directives

    @property
    def own_directives(self) -> tuple[Directive, ...]:
        """The directives of this laptop's own province."""
        return self._current_registry().own_directives

    @property
    def offered_directives(self) -> frozenset[str]:
        """The ids of the directives that an activity of these days can name: those of the own province that have not ended
        before the month that is being reported."""
        first = parse(months(day_of(self.clock()), 1)[0], ()).start
        return frozenset(known.id for known in self.own_directives if known.valid_to is None or known.valid_to >= first)

    @property
    def read_in_part(self) -> frozenset[str]:
        """The ids of the directives of which only a newer program can read all."""
        return self._current_registry().read_in_part

    def unread_duties(self) -> list[str]:
        """What is told of reports that only a newer program can read, and that no list here has; empty if there are none."""
        from sync.wording.directives import unread_duties

        today = day_of(self.clock()).isoformat()
        return unread_duties(self._current_registry().hiding_duties(today, today))

    def period(self, name: str) -> Period:
        """The period that somebody names. `Misuse` if there is none such."""
        return self._current_registry().period(name)

    def period_words(self, name: str) -> str:
        """What people call a period."""
        from sync.wording.directive_names import period_words

        return period_words(name, self.directives)

    def names(self) -> dict[str, str]:
        """What each directive is called on the screen, by its id."""
        from sync.wording.directive_names import shown_names

        return shown_names(self.directives)

    def typed_names(self) -> dict[str, str]:
        """What a draft calls each directive of the own province, by its id."""
        own = self.own_directives
        return {directive.id: chosen_name(directive, own) for directive in own}

    def before_beginning(self, date: str) -> str:
        """What is to be said of an activity of a date (ISO) on which there was no such unit yet; else nothing."""
        from sync.ledger.unit_history import UnitHistory
        from sync.wording.names import before_beginning

        return before_beginning(UnitHistory(self._current_registry()), self.store.membership.unit, date)

    @property
    def unit_name(self) -> str:
        """What the laptop's unit is called today."""
        from field.reporting.status import unit_called

        return unit_called(self.store, self._current_registry(), self.clock())

    def whereabouts_lines(self) -> list[tuple[str, str]]:
        """What is where on this machine, in words."""
        from field.exchange.whereabouts import whereabouts, whereabouts_lines

        return whereabouts_lines(whereabouts(self.store, self.home))

    def move_to(self, stick: Path, passphrase: str) -> str:
        """Put the laptop on a stick, its key under a passphrase, and close the folder here; words of what was done. The key
        must be unlocked. From any thread, as `sync`; raises as `moving.move_to` does."""
        from field.exchange import moving
        from field.messages import moved_words

        assert self._signer is not None, "unlocked"
        return moved_words(moving.move_to(self.home, stick, self._signer, passphrase, self._random_bytes))

    def exchange_lines(self) -> list[str]:
        """What is said behind an exchange: of the laptop's clock where receipts prove it wrong, of a hub that was
        restored or is mended, and once of days that had not come. From any thread, as `sync`."""
        from field.importing import doubles
        from field.reporting.after_exchange import said_behind
        from field.reporting.clock import clock_doubt
        from field.reporting.clock_words import clock_lines

        with self._elsewhere() as store:
            doubt, known = clock_doubt(store, self.clock()), store.logs.registry().directives
            return clock_lines(doubt, known) + [
                line for line in (*said_behind(store, self.clock()), doubles.notice(store)) if line
            ]

    def pressing_words(self) -> str:
        """What should have been done by now, in a line. From any thread, as `sync`."""
        from field.reporting.pressing import pressing_words
        from field.reporting.status import laptop_status

        with self._elsewhere() as store:
            return pressing_words(laptop_status(store, self.clock()))

    @property
    def left_out(self) -> int:
        """How many other laptops of the unit log what is not brought here."""
        from field.reporting.colleagues import left_out

        return left_out(self.store, self._current_registry())

    def laptop_status(self) -> LaptopStatus:
        """The status of the laptop now."""
        from field.reporting.status import laptop_status

        return laptop_status(self.store, self.clock(), self._current_registry())

    # -- activities

    def check(self, draft: ActivityDraft, was: Values | None = None) -> CheckedDraft:
        """A draft as it is read, with what is wrong of it field by field."""
        from sync.activities.check import check, nameable

        known = nameable(self._current_registry(), was)
        return check(draft, today=day_of(self.clock()), directives=known, was=was)

    def save(self, draft: ActivityDraft, record: str | None, *, kept: int = 0) -> str:
        """Log a new activity, or revise one; its id. The draft that was `kept` of it goes in the same transaction."""
        from field.activities.entries import log_activity, revise_activity

        signer, now = self.unlock(), self.clock()
        was = None if record is None else self.store.records.shown(record)
        with self.store.transaction():
            self.drop(kept)
            if record is None:
                saved = log_activity(self.store, signer, draft, now=now, random_bytes=self._random_bytes)
            else:
                saved = revise_activity(self.store, signer, record, draft, now=now, random_bytes=self._random_bytes)
        self._saved = None
        if record is None or was is not None:
            self._saved = _Saved(record=saved, draft=draft, was=was, at=now, size=self.store.logs.own.size)
        return saved

    def may_undo(self) -> bool:
        """Whether what was saved last was saved within the last minute, and is the last that was signed here."""
        saved = self._saved
        return saved is not None and 0 <= self.clock() - saved.at <= UNDO_SECONDS and self.store.logs.own.size == saved.size

    def undo_save(self) -> str:
        """Take back what was saved within the last minute, for no reason that anybody gives: a new activity is retracted, a
        changed one is as it was before. What was typed is a draft again. Its title."""
        from field.activities.entries import retract_activity, revise_activity
        from sync.activities.draft import as_typed
        from sync.activities.entries import UNDONE

        saved = self._saved
        assert saved is not None, "`may_undo`"
        signer, now = self.unlock(), self.clock()
        with self.store.transaction():
            shown = self.store.records.shown(saved.record)
            title = (saved.draft.title or "") if shown is None else shown.title
            if saved.was is None:
                retract_activity(self.store, signer, saved.record, UNDONE, now=now, random_bytes=self._random_bytes)
            else:
                before = as_typed(saved.was)
                revise_activity(self.store, signer, saved.record, before, now=now, random_bytes=self._random_bytes)
            self.keep(saved.draft, id=0, record=None if saved.was is None else saved.record)
        self._saved = None
        return title

    def repeated(self) -> list[Repeated]:
        """What the unit has logged, each once, the most frequent first."""
        from field.activities.repeated import repeated

        return repeated(self.store)

    def logged_on(self, like: Values, date: str) -> int:
        """How many activities like another there are of a day (ISO)."""
        from field.activities.repeated import logged_on

        return logged_on(self.store, like, date)

    def newest(self) -> Values | None:
        """The activity that was saved last here by hand, where none was the one that is shown first; of those that are as
        they were signed."""
        records = self.store.records
        rows = records.saved_last(_LOOKED_THROUGH) or records.rows(ActivityFilter(limit=_LOOKED_THROUGH))
        return next((row.values for row in rows if not row.altered), None)

    def page(self, record: str) -> RecordPage:
        """The page of an activity to build on: a revision, a copy. `Unsavable("altered-record")` where an entry of it
        rotted."""
        from field.activities.entries import unaltered_page

        return unaltered_page(self.store, record)

    def drop(self, kept: int) -> None:
        """Throw a draft away; 0 is none."""
        if kept:
            self.store.local.drop_draft(kept)

    def settle(self, record: str, draft: ActivityDraft | None) -> None:
        """End a conflict with these values; None takes the activity back, for the reason that is already given."""
        if draft is not None:
            self.save(draft, record)
        else:
            self.retract(record, self.store.records.page(record).record.retracted or "")

    def retract(self, record: str, reason: str) -> None:
        """Take an activity back."""
        from field.activities.entries import retract_activity

        retract_activity(self.store, self.unlock(), record, reason, now=self.clock(), random_bytes=self._random_bytes)

    def keep(self, draft: ActivityDraft, *, id: int, record: str | None, damaged: bool = False) -> int:  # noqa: A002 - a draft's own word
        """Keep what is typed; the draft's number."""
        return drafts.keep(self.store, draft, id=id, record=record, now=self.clock(), damaged=damaged)

    def plan_file(self, path: Path, answers: Answers) -> FilePlan:
        """The plan of a table of activities. From any thread, as `sync`."""
        from field.importing.ledger import LaptopLedger
        from sync.importing import file_plan

        with self._elsewhere() as store:
            return file_plan.plan_file(LaptopLedger(store), path, answers, now=self.clock())

    def unread_sheets(self, path: Path, answers: Answers) -> tuple[PlannedSheet, ...]:
        """The columns of a table without a heading that can be read."""
        from sync.importing.unread import unread_sheets
        from sync.ledger.period import day_of
        from sync.tables import read_book

        return unread_sheets(read_book(path), answers, day_of(self.clock()))

    def take_plan(self, planned: FilePlan, answers: Answers, progress: Callable[[int, int], None]) -> ImportResult:
        """Log the activities of a plan, and remember what was answered. From any thread, as `sync`."""
        from field.importing.ledger import LaptopLedger
        from sync.importing import file_plan, refused, take

        signer = self._unlocked()
        with self._elsewhere() as store:
            ledger = LaptopLedger(store, signer)
            file_plan.remember(ledger, planned, answers)
            done = take.take_plan(
                ledger, planned, answers, now=self.clock(), random_bytes=self._random_bytes, progress=progress
            )
            if done.bad:
                done.refused = refused.save_refused(ledger, planned, done)
        return done

    def next_to_undo(self) -> PastImport | None:
        """The import that is taken back next; None without one."""
        from field.importing.ledger import LaptopLedger
        from sync.importing import undo

        return undo.next_to_undo(LaptopLedger(self.store))

    def corrected_since(self, number: int) -> tuple[CorrectedActivity, ...]:
        """The activities that an import made, and that somebody has corrected since."""
        from field.importing.ledger import LaptopLedger
        from sync.importing import undo

        return undo.corrected_since(LaptopLedger(self.store), number)

    def has_import(self) -> bool:
        """Whether there is an import to take back."""
        return self.next_to_undo() is not None

    def undo_import(self, number: int, corrected: Literal["keep", "retract"]) -> UndoneImport:
        """Take an import back; what was `corrected` since is left, unless it is to go, too."""
        from field.importing.ledger import LaptopLedger
        from sync.importing import undo

        ledger = LaptopLedger(self.store, self.unlock())
        return undo.undo_import(ledger, number, corrected=corrected, now=self.clock(), random_bytes=self._random_bytes)

    def doubled(self) -> tuple[DoubledImport, ...]:
        """The imports made here of which activities stand twice."""
        from field.importing import doubles

        return doubles.doubled(self.store)

    def reserve_notice(self) -> str:
        """That what is unsent could not be put on its second place; empty where it could."""
        from field.reporting.notices import reserve_line

        return reserve_line(self.store)

    def doubled_notice(self) -> str:
        """That activities stand twice, and what takes one of each back; empty where none do."""
        from field.importing import doubles

        return doubles.notice(self.store)

    def take_back_doubles(self) -> tuple[DoubledImport, ...]:
        """Take back one of each two."""
        from field.importing.ledger import LaptopLedger
        from sync.importing.doubles import take_back_doubles

        ledger = LaptopLedger(self.store, self.unlock())
        return take_back_doubles(ledger, now=self.clock(), random_bytes=self._random_bytes)

    # -- directives and reports

    def note(self, directive: str) -> bool:
        """Write down that a directive was read."""
        from field.reporting import directives

        return directives.note(self.store, self.unlock(), directive, now=self.clock(), random_bytes=self._random_bytes)

    def directive_progress(self) -> list[DirectiveProgress]:
        """The directives, with what was done for them."""
        from field.reporting import directives

        return directives.directive_progress(self.store, self.clock())

    def due_periods(self) -> list[DuePeriod]:
        """The periods that may be reported."""
        from field.reporting import deadlines

        return deadlines.due_periods(self.store, self.clock())

    def unplaced_reports(self) -> list[UnplacedReport]:
        """The reports whose periods this program cannot tell."""
        from field.reporting import deadlines

        return deadlines.unplaced_reports(self.store)

    def outdated_reports(self) -> list[OutdatedFigures]:
        """The reports that say other figures than the ledger gives now."""
        from field.reporting import reports

        return reports.outdated(self.store)

    def narrative(self, period: str) -> Narrative:
        """What was written for a period's report and is not submitted, else what was submitted last."""
        from field.reporting import reports

        return reports.words_at_hand(self.store, period)

    def earlier_narrative(self, period: str) -> Narrative:
        """What was written last for an earlier report of the same kind; nothing without one."""
        from field.reporting import reports

        return reports.earlier_words(self.store, self.period(period), self.directives)

    def keep_narrative(self, period: str, narrative: Narrative) -> None:
        """Keep what is written for a period's report."""
        self.store.local.keep_words(period, msgspec.json.encode(narrative).decode())

    def preview(self, period: str) -> Preview:
        """A report as it would be now."""
        from field.reporting import reports

        return reports.preview(self.store, period, self.clock())

    def submit(self, period: str, narrative: Narrative) -> Preview:
        """Save a report."""
        from field.reporting import reports

        return reports.submit(
            self.store, self.unlock(), period, narrative, now=self.clock(), random_bytes=self._random_bytes
        )

    def print_to(self, period: str, path: Path, what: What, *, deputy: bool, anew: bool) -> str:
        """Print what is wanted of a period to a new file, and open it where the machine can; what is to be said of it. From
        any thread, as `sync`."""
        from field.messages import sentence
        from field.printing import files, opening, words
        from field.printing.paper import paper

        with self._elsewhere() as store:
            printed = paper(store, period, made=self.clock(), anew=anew, deputy=deputy)
            directives = store.logs.registry().directives
        done = files.print_to(printed, path, what)
        told = words.printed_words(printed, done, what, directives)
        if done.no_pdf is not None:
            told.insert(0, sentence(done.no_pdf))
        opening.open_file(done.path)
        return "\n".join([*told, ""])  # of more than a line: it stays until it is read

    # -- the key

    def change_passphrase(self, passphrase: str | None) -> None:
        """Seal the key with another passphrase, or with none."""
        from sync.log import keyfile

        keyfile.seal_anew(
            self.home.key, self.unlock(), passphrase=passphrase, salt=self._random_bytes(16), nonce=self._random_bytes(12)
        )

    # -- exchanges

    def join_again(self, line: str) -> None:
        """Use a fresh invite, as long as the province has not taken this laptop in."""
        from field.exchange import joining

        joining.join_again(self.store, self.unlock(), line, now=self.clock(), random_bytes=self._random_bytes)

    def _unlocked(self) -> Signer:
        assert self._signer is not None, "unlocked on the thread of the session"
        return self._signer

    def may_sync_quietly(self) -> bool:
        """Whether a sync may be tried without being asked for: it was chosen, there is an address, and the key is open
        or needs no passphrase."""
        if not settings.is_automatic(self.store) or not self.store.membership.url or self.locked:
            return False
        self.unlock()
        return True

    def sync(self, watch: Watch) -> ExchangeOutcome:
        """An exchange over the line, on a store of its own: from any thread, once the key is unlocked."""
        from field.exchange import client

        signer = self._unlocked()
        with self._elsewhere() as store:
            return client.sync(store, signer, now=self.clock(), nonce=lambda: self._random_bytes(12), watch=watch)

    def pack(self, path: Path, progress: Callable[[int], None]) -> int:
        """Write what is unsent into a new file; how many entries that is. From any thread, as `sync`; on a full disk from
        the session's own."""
        from field.exchange import packing

        signer = self._unlocked()
        with self._elsewhere(reads=True) as store:
            return packing.pack(store, signer, path, now=self.clock(), progress=progress, random_bytes=self._random_bytes)

    def seals_files(self) -> bool:
        """Whether files for the province are sealed: as long as its key for that is not known here, they are not. From any
        thread, as `pack`."""
        from field.exchange import seals

        with self._elsewhere(reads=True) as store:
            return seals.hub_key(store) is not None

    def unpack(self, path: Path) -> Reply:
        """Take the province's answer from a file. From any thread, as `sync`."""
        from field.exchange import packing

        with self._elsewhere() as store:
            return packing.unpack(store, path, now=self.clock(), unlock=self._unlocked)
