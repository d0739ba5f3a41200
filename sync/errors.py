"""Every error a person or a program may meet, in one small tree.

    SoxaError                 never raised itself
    ├── Misuse                the caller asked for something that cannot be
    │   ├── NotListed         a word names nothing of its list, or several things
    │   │   └── UnknownDirective
    │   ├── NoSuchDuty        a directive asks for no report of such a period
    │   ├── FieldNeeded       (sync.activities.check)
    │   ├── NoDirectivesYet   (sync.activities.check)
    │   ├── UnknownUnit       (hub.registry.official_units)
    │   ├── LongComment       (hub.monitoring.reviews)
    │   ├── LongPast          (hub.entering.stating)
    │   └── NothingTicked     (hub.web.answers)
    ├── BadInput              a line, file or parcel breaks a format
    │   ├── CutSeal           a sealed file that ends before its end
    │   ├── NoHeading         (sync.importing.planning)
    │   ├── HalfHeading       (sync.importing.planning)
    │   │   └── UndatedHeading  (sync.importing.planning)
    │   ├── TurnedTable       (sync.importing.planning)
    │   ├── TimesAcross       (sync.importing.planning)
    │   └── WeekdaysAlone     (sync.importing.planning)
    ├── Unproven              a signature, root, proof or receipt does not hold
    │   ├── Fork              a log differs from what is held of it
    │   │   └── OwnFork       the log of the laptop that finds it
    │   ├── WrongRoot         entries do not give the root that was signed
    │   ├── WentBack          a log of the hub is shorter than what was taken of it
    │   └── BackupDamaged     (hub.safekeeping.backup)
    ├── Refused               the other side, or a rule of the ledger, said no
    │   ├── Behind            a range begins after what is held
    │   ├── ClockOff          a request is signed at another time than the hub's
    │   ├── ShowHead          the hub holds less of its own log than was said to be taken
    │   ├── HubAsking         the hub went back, and gathers what it lacks
    │   ├── Unenrolled        the hub does not know the laptop
    │   │   └── Unintroduced  and what it brings does not begin with its join
    │   ├── ExpiredInvite     an invite's time is over, by the clock of whoever says so
    │   ├── PlaceTaken        a laptop's place is another's already
    │   ├── DamagedLog        what the hub holds of the log has rotted
    │   ├── DamagedHubLog     what the hub goes by itself has rotted
    │   ├── SealedToAnother   a file that was sealed for somebody else
    │   ├── Cancelled         a person stopped it
    │   ├── Unsavable         (field.home)
    │   ├── NoHub             (hub.store.file)
    │   ├── NewestMissing     (hub.store.file)
    │   ├── BeyondMending     (hub.safekeeping.restated)
    │   ├── DayFull           more was brought than a day allows
    │   │   └── QuotaReached  (hub.intake.quota)
    │   │       └── UnitQuotaReached  (hub.intake.quota)
    │   └── TooManyTries      (hub.accounts.guesses)
    ├── Unavailable           disk full, store locked, line down: try again later
    │   ├── NoAnswer          a line failed, or broke
    │   ├── NoRoom            (hub.intake.uploads)
    │   ├── DiskFull          no room for what is to be written
    │   ├── ProgramFault      the program itself is wrong, and stands all the same
    │   └── StoreDamaged      a data file that is not what it was
    └── NotFound              (hub.web.context)

Whoever catches one of several errors names its class; a class below the first row has one code, which it knows itself.
A code is looked up in tables, of sentences, exit codes and HTTP statuses, and compared with nothing.

An error is a code and the facts to fill its sentence with; no prose lives here, and no exit code. Sentences belong to
`messages` modules, at the edge, in the reader's language; a test holds every code raised against those tables.
"""

from __future__ import annotations

Fact = str | int | None


class SoxaError(Exception):
    """The base of the tree. `code` names what happened; `facts` say where and with what."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class Misuse(SoxaError):
    """The command or call itself is wrong; nothing was tried."""


class NotListed(Misuse):
    """A word that names nothing of the list it is looked for in, or several things."""


class UnknownDirective(NotListed):
    """A word that names no directive of the registry."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("unknown-directive", **facts)


class NoSuchDuty(Misuse):
    """A period that a directive, which there is, asks no report for."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("no-such-duty", **facts)


class BadInput(SoxaError):
    """What came in breaks its format, and nothing of it was taken."""


class CutSeal(BadInput):
    """A sealed file that ends before its end."""

    def __init__(self) -> None:
        super().__init__("sealed-cut")


class Unproven(SoxaError):
    """What came in is well formed and not proven: a signature, root or proof does not hold."""


class Fork(Unproven):
    """A log that differs from what is held of it: its owner signed two histories."""

    def __init__(self, /, *, code: str = "fork", **facts: Fact) -> None:
        super().__init__(code, **facts)


class OwnFork(Fork):
    """The log of the laptop that finds it: a copy of its folder went on elsewhere, or it was put back and went on."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__(code="own-fork", **facts)


class WrongRoot(Unproven):
    """Entries that do not give the root which their log's owner signed."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("wrong-root", **facts)


class WentBack(Unproven):
    """A head of one of the hub's own logs that is older than what was taken of it: `held` and `found` say how old."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("stale-checkpoint", **facts)


class Refused(SoxaError):
    """A rule, or the other side, said no."""


class Behind(Refused):
    """A range that begins after what the other side holds; `at` says how much that is."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("behind", **facts)


class ShowHead(Refused):
    """The hub holds less of its log `origin` than the laptop says it took: `size`. It asks to be shown the signed head."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("show-head", **facts)


class HubAsking(Refused):
    """A hub that went back, and takes what laptops bring without another word until it has what it lacks."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("asking", **facts)


class Unenrolled(Refused):
    """A hub that does not know the asking laptop, and by what it brings cannot come to know it."""


class Unintroduced(Unenrolled):
    """A hub that does not know the asking laptop, of whose log what it brings does not begin with its join."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("unknown-device", **facts)


class ExpiredInvite(Refused):
    """An invite whose time is over, by the clock of whoever says so."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("expired-invite", **facts)


class PlaceTaken(Refused):
    """A laptop's place that another has taken already: `device` is who, `since` when."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("already-succeeded", **facts)


class ClockOff(Refused):
    """A request that was signed too long before or after the hub's time, which `now` tells."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("clock", **facts)


class DamagedLog(Refused):
    """A hub that holds the asking laptop's log damaged, and may be given it again."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("damaged-log", **facts)


class DamagedHubLog(Refused):
    """A hub that holds damaged what it goes by itself, its registry or its acceptances: `origin` says which."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("damaged-hub-log", **facts)


class DayFull(Refused):
    """More was brought than the hub takes a day, which is `entries` and `mib`; what it still takes today is `entries_left`
    and `bytes_left`, which a hub of before does not say."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("quota", **facts)


class SealedToAnother(Refused):
    """A file that was sealed for somebody else: `recipient` is what it says of whom, which only that one knows."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("sealed-to-another", **facts)


class Cancelled(Refused):
    """A person stopped it; nobody needs to be told why."""

    def __init__(self) -> None:
        super().__init__("cancelled")


class Unavailable(SoxaError):
    """The machine or the line cannot do it now."""


class NoAnswer(Unavailable):
    """A line that failed, or broke: to be tried again as long as tries bring something."""

    def __init__(self, code: str = "no-answer", /, **facts: Fact) -> None:
        super().__init__(code, **facts)


class DiskFull(Unavailable):
    """A disk that has no room for what is to be written."""

    def __init__(self) -> None:
        super().__init__("disk-full")


class StoreDamaged(Unavailable):
    """A data file that is not what it was: `why` says what was found."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("store-damaged", **facts)


class ProgramFault(Unavailable):
    """A fault of the program's own, or of a library's: nobody's words or files are wrong."""
