"""Changes of bundles and annexes: by somebody who holds no key, and by somebody who holds them all and signs anew."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

from sync.encoding.spelling import tobase64
from sync.log.merkle import leaf_hash, tree_root
from tests.independent.histories import History
from tests.sync.audit.bundles import Laptop, bundle_of, lines_of


def changed_lines(lines: list[bytes], chance: random.Random) -> list[bytes]:
    """Lines of which one is changed by a byte, dropped, doubled or swapped with the next."""
    lines = list(lines)
    at = chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines[at] = changed_byte(lines[at], chance) if lines[at] else b"x"
        case 1:
            del lines[at]
        case 2:
            lines.insert(at, lines[at])
        case _:
            other = (at + 1) % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
    return lines


def changed_byte(data: bytes, chance: random.Random) -> bytes:
    """Bytes of which one bit is another."""
    changed = bytearray(data)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def without_keys(data: bytes, chance: random.Random) -> bytes:
    """A bundle that somebody without a key has changed."""
    if chance.randrange(5) == 0:
        return changed_byte(data, chance)
    return bundle_of(changed_lines(lines_of(data), chance))


def with_keys(history: History, chance: random.Random) -> bytes:
    """A bundle of a history of which one line is another, with all that follows from it signed anew."""
    province = history.province
    log = chance.choice([log for log in history.logs() if log.lines] + [laptop.log for laptop in province.laptops] * 2)
    at = chance.randrange(len(log.lines))
    match chance.randrange(12):
        case 0 if len(log.lines) > 1:
            log.lines[at], log.lines[at - 1] = log.lines[at - 1], log.lines[at]
        case 1:
            log.lines[at] = chance.choice(log.lines)
        case 2:
            log.lines[at] = changed_byte(log.lines[at], chance).replace(b"\n", b"") or b"x"
        case _:
            log.lines[at] = changed_line(log.lines[at], chance)
    for laptop in province.laptops:
        if laptop.log is log:
            _accept_anew(history, laptop)
    return history.draft().write()


def _accept_anew(history: History, laptop: Laptop) -> None:
    """The acceptances of a changed log have its roots, and its checkpoint is signed and receipted."""
    lines = history.province.acceptances.lines
    last = 0
    for at, line in enumerate(lines):
        accepted = json.loads(line)
        if accepted.get("device") == laptop.device:
            leaves = [leaf_hash(entry) for entry in laptop.log.lines[: accepted["size"]]]
            accepted["root"] = tobase64(tree_root(leaves))
            lines[at] = json.dumps(accepted, separators=(",", ":")).encode()
            last = accepted["at"]
    laptop.sign(last)


def changed_line(line: bytes, chance: random.Random) -> bytes:
    """A line of JSON with one thing in it otherwise: a value, a key, their order, or how it is spelled."""
    try:
        value = json.loads(line)
    except ValueError:
        return line + b" "
    if not isinstance(value, dict):
        return b"{}"
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    match chance.randrange(20):
        case 0:
            text = text.replace(",", ", ", 1)
        case 1:
            text = json.dumps(value, separators=(",", ":"))
        case 2:
            text = text[:-1] + ',"kind":"x"}'
        case 3:
            text = unicodedata.normalize("NFD", text)
        case 4:
            text = text.replace("/", "\\/", 1)
        case _:
            change(value, chance)
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass").replace(b"\n", b"")[:65_535] or b"x"


def change(value: Any, chance: random.Random) -> None:
    """Change one thing somewhere in an object or a list."""
    inside = list(value) if isinstance(value, dict) else list(range(len(value)))
    nested = [key for key in inside if isinstance(value[key], dict | list) and value[key]]
    if nested and chance.randrange(3):
        change(value[chance.choice(nested)], chance)
    elif isinstance(value, list):
        _change_list(value, chance)
    else:
        _change_object(value, chance)


def _change_list(value: list[Any], chance: random.Random) -> None:
    match chance.randrange(4):
        case 0:
            value.append(value[0])
        case 1:
            value.pop(chance.randrange(len(value)))
        case 2:
            value.reverse()
        case _:
            at = chance.randrange(len(value))
            value[at] = other_than(value[at], chance)


def _change_object(value: dict[str, Any], chance: random.Random) -> None:
    key = chance.choice(list(value))
    match chance.randrange(8):
        case 0:
            del value[key]
        case 1:
            value[key] = value.pop(key)
        case 2:
            value["later"] = 1
        case 3:
            rest = dict(value)
            value.clear()
            value |= {"later": 1, **rest} if chance.randrange(2) else dict(sorted(rest.items()))
        case 4:
            keys = ("document", "comment", "needs", "level", "topics", "base", "window_from", "counts")
            value[chance.choice(keys)] = default(chance)
        case _:
            value[key] = other_than(value[key], chance)


def default(chance: random.Random) -> Any:
    """A value that some key has where it is left out, or nearly."""
    return chance.choice(("", [], None, False, True, {}, 0, 1, 2, "2026-11-01"))


def other_than(value: Any, chance: random.Random) -> Any:
    """Another value, mostly of the same type."""
    if chance.randrange(8) == 0:
        return default(chance)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice((value + 1, value - 1, 0, -1, 2**53, 2**53 + 1, 253_402_300_800, 10**9, 10**9 + 1, value * 2))
    if not isinstance(value, str):
        return default(chance)
    near = (
        value + " ",
        " " + value,
        value + "x",
        value[:-1],
        value.upper(),
        value.replace("1", "2"),
        value.replace("-", ""),
        "",
    )
    marks = (value + "\u200b", value + "e\u0301", value + "\U0001e900", value + "\u007f", value + "\\", value + "\u0300")
    words = (
        "2026-11-31",
        "2026-02-29",
        "0000-01-01",
        "12001",
        "12",
        "2026-11",
        "2653/KH-UBND@2026-11",
        "monthly-15",
        "split",
    )
    return chance.choice((*near, *marks, *words))
