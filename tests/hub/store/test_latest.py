"""What is made once and kept: by what it is made of, the latest alone, whoever asks."""

from __future__ import annotations

from hub.store.latest import Kept, Latest
from sync.errors import Refused


def test_a_value_is_made_once_while_it_is_among_the_latest() -> None:
    latest: Latest[str, list[str]] = Latest()
    made: list[str] = []

    def get(key: str) -> list[str]:
        return latest.get(key, lambda: [made.append(key) or key])  # type: ignore[func-returns-value]

    first = get("a")
    assert get("a") is first
    get("b")
    assert get("a") is first, "a transaction of before may still be under way"
    get("c")
    assert get("a") is not first
    assert made == ["a", "b", "c", "a"]


def test_what_cannot_be_made_is_not_kept() -> None:
    latest: Latest[str, int] = Latest()

    def refuse() -> int:
        raise Refused("store-busy")

    for _ in range(2):
        try:
            latest.get("a", refuse)
        except Refused:
            continue
        raise AssertionError("made of nothing")
    assert latest.get("a", lambda: 1) == 1


def test_what_never_changes_is_kept_until_it_is_too_much() -> None:
    kept: Kept[str, int] = Kept(2)
    assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2), kept.keep("b", 3)] == [1, 1, 3]
    assert kept.among(["a", "b", "c"]) == {"a": 1, "b": 3}
    kept.keep("c", 4)
    assert kept.among(["a", "b", "c"]) == {"c": 4}
