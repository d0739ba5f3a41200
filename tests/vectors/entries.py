"""Recipes of vectors of single lines: what a reader makes of an entry. One fault each, or none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.ledger import entry as e
from sync.ledger.decode import encode
from sync.ledger.figures import Figures, Tally
from sync.ledger.succession import stands_for
from tests.vectors.province import PLAN
from tests.vectors.vector import Vector

_HASH: Final = tobase64(Hash(bytes(32)))
_STAMP: Final = '"salt":"00000000000000aa","at":1793000000,'
_HEAD: Final = f'{{"kind":"activity",{_STAMP}'.encode()
_ACTIVITY: Final = _HEAD + (
    b'"record":"01a17700-0000-7000-8000-000000000001","fields":{"title":"Loa","date":"2026-10-28","quantity":4}}'
)
_REPORT: Final = encode(
    e.Report(
        salt="00000000000000bb",
        at=Instant(1_793_000_000),
        period="2026-11",
        covers=(e.Position(DeviceId("a" * 16), Size(1)), e.Position(DeviceId("b" * 16), Size(2))),
        records=2,
        root=_HASH,
        figures=Figures(total=Tally(2, 4, 0, 0), channels={"": Tally(1), "leaflet": Tally(1, 4)}),
        narrative=e.Narrative(),
    )
)


def _seal(suite: int, key: str, more: str = "") -> bytes:
    return f'{{"kind":"seal",{_STAMP}"suite":{suite},"key":"{key}"{more}}}'.encode()


def activity(old: bytes, new: bytes) -> bytes:
    """An activity with this in place of that."""
    assert _ACTIVITY.count(old) == 1, old
    return _ACTIVITY.replace(old, new)


def field(more: bytes) -> bytes:
    """An activity with this behind its fields."""
    return activity(b'"quantity":4', b'"quantity":4,' + more)


def revision(fields: bytes) -> bytes:
    """A revision of an activity with these fields."""
    base = f'"base":["{_HASH}"],"fields":{{'.encode()
    return re.sub(rb'"fields":\{.*\}\}$', lambda _found: base + fields + b"}}", _ACTIVITY)


def report(old: bytes, new: bytes) -> bytes:
    """A report with this in place of that."""
    assert _REPORT.count(old) == 1, old
    return _REPORT.replace(old, new)


def seen(size: int = 1, root: str = _HASH, more: str = "") -> str:
    """A citation of a state of the hub's acceptances, with more keys at its end."""
    return f'{{"size":{size},"root":"{root}"{more}}}'


def cited(seen: str) -> bytes:
    """An activity with this `seen`."""
    return _HEAD + f'"seen":{seen},'.encode() + _ACTIVITY.removeprefix(_HEAD)


def dance(n: str) -> bytes:
    """A line of an unknown kind with this value, written as it stands."""
    return f'{{"kind":"dance","n":{n}}}'.encode()


def deep(depth: int) -> bytes:
    """A line of an unknown kind whose objects and lists lie so deep."""
    return b'{"kind":"dance","steps":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def with_title(text: str) -> bytes:
    """An activity with this title, written as it stands."""
    return activity(b'"Loa"', f'"{text}"'.encode())


def entries() -> Iterator[Vector]:
    """The vectors of lines."""
    for name, (expect, comment, line) in LINES.items():
        yield Vector(f"entry/{name}", "entry", expect, comment, line, {"log": "device"})
    for name, (log, expect, comment, line) in ELSEWHERE.items():
        yield Vector(f"entry/{name}", "entry", expect, comment, line, {"log": log})
    for name, (log, comment, line) in PASSED_OVER.items():
        keys = "held" if log == "registry" else "mood"
        yield Vector(f"entry/{name}", "entry", "in-part", comment, line, {"log": log, "passed-over": keys})
    for name, (expect, comment, directive, given) in DIRECTIVES.items():
        line = f'{{"kind":"directive",{_STAMP}"directive":'.encode() + _written(directive) + b"}"
        yield Vector(f"directive/{name}", "entry", expect, comment, line, {"log": "registry", **given})


def _written(directive: dict[str, Any]) -> bytes:
    return json.dumps(directive, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


# -- lines of a laptop's log

LINES: Final[dict[str, tuple[str, str, bytes]]] = {
    "valid": ("ok", "an activity", _ACTIVITY),
    "valid-report": ("ok", "a report with an empty narrative", _REPORT),
    "valid-cited": ("ok", "an activity that cites", cited(seen())),
    "valid-cited-anyhow": (
        "ok",
        "what is in sig is no matter of the line",
        cited(seen(more=',"sig":"?"')),
    ),
    "valid-last-second": ("ok", "the last second of the year 9999", activity(b"1793000000", b"253402300799")),
    "valid-delete": ("ok", "U+007F stands as itself", with_title("Loa\x7f")),
    "valid-escapes": ("ok", "control characters in their one spelling", with_title('\\b\\t\\n\\f\\r\\u0001\\u001f\\"\\\\/')),
    "valid-later-character": (
        "ok",
        "a character of Unicode 15.0, unassigned in 14.0",
        with_title("\U0001fae8"),
    ),
    "valid-later-mark": (
        "ok",
        "a mark of Unicode 16.0 after which another would have to stand: left as it is",
        with_title("q\u0323\u0897"),
    ),
    "valid-level": ("ok", "a report of a level that is not known yet", _REPORT[:-1] + b',"level":7}'),
    "future-kind": ("future", "an unknown kind", b'{"kind":"dance"}'),
    "future-kind-deepest": ("future", "an unknown kind, 32 deep", deep(32)),
    "future-kind-largest": ("future", "numbers up to 2^53", dance("[9007199254740992,-9007199254740992]")),
    "future-key": ("future", "an unknown key at the end", _ACTIVITY[:-1] + b',"mood":"calm"}'),
    "future-key-and-bad-value": (
        "future",
        "an unknown key says more than a bad value",
        activity(b"00000000000000aa", b"short")[:-1] + b',"mood":"calm"}',
    ),
    "future-field": ("future", "an unknown field of an activity", _ACTIVITY[:-2] + b',"households":3}}'),
    "valid-span": ("ok", "a last day", field(b'"until":"2026-10-30"')),
    "valid-span-longest": ("ok", "a last day 366 days after the first", field(b'"until":"2027-10-29"')),
    "valid-until-emptied": ("ok", "no last day any more", field(b'"until":null')),
    "valid-until-alone": (
        "ok",
        "a last day that a revision sets: of the record it may be before the first",
        revision(b'"until":"2026-10-01"'),
    ),
    "valid-audiences": ("ok", "for whom, and by which body", field(b'"audiences":["women","youth"],"body":"digital-team"')),
    "valid-audiences-emptied": ("ok", "for nobody that is named", field(b'"audiences":[],"body":null')),
    "span-of-one-day": ("invalid", "a last day that is the first", field(b'"until":"2026-10-28"')),
    "span-backwards": ("invalid", "a last day before the first", field(b'"until":"2026-10-27"')),
    "span-too-long": ("invalid", "a last day 367 days after the first", field(b'"until":"2027-10-30"')),
    "until-no-day": ("invalid", "a last day that no calendar has", revision(b'"until":"2026-11-31"')),
    "valid-languages-and-places": (
        "ok",
        "other languages, other places",
        field(b'"languages":["hmn","tai"],"places":["B\xe1\xba\xa3n Hon","B\xe1\xba\xa3n Hon"]'),
    ),
    "valid-languages-emptied": ("ok", "no other language, no other place", field(b'"languages":[],"places":[]')),
    "languages-null": ("invalid", "no list of other languages", field(b'"languages":null')),
    "languages-out-of-order": ("invalid", "tai before hmn", field(b'"languages":["tai","hmn"]')),
    "places-null": ("invalid", "no list of other places", field(b'"places":null')),
    "places-empty-text": ("invalid", "a place without a word", field(b'"places":[""]')),
    "places-before-languages": ("invalid", "fields out of order", field(b'"places":["x"],"languages":["hmn"]')),
    "audiences-null": ("invalid", "no list of those whom it was for", field(b'"audiences":null')),
    "audiences-out-of-order": ("invalid", "youth before women", field(b'"audiences":["youth","women"]')),
    "audiences-twice": ("invalid", "women twice", field(b'"audiences":["women","women"]')),
    "body-empty": ("invalid", "a body without a word", field(b'"body":""')),
    "body-before-until": ("invalid", "fields out of order", field(b'"body":"digital-team","until":"2026-10-30"')),
    "valid-figures-of-level-2": (
        "ok",
        "figures of those whom activities were for, and of bodies",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0]},"audiences":{"women":[1,4,0,0]},"bodies":{"x":[1,0,0,0]}'),
    ),
    "in-part-figures-of-level-2": (
        "in-part",
        "figures of level 2 that break its rules: a reader of level 1 cannot tell",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0]},"audiences":{"women":[0,0,0,0]}'),
    ),
    "in-part-default-of-level-2": (
        "in-part",
        "a default is written that level 2 brought",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0]},"bodies":{}'),
    ),
    "in-part-level-2": (
        "in-part",
        "a report of level 2 that breaks a rule of level 1",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[0,4,0,0]}')[:-1] + b',"level":2}',
    ),
    "future-in-seen": ("future", "an unknown key in seen", cited(seen(more=',"by":"x"'))),
    "in-part-report": ("in-part", "a report that says one thing more", _REPORT[:-1] + b',"answers":{"a":1}}'),
    "in-part-figures": (
        "in-part",
        "an unknown part of a report's figures",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0]},"ages":{}'),
    ),
    "in-part-narrative": (
        "in-part",
        "an unknown part of a report's narrative",
        report(b'"narrative":{}', b'"narrative":{"praise":""}'),
    ),
    "in-part-tally": (
        "in-part",
        "a fifth number in a tally, of a level that is not known yet",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0,2]}')[:-1] + b',"level":2}',
    ),
    "in-part-nothing": (
        "in-part",
        "no figures at all, of a level that is not known yet",
        re.sub(rb',"records".*\}', b',"level":2}', _REPORT),
    ),
    "in-part-covers-out-of-order": (
        "invalid",
        "what every program reads of a report is wrong, whatever it says beside",
        report(b'"covers":[', b'"covers":[["zze7e7bqcghqjedt",1],')[:-1] + b',"answers":{}}',
    ),
    "in-part-default": (
        "invalid",
        "a default is written in what every program reads",
        report(b'"covers"', b'"base":[],"covers"')[:-1] + b',"answers":{}}',
    ),
    "empty": ("invalid", "no byte", b""),
    "too-long": ("invalid", "65,536 bytes", b'{"kind":"dance","x":"' + b"a" * (65_536 - 23) + b'"}'),
    "too-deep": ("invalid", "33 deep, of an unknown kind", deep(33)),
    "too-deep-kind-last": ("invalid", "deep, with its kind at the end", b'{"steps":' + b"[" * 40_000),
    "no-json": ("invalid", "no JSON", b"dance"),
    "no-object": ("invalid", "a list", b'["kind","activity"]'),
    "no-kind": ("invalid", "no kind", b'{"salt":"00000000000000aa"}'),
    "kind-last": ("invalid", "an unknown kind that does not stand first", b'{"mood":"calm","kind":"dance"}'),
    "kind-number": ("invalid", "a kind that is no text", b'{"kind":1}'),
    "kind-of-another-log": ("invalid", "an acceptance in a laptop's log", b'{"kind":"acceptance","mood":"calm"}'),
    "future-kind-float": ("invalid", "an unknown kind with a fraction", dance("1.5")),
    "future-kind-exponent": ("invalid", "an unknown kind with an exponent", dance("1e3")),
    "future-kind-minus-zero": ("invalid", "an unknown kind with -0", dance("-0")),
    "future-kind-inexact": ("invalid", "an unknown kind with 2^53 + 1", dance("9007199254740993")),
    "future-kind-twice": ("invalid", "an unknown kind with a key twice", dance('1,"n":1')),
    "future-kind-space": ("invalid", "an unknown kind with a space", b'{"kind": "dance"}'),
    "future-kind-nfd": ("invalid", "an unknown kind with text in form NFD", dance('"e\u0302"')),
    "future-key-first": ("invalid", "an unknown key before known ones", activity(b'"salt"', b'"mood":"calm","salt"')),
    "future-field-first": ("invalid", "an unknown field before known ones", activity(b'"title"', b'"households":3,"title"')),
    "keys-swapped": (
        "invalid",
        "two keys in the wrong order",
        activity(b'"salt":"00000000000000aa","at":1793000000', b'"at":1793000000,"salt":"00000000000000aa"'),
    ),
    "key-twice": ("invalid", "a known key twice", activity(b'"quantity":4', b'"quantity":4,"quantity":4')),
    "default-written": ("invalid", "a default that is written", activity(b'"fields"', b'"base":[],"fields"')),
    "seen-null": ("invalid", "the default of seen is written", cited("null")),
    "escaped-slash": ("invalid", "an escape that is not needed", with_title("\\/")),
    "escaped-letter": ("invalid", "a letter beyond ASCII that is escaped", with_title("\\u1ebf")),
    "escape-upper-case": ("invalid", "an escape in upper-case digits", with_title("\\u001F")),
    "escape-long": ("invalid", "a newline in the long spelling", with_title("\\u000a")),
    "surrogate": ("invalid", "a surrogate alone", with_title("\\ud800")),
    "not-utf8": ("invalid", "a byte that is no UTF-8", activity(b"Loa", b"\xff")),
    "nfd": ("invalid", "text in form NFD", with_title("e\u0302")),
    "newline": ("invalid", "a newline at its end", _ACTIVITY + b"\n"),
    "number-as-text": ("invalid", "a number as a text", activity(b'"quantity":4', b'"quantity":"4"')),
    "number-whole-fraction": ("invalid", "a whole number with a fraction", activity(b'"quantity":4', b'"quantity":4.0')),
    "beyond-calendars": ("invalid", "the first second of the year 10000", activity(b"1793000000", b"253402300800")),
    "before-1970": ("invalid", "a time before 1970", activity(b"1793000000", b"-1")),
    "salt-upper-case": ("invalid", "a salt in upper case", activity(b"00000000000000aa", b"00000000000000AA")),
    "record-of-version-4": ("invalid", "a UUID of another version", activity(b"-7000-", b"-4000-")),
    "fields-in-a-list": (
        "invalid",
        "an unknown key where no object may stand",
        activity(b'"fields":{"title":"Loa","date":"2026-10-28","quantity":4}', b'"fields":[{"households":3}]'),
    ),
    "no-such-day": ("invalid", "a day that the calendar does not have", activity(b"2026-10-28", b"2026-02-29")),
    "no-title": ("invalid", "a first entry without a title", activity(b'"title":"Loa",', b"")),
    "empty-title": ("invalid", "an empty title", with_title("")),
    "long-title": ("invalid", "501 characters", with_title("ế" * 501)),
    "null-title": ("invalid", "a title that is emptied", activity(b'"Loa"', b"null")),
    "too-many": ("invalid", "more than a thousand million", activity(b'"quantity":4', b'"quantity":1000000001')),
    "seen-loose-root": ("invalid", "a root in loose base64", cited(seen(root=f"{_HASH[:-2]}B="))),
    "seen-too-large": ("invalid", "a size beyond 2^53", cited(seen(2**53 + 1))),
    "report-no-narrative": ("invalid", "the narrative is left out", report(b',"narrative":{}', b"")),
    "report-no-total": ("invalid", "the total is left out", report(b'"total":[2,4,0,0],', b"")),
    "report-empty-part": (
        "invalid",
        "a part without activities is written",
        report(b'"leaflet":[1,4,0,0]}', b'"leaflet":[1,4,0,0]},"topics":{}'),
    ),
    "report-zero-line": ("invalid", "a code of no activity", report(b'"":[1,0,0,0]', b'"":[0,0,0,0]')),
    "report-codes-swapped": (
        "invalid",
        "codes out of their order",
        report(b'"":[1,0,0,0],"leaflet":[1,4,0,0]', b'"leaflet":[1,4,0,0],"":[1,0,0,0]'),
    ),
    "report-short-tally": ("invalid", "a tally of three", report(b'"total":[2,4,0,0]', b'"total":[2,4,0]')),
    "report-long-tally": ("invalid", "a tally of five", report(b'"total":[2,4,0,0]', b'"total":[2,4,0,0,0]')),
    "report-covers-swapped": (
        "invalid",
        "covers out of its order",
        report(b'["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",2]', b'["bbbbbbbbbbbbbbbb",2],["aaaaaaaaaaaaaaaa",1]'),
    ),
    "report-covers-twice": (
        "invalid",
        "a laptop covered twice",
        report(b'["bbbbbbbbbbbbbbbb",2]', b'["aaaaaaaaaaaaaaaa",2]'),
    ),
    "report-covers-nothing": (
        "invalid",
        "covers is empty",
        report(b'[["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",2]]', b"[]"),
    ),
    "report-level-1": ("invalid", "the default of level is written", _REPORT[:-1] + b',"level":1}'),
    "report-level-0": ("invalid", "level 0", _REPORT[:-1] + b',"level":0}'),
}

# -- lines of the hub's logs

_UNIT: Final = f'{{"kind":"unit",{_STAMP}"code":"12-khcn","name":"Khoa học","type":"sở","valid_from":"2025-07-01"'
_DEVICE: Final = f'{{"kind":"device",{_STAMP}"unit":"03390","key":"k","invite":"{"a" * 16}"'
_JOIN: Final = f'{{"kind":"join",{_STAMP}"hub":"h","unit":"03390","invite":"{"a" * 16}","key":"k","proof":"{_HASH}"'


_BY: Final = tobase64(Hash(bytes(range(64))))
_OLD: Final = f'"succeeds":"{"b" * 16}"'


def vouched(invite: str, proof: str, tail: str) -> bytes:
    """A join that the old key vouches for: what is made of its word, and what stands behind."""
    return (
        f'{{"kind":"join",{_STAMP}"hub":"h","unit":"03390","invite":"{invite}","key":"k","proof":"{proof}"{tail}}}'.encode()
    )


def review(verdict: str) -> bytes:
    """An answer to a report, from its verdict on."""
    return f'{{"kind":"review",{_STAMP}"period":"2026-11","heads":["{_HASH}"],"verdict":{verdict}}}'.encode()


def reorganised(how: str, units: str, into: str) -> bytes:
    """What happened to these units, each list as it stands in JSON."""
    return f'{{"kind":"reorganised",{_STAMP}"how":"{how}","units":{units},"into":{into},"since":"2026-11-01"}}'.encode()


def dispatched(annex: str) -> bytes:
    """A report that went upward with an annex of this digest."""
    return (
        f'{{"kind":"dispatched",{_STAMP}"period":"2026-11","number":"12/BC","date":"2026-11-20","recipient":"UBND",'
        f'"annex":"{annex}"}}'
    ).encode()


def restored(kept: str, more: str = "") -> bytes:
    """A restore that kept these logs, as they stand in JSON."""
    return f'{{"kind":"restored",{_STAMP}"generation":2,"kept":{kept}{more},"since":0}}'.encode()


def accepted(signed: int, said: int) -> bytes:
    """An acceptance with a receipt of before, of a time that was signed and the one that is said."""
    line = tobase64(Hash(bytes(4) + signed.to_bytes(8, "big") + bytes(64)))
    held = f'{{"time":{said},"cosignature":"{line}"}}'
    return f'{{"kind":"acceptance",{_STAMP}"device":"{"a" * 16}","size":1,"root":"{_HASH}","held":{held}}}'.encode()


ELSEWHERE: Final[dict[str, tuple[str, str, str, bytes]]] = {
    "review-accepted": ("desk", "ok", "a review", review('"accepted"')),
    "review-returned": ("desk", "invalid", "what is returned does not say why", review('"returned"')),
    "review-other-verdict": ("desk", "invalid", "a verdict that there is not", review('"lost","comment":"x"')),
    "activity-at-the-desk": ("desk", "invalid", "an activity at the desk", _ACTIVITY),
    "future-kind-in-registry": ("registry", "future", "an unknown kind in the registry", b'{"kind":"dance"}'),
    "merged": (
        "registry",
        "ok",
        "two communes are one",
        reorganised("merged", '["12001","12002"]', '["12001"]'),
    ),
    "merged-with-itself": (
        "registry",
        "invalid",
        "one commune is merged",
        reorganised("merged", '["12001"]', '["12001"]'),
    ),
    "split-into-one": (
        "registry",
        "invalid",
        "split into one",
        reorganised("split", '["12001"]', '["12002"]'),
    ),
    "merged-province": (
        "registry",
        "invalid",
        "a province is merged",
        reorganised("merged", '["12","15"]', '["12"]'),
    ),
    "cites-in-the-hubs-log": (
        "acceptances",
        "ok",
        "seen in a log of the hub says nothing",
        f'{{"kind":"acceptance",{_STAMP}"seen":{seen()},"device":"{"a" * 16}","size":1,"root":"{_HASH}"}}'.encode(),
    ),
    "unit-with-a-new-key-first": (
        "registry",
        "invalid",
        "a new key before known ones",
        _UNIT.replace('"code"', '"held":[],"code"').encode() + b"}",
    ),
    "unit-with-a-new-key-and-a-bad-day": (
        "registry",
        "invalid",
        "a new key, and a day that there is not",
        _UNIT.replace("2025-07-01", "2025-07-32").encode() + b',"held":[]}',
    ),
    "unit-with-a-new-key-and-a-default": (
        "registry",
        "invalid",
        "a new key, and a default that is written",
        f'{_UNIT},"valid_to":null,"held":[]}}'.encode(),
    ),
    "unit-of-a-kind": (
        "registry",
        "ok",
        "an office of a commune, with its superior and its code",
        f'{_UNIT},"body":"culture-society-office","reports_to":"12001","eid":"H35.12.3"}}'.encode(),
    ),
    "unit-with-a-hidden-code": (
        "registry",
        "invalid",
        "a space in the electronic code",
        f'{_UNIT},"eid":"H35 12"}}'.encode(),
    ),
    "restored": (
        "registry",
        "ok",
        "a hub that went back",
        restored(f'[["a/acceptances",0,"{_HASH}"],["a/registry",4,"{_HASH}"]]'),
    ),
    "restored-out-of-order": (
        "registry",
        "invalid",
        "logs out of order",
        restored(f'[["a/registry",4,"{_HASH}"],["a/acceptances",0,"{_HASH}"]]'),
    ),
    "restored-to-the-first": (
        "registry",
        "invalid",
        "the first generation is none of a restore",
        restored("[]").replace(b'"generation":2', b'"generation":1'),
    ),
    "restored-one-head-twice": ("registry", "invalid", "a head stands twice", restored("[]", ',"lost":["a","a"]')),
    "restored-of-a-longer-row": ("registry", "invalid", "a row of four", restored(f'[["a/registry",4,"{_HASH}",1]]')),
    "kept-nothing": (
        "registry",
        "invalid",
        "nothing that was kept",
        restored("[]").replace(b"restored", b"kept").replace(b',"since":0', b""),
    ),
    "lost": ("registry", "ok", "a head that turned up later", f'{{"kind":"lost",{_STAMP}"head":"a"}}'.encode()),
    "acceptance-held": ("acceptances", "ok", "a receipt of before", accepted(1_793_000_000, 1_793_000_000)),
    "acceptance-held-at-another-time": (
        "acceptances",
        "invalid",
        "a receipt of before whose time is not the one signed",
        accepted(1_793_000_000, 1_793_000_001),
    ),
    "head": (
        "acceptances",
        "ok",
        "the registry grew",
        f'{{"kind":"head",{_STAMP}"origin":"soxa.example/registry","size":5,"root":"{_HASH}"}}'.encode(),
    ),
    "clock": ("acceptances", "ok", "the hub's clock was wrong", f'{{"kind":"clock",{_STAMP}"first":3,"last":3}}'.encode()),
    "clock-backwards": (
        "acceptances",
        "invalid",
        "the last is before the first",
        f'{{"kind":"clock",{_STAMP}"first":3,"last":2}}'.encode(),
    ),
    "dispatched": ("registry", "ok", "a report that went upward", dispatched("0" * 64)),
    "dispatched-upper-case": ("registry", "invalid", "a digest in capitals", dispatched("A" * 64)),
    "dispatched-on-no-day": (
        "registry",
        "invalid",
        "on a day that there is not",
        dispatched("0" * 64).replace(b"2026-11-20", b"2026-11-31"),
    ),
    "join-of-the-old-keys-word": (
        "device",
        "ok",
        "a join that the old key vouches for",
        vouched(*stands_for(_BY), f',{_OLD},"by":"{_BY}"'),
    ),
    "join-of-another-invite": (
        "device",
        "invalid",
        "its invite is not made of that word",
        vouched("a" * 16, stands_for(_BY)[1], f',{_OLD},"by":"{_BY}"'),
    ),
    "join-of-another-proof": (
        "device",
        "invalid",
        "its proof is not made of that word",
        vouched(stands_for(_BY)[0], _HASH, f',{_OLD},"by":"{_BY}"'),
    ),
    "join-succeeds-without-a-word": (
        "device",
        "invalid",
        "whom it succeeds, and by nobody's word",
        f"{_JOIN},{_OLD}}}".encode(),
    ),
    "join-by-nobodys-word": ("device", "invalid", "a word, and of nobody", vouched(*stands_for(_BY), f',"by":"{_BY}"')),
    "join-by-a-short-word": (
        "device",
        "invalid",
        "a signature of 63 bytes",
        vouched(*stands_for(_BY), f',{_OLD},"by":"{tobase64(Hash(bytes(63)))}"'),
    ),
    "join-succeeds-empty": ("device", "invalid", "the default is written", f'{_JOIN},"succeeds":""}}'.encode()),
    "device-succeeds": ("registry", "ok", "a laptop that takes another's place", f"{_DEVICE},{_OLD}}}".encode()),
    "device-succeeds-no-id": ("registry", "invalid", "another's id that is none", f'{_DEVICE},"succeeds":"b"}}'.encode()),
    "seal": ("registry", "ok", "a key of suite 1", _seal(1, _HASH)),
    "seal-in-a-laptops-log": ("device", "invalid", "it belongs elsewhere", _seal(1, _HASH)),
    "seal-short": ("registry", "invalid", "31 bytes", _seal(1, tobase64(bytes(31)))),
    "seal-of-no-base64": ("registry", "invalid", "43 letters", _seal(1, _HASH[:43])),
    "seal-of-another-suite": ("registry", "ok", "a suite of later: its key is what it likes", _seal(2, "x")),
    "seal-of-suite-0": ("registry", "invalid", "there is no suite 0", _seal(0, _HASH)),
    "seal-empty": ("registry", "invalid", "an empty key", _seal(2, "")),
    "seal-longest": ("registry", "ok", "4000 letters", _seal(2, "x" * 4000)),
    "seal-too-long": ("registry", "invalid", "4001 letters", _seal(2, "x" * 4001)),
    "noted-with-a-new-key": (
        "device",
        "future",
        "a new key in what a laptop states otherwise",
        b'{"kind":"noted","salt":"00000000000000aa","at":1793000000,"directive":"a","position":1,"by":"x"}',
    ),
}

# -- lines on which others rest

PASSED_OVER: Final[dict[str, tuple[str, str, bytes]]] = {
    "unit-with-a-new-key": ("registry", "a new key is passed over", f'{_UNIT},"held":[]}}'.encode()),
    "seal-with-a-new-key": ("registry", "a new key in a seal is passed over", _seal(1, _HASH, ',"held":"x"')),
    "join-with-a-new-key": ("device", "a new key in a join is passed over", f'{_JOIN},"mood":"x"}}'.encode()),
    "join-with-a-new-key-in-seen": (
        "device",
        "a new key in what a join cites is passed over",
        f"{_JOIN}}}".replace('"hub"', f'"seen":{{"size":1,"root":"{_HASH}","mood":"x"}},"hub"', 1).encode(),
    ),
}

# -- directives

_PLAN: Final[dict[str, Any]] = msgspec.to_builtins(PLAN)
_DUTY: Final[dict[str, Any]] = _PLAN["duties"][0]
_TASK: Final[dict[str, Any]] = {"no": "1", "label": "Loa", "due": {"kind": "continuous"}}


def plan(**keys: Any) -> dict[str, Any]:
    """The plan with these keys, where they stand or at its end."""
    return _PLAN | keys


def without(left_out: str, **keys: Any) -> dict[str, Any]:
    """The plan with these keys, and without one."""
    return {key: value for key, value in plan(**keys).items() if key != left_out}


def ordered(**keys: Any) -> dict[str, Any]:
    """The plan with these known keys in their places, duties left out where they are None."""
    found = _PLAN | keys
    return {name: found[name] for name in type(PLAN).__struct_fields__ if found.get(name) is not None}


def duty(**keys: Any) -> dict[str, Any]:
    """The plan with a duty that has these keys."""
    return plan(duties=[_DUTY | keys])


Given = dict[str, str]
_EDITION: Final[Given] = {"opaque": "edition"}
_MONTHLY: Final[Given] = {"opaque": "monthly"}

DIRECTIVES: Final[dict[str, tuple[str, str, dict[str, Any], Given]]] = {
    "valid": ("ok", "a directive", _PLAN, {}),
    "valid-task": ("ok", "with a task", ordered(tasks=[_TASK]), {}),
    "needs-unknown": ("in-part", "a word in needs that is unknown", plan(needs=["audiences-v2"]), _EDITION),
    "needs-unknown-anything-else": (
        "in-part",
        "an opaque edition is read no further than its envelope",
        ordered(needs=["audiences-v2"], tasks=[{"no": 1}], duties="none", topics=[1]) | {"mood": []},
        _EDITION,
    ),
    "needs-unknown-bad-envelope": (
        "invalid",
        "an opaque edition without an issuer",
        without("issuer", needs=["x"]),
        {},
    ),
    "needs-empty": ("invalid", "needs is empty, and written", plan(needs=[]), {}),
    "needs-before-its-place": ("invalid", "needs out of its order", {"needs": ["x"], **_PLAN}, {}),
    "needs-number": ("invalid", "a number in needs", plan(needs=[1]), {}),
    "duty-key": ("in-part", "an unknown key in a duty", duty(only=["12001"]), _MONTHLY),
    "duty-rule": ("in-part", "an unknown rule of a duty", duty(rule="weekly-5"), _MONTHLY),
    "duty-value": ("in-part", "a value in a duty that is none", duty(strict="maybe"), _MONTHLY),
    "duty-day": ("in-part", "a window that begins on no day", duty(window_from="2026-02-30"), _MONTHLY),
    "duty-year": ("in-part", "a rule before a day of no year of periods", duty(rule="before 0001-01-01"), _MONTHLY),
    "duty-last-year": ("ok", "a rule before a day of the last year of periods", duty(rule="before 2199-12-31"), {}),
    "duty-window-of-a-month": (
        "ok",
        "a window of a rule that has none",
        duty(window_from="2026-03-01"),
        {},
    ),
    "duties-too-many": (
        "invalid",
        "51 duties, of which one is opaque",
        plan(duties=[*({**_DUTY, "id": f"d{number}"} for number in range(50)), {**_DUTY, "rule": "weekly-5"}]),
        {},
    ),
    "duty-one-of-two": (
        "in-part",
        "one duty is opaque",
        plan(duties=[_DUTY, {"id": "new", "what": "Báo cáo", "rule": "weekly-5"}]),
        {"opaque": "new"},
    ),
    "duty-opaque-with-default": (
        "in-part",
        "a default that is written in an opaque duty",
        duty(strict=True, only=[]),
        _MONTHLY,
    ),
    "duty-default-written": ("invalid", "a default that is written in a duty that is read", duty(strict=True), {}),
    "duty-no-id": ("invalid", "an opaque duty without an id", plan(duties=[{"what": "Báo cáo", "rule": "weekly-5"}]), {}),
    "duty-bad-id": ("invalid", "an opaque duty whose id is no slug", duty(id="Monthly", rule="weekly-5"), {}),
    "duty-hidden-text": (
        "invalid",
        "an opaque duty whose text cannot be seen",
        duty(what="Báo\u202ecáo", rule="weekly-5"),
        {},
    ),
    "duty-same-id": (
        "invalid",
        "an opaque duty with the id of another",
        plan(duties=[_DUTY, _DUTY | {"rule": "weekly-5"}]),
        {},
    ),
    "duty-key-first": ("invalid", "an unknown key before known ones in a duty", plan(duties=[{"only": [], **_DUTY}]), {}),
    "duty-of-units": (
        "ok",
        "a duty of named units, with headings, tables, a rest day and what feeds it",
        duty(
            units=["12001", "12-khcn"], but=["12002"], heads=["Kết quả"], tables=["channel"], rest_day="after", fed_by="step"
        ),
        {},
    ),
    "duty-quarterly": ("ok", "a duty of quarters", duty(rule="quarterly-15"), {}),
    "duty-counts": (
        "ok",
        "what a duty counts beside the activities of its directive",
        duty(rule="before 2026-12-01", counts=["all", "directive plan-8", "topic digital-skills", "task plan-8#V.1 a#b"]),
        {},
    ),
    "duty-counts-word": ("in-part", "a word of what is counted that is unknown", duty(counts=["channel radio"]), _MONTHLY),
    "duty-counts-space": ("in-part", "a space too many", duty(counts=["topic  digital-skills"]), _MONTHLY),
    "duty-counts-no-task": ("in-part", "a task without a number", duty(counts=["task plan-8#"]), _MONTHLY),
    "duty-counts-all-of": ("in-part", "everything of something", duty(counts=["all plan-8"]), _MONTHLY),
    "duty-counts-empty": ("invalid", "a default that is written", duty(counts=[]), {}),
    "duty-rest-day": ("in-part", "what becomes of a rest day is a word that is unknown", duty(rest_day="before"), _MONTHLY),
    "duty-too-many-heads": ("in-part", "21 headings", duty(heads=["x"] * 21), _MONTHLY),
    "duty-units-empty": ("invalid", "a default that is written", duty(units=[]), {}),
    "duty-no-object": ("invalid", "a duty that is a text", plan(duties=["monthly"]), {}),
    "key-outside": ("in-part", "an unknown key of the directive", plan(mood="calm"), {"passed-over": "mood"}),
    "key-in-task": ("in-part", "an unknown key of a task", ordered(tasks=[_TASK | {"mood": 1}]), {"passed-over": "mood"}),
    "key-first": ("invalid", "an unknown key before known ones", {"mood": "calm", **_PLAN}, {}),
    "task-value": (
        "invalid",
        "a task that is due in an unknown way",
        ordered(tasks=[_TASK | {"due": {"kind": "weekly"}}]),
        {},
    ),
    "no-number": (
        "invalid",
        "neither number nor symbol",
        without("number"),
        {},
    ),
    "at-in-number": ("invalid", "an @ in the number", plan(number="7@KH"), {}),
    "two-dates": ("invalid", "a date and a year", ordered(year=2026), {}),
    "space-around": ("invalid", "a space at the end of a text", plan(subject="Tuyên truyền "), {}),
    "hidden-text": ("invalid", "a mark that turns the direction of writing", plan(subject="\u202eTuyên truyền"), {}),
    "later-character": ("ok", "a character of Unicode 15.0", plan(subject="Tuyên truyền \U0001fae8"), {}),
    "ends-before-it-begins": (
        "invalid",
        "valid_to before valid_from",
        ordered(valid_from="2026-02-01", valid_to="2026-01-31"),
        {},
    ),
}
