"""An exchange, seen from the laptop, as a state machine. No line, no store, no clock: the driver has those.

Rule: whatever decides what is sent next lives here; whatever moves bytes lives elsewhere.

A laptop asks until the hub holds all of its log and has nothing more to give:

    READY --ask-->       ASKED        push at most so many bytes of entries, from where a receipt proves the hub is
    ASKED --receipted--> READY|DONE   the hub holds more of the log, proven by its receipt
    ASKED --behind-->    READY        the hub holds less than was thought: go back there (it may have been restored)
    ASKED --ahead-->     READY        the hub holds more of the log than is here: ask for that, and push nothing before it is
                                      here (this folder may have been put back from a copy)
    ASKED --mended-->    READY        something had rotted at the hub, which was given again: go on
    ASKED --unknown-->   READY        the hub does not know the laptop any more (it was restored): send the whole log
    ASKED --limited-->   READY        the hub takes no more today than so much: send so much
    ASKED --shown-->     READY        the hub holds less of a log than the laptop has followed, and asks for that: show it
    ASKED --waits-->     DONE         the hub gathers what it lacks, and gives no receipt until it has it
    ASKED --refused-->   REFUSED      the hub says no, and why
    ASKED --cut-->       READY|CUT    the line broke; what came of the answer stays, and it is tried again as long as tries
                                      bring something

Pushes and answers follow the line: they begin small, grow to what it moves in some seconds, and shrink after a cut; the
next exchange begins with the last one's `Pace`. What the officer waits for comes first: until the hub holds the whole log,
answers bring its receipt and nothing of others.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from msgspec import Struct

from sync.encoding.types import NOTHING, Origin, Size
from sync.errors import DayFull, Unproven

FIRST_BUDGET: Final = 32 * 1024
"""Bytes of entries in the first push and answer, before the line's speed is known: about 5 KB compressed."""
MIN_BUDGET: Final = 16 * 1024
"""Below that, a parcel is mostly what goes around its entries."""
START_BUDGET: Final = 64 * 1024
START_ANSWER: Final = 1024 * 1024
"""The most with which an exchange begins, whatever the last one's line moved: this one's may be another. Below
`ALL_AT_ONCE`, so that a first answer always comes in parts."""
MAX_BUDGET: Final = 16 * 1024 * 1024
"""A quarter of what the other side's reader puts up with."""
ALL_AT_ONCE: Final = 4 * 1024 * 1024
"""What a hub gives in one answer to who does not say how much: a line that moves so much at a time needs no parts."""
PUSH_SECONDS: Final = 8.0
"""A push that is cut is lost whole."""
ANSWER_SECONDS: Final = 16.0
"""Of an answer that is cut, what came of it stays but for its last piece."""
MAX_THIN: Final = 8
"""Answers in a row that say that there is more and bring next to nothing: an honest one fills its budget."""
MAX_MENDING: Final = 100
"""Rounds of one exchange in which what rotted at the hub is given to it again; the next exchange goes on from there."""
MAX_VAIN: Final = 3
"""Tries in a row that may be cut and bring nothing, once the exchange has brought something."""


class ExchangeState(Enum):
    """Where an exchange stands."""

    READY = "ready"
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    CUT = "cut"


TRANSITIONS: Final[dict[tuple[ExchangeState, str], frozenset[ExchangeState]]] = {
    (ExchangeState.READY, "ask"): frozenset({ExchangeState.ASKED}),
    (ExchangeState.ASKED, "receipted"): frozenset({ExchangeState.READY, ExchangeState.DONE}),
    (ExchangeState.ASKED, "behind"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "ahead"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "mended"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "unknown"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "limited"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "shown"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "waits"): frozenset({ExchangeState.DONE}),
    (ExchangeState.ASKED, "refused"): frozenset({ExchangeState.REFUSED}),
    (ExchangeState.ASKED, "cut"): frozenset({ExchangeState.READY, ExchangeState.CUT}),
}
"""Every event that may happen in a state, and where it may lead."""


class Pace(Struct, frozen=True):
    """What a line moves at a time: bytes of entries in a push, and in an answer."""

    push: int = FIRST_BUDGET
    answer: int = FIRST_BUDGET


class Room(Struct, frozen=True):
    """How much a hub still takes today."""

    entries: int
    bytes: int

    @classmethod
    def of(cls, refused: DayFull) -> Room | None:
        """What such a refusal says of it; None if that is nothing, or it says nothing."""
        entries, size = refused.facts.get("entries_left"), refused.facts.get("bytes_left")
        if isinstance(entries, int) and isinstance(size, int) and entries > 0 and size > 0:
            return cls(entries, size)
        return None


class PushPlan(Struct, frozen=True):
    """Send entries from `start` on, at most `budget` bytes of them and `most` in number, but at least one."""

    start: Size
    budget: int
    size: Size
    """Of the log that is sent."""
    answer: int
    tail: bool = False
    """Send nothing, and ask for the own log from `start` on."""
    show: tuple[Origin, Size] | None = None
    """A log that is not the own one, to be sent from there on as far as there is room."""
    unshown: tuple[tuple[Origin, Size], ...] = ()
    """Logs of others of which no signed head is here as far as they are held, and how much of each the hub has: the push is
    to claim no more."""
    anew: bool = False
    """Whether the hub may not know the laptop: what is sent must reach as far as a receipt that proves that it did."""
    most: int | None = None
    """How many entries the hub still takes today, if it has said so."""
    spent: bool = False
    """Whether the hub takes nothing more today, as far as is known: nothing that its answer brings keeps the log waiting."""

    def wanted(self, end: Size) -> int:
        """Bytes of entries that the answer to a push up to `end` may bring beside its receipt."""
        return self.answer if end == self.size or self.spent else 0


class Exchange:
    """A laptop's side of an exchange. `size` is its log's, `acked` how much of it a receipt covers, `pace` what the line
    moved when it was used last."""

    def __init__(self, *, size: Size, acked: Size, pace: Pace | None = None) -> None:
        self.state = ExchangeState.READY
        self.size = size
        self.acked = acked
        kept = pace or Pace()
        self.pace = Pace(push=min(_bounded(kept.push), START_BUDGET), answer=min(_bounded(kept.answer), START_ANSWER))
        self._went_back = False
        self._tail: Size | None = None
        """From where the own log is asked for; None if it is here whole."""
        self._show: tuple[Origin, Size] | None = None
        """What the next push shows."""
        self._shown: dict[Origin, Size] = {}
        """How much of each log that was asked for the hub said that it holds."""
        self._unshown: dict[Origin, Size] = {}
        """How much the hub holds of each log that could not be shown to it."""
        self._room: Room | None = None
        """How much the hub still takes today, if it has said so."""
        self._limited = False
        """Whether it said so since it last took something."""
        self._thin = 0
        """How many answers in a row brought next to nothing."""
        self.mending_left = MAX_MENDING
        """In how many rounds more what rotted at the hub may be given to it again."""
        self._reach: dict[Origin, Size | None] = {}
        """How far each log that was asked for has been shown; None if nothing of it could be."""
        self._anew = False
        """Whether the hub was found not to know the laptop."""
        self._brought = False
        """Whether anything came of the exchange so far."""
        self._vain = 0
        """How many tries in a row brought nothing."""

    def ask(self) -> PushPlan:
        """What to send now."""
        self._go("ask", ExchangeState.ASKED)
        if self._tail is not None:
            return PushPlan(self._tail, 0, self.size, 0, tail=True)
        show, self._show = self._show, None
        anew = self._anew and not self.acked
        unshown = tuple(self._unshown.items())
        room, budget, most = self._room, self.pace.push, None
        if room is not None:  # where that is nothing, the hub has the word: its day may be another by now
            budget, most = min(budget, max(room.bytes, 1)), max(room.entries, 1)
        spent = room is not None and min(room.entries, room.bytes) <= 0
        answer = self.pace.answer
        return PushPlan(self.acked, budget, self.size, answer, show=show, unshown=unshown, anew=anew, most=most, spent=spent)

    def receipted(self, *, size: Size, more: bool, news: int, sent: int, came: int, seconds: float) -> None:
        """A receipt at `size` was verified; the answer said whether more is to be had, and brought `news` entries of
        `came` bytes; `sent` bytes of entries went, and all took `seconds`. A receipt beyond the laptop's own log, or one
        that proves no progress, is refused (`Unproven`). An answer that brought nothing and says that there is more is
        asked no further, nor are many that bring next to nothing: the next exchange goes on from here."""
        self._check(size, sent=sent)
        progress = size > self.acked or news > 0
        if self._room is not None:
            self._room, self._limited = Room(self._room.entries - (size - self.acked), self._room.bytes - sent), False
        self._thin = self._thin + 1 if not sent and came < MIN_BUDGET // 2 else 0
        more = more and self._thin <= MAX_THIN
        self.acked = size
        self._brought, self._vain = self._brought or progress, 0
        speed = (sent + came) / max(seconds, 0.001)
        self.pace = Pace(
            push=_bounded(speed * PUSH_SECONDS) if sent else self.pace.push,
            answer=_bounded(speed * ANSWER_SECONDS) if sent or came else self.pace.answer,
        )
        self._go("receipted", ExchangeState.READY if (more and progress) or self.acked < self.size else ExchangeState.DONE)

    def may_be_limited(self, receipt: Size | None, end: Size) -> bool:
        """Whether a push up to `end` is sent again as far as the hub has room today: where something of it is not covered by
        the `receipt` that came, and once until the hub takes something."""
        start = self.acked if receipt is None else receipt
        again = start > self.acked or (start == self.acked and not self._limited)
        return again and start < end

    def limited(self, room: Room, receipt: Size | None) -> None:
        """The hub refused what is more than it takes today, has `room` for so much, and holds what a `receipt` says."""
        if receipt is not None:
            self._check(receipt, sent=0)
            self._brought = self._brought or receipt > self.acked
            self.acked = receipt
        self._room, self._limited = room, True
        self._go("limited", ExchangeState.READY)

    def behind(self, size: Size) -> None:
        """The hub proved, by a receipt at `size`, that it holds less. Believed once in an exchange."""
        if self._went_back or size >= self.acked:
            raise Unproven("no-progress", held=size, own=self.acked)
        self._went_back = True
        self.acked = size
        self._go("behind", ExchangeState.READY)

    @property
    def unshown(self) -> dict[Origin, Size]:
        """How much the hub holds of each log that could not be shown to it."""
        return dict(self._unshown)

    @property
    def may_be_unknown(self) -> bool:
        """Whether it was not found in this exchange that the hub does not know the laptop, which it knew once."""
        return self.acked > 0 and not self._anew

    def unknown(self) -> None:
        """The hub does not know the laptop, which it knew once. Nobody signs that word: it costs no more than sending again,
        once in an exchange."""
        assert self.may_be_unknown, "asked before"
        self._anew, self._went_back, self.acked = True, True, Size(0)
        self._go("unknown", ExchangeState.READY)

    def shows(self, origin: Origin, end: Size | None) -> None:
        """The push that is sent shows a log that was asked for, up to its `end`; None if it has nothing of it to show."""
        self._reach[origin] = end

    def show(self, origin: Origin, held: Size, receipt: Size | None) -> None:
        """The hub holds no more than `held` of a log that is not the own one, and asks for the rest; a receipt that came
        with that word is at `receipt`. It is shown as often as the hub says that it holds all that was shown of it before;
        where that brought nothing, it was all that can be shown, and no more is claimed, once."""
        reach = self._reach.get(origin, NOTHING)
        if held > self._shown.get(origin, -1) and reach is not None and held >= reach:
            self._shown[origin], self._show = held, (origin, held)
        elif origin not in self._unshown:
            self._unshown[origin] = held
        else:
            raise Unproven("no-progress", held=held, own=self._shown[origin])
        if receipt is not None and receipt < self.acked:
            self.behind(receipt)
        else:
            self.acked = max(self.acked, receipt or Size(0))
            self._go("shown", ExchangeState.READY)

    def waits(self) -> None:
        """The hub gathers what it lacks, and gives no receipt until it has it."""
        self._go("waits", ExchangeState.DONE)

    def ahead(self, size: Size) -> None:
        """The hub holds `size` entries of the log, which this laptop's key signed and more than are here. Asked for once,
        from where a receipt proves that both are the same."""
        if self._tail is not None:
            raise Unproven("hub-holds-more", held=size, own=self.size)
        self._tail = self.acked
        self._go("ahead", ExchangeState.READY)

    def regained(self, size: Size, *, whole: bool) -> None:
        """So much of the own log is here again; all that the hub has of it, or a part."""
        self.size = size
        self._tail = None if whole else size

    def shrinks(self, size: Size) -> None:
        """No more than so much of the own log can be sent, as was found when it was to go."""
        self.size = size

    def mended(self) -> None:
        """The hub refused because of what had rotted there, and was given some of it again."""
        self._go("mended", ExchangeState.READY)

    def refused(self) -> None:
        """The hub said no."""
        self._go("refused", ExchangeState.REFUSED)

    def cut(self, *, size: Size | None = None, news: int = 0, came: int = 0) -> None:
        """The line broke, after a receipt at `size` was verified, if one was, and `news` entries of `came` bytes were taken.
        READY if it is to be tried again, with less at a time."""
        if size is not None:
            self._check(size, sent=0)
        progress = news > 0 or (size is not None and size > self.acked)
        self.acked = self.acked if size is None else size
        self._brought = self._brought or progress
        self._vain = 0 if progress else self._vain + 1
        less = 2 if progress else 4
        self.pace = Pace(push=_bounded(self.pace.push / less), answer=_bounded(max(came, self.pace.answer / less)))
        again = self._brought and self._vain < MAX_VAIN
        self._go("cut", ExchangeState.READY if again else ExchangeState.CUT)

    def gave_up(self) -> None:
        """What came back cannot be read: not to be tried again."""
        self._go("cut", ExchangeState.CUT)

    def _check(self, size: Size, *, sent: int) -> None:
        if size > self.size:
            raise Unproven("hub-holds-more", held=size, own=self.size)
        if size < self.acked or (sent and size == self.acked):
            raise Unproven("no-progress", held=size, own=self.acked)

    def _go(self, event: str, state: ExchangeState) -> None:
        allowed = TRANSITIONS.get((self.state, event), frozenset())
        assert state in allowed, f"{event} cannot lead from {self.state} to {state}"
        self.state = state


def _bounded(budget: float) -> int:
    return int(min(max(budget, MIN_BUDGET), MAX_BUDGET))
