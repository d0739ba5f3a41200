"""Search finds what is meant, with or without accents, and nothing that is typed can break it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.derived import MadeAnew
from field.store.rows import ActivityFilter
from field.store.search import match_expression
from sync.ledger.text import fold
from tests.field.alone import activity, new_store, signer

ROADS = "Sửa đường vào bản Đông Pao"
RADIO = "Phát thanh về hoá đơn điện tử"
OTHERS = "Treo băng rôn"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LaptopStore]:
    with new_store(tmp_path_factory.mktemp("laptop")) as store:
        store.logs.append(
            [
                activity(ROADS, place="Nhà văn hóa ĐỒNG BÀO", text="Họp lúc 19:30, 35% hộ dân"),
                activity(RADIO, channel="commune-radio", topics=("digital-skills",), directive="lai-chau-2653-kh-ubnd"),
                activity(OTHERS, date="2026-09-01"),
            ],
            signer(),
        )
        yield store


def titles(store: LaptopStore, search: str) -> set[str]:
    return {row.values.title for row in store.records.rows(ActivityFilter(search=search))}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("duong", {ROADS}),
        ("ĐƯỜNG", {ROADS}),
        ("đường vào bản", {ROADS}),
        ("ban vao", {ROADS}),
        ("dong pao", {ROADS}),
        (unicodedata.normalize("NFD", "Đông Pao"), {ROADS}),
        ("Ðông", {ROADS}),  # U+00D0, as some keyboards have it
        ("đồng bào", {ROADS}),
        ("hóa đơn điện", {RADIO}),
        ("hoá", {ROADS, RADIO}),
        ("duo", {ROADS}),
        ("35%", {ROADS}),
        ("truyen thanh", {RADIO}),  # the channel's label
        ("commune-radio", {RADIO}),
        ("ky nang so", {RADIO}),  # the topic's label
        ("2653", {RADIO}),
        ("bang", {OTHERS}),
        ("duong dien tu", set()),
        ("uong", set()),
        ("", set()),
        ("*", set()),
        ("---", set()),
    ],
)
def test_words_are_found_with_or_without_accents(store: LaptopStore, typed: str, found: set[str]) -> None:
    assert titles(store, typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "duong*",
        "duong AND",
        "NOT duong",
        "(duong",
        "words:duong",
        "NEAR(duong, 2)",
        "^duong",
        "+duong",
        "duong; DROP TABLE record",
        "\x00duong",
        "a" * 100_000,
        "{duong}",
        "_",
        "duong -",
    ],
)
def test_the_syntax_of_the_index_means_nothing_when_typed(store: LaptopStore, typed: str) -> None:
    assert titles(store, typed) <= {ROADS}
    assert titles(store, "duong") == {ROADS}


@settings(max_examples=300)
@given(st.text())
def test_no_query_fails(store: LaptopStore, typed: str) -> None:
    assert titles(store, typed) <= {ROADS, RADIO, OTHERS}


def test_a_query_is_quoted_words_and_nothing_else() -> None:
    assert match_expression('Đường "OR" x*') == '"duong"* "or"* "x"*'
    assert match_expression(" – ") is None


CHATTED = "Zalo \u2068Nguyễn\u2069 chia sẻ"


def looked_after(folder: Path, titles_of: Sequence[str]) -> Iterator[LaptopStore]:
    with new_store(folder) as store:
        store.logs.append([activity(title) for title in titles_of], signer())
        yield store


def test_letters_that_are_not_seen_hide_nothing(tmp_path: Path) -> None:
    unseen = ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufe0f", "\u061c", "\u034f", "\ufeff", "\U000e0041"]
    written = [CHATTED, *(f"Bà Ngu{char}yễn kể" for char in unseen), "Gửi🤩Nguyễn🫶đến xã"]
    for store in looked_after(tmp_path, written):
        assert titles(store, "nguyen") == titles(store, "Ng\u200buyễn") == set(written)


def test_no_character_makes_the_index_other_than_the_words(tmp_path: Path) -> None:
    """Within a word and alone: every one of format, and some of each other kind."""
    several = [chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0xE0200))]
    kinds = [
        [char for char in several if unicodedata.category(char) == kind] for kind in ("Cf", "So", "Mn", "Po", "Cn", "Lo")
    ]
    chosen = [char for chars in kinds for char in chars[:: max(1, len(chars) // 170)]]
    chunks = [chosen[start : start + 20] for start in range(0, len(chosen), 20)]
    written = [unicodedata.normalize("NFC", " ".join(f"a{char}b {char}" for char in chunk)) for chunk in chunks]
    for store in looked_after(tmp_path, written):
        assert store.derived.words() is False


def test_the_index_of_an_older_program_is_made_of_words_alone(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path)
    with new_store(tmp_path) as store:
        store.logs.append([activity(CHATTED)], signer())
    with sqlite3.connect(home.database) as old:
        old.execute("UPDATE search SET words = ?", (fold(CHATTED),))
        assert old.execute("DELETE FROM _sqlite_migrations WHERE name = 'words_alone'").rowcount == 1
    old.close()
    with LaptopStore.open(home) as store:
        assert titles(store, "nguyen") == {CHATTED}
        assert store.derived.look() == MadeAnew()
        assert store.derived.words() is False


def test_whether_all_is_found_asks_for_whole_words(tmp_path: Path) -> None:
    """The beginnings of words would be gathered from all that begin so, for each word of each text."""
    with new_store(tmp_path) as store:
        store.logs.append([activity(CHATTED)], signer())
    asked: list[str] = []
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        store.derived._sql.set_trace_callback(asked.append)
        assert store.derived.words() is False
    matches = [line for line in asked if "MATCH" in line]
    assert matches and not any("*" in line for line in matches)
