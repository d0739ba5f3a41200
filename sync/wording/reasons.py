"""Facts of errors in words: what an error carries for programs, a code, a key or what a library said, as people read it.

A sentence tells why only in words of this table. What a library said and the table does not know is for a technician: it
stands behind the sentence, and says so (`technical_detail`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

from sync.errors import SoxaError
from sync.wording.i18n import N_, catalogue

if TYPE_CHECKING:
    from sync.ledger.vocabulary import ListName

_ = catalogue("sync")

_LISTS: Final[Mapping[str, str]] = {
    "topics": N_("the topics"),
    "channels": N_("the channels"),
    "actors": N_("the agencies"),
    "audiences": N_("the audiences"),
    "languages": N_("the languages"),
    "bodies": N_("the bodies"),
}

_REASONS: Final[Mapping[str, str]] = {
    # of a hub's data file that is read out
    "heads": N_("it does not hold all that the hub has signed of its registry and acceptances"),
    "behind": N_("it is older than what the hub has signed"),
    "waiting": N_("what waits in it, and laptops have a receipt for, cannot be read"),
    "settings": N_("nobody can tell from it whether the hub gathers what it lacks"),
    "derived": N_("its entries cannot be read anew"),
    "disk": N_("what was written was not what is read again; the disk may be bad"),
    # of a line
    "refused": N_("nothing answers at its address"),
    "timeout": N_("it took too long"),
    "unknown-name": N_("its name is not known; this machine may not be on the network"),
    "unreachable": N_("no network leads there"),
    "untrusted": N_("this machine does not trust its certificate"),
    "certificate-dates": N_("its certificate is not valid today, or this machine's date is wrong"),
    "certificate-of-another": N_("it shows the certificate of another machine"),
    "no-tls": N_("what answers there does not speak TLS"),
    "forbidden": N_("this machine does not allow it; a firewall may stand in the way"),
    "line-broke": N_("the line broke off"),
    "taken": N_("another program does already"),
    # of a file, as operating systems say it
    "Permission denied": N_("it is not allowed"),
    "No such file or directory": N_("it is not there"),
    "Is a directory": N_("it is a folder"),
    "Not a directory": N_("it is not a folder"),
    "Read-only file system": N_("nothing can be written there"),
    "File name too long": N_("its name is too long"),
    r"Input/output error|disk I/O error": N_("the disk could not be read or written"),
    "No space left on device": N_("the disk is full"),
    # of an address to listen on, as operating systems say it
    r"Permission denied.+": N_("it is not allowed"),
    r"Cannot assign requested address.*|Name or service not known|.* name resolution|getaddrinfo failed": N_(
        "this machine has no such address"
    ),
    # of a line, as operating systems say it
    r"Connection refused.*": N_("nothing answers at its address"),
    r"(?:Connection|Operation) timed out.*": N_("it took too long"),
    r"Connection reset by peer.*|Broken pipe.*|Connection aborted.*": N_("the line broke off"),
    r"(?:Network|Host) is (?:unreachable|down).*|No route to host.*": N_("no network leads there"),
    # of a data file, as SQLite says it
    "database disk image is malformed": N_("what stands in it does not hold together"),
    "file is not a database": N_("it is no data file of soxa"),
    "a text is not UTF-8": N_("a text in it cannot be read"),
    "attempt to write a readonly database": N_("nothing can be written there"),
    "membership": N_("it does not say whose laptop this is"),
    "record": N_("what it holds of an activity cannot be read"),
    "altered on the disk": N_("it was altered on the disk"),
    # of a table, as a library says it
    "line contains NUL": N_("it holds characters that no text has"),
    r"field larger than field limit .*": N_("a cell in it is too long"),
    r"unexpected end of data|.* expected after .*": N_("its quotation marks do not match"),
    # of a directive, as a library says it
    r"Object missing required field `(?P<key>[^`]*)`.*": N_("“{key}” is missing"),
    r"Object contains unknown field.*": N_("this is not known here"),
    r"Expected `str` of length >= 1\b.*": N_("empty"),
    r"Expected `str` of length <= (?P<most>[0-9]+).*": N_("longer than {most} characters"),
    r"Expected `\w+` of length >= .*": N_("too few"),
    r"Expected `\w+` of length <= .*": N_("too many"),
    r"Expected `str` matching regex.*": N_("not written as it must be"),
    r"Invalid enum value.*": N_("none of the words that may stand here"),
    r"Expected .*": N_("of another kind than belongs here"),
    # of a directive, as we say it
    r"longer than (?P<most>[0-9]+) bytes": N_("longer than {most} bytes"),
    r"longer than (?P<most>[0-9]+) characters": N_("longer than {most} characters"),
    r"“(?P<text>.*)” is not a code of (?P<list>[a-z]+)": N_("“{text}” is not among {list}"),
    r"the tag (?P<text>.*)": N_("the tag {text}"),
    r"(?P<text>\S*) is not a day of the calendar": N_("{text} is not a day of the calendar"),
    r"no such rule: (?P<text>.*)": N_("there is no rule “{text}”"),
    r"due of kind (?P<text>\S*) with the wrong keys": N_("“until” of the kind {text} with the wrong keys"),
    r"not a list of names and what they hold": N_("not a list of names and what they hold"),
    r"not YAML": N_("not YAML"),
    r"empty": N_("empty"),
    r"an alias; write it out": N_("an alias; write it out"),
    r"a key that stands twice, or is not a word": N_("a key that stands twice, or is not a word"),
    r"text with control characters or spaces around, or not in Unicode form NFC": N_(
        "text with control characters or spaces around, or not in Unicode form NFC"
    ),
    r"a number or a label": N_("needs a number or a label"),
    r"a number, or a symbol where the number is blank": N_("needs a number, or a symbol where the number is blank"),
    r"@ parts a directive from a period and cannot stand in its name": N_(
        "@ parts a directive from a period and cannot stand in its name"
    ),
    r"one of date, month and year": N_("needs one of date, month and year"),
    r"before valid_from": N_("before the day from which it is valid"),
    r"until without day": N_("until without a day"),
    r"two with the same number or id": N_("two with the same number or id"),
    r".+ is of no year of periods": N_("there is no report of such a year"),
    r"“(?P<text>.*)” is a word of a newer program": N_("“{text}” is a word of a newer program"),
    r"not an object": N_("of another kind than belongs here"),
    r"not a list": N_("not a list"),
    r"more than (?P<most>[0-9]+)": N_("more than {most}"),
    # of a line in a log or a parcel
    r"not in its one canonical spelling|a line is not in its one canonical spelling|"
    r"a chain that is not in its one canonical spelling": N_("it is not written in its one right spelling"),
    r"text is not in Unicode form NFC": N_("text in it is not in Unicode form NFC"),
    r"[0-9]+ bytes; at least [0-9]+, at most (?P<most>[0-9]+)": N_("empty, or longer than {most} bytes"),
    r"does not belong in a \w+ log": N_("it stands in a log of another kind than it may"),
    r"JSON is malformed.*|Input data was truncated": N_("it is damaged: cut, or not JSON"),
    r"'utf-8' codec can't (?:de|en)code .*": N_("it is damaged: it holds bytes that are no text"),
    r"Number out of range.*": N_("a number in it is not whole, or too large"),
    r"it does not begin with its kind": N_("it does not say what it is"),
    r"kind (?P<text>.*) is unknown here": N_("it is of a kind that this program does not know: {text}"),
    r"field (?P<text>.*) is unknown here": N_("it has a field that this program does not know: {text}"),
    r"objects and lists lie too deep within each other": N_("objects and lists in it lie too deep within each other"),
    r"a number that is not whole, or beyond what is exact": N_("a number in it is not whole, or too large"),
    r"keys out of their order": N_("its fields are not in their order"),
    r"(?:not-base64|not-utf8|wrong-length)\(.*\)": N_("a hash or key in it is not written as it must be"),
    r"month must be in .*|day .*must be in range .*|day is out of range .*|Invalid isoformat string.*": N_(
        "a day in it is not in the calendar"
    ),
    r"a first entry sets title and date": N_("a new activity needs what was done and the day"),
    r"its last day is not 1 to (?P<most>[0-9]+) days after the first": N_(
        "its last day is not 1 to {most} days after the first"
    ),
    r"audiences are not in order, each once": N_("whom it was for does not stand in order, each once"),
    r"languages are not in order, each once": N_("its other languages do not stand in order, each once"),
    r"covers is not sorted by device, each once": N_("it does not name each laptop once, in order"),
    r"figures not in order of their codes, or of no activity": N_("its figures are not in order, or of no activity"),
    r"the last of them is before the first": N_("its last entry is before its first"),
    r"it is no later generation, kept up to here": N_("a restore does not go on from where the registry stood"),
    r"nothing was restored before": N_("it speaks of a restore that there was not"),
    r"no log of that generation, or one that stands twice": N_("a restore names a log that there was not, or one twice"),
    r"it does not follow the restore that it speaks of": N_("it stands apart from the restore that it belongs to"),
    r"the time is not that of the receipt": N_("it states another time than the receipt that it repeats"),
    r"a head stands twice": N_("it names a head twice"),
    r"logs are not in order, each once": N_("its logs are not in order, or one stands twice"),
    r"a review is about an activity or about a report": N_("an answer is to one activity or to one report"),
    r"what is returned says why": N_("what is returned needs a reason"),
    r"a unit stands twice on one side": N_("a unit is named twice"),
    r"more entries than that log had": N_("more entries than that log had"),
    r"whom it succeeds, and by whose word, stand together or not at all"
    r"|its invite and proof are not those of the old key's word": N_(
        "what it says of the laptop that it replaces does not hold"
    ),
    r"other bytes than were written": N_("other bytes than were written"),
    r"these units cannot be (?:\w+) into those": N_("these units cannot become those in this way"),
    r"a province is neither merged nor split in its own registry": N_(
        "a province is neither merged nor split in its own registry"
    ),
    r"an entry that was not read whole|an entry that this program could not read again": N_(
        "only a newer program can read all of the directive"
    ),
    # of a registry
    r"the first entry, and no other, names the hub": N_("the first entry, and no other, names the hub"),
    r"unknown unit, or an entry redacted twice": N_("it erases what is erased already, or in a unit that is unknown"),
    r"an entry is redacted twice": N_("it erases one entry twice"),
    r"what stands for a redacted entry is none, or says more than it may": N_(
        "what it leaves of an entry that is erased is not what may be left"
    ),
    r"an entry that was redacted": N_("its entry is erased, and nobody can prove it any more"),
    r"unknown unit": N_("it speaks of a unit that was not stated before"),
    r"unknown unit, or a device enrolled twice": N_("the laptop's unit is unknown, or the laptop is enrolled twice"),
    r"it takes the place of no laptop of its unit, or a taken one": N_(
        "the laptop whose place it takes is none of its unit, or has been replaced before"
    ),
    r"unknown device, or one revoked twice": N_("the laptop is unknown, or was revoked before"),
    r"(?P<text>.*) is not the key of (?P<owner>.*)": N_("{text} is not the key of {owner}"),
    # of a policy
    r"too much in it": N_("there is too much in it"),
    r"a character that no policy has": N_("it has a character that none may have, as a line end that Windows writes"),
    r"the last line has no line end": N_("the last line has no line end, so the file may be cut off"),
    r"no quorum": N_("no line says whose cosignatures are needed: quorum NAME"),
    r"too few words, or too many": N_("too few words, or too many"),
    r"none of log, witness, group and quorum": N_("it begins with none of the words log, witness, group, quorum, #"),
    r"not the key of a log": N_("that is not the key of a log, as “soxa hub key” prints it"),
    r"not the key of a witness": N_("that is not a key of a witness of the kind that this program knows (cosignature/v1)"),
    r"a key that stands twice": N_("the key stands twice"),
    r"a name that is given already": N_("the name is given already"),
    r"a name that no line before gives": N_("no line before gives this name"),
    r"a member of two groups, or twice of one": N_("one of them is a member of a group already"),
    r"no number of its members": N_("so many of its members there are not: write all, any, or from 1 to their number"),
    r"a second quorum": N_("a second quorum"),
    # of a parcel
    r"bytes after the end": N_("something stands after its end"),
    r"a frame without a checksum": N_("a part of it has no checksum"),
    r"an empty entry": N_("an entry in it is empty"),
    r"more than the leaf hash of a redacted entry": N_("something stands where an entry is erased"),
    r"a line out of its place": N_("a line in it is out of place"),
    r"a range that ends before it starts, or too many ranges": N_("what it says it holds cannot be"),
    r"the counts at its end do not agree": N_("it does not hold as much as it says at its end"),
    r"entries in a range that has none": N_("it holds entries where it says that there are none"),
    # of the parts of a kit
    r"it is not signed by whom it should be": N_("it is not signed by whom it should be"),
    r"it is not as it was made": N_("it is not as it was made"),
    r"its name is no wheel's": N_("its name is not that of a package of Python (.whl)"),
    r"what it needs is not said as it should be": N_("what it needs is not said as it should be"),
    # of receipts
    r"it is cut off, or too big": N_("it is cut off, or too big"),
    r"a note of another log": N_("a signed head in it is of another log"),
    r"a note that stands twice": N_("a signed head stands in it twice"),
    # of an annex
    r"the time of the export": N_("the time at which it says it was made cannot be"),
    r"there is no sheet “(?P<text>.*)”": N_("there is no sheet “{text}”"),
    r"“(?P<text>.*)” is not a time": N_("“{text}” is not a time"),
    r"“(?P<text>.*)” is missing": N_("“{text}” is missing"),
    r"“(?P<text>.*)” stands twice": N_("“{text}” stands twice"),
    r"“(?P<text>.*)” is no version of annexes": N_("“{text}” is no version of annexes"),
    r"“(?P<text>.*)” does not say for whom activities are counted": N_(
        "“{text}” does not say for whom activities are counted"
    ),
    r"line (?P<text>[0-9]+): too many lines, or not (?P<most>[0-9]+) columns": N_(
        "line {text}: too many lines, or not {most} columns"
    ),
    r"too many sheets, or two of one name": N_("it has too many sheets, or two of one name"),
    r"too many parts, or two of one name": N_("the file has too many parts, or two of one name"),
    r"(?P<sheet>.*): declares a document type": N_("the sheet “{sheet}” holds what no workbook needs"),
    r"(?P<sheet>.*): too much in it": N_("the sheet “{sheet}” holds too much"),
    r"(?P<sheet>.*): too many rows or columns": N_("the sheet “{sheet}” has too many rows or columns"),
    r"(?P<sheet>.*): row .* after row .*|(?P<in>.*): a cell after \w+ does not follow it": N_(
        "rows or cells of a sheet are not in order"
    ),
    r"(?P<sheet>.*): two values in (?P<text>\w+)": N_("the sheet “{sheet}” has two values in the cell {text}"),
    r"(?P<sheet>.*): \w+: cells show something else than they hold": N_(
        "cells of the sheet “{sheet}” show something else than they hold"
    ),
    r"(?P<sheet>.*): \w+ .*: is hidden": N_("something in the sheet “{sheet}” is hidden"),
}
"""By what an error says for a `why`, a pattern of all of it: how people read it."""

_NUMBERED: Final = re.compile(r"\[(?:Errno|WinError) -?[0-9]+\] ?")
"""What Python puts before the words of an operating system."""

_WITHIN: Final = re.compile(r"bad-[a-z]+\((?:.*, )?why=(?P<quote>['\"])(?P<why>.*)(?P=quote)\)", re.DOTALL)
"""An error of our own that stands in another's `why`."""

_KEY: Final = re.compile(r"[a-z]+(?:_[a-z]+)*(?:\[[0-9]+\])?(?:\.[a-z]+(?:_[a-z]+)*(?:\[[0-9]+\])?)*\Z")
"""The way to a key at the end of a place in a directive: tasks[0].due."""


_OTHERWISE: Final[Mapping[str, str]] = {
    "bad-annex": N_("a part of it cannot be read"),
    "bad-csv": N_("a part of it cannot be read"),
    "bad-form": N_("a part of it is not as browsers send it"),
    "bad-parcel": N_("a part of it cannot be read"),
    "no-answer": N_("the line failed in another way"),
}
"""By the code of an error, why, where no reason above says more."""

_OTHER: Final = N_("an error of another kind")

_PARCELS: Final[Mapping[str, str]] = {
    "push": N_("what a laptop sends to the province"),
    "reply": N_("the province's answer to a laptop"),
    "bundle": N_("a bundle for an audit"),
}
"""By its kind, what a parcel is."""

_OF_QUARANTINED: Final[Mapping[str, str]] = {
    "future": N_("a newer program wrote it"),
    "invalid": N_("it breaks the format"),
}


def fact_words(error: SoxaError, name: str, value: str) -> str:
    """A fact of an error, as people read it."""
    if name == "list":
        return _list_words(value)
    if name == "near" and error.facts.get("list") in _LISTS:
        return "; ".join(_term_words(str(error.facts["list"]), code) for code in value.split(", "))
    if name == "why":
        return _WHYS.get(error.code, reason_words)(value) or _(_OTHERWISE.get(error.code, _OTHER))
    if name == "kind" and value in _PARCELS:
        return _(_PARCELS[value])
    if name == "field":
        return _FIELDS.get(error.code, str)(value)
    return value


def technical_detail(error: SoxaError) -> str | None:
    """Why an error was raised, marked as a technician's, where people's words for it do not say so."""
    why = error.facts.get("why")
    if not isinstance(why, str) or not why.strip() or _WHYS.get(error.code, reason_words)(why) is not None:
        return None
    return _technical(why)


def detail_words(detail: str) -> str:
    """What a program says against an entry: in people's words, or marked as a technician's."""
    return reason_words(detail) or _technical(detail)


def held_words(why: str, detail: str) -> str:
    """Why an entry is held back, `QuarantineReason`, and what exactly is the matter with it."""
    return f"{_(_OF_QUARANTINED[why])}: {detail_words(detail)}"


def _technical(detail: str) -> str:
    return _("Technical detail: {detail}").format(detail=_NUMBERED.sub("", detail))


def _activity_field(code: str) -> str:
    from sync.wording.fields import field_name  # noqa: PLC0415 - most errors have no such fact

    return field_name(code)


def _term_words(which: str, code: str) -> str:
    """A code of a list of the vocabulary, and what it is called."""
    from sync.wording.names import term  # noqa: PLC0415 - as above

    return f"{code} ({term(cast('ListName', which), code)})"


def _directive_field(place: str) -> str:
    return _KEY.sub(lambda key: _key_words(key[0]), place)


def _list_words(name: str) -> str:
    return _(_LISTS[name]) if name in _LISTS else name


def reason_words(why: str) -> str | None:
    """A `why` in people's words; None if no table here knows it."""
    if within := _WITHIN.fullmatch(why):
        return reason_words(within["why"])
    said = _NUMBERED.sub("", why, count=1)
    for pattern, told in _REASONS.items():
        if match := re.fullmatch(pattern, said, re.DOTALL):
            words = {"key": _key_words, "list": _list_words}
            return _(told).format(**{name: words.get(name, str)(text or "") for name, text in match.groupdict().items()})
    return None


def _key_words(way: str) -> str:
    """A key of a directive as it stands in a file, and what it is called."""
    from sync.wording.directives import key_words  # noqa: PLC0415 - as above

    called = key_words(re.sub(r"\[[0-9]+\]", "", way).rpartition(".")[2])
    return f"{way} ({called})" if called else way


_FIELDS: Final[dict[str, Callable[[str], str]]] = {
    "field-needed": _activity_field,
    "column-twice": _activity_field,
    "bad-directive": _directive_field,
}
"""By the code of an error that names a field, what the field is called."""

_WHYS: Final[Mapping[str, Callable[[str], str | None]]] = {"usage": str}
"""By the code of an error whose `why` is in the reader's words already, how it is told."""
