"""Accounts, visits, second factors, guesses and readers: who may use pages and API. The rules are in `hub.accounts`."""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, delete, exists, func, insert, select, update

from hub.store import schema as t
from sync.encoding.types import Instant

Role = Literal["admin", "operator", "auditor", "superior"]
"""admin: everything; operator: all but accounts and tokens; auditor: reads everything, changes nothing; superior:
sees of one unit and those that report to it duties, verdicts and figures, no texts, and urges them."""


class Account(Struct, frozen=True):
    """Somebody who may sign in. The hash of the password is told to `StoredAccounts.password` alone."""

    name: str
    role: Role
    made: Instant
    disabled: bool
    seen: Instant | None
    """The last sign-in."""
    unit: str = ""
    """Of a superior the code of its unit; else empty."""
    second_factor: bool = False
    """Whether it asks for a code besides the password."""


class VisitRow(Struct, frozen=True):
    """A browser that is signed in, and whose account it is."""

    token: bytes
    """SHA-256 of what the browser holds."""
    account: str
    role: Role
    disabled: bool
    csrf: str
    made: Instant
    seen: Instant
    told: str
    unit: str = ""


class Guess(Struct, frozen=True):
    """Failures in a row, of a name or from an address."""

    failures: int
    last: Instant


class Reader(Struct, frozen=True):
    """A reader: another system that may read; its token is kept as a hash."""

    id: str
    name: str
    made: Instant
    expires: Instant
    revoked: bool
    seen: Instant | None


_ACCOUNT: Final = [
    *(t.account.c[name] for name in Account.__struct_fields__[:-1]),
    exists().where(t.second_factor.c.account == t.account.c.name),
]
_READER: Final = [t.reader.c[name] for name in Reader.__struct_fields__]


class StoredAccounts:
    """Accounts, visits, second factors, guesses and readers, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # -- accounts

    def add(self, name: str, role: Role, password: str, made: Instant, unit: str = "") -> None:
        """Keep a new account, with its password's hash."""
        row = {"name": name, "role": role, "password": password, "made": made, "disabled": False, "unit": unit}
        self._db.execute(insert(t.account).values(row))

    def get(self, name: str) -> Account | None:
        """An account, if there is one."""
        row = self._db.execute(select(*_ACCOUNT).where(t.account.c.name == name)).first()
        return None if row is None else Account(*row)

    def all(self) -> list[Account]:
        """All accounts by name."""
        return [Account(*row) for row in self._db.execute(select(*_ACCOUNT).order_by(t.account.c.name))]

    def password(self, name: str) -> str | None:
        """The hash of an account's password; None if there is no such account."""
        return self._db.execute(select(t.account.c.password).where(t.account.c.name == name)).scalar()

    def set_password(self, name: str, password: str) -> None:
        """Keep another hash for an account's password."""
        self._set(name, password=password)

    def set_role(self, name: str, role: Role, unit: str = "") -> None:
        """Give an account another role, from the next request on."""
        self._set(name, role=role, unit=unit)

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Shut an account, or open it again."""
        self._set(name, disabled=disabled)

    def saw(self, name: str, now: Instant) -> None:
        """Note when an account signed in last."""
        self._set(name, seen=now)

    def _set(self, name: str, **values: Any) -> None:
        self._db.execute(update(t.account).where(t.account.c.name == name).values(**values))

    def admins(self) -> int:
        """The number of admins that can sign in."""
        query = select(func.count()).select_from(t.account)
        return self._db.execute(query.where(t.account.c.role == "admin", t.account.c.disabled.is_(False))).scalar_one()

    # -- visits

    def add_visit(self, token: bytes, account: str, csrf: str, now: Instant) -> None:
        """Keep the visit of a browser that signed in."""
        self._db.execute(insert(t.visit).values(token=token, account=account, csrf=csrf, made=now, seen=now, told=""))

    def visit(self, token: bytes) -> VisitRow | None:
        """The visit with this hash of a token, whether or not it still holds."""
        seen = t.visit.c
        query = select(
            seen.token,
            seen.account,
            t.account.c.role,
            t.account.c.disabled,
            seen.csrf,
            seen.made,
            seen.seen,
            seen.told,
            t.account.c.unit,
        ).join(t.account, t.account.c.name == seen.account)
        row = self._db.execute(query.where(seen.token == token)).first()
        return None if row is None else VisitRow(*row)

    def touch_visit(self, token: bytes, now: Instant) -> None:
        """Note when a visit was used last."""
        self._db.execute(update(t.visit).where(t.visit.c.token == token).values(seen=now))

    def end_visit(self, token: bytes) -> None:
        """End a visit: its browser is signed out."""
        self._db.execute(delete(t.visit).where(t.visit.c.token == token))

    def end_visits(self, account: str, but: bytes = b"") -> None:
        """End all visits of an account, but for one."""
        self._db.execute(delete(t.visit).where(t.visit.c.account == account, t.visit.c.token != but))

    def forget_visits(self, made_before: int, seen_before: int) -> None:
        """Forget the visits that began, or were last used, too long ago."""
        self._db.execute(delete(t.visit).where((t.visit.c.made < made_before) | (t.visit.c.seen < seen_before)))

    def tell(self, token: bytes, sentence: str) -> None:
        """Leave a sentence for the next page of a visit."""
        self._db.execute(update(t.visit).where(t.visit.c.token == token).values(told=sentence))

    def take_told(self, token: bytes) -> str:
        """The sentence that was left for a visit, which is left no more."""
        told = self._db.execute(select(t.visit.c.told).where(t.visit.c.token == token)).scalar() or ""
        if told:
            self.tell(token, "")
        return told

    # -- second factors

    def offer_secret(self, token: bytes, secret: bytes) -> None:
        """Keep the secret of a second factor that is offered in a visit; an empty one: no more."""
        self._db.execute(update(t.visit).where(t.visit.c.token == token).values(offered=secret.hex()))

    def offered_secret(self, token: bytes) -> bytes:
        """The secret that is offered in a visit; empty if none is."""
        return bytes.fromhex(self._db.execute(select(t.visit.c.offered).where(t.visit.c.token == token)).scalar() or "")

    def second_factor(self, account: str) -> bytes | None:
        """The secret of an account's second factor; None if it has none."""
        return self._db.execute(select(t.second_factor.c.secret).where(t.second_factor.c.account == account)).scalar()

    def add_second_factor(self, account: str, secret: bytes, step: int) -> None:
        """Keep the second factor of an account, and the step of time whose code was used last."""
        self._db.execute(insert(t.second_factor).values(account=account, secret=secret, step=step))

    def use_step(self, account: str, step: int) -> bool:
        """Use the code of a step of time; False if that one, or one after it, was used."""
        second = t.second_factor
        used = update(second).where(second.c.account == account, second.c.step < step).values(step=step)
        return self._db.execute(used).rowcount == 1

    def end_second_factor(self, account: str) -> bool:
        """Forget the second factor of an account. False if it has none."""
        return self._db.execute(delete(t.second_factor).where(t.second_factor.c.account == account)).rowcount == 1

    # -- guesses

    def guess(self, whom: str) -> Guess | None:
        """The failures of a name or from an address."""
        row = self._db.execute(select(t.guess.c.failures, t.guess.c.last).where(t.guess.c.whom == whom)).first()
        return None if row is None else Guess(*row)

    def set_guess(self, whom: str, guess: Guess) -> None:
        """Set the failures of a name or from an address."""
        self.clear_guess(whom)
        self._db.execute(insert(t.guess).values(whom=whom, failures=guess.failures, last=guess.last))

    def clear_guess(self, whom: str) -> None:
        """Forget the failures of a name or from an address."""
        self._db.execute(delete(t.guess).where(t.guess.c.whom == whom))

    def clear_guesses(self, beginning: str) -> None:
        """Forget the failures of all whose heading begins so."""
        self._db.execute(delete(t.guess).where(t.guess.c.whom.startswith(beginning, autoescape=True)))

    def forget_guesses(self, before: int, after: int) -> None:
        """Forget the failures of names and addresses whose last is this old; or of a time to come."""
        self._db.execute(delete(t.guess).where((t.guess.c.last < before) | (t.guess.c.last > after)))

    def keep_guesses(self, most: int, spared: int) -> None:
        """Keep so many failures: those that have come to `spared` first, and of others the newest."""
        guess = t.guess.c
        if self._db.execute(select(func.count()).select_from(t.guess)).scalar_one() > most:
            order = ((guess.failures < spared), guess.last.desc(), guess.whom)
            self._db.execute(delete(t.guess).where(guess.whom.in_(select(guess.whom).order_by(*order).offset(most))))

    # -- readers

    def add_reader(self, reader: Reader, token: bytes) -> None:
        """Keep a system that may read, with the hash of its token."""
        self._db.execute(
            insert(t.reader).values(
                id=reader.id, name=reader.name, token=token, made=reader.made, expires=reader.expires, revoked=reader.revoked
            )
        )

    def reader(self, token: bytes) -> Reader | None:
        """The reader with this hash of a token, whether or not it still holds."""
        row = self._db.execute(select(*_READER).where(t.reader.c.token == token)).first()
        return None if row is None else Reader(*row)

    def readers(self) -> list[Reader]:
        """All readers, the oldest first."""
        return [Reader(*row) for row in self._db.execute(select(*_READER).order_by(t.reader.c.made, t.reader.c.id))]

    def revoke_reader(self, reader_id: str) -> bool:
        """End a reader's token: it opens nothing any more. False if there is no such reader."""
        return self._db.execute(update(t.reader).where(t.reader.c.id == reader_id).values(revoked=True)).rowcount == 1

    def touch_reader(self, reader_id: str, now: Instant) -> None:
        """Note when a reader's token was used last."""
        self._db.execute(update(t.reader).where(t.reader.c.id == reader_id).values(seen=now))
