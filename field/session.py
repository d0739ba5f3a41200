"""One sitting of an officer: the open store, the key once it is unlocked, the clock. What the program in the terminal
asks for goes through here; each line hands on to the function that the command of the same name calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from field import asked, drafts, reports, syncing
from field.activity import Checked, Draft, check, log_activity, retract_activity, revise_activity
from field.home import Home
from field.records import Filter
from field.reply import Reply
from field.standing import Standing, standing
from field.store import Store
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.ledger.merge import Values
from sync.ledger.period import day_of
from sync.log.keyfile import is_encrypted, load_key
from sync.log.keys import Signer


class Session:
    """An officer at work. One thread's; `sync` alone opens a store of its own and may run in another."""

    def __init__(self, home: Home, *, clock: Callable[[], int], random_bytes: Callable[[int], bytes]) -> None:
        """Open a laptop's folder; `clock` gives POSIX seconds. Raises as `Store.open` does."""
        self.home = home
        self.store = Store.open(home)
        self.clock = clock
        self._random_bytes = random_bytes
        self.last: Draft | None = None
        """What was saved last in this sitting, as typed."""
        self._signer: Signer | None = None
        self._directives: tuple[int, tuple[Directive, ...]] = (-1, ())

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    @property
    def locked(self) -> bool:
        """Whether a passphrase must be given before anything can be signed."""
        return self._signer is None and is_encrypted(self.home.key)

    def unlock(self, passphrase: str | None = None) -> Signer:
        """The key, read once. `Refused("wrong-passphrase")`."""
        if self._signer is None:
            self._signer = load_key(self.home.key, passphrase=passphrase).renamed(self.store.own.origin)
        return self._signer

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The directives in force, read again when the registry has grown."""
        size = self.store.registry_size
        if self._directives[0] != size:
            self._directives = (size, self.store.registry().directives)
        return self._directives[1]

    def names(self) -> dict[str, str]:
        """What each directive is called, by its id."""
        return {one.id: one.name for one in self.directives}

    def standing(self) -> Standing:
        """How things stand now."""
        return standing(self.store, self.clock())

    # -- activities

    def check(self, draft: Draft, was: Values | None = None) -> Checked:
        """What is wrong with a draft, field by field."""
        return check(draft, today=day_of(self.clock()), directives=self.directives, was=was)

    def save(self, draft: Draft, record: str | None, *, kept: int = 0) -> str:
        """Log a new activity, or revise one; its id. The draft that was `kept` of it goes in the same transaction."""
        signer, now = self.unlock(), self.clock()
        with self.store.transaction():
            self.drop(kept)
            if record is None:
                return log_activity(self.store, signer, draft, now=now, random_bytes=self._random_bytes)
            return revise_activity(self.store, signer, record, draft, now=now, random_bytes=self._random_bytes)

    def newest(self) -> Values | None:
        """The activity that this laptop shows first."""
        row = next(iter(self.store.records(Filter(limit=1))), None)
        return None if row is None else row.values

    def drop(self, kept: int) -> None:
        """Throw a draft away; 0 is none."""
        if kept:
            self.store.drop_draft(kept)

    def retract(self, record: str, reason: str) -> None:
        """Take an activity back."""
        retract_activity(self.store, self.unlock(), record, reason, now=self.clock(), random_bytes=self._random_bytes)

    def keep(self, draft: Draft, *, id: int, record: str | None) -> int:  # noqa: A002 - a draft's own word
        """Keep what is typed; the draft's number."""
        return drafts.keep(self.store, draft, id=id, record=record, now=self.clock())

    # -- directives and reports

    def note(self, directive: str) -> bool:
        """Write down that a directive was read."""
        return asked.note(self.store, self.unlock(), directive, now=self.clock(), random_bytes=self._random_bytes)

    def preview(self, period: str) -> reports.Preview:
        """What a report would say now."""
        return reports.preview(self.store, period, self.clock())

    def submit(self, period: str, narrative: Narrative) -> reports.Preview:
        """Save a report."""
        return reports.submit(
            self.store, self.unlock(), period, narrative, now=self.clock(), random_bytes=self._random_bytes
        )

    # -- exchanges

    def sync(self, progress: Callable[[int], None]) -> syncing.Outcome:
        """One exchange over the line, on a store of its own: to be called from any thread, with the key unlocked."""
        signer = self.unlock()
        with Store.open(self.home) as store:
            return syncing.sync(store, signer, now=self.clock(), nonce=lambda: self._random_bytes(12), progress=progress)

    def pack(self, path: Path, progress: Callable[[int], None]) -> int:
        """Write what is unsent into a new file."""
        return syncing.pack(self.store, self.unlock(), path, now=self.clock(), progress=progress)

    def unpack(self, path: Path) -> Reply:
        """Take the province's answer from a file."""
        return syncing.unpack(self.store, path, now=self.clock())
