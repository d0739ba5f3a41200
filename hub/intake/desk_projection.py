"""From a desk's entries to the province's answers, as its store is asked for them."""

from __future__ import annotations

from hub.intake.projection import record_of
from hub.store import Transaction
from hub.store.rows import AnswerRow, LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Review
from sync.ledger.origins import LogKind


def note_answers(transaction: Transaction, log: LogRow, start: Size, end: Size) -> None:
    """Keep the answers among a desk's entries from an index on. Who gave one is kept beside them alone: of those that come
    from elsewhere it is not known."""
    for idx, review in _reviews(transaction, log, start, end):
        transaction.answers.add(
            AnswerRow(
                log=log.id,
                idx=idx,
                unit=origins.parse(log.origin).name,
                record=_record(review),
                period=review.period,
                at=review.at,
                verdict=review.verdict,
                account=None,
            )
        )


def settle_answers(transaction: Transaction, log: LogRow) -> None:
    """Give each record its answer by a desk: of those that speak of the record as it stands the last."""
    unit = origins.parse(log.origin).name
    for _idx, review in _reviews(transaction, log, Size(0), log.size):
        record = _record(review)
        if record is None or record not in transaction.records.places(unit, [record]):
            continue
        if set(review.heads) == set(map(tobase64, record_of(transaction, unit, record).heads)):
            transaction.records.set_answer(unit, record, review.verdict)


def _reviews(transaction: Transaction, log: LogRow, start: Size, end: Size) -> list[tuple[int, Review]]:
    lines = transaction.logs.lines(log.id, start, end)
    entries = ((idx, decode(line, LogKind.DESK)) for idx, line in enumerate(lines, start))
    return [(idx, entry) for idx, entry in entries if isinstance(entry, Review)]


def _record(review: Review) -> bytes | None:
    return None if review.record is None else bytes.fromhex(review.record.replace("-", ""))
