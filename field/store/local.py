"""The laptop's own small things, none of which ever leaves it: drafts, settings, the fingerprints of imported rows, and
what past exchanges came to."""

from __future__ import annotations

import sqlite3
from typing import Final, get_args

import msgspec

from field.store.engine import transaction, unless_full
from field.store.kept import decoded, numbers
from field.store.rows import Colleagues, DayLimit, HubState, PastExchange, StoredDraft
from sync.encoding.types import Instant, Size

HOW_COLLEAGUES: Final[tuple[Colleagues, ...]] = get_args(Colleagues)
_COLLEAGUES: Final = "colleagues"
_HUB_STATE: Final = "hub-state"
_HUB_SIGNS: Final = "hub-signs"
_PACKED: Final = "packed"
_DAY_LIMIT: Final = "day-limit"
_CLOCKS_AGREED: Final = "clocks-agreed"
_WORDS: Final = "narrative:"
_WENT: Final = "narrative-went:"
_MOST_PACKED: Final = 32
"""Files whose answers may still be under way."""


class LocalTables:
    """The laptop's own small things in a store's connection."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    # -- settings

    def setting(self, name: str) -> str | None:
        """A setting, if it was ever made."""
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, name: str, value: str) -> None:
        """Make a setting, in place of what it was."""
        with transaction(self._sql):
            self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    @property
    def colleagues(self) -> Colleagues:
        """How colleagues' history is brought here: all of it, unless somebody chose otherwise."""
        kept = self.setting(_COLLEAGUES)
        return next((how for how in HOW_COLLEAGUES if how == kept), HOW_COLLEAGUES[0])

    @colleagues.setter
    def colleagues(self, how: Colleagues) -> None:
        self.set_setting(_COLLEAGUES, how)

    @property
    def hub_state(self) -> HubState:
        """What is known of the hub as a whole."""
        return decoded(self.setting(_HUB_STATE), HubState) or HubState()

    def was_restored(self, generation: int, at: Instant, receipted: Size) -> None:
        """Keep that the hub was restored from a copy, when that was, and how much of the own log it had receipted before."""
        before = max(receipted, self.hub_state.receipted)
        self._know(msgspec.structs.replace(self.hub_state, generation=generation, restored_at=at, receipted=before))

    def hub_asks(self, asking: bool, *, goes_on: bool = False) -> None:
        """Keep whether the hub asks for what it lacks, and whether it `goes_on` all the same."""
        self._know(msgspec.structs.replace(self.hub_state, asking=asking, goes_on=goes_on))

    def offered(self, generation: int, contradicted: int) -> None:
        """Keep that what the hub of a generation has lost was shown to it, and what is held in the place of so many heads
        that contradict it."""
        if generation > 1 or contradicted:
            shown = max(contradicted, self.hub_state.shown)
            self._know(msgspec.structs.replace(self.hub_state, offered=generation, shown=shown))

    @property
    def hub_signs(self) -> bool:
        """Whether the hub is known to sign what it answers: by an answer, or by the invite."""
        return self.setting(_HUB_SIGNS) is not None

    def note_hub_signs(self) -> None:
        """Keep that the hub signs what it answers."""
        if not self.hub_signs:
            self.set_setting(_HUB_SIGNS, "1")

    @property
    def packed(self) -> list[str]:
        """The files that were packed last, by the names that their answers give them."""
        return decoded(self.setting(_PACKED), list[str]) or []

    def note_packed(self, name: str) -> None:
        """Keep the name of a file that was packed."""
        names = [*(kept for kept in self.packed if kept != name), name]
        with unless_full():  # the stick takes what is unsent out of here all the same
            self.set_setting(_PACKED, msgspec.json.encode(names[-_MOST_PACKED:]).decode())

    @property
    def day_limit(self) -> DayLimit | None:
        """How much the hub takes a day, if it refused more; None once it takes all that it is given."""
        return decoded(self.setting(_DAY_LIMIT), DayLimit)

    def note_day_limit(self, limit: DayLimit | None) -> None:
        """Keep how much the hub takes a day."""
        if limit != self.day_limit:
            self.set_setting(_DAY_LIMIT, "" if limit is None else msgspec.json.encode(limit).decode())

    def _know(self, state: HubState) -> None:
        if state != self.hub_state:  # so that an idle exchange writes nothing
            self.set_setting(_HUB_STATE, msgspec.json.encode(state).decode())

    @property
    def clocks_agreed(self) -> tuple[Instant, Size] | None:
        """When, by the laptop's clock, the hub's last agreed with it while a receipt said otherwise or none was of
        late, and how long the own log was then; None if that never was."""
        at, own = numbers(self.setting(_CLOCKS_AGREED), 2)
        return (Instant(at), Size(own)) if at else None

    def note_clocks_agree(self, at: Instant, own: Size) -> None:
        """Keep that the hub's clock agrees with the laptop's, which says this."""
        self.set_setting(_CLOCKS_AGREED, f"{at} {own}")

    def narratives(self) -> dict[str, str]:
        """The settings that keep what was written for reports and is not submitted, by their names."""
        rows = self._sql.execute("SELECT name, value FROM setting WHERE name LIKE 'narrative:%' AND value != ''")
        return {str(name): str(value) for name, value in rows}

    @property
    def narrated(self) -> list[str]:
        """The periods for whose reports something is written and not submitted."""
        return [name.removeprefix(_WORDS) for name in self.narratives()]

    def kept_words(self, period: str) -> str | None:
        """What was written for a period's report and is not submitted, as JSON; None where nothing is."""
        return self.setting(f"{_WORDS}{period}") or None

    def keep_words(self, period: str, words: str) -> None:
        """Keep what is written for a period's report, JSON."""
        self.set_setting(f"{_WORDS}{period}", words)

    def words_went(self, period: str) -> None:
        """Keep no more what was written for a period's report, which is submitted; it is known again where it comes back."""
        kept = self.kept_words(period)
        if kept is not None:
            self.set_setting(f"{_WENT}{period}", kept)
            self.set_setting(f"{_WORDS}{period}", "")

    def take_words(self, period: str, words: str) -> None:
        """Keep what was written for a period's report elsewhere, JSON, unless something is kept here, or just this was and
        was submitted."""
        if self.kept_words(period) is None and self.setting(f"{_WENT}{period}") != words:
            self.keep_words(period, words)

    # -- drafts

    def drafts(self) -> list[StoredDraft]:
        """All drafts, typed and not saved, the newest first."""
        rows = self._sql.execute("SELECT id, record, typed, at FROM draft ORDER BY at DESC, id DESC")
        return [StoredDraft(*row) for row in rows]

    def keep_draft(self, draft: StoredDraft) -> int:
        """Keep a draft, in place of what was kept under its number; the number, a new one for 0."""
        with transaction(self._sql):
            kept = self._sql.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                (draft.id or None, draft.record, draft.typed, draft.at),
            ).lastrowid
        assert kept is not None, "an insert gives a row number"
        return kept

    def drop_draft(self, draft: int) -> None:
        """Drop a draft by its number: what was typed is saved, or thrown away."""
        with transaction(self._sql):
            self._sql.execute("DELETE FROM draft WHERE id = ?", (draft,))

    # -- past exchanges

    def record_exchange(self, exchange: PastExchange) -> None:
        """Keep what an exchange came to."""
        with unless_full(), transaction(self._sql):
            self._sql.execute(
                "INSERT INTO exchange (at, how, sent, received, sent_bytes, received_bytes, outcome, facts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    exchange.at,
                    exchange.how,
                    exchange.sent,
                    exchange.received,
                    exchange.sent_bytes,
                    exchange.received_bytes,
                    exchange.outcome,
                    msgspec.json.encode(exchange.facts),
                ),
            )

    def exchanges(self, limit: int) -> list[PastExchange]:
        """The newest exchanges, the newest first."""
        rows = self._sql.execute(
            "SELECT at, how, sent, received, sent_bytes, received_bytes, outcome, facts FROM exchange"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [
            PastExchange(at, how, sent, received, up, down, outcome, decoded(facts, dict) or {})
            for at, how, sent, received, up, down, outcome, facts in rows
        ]

    def heard_at(self) -> Instant | None:
        """When the hub's answer was taken last, over the line or from a file; None if it never was."""
        asked = "SELECT max(at) FROM exchange WHERE outcome = 'done' AND how IN ('line', 'file in')"
        (at,) = self._sql.execute(asked).fetchone()
        return None if at is None else Instant(at)

    def last_exchange(self) -> PastExchange | None:
        """The newest exchange, whatever came of it."""
        return next(iter(self.exchanges(1)), None)
