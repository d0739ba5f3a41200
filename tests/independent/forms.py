"""Trees, keys, notes and entries: the forms that the verifier reads, written from sync/PROTOCOL.md alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BIG = 2**53
MAX_ENTRY = 65_535


class Refused(Exception):
    """What does not hold, with a word for it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


# Trees


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees on a tree's right edge."""

    def __init__(self) -> None:
        self.size = 0
        self.nodes: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.nodes.append(leaf)
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            right, left = self.nodes.pop(), self.nodes.pop()
            self.nodes.append(node_hash(left, right))
            rest //= 2

    def root(self) -> bytes:
        if not self.nodes:
            return hashlib.sha256(b"").digest()
        root = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            root = node_hash(left, root)
        return root


def roots_at(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    frontier = Frontier()
    found = {0: frontier.root()} if 0 in sizes else {}
    for leaf in leaves:
        frontier.add(leaf)
        if frontier.size in sizes:
            found[frontier.size] = frontier.root()
    return found


def root_of(leaves: list[bytes]) -> bytes:
    return roots_at(leaves, {len(leaves)})[len(leaves)]


def inclusion_root(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that RFC 9162's walk over an inclusion proof gives."""
    if not 0 <= index < size:
        raise Refused("bad-inclusion-proof", "index past the end")
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Refused("bad-inclusion-proof", "too long")
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise Refused("bad-inclusion-proof", "too short")
    return found


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: list[bytes]) -> None:
    bad = Refused("bad-consistency-proof")
    if not 0 < old <= size:
        raise bad
    if old == size:
        if proof or old_root != root:
            raise bad
        return
    hashes = ([old_root] if old & (old - 1) == 0 else []) + proof
    if not hashes:
        raise bad
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise bad
        if at & 1 or at == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        at, last = at >> 1, last >> 1
    if last or first != old_root or second != root:
        raise bad


# Keys and notes


def unbase64(text: str, length: int | None = None) -> bytes | None:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(data).decode() != text or length not in (None, len(data)):
        return None
    return data


_P = 2**255 - 19
_ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
_WEAK_Y = {0, 1, _P - 1, _ORDER_8, _P - _ORDER_8}


@dataclass(frozen=True)
class Key:
    """A verifier key."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def under(self, name: str) -> Key:
        return Key(name, self.type, self.public)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def good_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


@lru_cache(maxsize=4096)
def parse_key(text: str) -> Key:
    match = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", text, re.DOTALL)
    data = unbase64(match[3], 33) if match else None
    if not match or data is None or data[0] not in (1, 4) or not good_name(match[1]):
        raise Refused("bad-verifier-key")
    key = Key(match[1], data[0], data[1:])
    if key.id.hex() != match[2]:
        raise Refused("bad-verifier-key", "key id")
    y = int.from_bytes(key.public, "little") & (2**255 - 1)
    if y >= _P or y in _WEAK_Y:
        raise Refused("weak-key")
    return key


@dataclass
class Note:
    """A signed note."""

    text: str
    lines: list[tuple[str, bytes, bytes]]

    def signature(self, key: Key) -> bytes | None:
        return next((rest for name, ident, rest in self.lines if (name, ident) == (key.name, key.id)), None)


def parse_note(data: bytes) -> Note:
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("not-utf8") from None
    if len(data) > 1 << 20 or any(character < " " and character != "\n" for character in whole):
        raise Refused("bad-note", "size or control character")
    head, gap, tail = whole.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise Refused("bad-note", "no empty line, or no newline at the end")
    lines: list[tuple[str, bytes, bytes]] = []
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        data_ = unbase64(parts[2]) if len(parts) == 3 else None
        if len(parts) != 3 or parts[0] != "—" or not good_name(parts[1]) or data_ is None or len(data_) < 5:
            raise Refused("bad-note", "signature line")
        lines.append((parts[1], data_[:4], data_[4:]))
    if len(lines) > 100 or len({line[:2] for line in lines}) != len(lines):
        raise Refused("bad-note", "lines")
    return Note(head + "\n", lines)


def check_note(note: Note, key: Key) -> None:
    signature = note.signature(key)
    if signature is None:
        raise Refused("unsigned")
    if not key.verifies(signature, note.text.encode()):
        raise Refused("bad-signature")


def parse_number(text: str, most: int = BIG) -> int | None:
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,18}", text) and int(text) <= most else None


@dataclass
class Checkpoint:
    """A log's origin, size and root, and the note that says so."""

    origin: str
    size: int
    root: bytes
    note: Note


def parse_checkpoint(data: bytes) -> Checkpoint:
    note = parse_note(data)
    parts = note.text.split("\n")
    size = parse_number(parts[1]) if len(parts) == 4 else None
    root = unbase64(parts[2], 32) if len(parts) == 4 else None
    if size is None or root is None or not good_name(parts[0]):
        raise Refused("bad-checkpoint")
    return Checkpoint(parts[0], size, root, note)


def check_checkpoint(checkpoint: Checkpoint, key: Key) -> None:
    if checkpoint.origin != key.name:
        raise Refused("wrong-origin")
    check_note(checkpoint.note, key)


def check_receipt(checkpoint: Checkpoint, cosigner: Key) -> int:
    """The time that a receipt on this checkpoint states."""
    signature = checkpoint.note.signature(cosigner)
    if signature is None:
        raise Refused("no-receipt")
    if len(signature) != 72:
        raise Refused("bad-receipt", "length")
    time = int.from_bytes(signature[:8], "big")
    message = f"cosignature/v1\ntime {time}\n{checkpoint.note.text}"
    if time >= 2**63 or not cosigner.verifies(signature[8:], message.encode()):
        raise Refused("bad-receipt")
    return time


def device_id(public: bytes) -> str:
    return base64.b32encode(hashlib.sha256(public).digest()[:10]).decode().lower()


_WORDS = {"registry", "acceptances", "desk", "device", "mirror"}


def good_hub(hub: str) -> bool:
    form = re.fullmatch(r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9.-]+)*", hub)
    return len(hub) <= 100 and form is not None and not _WORDS & set(hub.split("/"))


def registry_key(text: str) -> tuple[str, Key]:
    """The hub, and the key of its registry, that a verifier key names."""
    key = parse_key(text)
    hub, slash, word = key.name.rpartition("/")
    if not slash or word != "registry" or key.type != 1 or not good_hub(hub):
        raise Refused("not-a-registry-key")
    return hub, key


# Spelling

_LATER = re.compile(  # assigned after Unicode 14.0, and combining or composing
    "[\u0897\u0ece\u1acf-\u1aff\U00010d69-\U00010d6d\U00010efa-\U00010eff\U000105c0-\U000105ff\U00011380-\U000113ff"
    "\U00011f00-\U00011f5f\U00016100-\U0001613f\U00016d40-\U00016d7f\U0001e08f\U0001e4d0-\U0001e4ff\U0001e5d0-\U0001e5ff"
    "\U0001e6c0-\U0001e6ff]"
)


def is_nfc(text: str) -> bool:
    if text.isascii():
        return True
    if unicodedata.unidata_version != "14.0.0":
        text = _LATER.sub("\ufffd", text)
    return unicodedata.is_normalized("NFC", text)


def _no(_: str) -> Any:
    raise ValueError


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no, parse_constant=_no)


def _shallow(value: Any, left: int) -> bool:
    if isinstance(value, dict | list):
        return left > 0 and all(
            _shallow(inner, left - 1) for inner in (value.values() if isinstance(value, dict) else value)
        )
    return type(value) is not int or -BIG <= value <= BIG


def spell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse_line(line: bytes, most: int = MAX_ENTRY) -> dict[str, Any]:
    """The object of a line in the one spelling."""
    try:
        if not 0 < len(line) <= most:
            raise ValueError
        text = line.decode("utf-8")
        value = _DECODER.decode(text)
        if not isinstance(value, dict) or not _shallow(value, 32) or spell(value) != text or not is_nfc(text):
            raise ValueError
        text.encode("utf-8")
    except (ValueError, RecursionError):
        raise Refused("bad-line") from None
    return value


# Types of values

Check = Callable[[Any], bool]
Table = list[tuple[str, Check, Any]]
NEEDED = object()
OPTIONAL = object()


def number(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def text(low: int, high: int) -> Check:
    return lambda value: isinstance(value, str) and low <= len(value) <= high


def pattern(form: str) -> Check:
    compiled = re.compile(form)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def list_of(low: int, high: int, check: Check) -> Check:
    return lambda value: isinstance(value, list) and low <= len(value) <= high and all(map(check, value))


def one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_object(value: Any) -> bool:
    return isinstance(value, dict)


def hash_(value: Any) -> bool:
    return isinstance(value, str) and unbase64(value, 32) is not None


def is_day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def of(table: Table) -> Check:
    return lambda value: isinstance(value, dict) and fits(value, table)


def fits(value: dict[str, Any], table: Table) -> bool:
    """Whether the known keys of an object have the values of their table; their order is another question."""
    for key, check, default in table:
        if key not in value:
            if default is NEEDED:
                return False
        elif not check(value[key]) or (default not in (NEEDED, OPTIONAL) and value[key] == default):
            return False
    return True


def in_order(value: dict[str, Any], table: Table) -> bool:
    places = {key: place for place, (key, _, _) in enumerate(table)}
    found = [places.get(key, len(places)) for key in value]
    return found == sorted(found)


def unknown(value: dict[str, Any], table: Table) -> list[str]:
    known = {key for key, _, _ in table}
    return [key for key in value if key not in known]


salt = pattern("[0-9a-f]{16}")
instant = number(0, 253402300799)
size_ = number(0, BIG)
count = number(0, 1_000_000_000)
sum_ = number(0, BIG)
level = number(1, 1_000_000_000)
signature_ = text(0, 92)
key_ = text(0, 300)
unit_ = pattern("(?:[0-9]{2}|[0-9]{3}|[0-9]{5})(?:-[a-z0-9]{1,24})?")
device_ = pattern("[a-z2-7]{16}")
record_ = pattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
slug = pattern("(?!-)[a-z0-9-]{1,64}(?<!-)")
line_ = text(0, 500)
label = text(1, 500)
text_ = text(0, 10000)
name_ = text(1, 100)
period_ = text(4, 120)
tally = list_of(4, 4, sum_)


def counted(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and list(value) == sorted(value)
        and all(tally(entry) and entry[0] >= 1 for entry in value.values())
    )


def covers_(value: Any) -> bool:
    pairs = list_of(1, 500, lambda pair: isinstance(pair, list) and len(pair) == 2 and device_(pair[0]) and size_(pair[1]))
    return pairs(value) and all(left[0] < right[0] for left, right in itertools.pairwise(value))


SEEN: Table = [("size", size_, NEEDED), ("root", hash_, NEEDED), ("sig", signature_, "")]
FIELDS: Table = [
    ("title", label, OPTIONAL),
    ("date", is_day, OPTIONAL),
    ("directive", or_null(slug), OPTIONAL),
    ("task", or_null(line_), OPTIONAL),
    ("topics", list_of(0, 32, slug), OPTIONAL),
    ("channel", or_null(slug), OPTIONAL),
    ("text", or_null(text_), OPTIONAL),
    ("place", or_null(line_), OPTIONAL),
    ("quantity", or_null(count), OPTIONAL),
    ("audience", or_null(count), OPTIONAL),
    ("minutes", or_null(count), OPTIONAL),
    ("language", or_null(slug), OPTIONAL),
]
FIGURES: Table = [("total", tally, NEEDED), *((part, counted, {}) for part in ("channels", "topics", "directives", "tasks"))]
NARRATIVE: Table = [(part, text_, "") for part in ("results", "difficulties", "proposals")]
NESTED = {"seen": SEEN, "fields": FIELDS, "figures": FIGURES, "narrative": NARRATIVE}


def kind(*rows: tuple[str, Check, Any] | tuple[str, Check]) -> Table:
    head: Table = [("kind", text(0, BIG), NEEDED), ("salt", salt, NEEDED), ("at", instant, NEEDED), ("seen", of(SEEN), None)]
    return head + [(row[0], row[1], row[2] if len(row) == 3 else NEEDED) for row in rows]


KINDS: dict[str, dict[str, Table]] = {
    "device": {
        "join": kind(("hub", key_), ("unit", unit_), ("invite", device_), ("key", key_), ("proof", hash_)),
        "activity": kind(("record", record_), ("base", list_of(0, 64, hash_), []), ("fields", of(FIELDS))),
        "retraction": kind(("record", record_), ("base", list_of(1, 64, hash_)), ("reason", label)),
        "report": kind(
            ("period", period_),
            ("base", list_of(0, 64, hash_), []),
            ("covers", covers_),
            ("records", sum_),
            ("root", hash_),
            ("figures", of(FIGURES)),
            ("narrative", of(NARRATIVE)),
            ("provisional", flag, False),
            ("level", level, 1),
        ),
        "noted": kind(("directive", slug), ("position", size_)),
    },
    "registry": {
        "hub": kind(("name", name_), ("province", unit_), ("cosigner", key_)),
        "unit": kind(("code", unit_), ("name", label), ("type", line_), ("valid_from", is_day), ("valid_to", is_day, None)),
        "device": kind(("unit", unit_), ("key", key_), ("invite", device_)),
        "directive": kind(("directive", is_object)),
        "reorganised": kind(
            ("how", one_of("renamed", "merged", "split")),
            ("units", list_of(1, 64, unit_)),
            ("into", list_of(1, 64, unit_)),
            ("since", is_day),
            ("document", line_, ""),
        ),
        "revoked": kind(("device", device_), ("size", size_), ("reason", label)),
    },
    "acceptances": {"acceptance": kind(("device", device_), ("size", size_), ("root", hash_))},
    "desk": {
        "review": kind(
            ("record", record_, None),
            ("period", period_, None),
            ("heads", list_of(1, 64, hash_)),
            ("verdict", one_of("accepted", "returned")),
            ("comment", text_, ""),
        ),
        "reminder": kind(("period", period_), ("comment", text_, "")),
    },
}
ALL_KINDS = {word for kinds in KINDS.values() for word in kinds}


def rule_of_kind(entry: dict[str, Any]) -> bool:
    word = entry["kind"]
    if word == "activity":
        return bool(entry.get("base")) or {"title", "date"} <= set(entry["fields"])
    if word == "review":
        return ("record" in entry) != ("period" in entry) and (entry["verdict"] == "accepted" or bool(entry.get("comment")))
    if word == "directive":
        return read_directive(entry["directive"]) is not None
    if word == "reorganised":
        before, after, how = entry["units"], entry["into"], entry["how"]
        if len(set(before)) != len(before) or len(set(after)) != len(after):
            return False
        if how == "renamed":
            return len(before) == 1 and before == after
        if not all(re.fullmatch("[0-9]{5}", code) for code in before + after):
            return False
        return len(after) == 1 and before != after if how == "merged" else len(before) == 1 and len(after) >= 2
    return True


@dataclass
class Entry:
    """One line of a log: what it is, and what it says if it can be read."""

    line: bytes
    status: str
    body: dict[str, Any]
    leaf: bytes = b""

    def get(self, key: str, default: Any = None) -> Any:
        return self.body.get(key, default)


def read_status(line: bytes, log: str) -> tuple[str, dict[str, Any]]:
    try:
        body = parse_line(line)
    except Refused:
        return "invalid", {}
    if next(iter(body), None) != "kind" or not isinstance(body["kind"], str):
        return "invalid", {}
    if body["kind"] not in ALL_KINDS:
        return "future", {}
    table = KINDS[log].get(body["kind"])
    if table is None:
        return "invalid", {}
    known = {key for key, _, _ in table}
    nested = [(body[key], rows) for key, rows in NESTED.items() if key in known and isinstance(body.get(key), dict)]
    objects = [(body, table), *nested]
    if not all(in_order(value, rows) for value, rows in objects):
        return "invalid", {}
    if any(unknown(value, rows) for value, rows in objects):
        if log == "device" and body["kind"] != "join":
            return "future", {}
        body = {key: value for key, value in body.items() if key in known}
        if isinstance(body.get("seen"), dict):
            body["seen"] = {key: value for key, value in body["seen"].items() if key in {name for name, _, _ in SEEN}}
    if not fits(body, table) or not rule_of_kind(body):
        return "invalid", {}
    return "ok", body


def read_entry(line: bytes, log: str) -> Entry:
    return Entry(line, *read_status(line, log), leaf_hash(line))


# Directives

UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)


def is_month(value: Any) -> bool:
    return pattern("[0-9]{4}-[0-9]{2}")(value) and is_day(f"{value}-01")


def is_day_of_year(value: Any) -> bool:
    return pattern("[0-9]{2}-[0-9]{2}")(value) and is_day(f"2024-{value}")


def is_rule(value: Any) -> bool:
    words = ("monthly-15", "half-year-0615", "yearly-1215", "on-request", "by-regulation", "after-each")
    return isinstance(value, str) and (
        value in words or (value.startswith("before ") and is_day(value[7:]) and "2000" <= value[7:11] <= "2199")
    )


codes = list_of(0, 100, slug)
year_ = number(1945, 2199)
SIGNER: Table = [("name", label, NEEDED), ("capacity", label, NEEDED)]
BASED_ON: Table = [("number", name_, None), ("label", label, None), ("issuer", label, None), ("date", is_day, None)]
OBSERVANCE: Table = [("label", label, NEEDED), ("day", is_day_of_year, None), ("until", is_day_of_year, None)]
DUE: Table = [
    ("kind", one_of("date", "quarter", "yearly-day", "continuous"), NEEDED),
    ("date", is_day, None),
    ("quarter", pattern("[0-9]{4}-Q[1-4]"), None),
    ("day", is_day_of_year, None),
    ("since", year_, None),
    ("recurs", flag, False),
    ("strict", flag, False),
]


def is_due(value: Any) -> bool:
    if not of(DUE)(value):
        return False
    word = value["kind"]
    return (
        ("date" in value) == (word == "date")
        and ("quarter" in value) == (word == "quarter")
        and ("day" in value) == (word == "yearly-day")
        and ("since" not in value or word == "continuous")
        and ("strict" not in value or word == "date")
    )


TASK: Table = [
    ("no", name_, NEEDED),
    ("label", label, NEEDED),
    ("due", is_due, NEEDED),
    *((part, codes, []) for part in ("topics", "channels", "lead", "cooperating")),
]
DUTY: Table = [
    ("id", slug, NEEDED),
    ("what", label, NEEDED),
    ("rule", is_rule, NEEDED),
    ("reporters", codes, []),
    ("recipient", slug, None),
    ("recipient_name", label, None),
    ("strict", flag, True),
    ("window_from", is_day, None),
]
ENVELOPE: Table = [
    ("id", slug, NEEDED),
    ("number", name_, None),
    ("symbol", name_, None),
    ("kind", slug, NEEDED),
    ("date", is_day, None),
    ("month", is_month, None),
    ("year", year_, None),
    ("province", pattern("[0-9]{2}"), NEEDED),
    ("issuer", label, NEEDED),
    ("subject", label, NEEDED),
    ("valid_from", is_day, None),
    ("valid_to", is_day, None),
    ("needs", codes, []),
]
BODY: Table = [
    ("signer", of(SIGNER), None),
    ("addressees", codes, []),
    ("based_on", list_of(0, 100, lambda value: of(BASED_ON)(value) and bool({"number", "label"} & set(value))), []),
    *((part, codes, []) for part in ("topics", "channels", "audiences")),
    ("observances", list_of(0, 100, lambda value: of(OBSERVANCE)(value) and ("until" not in value or "day" in value)), []),
    ("tasks", list_of(0, 200, of(TASK)), []),
    ("duties", list_of(0, 50, is_object), []),
    ("succession", label, None),
]
_ORDER = (
    "id number symbol kind date month year province issuer signer subject valid_from valid_to addressees based_on topics"
)
_ORDER += " channels audiences observances tasks duties succession needs"
DIRECTIVE: Table = sorted(ENVELOPE + BODY, key=lambda row: _ORDER.split().index(row[0]))


@dataclass
class Edition:
    """One edition of a directive, as far as it is read."""

    id: str
    name: str
    body: dict[str, Any]
    opaque: bool
    duties: list[dict[str, Any]]
    opaque_duties: list[str]
    passed_over: list[str]

    def first_day(self) -> str:
        body = self.body
        return str(body.get("date") or (f"{body['month']}-01" if "month" in body else f"{body['year']:04}-01-01"))


def clean(value: Any) -> bool:
    """Whether all texts of an object, its known keys alone, may stand in a directive."""
    if isinstance(value, str):
        return value == value.strip(" ") and not UNSEEN.search(value)
    if isinstance(value, dict):
        return all(map(clean, value.values()))
    return not isinstance(value, list) or all(map(clean, value))


def known_part(value: dict[str, Any], table: Table, passed: list[str]) -> dict[str, Any] | None:
    """An object without its unknown keys; None if its keys are out of order."""
    if not in_order(value, table):
        return None
    passed += unknown(value, table)
    return {key: value[key] for key, _, _ in table if key in value}


def known_nested(value: Any, table: Table, passed: list[str]) -> Any:
    if isinstance(value, list):
        return [known_nested(inner, table, passed) for inner in value]
    if not isinstance(value, dict):
        return value
    part = known_part(value, table, passed)
    if part is None:
        raise Refused("order")
    if table is TASK and "due" in part:
        part["due"] = known_nested(part["due"], DUE, passed)
    return part


def read_duties(values: list[Any]) -> tuple[list[dict[str, Any]], list[str]] | None:
    """Duties that can be read, and the ids of those that are opaque."""
    known: list[dict[str, Any]] = []
    opaque: list[str] = []
    for duty in values:
        if not in_order(duty, DUTY) or not slug(duty.get("id")) or not label(duty.get("what")):
            return None
        bare = {"id": duty["id"], "what": duty["what"]}
        if not clean(bare):
            return None
        lenient: Table = [(key, check, OPTIONAL if default is not NEEDED else NEEDED) for key, check, default in DUTY]
        if unknown(duty, DUTY) or not fits(duty, lenient):
            opaque.append(duty["id"])
            continue
        if not fits(duty, DUTY) or not clean(duty):
            return None
        known.append(duty)
    ids = [*(duty["id"] for duty in known), *opaque]
    return (known, opaque) if len(set(ids)) == len(ids) else None


def read_directive(value: dict[str, Any]) -> Edition | None:
    passed: list[str] = []
    part = known_part(value, DIRECTIVE, passed)
    if part is None or not fits(part, ENVELOPE):
        return None
    opaque = bool(part.get("needs"))
    duties: list[dict[str, Any]] = []
    opaque_duties: list[str] = []
    if opaque:
        part, passed = {key: part[key] for key, _, _ in ENVELOPE if key in part}, []
    else:
        try:
            for key, table in (("signer", SIGNER), ("based_on", BASED_ON), ("observances", OBSERVANCE), ("tasks", TASK)):
                if key in part:
                    part[key] = known_nested(part[key], table, passed)
        except Refused:
            return None
        if not fits(part, BODY):
            return None
        numbers = [task["no"] for task in part.get("tasks", [])]
        found = read_duties(part.get("duties", []))
        if found is None or len(set(numbers)) != len(numbers):
            return None
        duties, opaque_duties = found
        if opaque_duties:
            del part["duties"]
        if duties:
            part["duties"] = duties
    name = part.get("number") or part.get("symbol")
    dates = [key for key in ("date", "month", "year") if key in part]
    if not clean({key: value for key, value in part.items() if key != "duties"}):
        return None
    if name is None or "@" in name or len(dates) != 1 or part.get("valid_from", "") > part.get("valid_to", "9999-99"):
        return None
    if len(spell(part).encode()) > 60_000:
        return None
    return Edition(part["id"], name, part, opaque, duties, opaque_duties, passed)
