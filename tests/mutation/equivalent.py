"""Mutants that no test can notice, because nothing changes that anybody could see: each with its reason.

By path and the line as it stands: the change, or `*` for every change of that line. A line that is written anew takes its
entry along or loses it.
"""

from __future__ import annotations

from typing import Final

from tests.mutation.mutants import Mutant

_BATCH: Final = "sync/ledger/decode_batch.py"
_KEYFILE: Final = "sync/log/keyfile.py"
_PARCEL: Final = "sync/exchange/parcel.py"
_SQUEEZED: Final = "how hard and by how many threads a parcel is squeezed: readers need not know"

EQUIVALENT: Final[dict[tuple[str, str], dict[str, str]]] = {
    (_BATCH, "_Short = Annotated[str, Meta(max_length=64)]"): {
        "*": "a longer word is refused by its pattern, a shorter one read alone: only what is remembered changes"
    },
    (
        _BATCH,
        "class _QuickFields(e.Fields, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):",
    ): {"*": "an unknown field is missed when the lines are written again, and what is unset is never written"},
    (_BATCH, 'if log is not LogKind.DEVICE or not lines or b"" in lines or len(max(lines, key=len)) > MAX_ENTRY:'): {
        "log is not LogKind.DEVICE or not lines or b'' in lines or (len(max(lines, key=len)) > MAX_ENTRY) -> "
        "log is not LogKind.DEVICE or not lines or len(max(lines, key=len)) > MAX_ENTRY": (
            "an empty line is passed over, and missed when the lines are written again"
        ),
        "len(max(lines, key=len)) > MAX_ENTRY -> len(max(lines, key=len)) >= MAX_ENTRY": "costs time: each is read alone",
    },
    (_BATCH, "if len(quick) == len(entries):"): {
        "if len(quick) == len(entries) -> no guard": "the list that is built below is then the same"
    },
    (
        "sync/ledger/text.py",
        r'_TONES: Final = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}',
    ): {"1 -> 2": "the tones stay in their order, after no tone"},
    ("sync/ledger/text.py", "tones.append(next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0))"): {
        "1 -> 0": "a mark that stands alone is a letter of its own, which decides before any tone",
        "0 -> -1": "no tone stays before every tone",
    },
    (
        "sync/ledger/text.py",
        'shaped = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _SHAPES))',
    ): {"1 -> 0": "a mark that stands alone is written twice, and looked at once"},
    ("sync/ledger/text.py", "return 2, _LETTERS[char]"): {
        "2 -> 3": "the place of a letter is less than the code point of any letter that is none of ours"
    },
    ("sync/ledger/text.py", "return (3 if char.isalpha() else 0), ord(char[0])"): {
        "3 -> 4": "letters that are none of ours stay after all others",
        "3 -> 2": "the code point of a letter that is none of ours is greater than the place of any that is",
        "0 -> -1": "signs stay before all others; and what `char` holds is one character, the first and the last",
    },
    (
        "sync/ledger/reporting_status.py",
        "if first is None or None in firsts:",
    ): {
        "first is None or None in firsts -> None in firsts": (
            "something is always demanded, so without any first report there is a None among them"
        )
    },
    (
        "sync/ledger/unit_history.py",
        'if event.how != "renamed" and not units.isdisjoint(event.units):',
    ): {
        "event.how != 'renamed' and (not units.isdisjoint(event.units)) -> not units.isdisjoint(event.units)": (
            "a unit that is renamed becomes itself"
        )
    },
    (
        "sync/ledger/unit_history.py",
        "return code in self._editions and self._editions[code][0][0] < day",
    ): {
        "code in self._editions and self._editions[code][0][0] < day -> self._editions[code][0][0] < day": (
            "a registry holds no event of a unit that it does not know"
        )
    },
    ("sync/ledger/vocabulary.py", "close = difflib.get_close_matches(wanted[:100], codes, n=_SHOWN)"): {
        "100 -> 101": "a bound on the time that an endless text takes, and no name is as long",
        "100 -> 99": "a bound on the time that an endless text takes, and no name is as long",
    },
    (_KEYFILE, "file.flush()"): {"file.flush() -> pass": "the file is closed at once"},
    (_KEYFILE, "os.fsync(file.fileno())"): {"os.fsync(file.fileno()) -> pass": "only a power cut would tell"},
    (_KEYFILE, "path.unlink(missing_ok=True)  # it is new, and half a key would be in the way of the next attempt"): {
        "True -> False": "it was made just before"
    },
    (_KEYFILE, "data = file.read(_MAX_FILE + 1)"): {"1 -> 2": "two bytes too many are as bad as one"},
    ("sync/log/merkle.py", "implied = node_hash(sibling, implied) if start < index else node_hash(implied, sibling)"): {
        "start < index -> start <= index": "a sibling never starts at the leaf itself"
    },
    ("sync/log/proof.py", "has_extra = len(lines) > 1 and lines[1].startswith(_EXTRA)"): {
        "1 -> 2": "of the number of lines: two that end with the extra one lack the index, and are refused as before"
    },
    (_PARCEL, "_PIECE: Final = 256 * 1024"): {"*": "bytes that are unpacked at a time: the events say the same"},
    (_PARCEL, "_HANDS: Final = 2 if _P.nb_workers.bounds()[1] >= 2 else 0"): {"*": _SQUEEZED},
    (_PARCEL, "_JOB: Final = 1024 * 1024 if _HANDS else 0"): {"*": _SQUEEZED},
    (_PARCEL, "_P.compression_level: 6,"): {"*": _SQUEEZED},
    (_PARCEL, "_P.search_log: 6,"): {"*": _SQUEEZED},
    (_PARCEL, "_P.min_match: 6,"): {"*": _SQUEEZED},
    (_PARCEL, "_P.hash_log: 17,"): {"*": _SQUEEZED},
    (_PARCEL, "Effort.FILE: {_P.compression_level: 12},"): {"*": _SQUEEZED},
}


def is_equivalent(mutant: Mutant) -> bool:
    """Whether a mutant is known to change nothing."""
    known = EQUIVALENT.get((mutant.path, mutant.code), {})
    return "*" in known or mutant.change in known
