"""One vector file: a few header lines, an empty line, then the bytes that a reader is given (see README.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent

_KNOWN = ("expect", "comment", "read")


@dataclass(frozen=True)
class Vector:
    """Bytes, what reads them, and what must come of it."""

    name: str
    """Its path below the vectors' folder, without the suffix `.txt`."""
    read: str
    """What reads the bytes: see README.md."""
    expect: str
    """`ok`, or the code of the error, or what an entry is."""
    comment: str
    """The fault, in one line."""
    body: bytes
    given: dict[str, str] = field(default_factory=dict)
    """What the reader has besides the bytes, such as the key that it trusts."""

    def path(self) -> Path:
        return ROOT / f"{self.name}.txt"

    def format(self) -> bytes:
        headers = {"expect": self.expect, "comment": self.comment, "read": self.read, **self.given}
        return "".join(f"{key}: {value}\n" for key, value in headers.items()).encode() + b"\n" + self.body


def parse(path: Path) -> Vector:
    """Read a vector file."""
    head, _, body = path.read_bytes().partition(b"\n\n")
    headers = dict(line.split(": ", 1) for line in head.decode("utf-8").split("\n"))
    given = {key: value for key, value in headers.items() if key not in _KNOWN}
    name = path.relative_to(ROOT).with_suffix("").as_posix()
    return Vector(name, headers["read"], headers["expect"], headers["comment"], body, given)
