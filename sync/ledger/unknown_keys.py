"""Lines of JSON that hold more than this program knows: whether they are spelled as every line must be, and what in them
is new.

A line that a newer program writes keeps the one spelling: known keys in their order, new ones after them. So it can be held
against that spelling without being understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from sync.encoding.limits import MAX_EXACT
from sync.encoding.spelling import is_shallow
from sync.encoding.unicode import is_nfc
from sync.errors import BadInput


def loose(line: bytes) -> dict[str, Any]:
    """The object of a line in the one spelling that all lines share, whatever its keys are. `BadInput("bad-entry")`.

    Its numbers are whole and exact in every JSON reader; its text is in Unicode form NFC.
    """
    if not is_shallow(line):
        raise _bad("objects and lists lie too deep within each other")
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _bad(str(error)) from None
    if not isinstance(value, dict):
        raise _bad("not an object")
    if not all(map(_is_exact, _numbers(value))):
        raise _bad("a number that is not whole, or beyond what is exact")
    if msgspec.json.encode(value) != line:
        raise _bad("not in its one canonical spelling")
    if not is_nfc(line.decode("utf-8")):
        raise _bad("text is not in Unicode form NFC")
    return value


def unknown_keys(value: object, kind: type[Struct], but: Sequence[str] = ()) -> list[str]:
    """The keys of an object, and of the objects in it, that the struct of its kind does not have; those below a key of
    `but` are left alone. `BadInput("bad-entry")` if a known key stands after a new one, or out of its order."""
    return list(_unknown(value, kind, but))


def without_unknown(value: Any, kind: type[Struct], but: Sequence[str] = ()) -> Any:
    """An object without the keys that the struct of its kind does not have, nor those of the objects in it; what is below a
    key of `but` is left as it is."""
    if not isinstance(value, dict):
        return value
    fields = _fields(kind)
    known: dict[str, Any] = {}
    for key, inner in value.items():
        if key in fields or key == kind.__struct_config__.tag_field:
            struct, in_list = next(_structs(fields.get(key)), (None, False))
            if struct is None or key in but or isinstance(inner, list) != in_list:
                known[key] = inner
            elif in_list:
                known[key] = [without_unknown(part, struct) for part in inner]
            else:
                known[key] = without_unknown(inner, struct)
    return known


def _unknown(value: object, kind: type[Struct], but: Sequence[str]) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    fields = _fields(kind)
    tag = kind.__struct_config__.tag_field
    order = ([tag] if tag else []) + list(fields)
    places = [order.index(key) if key in order else len(order) for key in value]
    if sorted(places) != places:
        raise _bad("keys out of their order")
    for key, inner in value.items():
        if key not in order:
            yield key
        elif key in fields and key not in but:
            for struct, in_list in _structs(fields[key]):
                if isinstance(inner, list) == in_list:
                    for part in inner if in_list else (inner,):
                        yield from _unknown(part, struct, but)


@cache
def _fields(kind: type[Struct]) -> Mapping[str, Any]:
    """The types of a struct's fields, by the keys that they have in JSON. Looked up once: msgspec evaluates annotations anew
    each time, and a directive holds hundreds of objects."""
    return {field.encode_name: field.type for field in msgspec.structs.fields(kind)}


def _structs(annotation: Any, *, in_list: bool = False) -> Iterator[tuple[type[Struct], bool]]:
    """The kinds of objects that a field of this type holds, and whether in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        if not annotation.__struct_config__.array_like:
            yield annotation, in_list
        return
    for part in getattr(annotation, "__args__", ()):
        yield from _structs(part, in_list=in_list or getattr(annotation, "__origin__", None) is tuple)


def _numbers(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def _is_exact(number: object) -> bool:
    return isinstance(number, int) and abs(number) <= MAX_EXACT


def _bad(why: str) -> BadInput:
    return BadInput("bad-entry", why=why)
