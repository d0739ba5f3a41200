"""Policies: whose cosignatures an auditor wants to see on a log's head (C2SP tlog-policy).

    log <vkey> [<url>]                      a log that is meant; none: whichever the auditor was given the key of
    witness <name> <vkey> [<url>]           a witness, by a name that means something in this file alone
    group <name> all|any|<k> <member>...    so many of witnesses and of groups that stand before
    quorum <name>|none                      the witness or group that must have cosigned; once

Words stand between spaces or tabs; lines that are empty or begin with # say nothing. Names are bytes, which are compared and
nothing else. Read strictly: what cannot be understood whole is refused, for a rule that is passed over is a weaker policy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct, field

from sync.encoding.spelling import decimal
from sync.errors import BadInput
from sync.log.note import ED25519, Verifier
from sync.log.witness import witness_key

MAX_POLICY: Final = 2**20
"""Bytes of a policy."""
MAX_NAMES: Final = 1_000
"""Logs, witnesses and groups of a policy."""

NONE: Final = "none"
"""The quorum for which nobody need have cosigned."""


class Group(Struct, frozen=True):
    """Witnesses and groups, of which so many must have cosigned."""

    needed: int
    members: tuple[str, ...]


class Policy(Struct, frozen=True):
    """A policy that was read. Names that are no UTF-8 have surrogate escapes for their bytes."""

    logs: tuple[Verifier, ...]
    witnesses: Mapping[str, Verifier]
    """By their names in the file."""
    groups: Mapping[str, Group] = field(default_factory=dict)
    """By their names, each after those that it is made of."""
    quorum: str = NONE

    def is_met(self, cosigned: Collection[str]) -> bool:
        """Whether the quorum has cosigned, of the witnesses with these names."""
        met = set(cosigned) & set(self.witnesses)
        for name, group in self.groups.items():
            if sum(member in met for member in group.members) >= group.needed:
                met.add(name)
        return self.quorum == NONE or self.quorum in met

    def concerns(self, key: Verifier) -> bool:
        """Whether the log with this key is meant: a log's name changes with its generation, and its key stays."""
        return not self.logs or any(log.key == key.key for log in self.logs)


def parse(data: bytes) -> Policy:
    """Read a policy. Raises BadInput("bad-policy") with the number of the `line`, and why."""
    return _Reading().read(data)


class _Reading:
    def __init__(self) -> None:
        self._line = 0
        self._logs: list[Verifier] = []
        self._witnesses: dict[str, Verifier] = {}
        self._groups: dict[str, Group] = {}
        self._members: set[str] = set()
        self._quorum: str | None = None

    def read(self, data: bytes) -> Policy:
        if len(data) > MAX_POLICY:
            raise self._wrong("too much in it")
        *lines, rest = data.split(b"\n")
        for line in lines:
            self._line += 1
            if any(byte == 0x7F or (byte < 0x20 and byte != 0x09) for byte in line):
                raise self._wrong("a character that no policy has")
            words = line.decode("utf-8", "surrogateescape").replace("\t", " ").split(" ")
            self._take([word for word in words if word])
        self._line += 1
        if rest:  # it may be the beginning of a line that says something else
            raise self._wrong("the last line has no line end")
        if self._quorum is None:
            raise self._wrong("no quorum")
        return Policy(tuple(self._logs), self._witnesses, self._groups, self._quorum)

    def _take(self, words: list[str]) -> None:
        if not words or words[0].startswith("#"):
            return
        if len(self._logs) + len(self._witnesses) + len(self._groups) > MAX_NAMES:
            raise self._wrong("too much in it")
        word, *rest = words
        match word, len(rest):
            case "log", 1 | 2:
                self._log(rest[0])
            case "witness", 2 | 3:
                self._witness(rest[0], rest[1])
            case "group", count if count >= 3:
                self._group(rest[0], rest[1], rest[2:])
            case "quorum", 1:
                self._set_quorum(rest[0])
            case "log" | "witness" | "group" | "quorum", _:
                raise self._wrong("too few words, or too many")
            case _:
                raise self._wrong("none of log, witness, group and quorum")

    def _log(self, vkey: str) -> None:
        try:
            verifier = Verifier.parse(vkey)
        except BadInput:
            raise self._wrong("not the key of a log") from None
        if verifier.algorithm != ED25519:
            raise self._wrong("not the key of a log")
        if any(log.key == verifier.key for log in self._logs):
            raise self._wrong("a key that stands twice")
        self._logs.append(verifier)

    def _witness(self, name: str, vkey: str) -> None:
        try:
            verifier = witness_key(vkey)
        except BadInput:
            raise self._wrong("not the key of a witness") from None
        self._check_new(name)
        if any(known.key == verifier.key for known in self._witnesses.values()):
            raise self._wrong("a key that stands twice")
        self._witnesses[name] = verifier

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        self._check_new(name)
        for member in members:
            if not self._is_defined(member):
                raise self._wrong("a name that no line before gives")
            if member in self._members:
                raise self._wrong("a member of two groups, or twice of one")
            self._members.add(member)
        self._groups[name] = Group(self._needed(threshold, len(members)), tuple(members))

    def _needed(self, threshold: str, members: int) -> int:
        if threshold in ("all", "any"):
            return members if threshold == "all" else 1
        try:
            needed = decimal(threshold)
        except BadInput:
            raise self._wrong("no number of its members") from None
        if not 1 <= needed <= members:
            raise self._wrong("no number of its members")
        return needed

    def _set_quorum(self, name: str) -> None:
        if self._quorum is not None:
            raise self._wrong("a second quorum")
        if name != NONE and not self._is_defined(name):
            raise self._wrong("a name that no line before gives")
        self._quorum = name

    def _check_new(self, name: str) -> None:
        if name == NONE or self._is_defined(name):
            raise self._wrong("a name that is given already")

    def _is_defined(self, name: str) -> bool:
        return name in self._witnesses or name in self._groups

    def _wrong(self, why: str) -> BadInput:
        return BadInput("bad-policy", line=self._line, why=why)
