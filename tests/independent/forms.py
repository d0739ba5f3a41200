"""The forms that the verifier reads, written from sync/PROTOCOL.md alone; parts are called as its sections are."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BIG, MAX_ENTRY = 2**53, 65_535
Object = dict[str, Any]


class Refused(Exception):
    """What does not hold, with a word for it."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code, self.where = code, where


def need(holds: object, code: str, where: str = "") -> None:
    if not holds:
        raise Refused(code, where)


# Trees
def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots_at(leaves: list[bytes], sizes: Container[int]) -> dict[int, bytes]:
    """A tree's roots at some of its sizes, by its frontier: the roots of the complete subtrees on the right edge."""
    found, frontier = {0: hashlib.sha256(b"").digest()}, list[bytes]()
    for size, leaf in enumerate(leaves, 1):
        frontier.append(leaf)
        for _complete in range((size & -size).bit_length() - 1):
            right = frontier.pop()
            frontier[-1] = node_hash(frontier[-1], right)
        if size in sizes:
            found[size] = reduce(lambda right, left: node_hash(left, right), reversed(frontier))
    return found


def root_of(leaves: list[bytes]) -> bytes:
    return roots_at(leaves, [len(leaves)])[len(leaves)]


# Keys
def unbase64(text: str, length: int | None = None) -> bytes | None:
    """The bytes of canonical base64, of this length if one is given; None of anything else."""
    with suppress(ValueError):
        data = base64.b64decode(text, validate=True)
        return data if base64.b64encode(data).decode() == text and length in (None, len(data)) else None
    return None


PRIME = 2**255 - 19
ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
SMALL_ORDER = {0, 1, PRIME - 1, ORDER_8, PRIME - ORDER_8}


class Key(NamedTuple):
    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        with suppress(InvalidSignature, ValueError):
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
            return True
        return False


def good_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


@lru_cache(maxsize=4096)
def parse_key(text: str) -> Key:
    name, _, rest = text.partition("+")
    data = unbase64(rest[9:], 33) or bytes(1)
    key = Key(name, data[0], data[1:])
    need(good_name(name) and key.type in (1, 4) and text == f"{name}+{key.id.hex()}+{rest[9:]}", "bad-verifier-key")
    y = int.from_bytes(key.public, "little") % 2**255
    need(y < PRIME and y not in SMALL_ORDER, "weak-key")
    return key


def key_named(text: str, name: str, kind: int) -> Key | None:
    """A verifier key, if it is one of this name and type."""
    with suppress(Refused):
        key = parse_key(text)
        return key if (key.name, key.type) == (name, kind) else None
    return None


def device_key(text: str, hub: str) -> tuple[str, Key] | None:
    """A device's id and key, if the key stands under the origin that its own device id gives (Names)."""
    public = unbase64(text.partition("+")[2][9:]) or b""
    ident = base64.b32encode(hashlib.sha256(public[1:]).digest()[:10]).decode().lower()
    key = key_named(text, f"{hub}/device/{ident}", 1)
    return key and (ident, key)


LOGS = {"registry", "acceptances", "desk", "device", "mirror"}


def own_log(origin: str, hub: str) -> tuple[str, int] | None:
    """One of the hub's own logs: its name in the first generation, and its generation (Names)."""
    unit = TEXTS.split()[1]
    found = re.fullmatch(rf"{re.escape(hub)}/(registry|acceptances|desk/{unit})(?:/([2-9]|[1-9][0-9]{{1,3}}))?", origin)
    return found and (f"{hub}/{found[1]}", int(found[4] or 1))


def first_name(origin: str) -> str:
    """The name in the first generation of a log of the hub's own."""
    return re.sub("(/registry|/acceptances|/desk/[^/]+)/([2-9]|[1-9][0-9]{1,3})$", r"\1", origin)


def of_generation(first: str, generation: int) -> str:
    """The name in a generation of a log of the hub's own, by its first."""
    return first if generation == 1 else f"{first}/{generation}"


def is_newer(origin: str, hub: str) -> bool:
    word = origin.removeprefix(f"{hub}/")
    return word != origin and text("[a-z0-9.-]+(/[a-z0-9.-]+)?")(word) and not LOGS & set(word.split("/"))


def registry_key(text: str) -> tuple[str, Key]:
    """The hub, and the key of its registry, that a verifier key names."""
    key = parse_key(text)
    hub = key.name.removesuffix("/registry")
    form = re.fullmatch(r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9.-]+)*", hub) and not LOGS & set(hub.split("/"))
    need(key.name != hub and key.type == 1 and form and len(hub) <= 100, "not-a-registry-key")
    return hub, key


# Checkpoints and receipts
def parse_note(data: bytes) -> tuple[str, dict[tuple[str, bytes], bytes]]:
    """A note's text, and what each of its signature lines has, by name and key id."""
    try:
        text, gap, tail = data.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError:
        raise Refused("not-utf8") from None
    whole = gap and tail.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", text + tail)
    need(whole and len(data) <= 1 << 20 and tail.count("\n") <= 100, "bad-note")
    lines: dict[tuple[str, bytes], bytes] = {}
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        signed = unbase64(parts[-1]) or b""
        right = len(parts) == 3 and parts[0] == "—" and good_name(parts[1]) and len(signed) > 4
        need(right and (parts[1], signed[:4]) not in lines, "bad-note")
        lines[parts[1], signed[:4]] = signed[4:]
    return text + "\n", lines


def check_note(text: str, lines: dict[tuple[str, bytes], bytes], key: Key) -> None:
    signature = lines.get((key.name, key.id), b"")
    need(signature, "unsigned")
    need(key.verifies(signature, text.encode()), "bad-signature")


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    text: str
    lines: dict[tuple[str, bytes], bytes]


def parse_checkpoint(data: bytes) -> Checkpoint:
    text, lines = parse_note(data)
    form = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n(.+)\n", text)
    origin, size, root = form.groups() if form else ("", "0", "")
    found = Checkpoint(origin, int(size), unbase64(root, 32) or b"", text, lines)
    need(found.size <= BIG and found.root and good_name(origin), "bad-checkpoint")
    return found


def check_checkpoint(checkpoint: Checkpoint, key: Key, lines: int = 0) -> None:
    """The owner's signature; and that there are so many lines, where no others may stand."""
    need(checkpoint.origin == key.name, "wrong-origin")
    check_note(checkpoint.text, checkpoint.lines, key)
    need(lines in (0, len(checkpoint.lines)), "strange-signatures", checkpoint.origin)


def check_receipt(checkpoint: Checkpoint, cosigner: Key) -> int:
    """The time that a receipt on this checkpoint states."""
    signature = checkpoint.lines.get((cosigner.name, cosigner.id), b"")
    need(signature, "no-receipt")
    time = int.from_bytes(signature[:8], "big")
    message = f"cosignature/v1\ntime {time}\n{checkpoint.text}".encode()
    need(len(signature) == 72 and time < 2**63 and cosigner.verifies(signature[8:], message), "bad-receipt")
    return time


# Spelling
LATER = re.compile(  # assigned after Unicode 14.0, and combining or composing: for this check they do neither
    "[\u0897\u0ece\u1acf-\u1aff\U00010d69-\U00010d6d\U00010efa-\U00010eff\U000105c0-\U000105ff\U00011380-\U000113ff"
    "\U00011f00-\U00011f5f\U00016100-\U0001613f\U00016d40-\U00016d7f\U0001e08f\U0001e4d0-\U0001e4ff\U0001e5d0-\U0001e5ff"
    "\U0001e6c0-\U0001e6ff]"
)


def each_once(pairs: list[tuple[str, Any]]) -> Object:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


# Python reads no fraction, exponent or NaN as an `int`
DECODER = json.JSONDecoder(object_pairs_hook=each_once, parse_float=int, parse_constant=int)


def bounded(value: Any, depth: int) -> bool:
    """Whether numbers are within 2^53, and no deeper than this an object or a list lies."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(bounded(item, depth - 1) for item in inner)
    return type(value) is not int or -BIG <= value <= BIG


def spell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse_line(line: bytes, most: int = MAX_ENTRY) -> Object:
    """The object of a line in the one spelling."""
    right = False
    with suppress(ValueError, RecursionError):
        text = line.decode("utf-8")
        value = DECODER.decode(text)
        right = len(line) <= most and isinstance(value, dict) and bounded(value, 32) and spell(value) == text
        right = right and (text.isascii() or unicodedata.is_normalized("NFC", LATER.sub("\ufffd", text)))
    need(right, "bad-line")
    return dict(value)


# Types
Check = Callable[[Any], bool]
NEEDED, OPTIONAL = object(), object()


def text(form: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(form, value, re.DOTALL) is not None


def number(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def a_list(low: int, high: int, check: Check) -> Check:
    return lambda value: isinstance(value, list) and low <= len(value) <= high and all(map(check, value))


def is_day(value: Any, form: str = "{}") -> bool:
    """Whether a text, put into this form, is a day of the calendar."""
    with suppress(ValueError):
        day = form.format(value)
        return text("[0-9]{4}-[0-9]{2}-[0-9]{2}")(day) and bool(date.fromisoformat(day))
    return False


SLUG = "(?!-)[a-z0-9-]{1,64}(?<!-)"
TEXTS = r"""
unit ([0-9]{2}|[0-9]{3}|[0-9]{5})(-[a-z0-9]{1,24})?           slug SLUG     device [a-z2-7]{16}
record [0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}     commune [0-9]{5}   province [0-9]{2}
salt [0-9a-f]{16}    eid [A-Za-z0-9.]{1,50}    digest [0-9a-f]{64}    quarter [0-9]{4}-Q[1-4]
signature .{0,92}    key .{0,300}    line .{0,500}    label .{1,500}
text .{0,10000}      name .{1,100}              period .{4,120}      hub .{0,100}    origin .{0,200}  note .{0,8000}   any .*
vouch .{0,88}   head .{1,1000}   seal-key .{1,4000}
what all|(directive|topic)\x20SLUG|task\x20SLUG#.{1,100}
"""
RULES = "monthly-15|quarterly-15|half-year-0615|yearly-1215|on-request|by-regulation|after-each|before 2[01].*"
NUMBERS = f"""instant 0-253402300799 size 0-{BIG} count 0-1000000000 level 1-1000000000 year 1945-2199 zero 0-0 one 1-1
generation 2-9999"""
TYPES: dict[str, Check] = {
    **{name: text(form.replace("SLUG", SLUG)) for name, form in re.findall(r"(\S+) +(\S+)", TEXTS)},
    **{name: number(int(low), int(high)) for name, low, high in re.findall(r"(\S+) (\d+)-(\d+)", NUMBERS)},
    "object": lambda value: isinstance(value, dict),
    "flag": lambda value: isinstance(value, bool),
    "hash": lambda value: isinstance(value, str) and unbase64(value, 32) is not None,
    "signed": lambda value: isinstance(value, str) and unbase64(value, 64) is not None,
    "day": is_day,
    "month": lambda value: is_day(value, "{}-01"),
    "day-of-year": lambda value: is_day(value, "2024-{}"),
    "rule": lambda value: text(RULES)(value) and (value[:7] != "before " or is_day(value[7:])),
    "tally": a_list(4, 4, number(0, BIG)),
    "counted": lambda value: TYPES["tally"](value) and value[0] > 0,
    "part": lambda part: TYPES["object"](part) and [*part] == sorted(part) and all(map(TYPES["counted"], part.values())),
    "groups": lambda value: a_list(0, 32, TYPES["slug"])(value) and sorted({*value}) == value,
    "two": a_list(2, 2, lambda _: True),
    "pair": lambda pair: TYPES["two"](pair) and TYPES["device"](pair[0]) and TYPES["size"](pair[1]),
    "cosigned": lambda value: isinstance(value, str) and unbase64(value, 76) is not None,
    "kept-log": lambda row: (
        a_list(3, 3, lambda _: True)(row)
        and all(TYPES[kind](each) for kind, each in zip(("origin", "size", "hash"), row, strict=True))
    ),
    "kept": lambda rows: (
        a_list(0, 400, TYPES["kept-log"])(rows) and sorted({row[0] for row in rows}) == [row[0] for row in rows]
    ),
    "kept-some": lambda rows: TYPES["kept"](rows) and bool(rows),
    "seen-by": lambda pair: TYPES["two"](pair) and TYPES["name"](pair[0]) and TYPES["size"](pair[1]),
    "heads": lambda heads: a_list(0, 64, TYPES["head"])(heads) and len({*heads}) == len(heads),
    "gone": lambda pair: TYPES["two"](pair) and TYPES["hash"](pair[0]) and text(".{1,65535}")(pair[1]),
    "redacted": lambda pairs: a_list(1, 64, TYPES["gone"])(pairs) and len({leaf for leaf, _line in pairs}) == len(pairs),
    "covers": lambda pairs: a_list(1, 500, TYPES["pair"])(pairs) and sorted(dict(pairs)) == [each for each, _ in pairs],
}


class Column(NamedTuple):
    """A key of an object: what its value must be, its default, and the table of the objects that are in it."""

    check: Check
    default: Any
    inner: Table | None
    listed: bool


Table = dict[str, Column]
TABLES: dict[str, Table] = {}
LOG_OF: dict[str, str] = {}
BEGINNING = "kind:line salt:salt at:instant seen:SEEN=null"


def column(spelled: str) -> tuple[str, Column]:
    """A key as it is spelled below: `key:type`, `key?:type` (may be missing), `key:type=default`. The type is of `TYPES`,
    the name of a table, or `/word/word`; `[0-9]` after it makes it a list of so many, `|null` lets it be null."""
    left, _, default = spelled.partition("=")
    key, _, whole = left.partition(":")
    kind, _, bounds = whole.removesuffix("|null").partition("[")
    inner = TABLES[kind] if kind.isupper() else None
    words = kind.split("/")[1:]
    check: Check = (lambda value: fits(value, inner)) if inner else (lambda value: value in words) if words else TYPES[kind]
    low, _, high = bounds.rstrip("]").partition("-")
    listed = a_list(int(low), int(high), check) if bounds else check
    checked: Check = (lambda value: value is None or listed(value)) if whole.endswith("|null") else listed
    missing = json.loads(default) if default else OPTIONAL if "?" in key else NEEDED
    return key.rstrip("?"), Column(checked, missing, inner, bool(bounds))


def tables(spelled: str) -> None:
    """Tables, each of a name and its keys in their order; those of kinds, marked by their log, begin as all entries do."""
    for line in re.sub(r"\n +", " ", spelled).strip().splitlines():
        log, _, rest = line.rpartition(": ")
        name, *columns = (rest.replace(" ", f" {BEGINNING} ", 1) if log else rest).split()
        TABLES[name] = dict(map(column, columns))
        LOG_OF.update({name: log} if log else {})


def fits(value: Any, table: Table, lenient: bool = False) -> bool:
    """Whether the known keys of an object are there with values of their table, and, if not `lenient`, no default is."""
    return isinstance(value, dict) and all(
        (check(value[key]) and (lenient or default in (NEEDED, OPTIONAL) or value[key] != default))
        if key in value
        else default is not NEEDED
        for key, (check, default, _inner, _listed) in table.items()
    )


def objects(value: Any, table: Table) -> Iterator[tuple[Object, Table]]:
    """An object and all objects in it that have tables of their own, with those."""
    if isinstance(value, dict):
        yield value, table
        for key, column in table.items():
            inside = value.get(key)
            for item in inside if column.listed and isinstance(inside, list) else [inside]:
                yield from objects(item, column.inner) if column.inner else ()


def in_order(value: Object, table: Table) -> bool:
    return list(value)[: len(known := [key for key in table if key in value])] == known


# Entries
tables("""
SEEN size:size root:hash sig:signature=""
FIELDS title?:label date?:day directive?:slug|null task?:line|null topics?:slug[0-32] channel?:slug|null text?:text|null
  place?:line|null quantity?:count|null audience?:count|null minutes?:count|null language?:slug|null
  until?:day|null audiences?:groups body?:slug|null languages?:groups places?:label[0-32]
FIGURES total:tally channels:part={} topics:part={} directives:part={} tasks:part={} audiences:part={} bodies:part={}
HELD time:instant cosignature:cosigned
NARRATIVE results:text="" difficulties:text="" proposals:text=""
device: join hub:key unit:unit invite:device key:key proof:hash succeeds:device="" by:signed=""
device: activity record:record base:hash[0-64]=[] fields:FIELDS
device: retraction record:record base:hash[1-64] reason:label
device: report period:period base:hash[0-64]=[] covers:covers records:size root:hash figures:FIGURES narrative:NARRATIVE
  provisional:flag=false level:level=1
device: noted directive:slug position:size
device: carried device:device start:size size:size root:hash count:size checkpoint:text=""
registry: seal suite:level key:seal-key
registry: hub name:name province:unit cosigner:key
registry: unit code:unit name:label type:line valid_from:day valid_to:day=null body:slug=null reports_to:unit=null
  eid:eid=null
registry: device unit:unit key:key invite:device entered:flag=false succeeds:device=""
registry: directive directive:object
registry: reorganised how:/renamed/merged/split units:unit[1-64] into:unit[1-64] since:day document:line=""
registry: revoked device:device size:size reason:label
registry: dispatched period:period number:label date:day recipient:label annex:digest
registry: restored generation:generation kept:kept lost:heads=[] witnessed:seen-by[0-64]=[] grown:kept=[] since:instant
  reason:line=""
registry: kept generation:generation kept:kept-some
registry: lost head:head
registry: redaction unit:unit entries:redacted reason:label by:line=""
acceptances: acceptance device:device size:size root:hash held:HELD=null
acceptances: head origin:origin size:size root:hash
acceptances: clock first:size last:size
desk: review record:record=null period:period=null heads:hash[1-64] verdict:/accepted/returned comment:text=""
desk: reminder period:period comment:text=""
""")
LATER_FIELDS, LATER_FIGURES = {"until", "audiences", "body", "languages", "places"}, {"audiences", "bodies"}
"""What level 2 brought."""
ENVELOPE_OF_REPORTS = re.findall("[a-z]+", "kind salt at seen period base covers level")


def is_span(first: str, last: str) -> bool:
    """Whether one day follows the other, at most 366 days after it."""
    return 1 <= (date.fromisoformat(last) - date.fromisoformat(first)).days <= 366


def level_of(body: Object) -> int:
    """The level that an entry needs, or as a report states or needs it."""
    stated = body["level"] if TYPES["level"](body.get("level")) else 1
    fields, figures = body.get("fields"), body.get("figures")
    later = (isinstance(fields, dict) and LATER_FIELDS & {*fields}) or (
        isinstance(figures, dict) and LATER_FIGURES & {*figures}
    )
    return max(stated, 2) if later else stated


def keeps_its_rule(body: Object) -> bool:
    """Whether an entry keeps the rule of its kind."""
    match body["kind"]:
        case "activity":
            days = [body["fields"].get(name) for name in ("date", "until")]
            return ("base" in body or {"title", "date"} <= set(body["fields"])) and (None in days or is_span(*days))
        case "join" if {"succeeds", "by"} & {*body}:
            digest = hashlib.sha256(unbase64(body.get("by", "")) or b"").digest()
            made = base64.b32encode(digest[:10]).decode().lower(), base64.b64encode(digest).decode()
            return {"succeeds", "by"} <= {*body} and (body["invite"], body["proof"]) == made
        case "seal":
            return body["suite"] != 1 or len(unbase64(body["key"]) or b"") == 32
        case "carried":
            return bool(1 <= body["count"] <= body["size"] - body["start"])
        case "acceptance" if "held" in body:
            line = unbase64(body["held"]["cosignature"]) or b""
            return bool(int.from_bytes(line[4:12], "big") == body["held"]["time"])
        case "redaction":
            return all(stands_in_stead(line, leaf) for leaf, line in body["entries"])
        case "clock":
            return bool(body["first"] <= body["last"])
        case "review":
            return ("record" in body) != ("period" in body) and (body["verdict"] == "accepted" or "comment" in body)
        case "directive":
            return read_directive(body["directive"]) is not None
        case "reorganised":
            how, before, after = body["how"], body["units"], body["into"]
            sides = {
                "renamed": before == after and len(before) == 1,
                "merged": before != after and len(after) == 1,
                "split": len(before) == 1 and len(after) > 1,
            }
            once = len({*before}) == len(before) and len({*after}) == len(after)
            return sides[how] and once and (how == "renamed" or all(map(TYPES["commune"], before + after)))
    return True


GONE = "(đã gỡ bỏ)"


def stands_in_stead(line: str, leaf: str) -> bool:
    """Whether a line is of an entry without its salt and texts, that of this leaf hash (Redaction)."""
    data = line.encode("utf-8", "replace")
    entry = next((found for log in ("device", "desk") if (found := read_entry(data, log)).status == "ok"), None)
    body: Object = entry.body if entry else {}
    kind, hashed = body.get("kind"), unbase64(leaf, 32) or b""
    texts: dict[Any, list[Any]] = {
        "activity": [body.get("fields", {}).get(name) for name in ("title", "text", "place")],
        "retraction": [body.get("reason")],
        "report": [*body["narrative"].values()] if "narrative" in body else ["in part"],
        "review": [body.get("comment")],
        "reminder": [body.get("comment")],
    }
    places = body.get("fields", {}).get("places")
    right = kind in texts and body["salt"] == hashed[:8].hex() and places in (None, [], [GONE])
    return right and all(said in (None, "", GONE) for said in texts[kind])


def redacted_leaf(line: bytes) -> bytes | None:
    """The leaf hash that stands in the place of a redacted entry."""
    return unbase64(line[1:].decode("ascii", "replace"), 32) if line[:1] == b"\0" and len(line) == 45 else None


class Entry(NamedTuple):
    """An entry of a log: whether it can be read, and what it says if so."""

    status: str
    body: Object
    leaf: bytes


def read_entry(line: bytes, log: str) -> Entry:
    """The first row of the table that fits (What cannot be read)."""
    invalid, future = Entry("invalid", {}, leaf_hash(line)), Entry("future", {}, leaf_hash(line))
    body: Object = {}
    with suppress(Refused):
        body = parse_line(line)
    kind = body.get("kind")
    if next(iter(body), None) != "kind" or not isinstance(kind, str):
        return invalid
    if kind not in LOG_OF:
        return future
    walked = list(objects(body, TABLES[kind]))
    if LOG_OF[kind] != log or not all(in_order(*place) for place in walked):
        return invalid
    strange, known = any(value.keys() - table.keys() for value, table in walked), TABLES[kind]
    if kind == "report" and (strange or (level_of(body) > 1 and not fits(body, known))):
        strange, known = True, {key: known[key] for key in ENVELOPE_OF_REPORTS}
    elif strange and kind in ("activity", "retraction", "noted"):
        return future
    body = known_part(body, known) if strange else body
    return Entry("ok", body, invalid.leaf) if fits(body, known) and keeps_its_rule(body) else invalid


# Directives
tables("""
SIGNER name:label capacity:label
BASED-ON number:name=null label:label=null issuer:label=null date:day=null
ATTACHMENT label:label link:label=null
CONTENT label:label topics:slug[0-100]=[]
OBSERVANCE label:label day:day-of-year=null until:day-of-year=null
DUE kind:/date/quarter/yearly-day/continuous date:day=null quarter:quarter=null day:day-of-year=null since:year=null
  recurs:flag=false strict:flag=false
TASK no:name label:label due:DUE topics:slug[0-100]=[] channels:slug[0-100]=[] lead:slug[0-100]=[]
  cooperating:slug[0-100]=[]
DUTY id:slug what:label rule:rule reporters:slug[0-100]=[] recipient:slug=null recipient_name:label=null strict:flag=true
  window_from:day=null units:unit[0-500]=[] but:unit[0-500]=[] heads:label[0-20]=[] tables:slug[0-20]=[]
  rest_day:/after=null fed_by:slug=null counts:what[0-100]=[]
EDITION id:slug number:name=null symbol:name=null kind:slug date:day=null month:month=null year:year=null
  province:province issuer:label signer:SIGNER=null subject:label valid_from:day=null valid_to:day=null
  addressees:slug[0-100]=[] based_on:BASED-ON[0-100]=[] topics:slug[0-100]=[] channels:slug[0-100]=[]
  audiences:slug[0-100]=[] observances:OBSERVANCE[0-100]=[] tasks:TASK[0-200]=[] duties:object[0-50]=[]
  succession:label=null needs:slug[0-100]=[] recipients:label[0-100]=[] attachments:ATTACHMENT[0-100]=[]
  contents:CONTENT[0-200]=[]
""")
EDITION, DUTY = TABLES["EDITION"], TABLES["DUTY"]
ENVELOPE = re.findall("[a-z_]+", "id number symbol kind date month year province issuer subject valid_from valid_to needs")
UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe-\uffff\U000110bd\U000110cd"
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000efffe-\U0010ffff"
    f"{''.join(f'{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}' for plane in range(1 << 16, 15 << 16, 1 << 16))}]"
)


class Edition(NamedTuple):
    """An edition of a directive, as far as it is read."""

    id: str
    name: str
    body: Object
    opaque: bool
    duties: list[Object]
    opaque_duties: list[str]
    passed_over: list[str]

    def first_day(self) -> str:
        month = self.body.get("month", f"{self.body.get('year')}-01")
        return str(self.body.get("date", f"{month}-01"))


def clean(value: Any) -> bool:
    """Whether all texts in a value may stand in a directive."""
    if isinstance(value, str):
        return value == value.strip(" ") and not UNSEEN.search(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(clean, inner))


def known_part(value: Any, table: Table | None) -> Any:
    """A value without unknown keys in the objects of a table."""
    if isinstance(value, list):
        return [known_part(item, table) for item in value]
    if not isinstance(value, dict) or table is None:
        return value
    return {key: known_part(value[key], column.inner) for key, column in table.items() if key in value}


def keeps_rules(part: Object) -> bool:
    """Whether what is read of an edition keeps the rules that are no matter of one value alone."""
    numbers = [task["no"] for task in part.get("tasks", [])]
    dues = [task["due"] for task in part.get("tasks", [])]
    stands = {"date": "date", "quarter": "quarter", "yearly-day": "day", "continuous": ""}
    return (
        ("number" in part or "symbol" in part)
        and len({"date", "month", "year"} & set(part)) == 1
        and part.get("valid_from", "") <= part.get("valid_to", "9999-99")
        and len({*numbers}) == len(numbers)
        and all({"number", "label"} & set(law) for law in part.get("based_on", []))
        and all("until" not in kept or "day" in kept for kept in part.get("observances", []))
        and all({"date", "quarter", "day"} & set(due) == {stands[due["kind"]]} - {""} for due in dues)
        and all("since" not in due or due["kind"] == "continuous" for due in dues)
        and all("strict" not in due or due["kind"] == "date" for due in dues)
    )


def read_directive(value: Object) -> Edition | None:
    """An edition; None if its entry is `invalid`."""
    opaque = "needs" in value
    table = {key: EDITION[key] for key in ENVELOPE} if opaque else EDITION
    walked = [(value, EDITION)] if opaque else list(objects(value, EDITION))
    part = known_part(value, table)
    if not all(in_order(*place) for place in walked) or not fits(part, table) or not keeps_rules(part):
        return None
    duties, opaque_duties = list[Object](), list[str]()
    for duty in part.pop("duties", []):
        head = {key: column for key, column in DUTY.items() if key in ("id", "what")}
        if not in_order(duty, DUTY) or not fits(duty, head) or not clean([duty["id"], duty["what"]]):
            return None
        if duty.keys() - DUTY.keys() or not fits(duty, DUTY, lenient=True):
            opaque_duties.append(duty["id"])
        elif fits(duty, DUTY):
            duties.append(duty)
        else:
            return None
    ids = [duty["id"] for duty in duties] + opaque_duties
    read = part | ({"duties": duties} if duties else {})
    name = part.get("number") or part["symbol"]
    if len({*ids}) != len(ids) or not clean(read) or "@" in name or len(spell(read).encode()) > 60_000:
        return None
    passed = [] if opaque else [key for inner, known in walked for key in inner if key not in known]
    return Edition(part["id"], name, part, opaque, duties, opaque_duties, passed)
