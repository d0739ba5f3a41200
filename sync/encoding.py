"""The alphabet of every format: decimal, base64, hex, a line, a text; and every limit with its reason.

Each reader refuses whatever writing again would change, so one value has one spelling and a signed byte has one
meaning. Nothing here knows what the value is for, and no other module spells a pattern, limit or type that stands here.

    patterns    of codes, ids and days, whole: `UNIT_CODE.fullmatch(text)`, or a part of a longer pattern
    limits      of texts, counts and lists
    types       that a struct names for a field: its bounds, and, to a type checker, what it may be taken for
    spellings   that read and write: `decimal`, `unbase64`, `utf8`
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Final, NewType, overload

from msgspec import Meta

from sync.errors import BadInput

# -- patterns

PROVINCE_CODE: Final = re.compile(r"[0-9]{2}")
COMMUNE_CODE: Final = re.compile(r"[0-9]{5}")
"""A commune is five digits, a province two (Decision 19/2025/QĐ-TTg)."""
UNIT_CODE: Final = re.compile(r"[0-9]{2}(?:[0-9]{3})?")
"""A province or a commune."""

DEVICE_ID: Final = re.compile(r"[a-z2-7]{16}")
"""80 bits in lower-case base32 (RFC 4648 section 6): of a laptop's key, or of an invite's randomness."""
INVITE_ID: Final = DEVICE_ID
SALT: Final = re.compile(r"[0-9a-f]{16}")
"""64 random bits."""
RECORD_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A UUID of version 7 (RFC 9562) in lower case."""
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""A word of the vocabulary, or a directive's id: one to 64 characters."""

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day's spelling (ISO 8601); whether the calendar has it is another question. So too below."""
MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
QUARTER: Final = re.compile(r"[0-9]{4}-Q[1-4]")
YEAR: Final = re.compile(r"[0-9]{4}")
MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
"""A day of every year."""


def exactly(pattern: re.Pattern[str]) -> str:
    """The pattern as a struct's field needs it, for the whole of a text. \\Z, for $ would let a newline through before
    the end."""
    return rf"^{pattern.pattern}\Z"


# -- limits

MAX_ENTRY: Final = 65_535
"""Bytes in one entry: the limit of C2SP tlog-tiles entry bundles, so that any log of ours can be published as tiles."""

MAX_EXACT: Final = 2**53
"""The largest whole number that is exact in every JSON reader."""

MAX_TREE: Final = MAX_EXACT
"""Entries in one log: more than any log will hold."""

MAX_COUNT: Final = 1_000_000_000
"""A figure that an officer states: nobody in a commune counts past a thousand million."""
MAX_LINE: Final = 500
"""Characters of a title, a place, a reason, a label."""
MAX_TEXT: Final = 10_000
"""Characters of a text or a comment: some pages."""
MAX_TOPICS: Final = 32
"""Topics of one activity."""
MAX_HEADS: Final = 64
"""Entries that one entry builds on, or that an answer speaks of."""
MAX_NAME: Final = 100
"""Characters of a hub's name."""
MAX_KEY: Final = 300
"""Characters of a verifier key, whose one free part is the name of a log."""
MAX_ORIGIN: Final = 200
"""Characters of a log's name: a hub's, and a kind and a device or unit after it."""
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
"""The years of which anything is reported."""

DAY_SECONDS: Final = 86_400
LAST_INSTANT: Final = 253_402_300_799
"""The last second of the year 9999 (POSIX, UTC)."""
MAX_DEPTH: Final = 32
"""How deep objects and lists may lie within each other in a line of JSON: no format of ours goes beyond 6."""

# -- types

Size = NewType("Size", Annotated[int, Meta(ge=0, le=MAX_TREE)])
"""How many entries a log has, or had once: so many from its first on."""
NOTHING: Final = Size(0)
"""The size of a log that holds nothing yet."""
Index = NewType("Index", Annotated[int, Meta(ge=0, le=MAX_TREE)])
"""Where in its log an entry stands, from 0: the size that the log had before."""
Instant = NewType("Instant", int)
"""Seconds since 1970-01-01T00:00Z (POSIX). On a laptop's entry, a claim and no more."""
Posix = Annotated[Instant, Meta(ge=0, le=LAST_INSTANT)]
"""An instant as a format has it: no calendar goes on after the year 9999."""
Count = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
Sum = Annotated[int, Meta(ge=0, le=MAX_EXACT)]
Hash = NewType("Hash", bytes)
"""A SHA-256 digest, 32 bytes."""
Base64Bytes32 = Annotated[str, Meta(min_length=44, max_length=44)]
"""32 bytes in canonical base64."""
Base64Hash = NewType("Base64Hash", Base64Bytes32)
"""A digest in canonical base64."""
Origin = NewType("Origin", Annotated[str, Meta(max_length=MAX_ORIGIN)])
"""The name of a log."""
VerifierKey = Annotated[str, Meta(max_length=MAX_KEY)]
UnitCode = Annotated[str, Meta(pattern=exactly(UNIT_CODE))]
DeviceId = NewType("DeviceId", Annotated[str, Meta(pattern=exactly(DEVICE_ID))])
InviteId = Annotated[str, Meta(pattern=exactly(INVITE_ID))]
RecordId = Annotated[str, Meta(pattern=exactly(RECORD_ID))]
Salt = Annotated[str, Meta(pattern=exactly(SALT))]
"""So that a redacted entry cannot be guessed from its leaf hash."""
Slug = Annotated[str, Meta(pattern=exactly(SLUG))]
Day = Annotated[str, Meta(pattern=exactly(DAY))]
Line = Annotated[str, Meta(max_length=MAX_LINE)]
Label = Annotated[str, Meta(min_length=1, max_length=MAX_LINE)]
"""A line that says something."""
Text = Annotated[str, Meta(max_length=MAX_TEXT)]

RandomBytes = Callable[[int], bytes]
"""Where randomness comes in: so many random bytes."""

# -- spellings

_MAX_DECIMAL_DIGITS: Final = 16


def decimal(text: str) -> int:
    """A whole number from 0 to `MAX_TREE` written without sign, space, underscore or leading zero."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DECIMAL_DIGITS or (len(text) > 1 and text[0] == "0"):
        raise BadInput("not-a-number", text=text[:40])
    number = int(text)
    if number > MAX_TREE:
        raise BadInput("not-a-number", text=text)
    return number


@overload
def unbase64(text: Base64Hash, *, length: int | None = None) -> Hash: ...
@overload
def unbase64(text: str, *, length: int | None = None) -> bytes: ...
def unbase64(text: str, *, length: int | None = None) -> bytes:
    """Standard padded base64 (RFC 4648 section 4) in its one canonical spelling; `length` in bytes, if known."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("not-base64", text=text[:40]) from None
    if base64.b64encode(data).decode("ascii") != text:
        raise BadInput("not-base64", text=text[:40])
    if length is not None and len(data) != length:
        raise BadInput("wrong-length", expected=length, found=len(data))
    return data


@overload
def tobase64(data: Hash) -> Base64Hash: ...
@overload
def tobase64(data: bytes) -> str: ...
def tobase64(data: bytes) -> str:
    """The spelling that `unbase64` takes."""
    return base64.b64encode(data).decode("ascii")


def tobase32(data: bytes) -> str:
    """Base32 (RFC 4648 section 6) in lower case, of a multiple of 5 bytes, so that nothing pads it; 10 make an id."""
    return base64.b32encode(data).decode("ascii").lower()


def utf8(data: bytes) -> str:
    """Strict UTF-8 to text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("not-utf8", at=error.start) from None


def is_shallow(data: bytes) -> bool:
    """Whether objects and lists of JSON lie at most `MAX_DEPTH` deep within each other, which is looked at before anything
    is decoded: no reader's stack is then the limit. What breaks JSON is somebody else's to say."""
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return True
    depth = 0
    for token in _BRACKETS.finditer(data):
        if token[0] in (b"{", b"["):
            depth += 1
            if depth > MAX_DEPTH:
                return False
        elif token[0] in (b"}", b"]"):
            depth -= 1
    return True


_BRACKETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
"""A text, as far as it goes, or a bracket outside of any."""


def is_nfc(text: str) -> bool:
    """Whether the text is in Normalization Form C of Unicode 14.0, as everything we sign must be. A character that is not
    assigned there is left as it is, whatever later versions say: two readers must not differ in what they count because
    one has a newer table."""
    return text.isascii() or unicodedata.is_normalized("NFC", _LATER.sub("\ufffd", text) if _IS_LATER else text)


_IS_LATER: Final = unicodedata.unidata_version != "14.0.0"
_LATER: Final = re.compile(
    "[\u0897\u1acf-\u1add\u1ae0-\u1aeb\U000105c9\U000105d2\U000105da\U000105e4\U00010d69-\U00010d6d\U00010efa-\U00010eff"
    "\U00011382-\U00011385\U0001138b\U0001138e\U00011390\U00011391\U000113b8\U000113bb\U000113c2\U000113c5"
    "\U000113c7-\U000113c9\U000113ce-\U000113d0\U00011f41\U00011f42\U0001611e-\U00016129\U0001612f\U00016d63"
    "\U00016d67-\U00016d6a\U0001e08f\U0001e4ec-\U0001e4ef\U0001e5ee\U0001e5ef\U0001e6e3\U0001e6e6\U0001e6ee\U0001e6ef"
    "\U0001e6f5]"
)
"""The characters that Unicode 15.0 to 17.0 added and that normalization moves or composes; U+FFFD it leaves alone. A test
finds any that a later version adds."""

UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff\U0006fffe\U0006ffff\U0007fffe\U0007ffff"
    "\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff\U000bfffe\U000bffff\U000cfffe\U000cffff"
    "\U000dfffe\U000dffff\U000e0001\U000e0020-\U000e007f\U000efffe-\U0010ffff]"
)
"""The characters that cannot be seen, apart from the space: of Unicode 14.0 those of the categories Cc, Cf, Co, Cs, Zl, Zp
and Zs, and what will never be a character; for good."""


def is_commune(code: str) -> bool:
    """Whether a unit's code is that of a commune: a unit that reports, and not the province that they report to."""
    return len(code) == 5
