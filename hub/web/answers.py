"""The province's answers on pages: what a form that answers sends, and how answers given are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast, get_args

from msgspec import Struct

from hub.store import Transaction
from hub.store.rows import AnswerRow
from hub.web.context import PageRequest
from sync.encoding.spelling import decimal, unbase64
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.ledger.decode import decode
from sync.ledger.entry import Review, Verdict
from sync.ledger.origins import LogKind

SHOWN: Final = 50
"""Answers shown of one subject: the newest."""


class NothingTicked(Misuse):
    """A form that speaks of what is ticked, sent without a tick."""

    def __init__(self) -> None:
        super().__init__("nothing-ticked")


class ShownAnswer(Struct, frozen=True, kw_only=True):
    """An answer as it is shown."""

    at: Instant
    verdict: Verdict
    comment: str
    account: str | None
    heads: frozenset[bytes]
    """Leaf hashes of the entries that it speaks of."""


def verdict_sent(request: PageRequest) -> Verdict:
    """Which of a form's two buttons was pressed."""
    for verdict in get_args(Verdict):
        if verdict == request.field("verdict"):
            return cast(Verdict, verdict)
    raise Misuse("bad-address", name="verdict")


def number_sent(text: str) -> int:
    """A number that a form of ours carries."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Misuse("bad-address", name="entries")
    return decimal(text)


def told(transaction: Transaction, answers: Iterable[AnswerRow]) -> list[ShownAnswer]:
    """Answers with what was said, read from the desks' logs; the newest first, as they come."""
    shown_answers: list[ShownAnswer] = []
    for answer in list(answers)[:SHOWN]:
        (line,) = transaction.logs.lines(answer.log, answer.idx, answer.idx + 1)
        entry = decode(line, LogKind.DESK)
        assert isinstance(entry, Review), "stored as an answer"
        heads = frozenset(unbase64(head, length=32) for head in entry.heads)
        shown_answers.append(
            ShownAnswer(at=entry.at, verdict=entry.verdict, comment=entry.comment, account=answer.account, heads=heads)
        )
    return shown_answers
