"""Search finds what is meant, with or without accents, and nothing that is typed can break it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field.store import LaptopStore
from field.store.rows import ActivityFilter
from field.store.search import match_expression
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
