"""The laptop's own small things."""

from __future__ import annotations

from field.store import LaptopStore
from field.store.rows import PastExchange, StoredDraft
from sync.encoding.types import Instant
from sync.importing.ledger import TakenRow
from tests.field.alone import NOW


def test_the_history_of_exchanges_keeps_the_newest(store: LaptopStore) -> None:
    assert store.local.last_exchange() is None
    for number, outcome in enumerate(("no-answer", "done")):
        store.local.record_exchange(
            PastExchange(
                at=Instant(NOW + number), how="line", sent=1, received=2, sent_bytes=3, received_bytes=4, outcome=outcome
            )
        )
    last = store.local.last_exchange()
    assert last is not None
    assert (last.at, last.outcome, last.received_bytes) == (NOW + 1, "done", 4)


def test_a_setting_is_what_it_was_set_to_last(store: LaptopStore) -> None:
    assert store.local.setting("theme") is None
    store.local.set_setting("theme", "dark")
    store.local.set_setting("theme", "light")
    assert (store.local.setting("theme"), store.local.setting("language")) == ("light", None)


def test_a_draft_is_kept_in_its_own_place_until_it_is_dropped(store: LaptopStore) -> None:
    first = store.local.keep_draft(StoredDraft(0, None, b"H", NOW))
    second = store.local.keep_draft(StoredDraft(0, "a record", b"P", Instant(NOW + 1)))
    assert store.local.keep_draft(StoredDraft(first, None, b"Ho", Instant(NOW + 2))) == first
    assert store.local.drafts() == [
        StoredDraft(first, None, b"Ho", Instant(NOW + 2)),
        StoredDraft(second, "a record", b"P", Instant(NOW + 1)),
    ]
    store.local.drop_draft(first)
    assert [draft.id for draft in store.local.drafts()] == [second]


def test_a_row_of_which_more_is_kept_is_not_known_by_its_fingerprint_alone(store: LaptopStore) -> None:
    with store.transaction():
        number = store.imports.begin(at=NOW, file="so.csv", titles={}, digest="")
        store.imports.keep([TakenRow("a record", number, "", 2, b"1" * 32, b"{}", None)])
        store.imports.keep([TakenRow("a record", number, "", 2, b"2" * 32, b"{}", None)])
    assert store.imports.known_alone() == {b"1" * 32}, "the rows of one import are kept by their records"
