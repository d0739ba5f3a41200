"""Hands that type Vietnamese: the keys of Telex and VNI for a text, and what an input method shows after each key.

The engine is small and of no driver in particular: it marks letters and puts the tone where UniKey and its kin do by default
("hòa", not "hoà"). What a driver makes of a change of the word shown stands in `drivers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal
from unicodedata import normalize

Method = Literal["telex", "vni"]
Habit = Literal["at once", "at the end"]
"""Where a hand types marks and tones: right behind their letters, or behind the word."""

_TONES: Final[dict[Method, dict[str, str]]] = {
    "telex": {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"},
    "vni": {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"},
}
_SHAPES: Final = {"vni": {"\u0302": "6", "\u031b": "7", "\u0306": "8"}, "telex": {"\u031b": "w", "\u0306": "w"}}
_VOWELS: Final = frozenset("aeiouy")
_BASES: Final = {"\u0302": "aeo", "\u031b": "uo", "\u0306": "a"}


def _apart(letter: str) -> tuple[str, str, str]:
    """A letter without its marks, its shape and its tone."""
    base, *marks = list(normalize("NFD", letter))
    shape = next((mark for mark in marks if mark in _BASES), "")
    tone = next((mark for mark in marks if mark not in _BASES), "")
    return base, shape, tone


def keys(word: str, method: Method, habit: Habit) -> str:
    """The keys for a word, in the case of its letters."""
    typed, behind, tone_key = "", "", ""
    for letter in word:
        if letter in "đĐ":
            plain = "d" if letter == "đ" else "D"
            mark = "9" if method == "vni" else plain
            typed, behind = (typed + plain, behind + mark) if habit == "at the end" else (typed + plain + mark, behind)
            continue
        base, shape, tone = _apart(letter)
        mark = "" if not shape else base if method == "telex" and shape == "\u0302" else _SHAPES[method][shape]
        mark = mark.upper() if base.isupper() else mark
        if tone:
            tone_key = _TONES[method][tone].upper() if base.isupper() else _TONES[method][tone]
        if habit == "at the end":
            typed, behind = typed + base, behind + ("" if mark in "wW7" and mark and behind.endswith(mark) else mark)
        else:
            typed += base + mark + (tone_key if tone else "")
    return typed + behind + (tone_key if habit == "at the end" else "")


def shown(typed: str, method: Method) -> str:
    """The word that stands there after these keys."""
    letters: list[list[str]] = []
    tone = ""
    tones = {key: mark for mark, key in _TONES[method].items()}
    for key in typed:
        low = key.lower()
        if low in tones and any(base.lower() in _VOWELS for base, _ in letters):
            tone = tones[low]
        elif not _marked(letters, low, method):
            letters.append([key, ""])
    _join_horns(letters)
    at = _tone_place(letters) if tone else -1
    return "".join(
        ("Đ" if base == "D" else "đ") if shape == "-" else normalize("NFC", base + shape + (tone if index == at else ""))
        for index, (base, shape) in enumerate(letters)
    )


def _marked(letters: list[list[str]], key: str, method: Method) -> bool:
    """Whether a key marks letters that stand there already."""
    if key == ("9" if method == "vni" else "d"):
        fits = [letter for letter in letters[:1] if letter[0].lower() == "d" and not letter[1]]
        for letter in fits:
            letter[1] = "-"
        return bool(fits)
    if method == "telex" and key in "aeo":
        shapes, bases = ["\u0302"], key
    else:
        shapes = [shape for shape, its in _SHAPES[method].items() if its == key]
        if "oa" in "".join(base for base, _ in letters).lower():
            shapes.reverse()  # "oă": the o of "oa" takes no horn
        bases = "aeouy"
    for shape in shapes:
        fits = [letter for letter in letters if letter[0].lower() in _BASES[shape] and letter[0].lower() in bases]
        fits = [letter for letter in fits if not letter[1]]
        if shape == "\u031b":
            fits = _horned(letters, fits)
        if fits:
            for letter in fits if shape == "\u031b" else fits[-1:]:
                letter[1] = shape
            return True
    return False


def _horned(letters: list[list[str]], fits: list[list[str]]) -> list[list[str]]:
    """Of u and o those that take the horn: both together, u alone before another vowel, never the u of "qu"."""
    word = "".join(base for base, _ in letters).lower()
    at = word.find("uo")
    if at >= 0 and not word.startswith("qu"):
        return letters[at : at + 2]
    fits = [letter for letter in fits if not (word.startswith("qu") and letter is letters[1])]
    return fits[:1]


def _join_horns(letters: list[list[str]]) -> None:
    """At a word's end "uơ" stays (thuở); before another letter it is "ươ"."""
    word = "".join(base for base, _ in letters).lower()
    at = word.find("uo")
    if at > 0 and not word.startswith("qu") and letters[at + 1][1] == "\u031b":
        alone = at + 2 == len(word) and word[:at] in {"th", "h"}
        letters[at][1] = "" if alone else "\u031b"


def _tone_place(letters: list[list[str]]) -> int:
    word = "".join(base for base, _ in letters).lower()
    vowels = [index for index, letter in enumerate(word) if letter in _VOWELS]
    if word[:2] in {"qu", "gi"} and len(vowels) > 1:
        vowels = vowels[1:]
    run = [index for index in vowels if index - vowels[0] == vowels.index(index)]
    shaped = [index for index in run if letters[index][1]]
    if shaped:
        return shaped[-1]
    closed = run[-1] + 1 < len(word)
    return run[1] if len(run) > 2 or (len(run) == 2 and closed) else run[0]


def words_typed(text: str, method: Method, habit: Habit) -> Iterator[tuple[str, list[str]]]:
    """The words of a text, each with what stands there after each of its keys; what is no letter is typed as it is."""
    for word in text.split():
        steps: list[str] = []
        core = word.strip(".,;:")
        lead, trail = word[: word.index(core)], word[word.index(core) + len(core) :]
        typed = keys(core, method, habit)
        steps += [lead[:end] for end in range(1, len(lead) + 1)]
        steps += [lead + shown(typed[:end], method) for end in range(1, len(typed) + 1)]
        steps += [lead + core + trail[:end] for end in range(1, len(trail) + 1)]
        yield word, steps
