"""Makes the vectors: `python -m tests.vectors.generate [--check]`. Those of notes, keys, checkpoints, receipts and proofs
are here, those of witnesses in `witnesses`, of what laptops hold in `words`, of sealed parcels in `seals`, of entries in
`entries`, of what is judged in a registry and a bundle in `judged`.

One recipe, one fault. Everything but the fault is right, signatures included, so that a reader that misses it would
take the vector. What README.md says of the format holds for all of them.
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

from sync.encoding.types import Index, Instant, Size
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import proof as proofs
from sync.log.checkpoint import Checkpoint
from sync.log.keyfile import save_key
from sync.log.keys import Signer
from sync.log.merkle import inclusion_proof, leaf_hash, tree_root
from sync.log.note import ED25519, Note, Signature, Verifier
from sync.log.proof import Proof
from sync.log.receipt import cosign, cosigner_verifier, with_signature
from tests.vectors import edwards
from tests.vectors.bundles import bundles
from tests.vectors.entries import entries
from tests.vectors.judged import judged
from tests.vectors.parcels import parcels
from tests.vectors.redactions import redactions
from tests.vectors.registries import registries
from tests.vectors.seals import sealed
from tests.vectors.vector import ROOT, Vector
from tests.vectors.witnesses import witnesses
from tests.vectors.words import words

FOLDERS = (
    "note",
    "verifier-key",
    "key-file",
    "checkpoint",
    "receipt",
    "proof",
    "witness",
    "sealed",
    "parcel",
    "grown",
    "receipts",
)
LEDGER_FOLDERS = ("entry", "directive", "registry", "report", "citation", "bundle", "redaction")

DEVICE = Signer("soxa.example/device/1", bytes(range(32)))
HUB = Signer("soxa.example/hub", bytes(range(32, 64)))
TIME = 1_764_000_000
PASSPHRASE = "mật khẩu của trạm"

ENTRIES = [f'{{"what":"visit","number":{number}}}'.encode() for number in range(5)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
HEAD = Checkpoint(DEVICE.origin, Size(len(LEAVES)), tree_root(LEAVES))
INDEX = 2
HASHES = tuple(inclusion_proof(LEAVES, Index(INDEX)))

TEXT = "The commune has a well,\nand the well has a log.\n"

WEAK = {  # little-endian, as RFC 8032 writes a point
    "of-order-1": "01" + "00" * 31,
    "of-order-2": "ec" + "ff" * 30 + "7f",
    "of-order-4": "00" * 32,
    "of-order-8": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "of-order-8-negative": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "not-canonical": "ef" + "ff" * 30 + "7f",
}


def main() -> int:
    """Write the vectors, or with --check compare them; 1 if any differs."""
    made = {vector.path(): vector.format() for vector in vectors()}
    held = {path for folder in FOLDERS + LEDGER_FOLDERS for path in (ROOT / folder).glob("*.txt")}
    stale = sorted(path for path in held | set(made) if path not in held or made.get(path) != path.read_bytes())
    if "--check" in sys.argv[1:]:
        sys.stderr.writelines(f"differs: {path.relative_to(ROOT)}\n" for path in stale)
        return 1 if stale else 0
    for path in stale:
        path.unlink(missing_ok=True)
        if path in made:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made[path])
    return 0


def vectors() -> Iterator[Vector]:
    """Every vector of ours."""
    yield from _notes()
    yield from _verifier_keys()
    yield from _key_files()
    yield from _checkpoints()
    yield from _receipts()
    yield from _proofs()
    yield from witnesses()
    yield from words()
    yield from sealed()
    yield from parcels()
    yield from entries()
    yield from registries()
    yield from judged()
    yield from bundles()
    yield from redactions()


def _signed(text: str, signer: Signer = DEVICE) -> str:
    """A note of any text, with a right signature."""
    return f"{text}\n{_line(signer.name, signer.verifier.key_id, signer.sign(text.encode()))}"


def _line(name: str, key_id: bytes, signature: bytes) -> str:
    return f"— {name} {_base64(key_id + signature)}\n"


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _respelled(base64: str) -> str:
    """Another base64 of the same bytes: the bits that the last digit has too many are not 0. It must end in `=`."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    data = base64.rstrip("=")
    other = data[:-1] + digits[digits.index(data[-1]) + 1]
    respelled = other + "=" * (len(base64) - len(data))
    assert respelled != base64
    assert b64decode(respelled) == b64decode(base64)
    return respelled


def _notes() -> Iterator[Vector]:
    note = _signed(TEXT)
    line = note.removeprefix(f"{TEXT}\n")
    base64 = line.split(" ")[2].rstrip("\n")
    other = _line("soxa.example/other", b"\1\2\3\4", bytes(64))
    slashes = _line("soxa.example", b"\1\2\3\4", b"\xff" * 8)
    table = {
        "valid": ("ok", "one signature", note),
        "valid-empty-lines": ("ok", "the text has empty lines, the last one separates", _signed("\n\none\n\ntwo\n\n")),
        "valid-unknown-lines": ("ok", "lines of unknown keys are left alone", note + other),
        "same-name-other-key": ("ok", "a line with our name and another key id is not ours", note + _other_key_line()),
        "changed-text": ("bad-signature", "one letter of the text is changed", note.replace("well,", "Well,")),
        "changed-signature": ("bad-signature", "one bit of the signature is flipped", _with_flipped_bit(note)),
        "unsigned": ("unsigned", "only an unknown key signed", f"{TEXT}\n{other}"),
        "other-key": ("unsigned", "our name with the key id of another key", f"{TEXT}\n{_other_key_line()}"),
        "other-name": ("unsigned", "our key id with another name", note.replace(DEVICE.name, HUB.name)),
        "empty": ("bad-note", "nothing", ""),
        "no-text": ("bad-note", "signature lines without a text", f"\n{line}"),
        "no-empty-line": ("bad-note", "no empty line between text and signatures", TEXT + line),
        "no-signature": ("bad-note", "no signature line", f"{TEXT}\n"),
        "no-last-newline": ("bad-note", "the last line has no newline", note[:-1]),
        "line-after-signatures": ("bad-note", "an empty line after the signatures", note + "\n"),
        "text-after-signatures": ("bad-note", "a line after the signatures that is not one", note + "the end\n"),
        "crlf": ("bad-note", "the lines end in carriage return and newline", note.replace("\n", "\r\n")),
        "tab": ("bad-note", "a control character in the text", _signed("one\ttwo\n")),
        "nul": ("bad-note", "a zero byte in the text", _signed("one\0two\n")),
        "hyphen": ("bad-note", "the line begins with a hyphen", note.replace("—", "-")),
        "two-spaces": ("bad-note", "two spaces before the signature", note.replace(base64, f" {base64}")),
        "trailing-space": ("bad-note", "a space after the signature", note[:-1] + " \n"),
        "plus-in-name": ("bad-note", "a key name with a plus", note + other.replace("/other", "/o+her")),
        "space-in-name": ("bad-note", "a key name with a no-break space", note + other.replace("/other", "/o\u00a0er")),
        "short-signature": ("bad-note", "a signature line with a key id only", note + _line("a", b"\1\2\3\4", b"")),
        "no-padding": ("bad-note", "base64 without its padding", note.replace("=\n", "\n")),
        "loose-base64": ("bad-note", "base64 with bits left over", note.replace(base64, _respelled(base64))),
        "url-base64": ("bad-note", "base64 of the URL alphabet", note + slashes.replace("/", "_")),
        "twice": ("bad-note", "the same line twice", note + line),
        "too-many-lines": ("bad-note", "101 signature lines", note + "".join(_lines(100))),
    }
    given = {"vkey": DEVICE.verifier.vkey()}
    for name, (expect, comment, text) in table.items():
        yield Vector(f"note/{name}", "note", expect, comment, text.encode(), given)
    latin = note.encode().replace(b"well", b"w\xe9ll")
    yield Vector("note/latin-1", "note", "not-utf8", "a byte that is not UTF-8", latin, given)
    yield from _odd_signatures()


def _odd_signatures() -> Iterator[Vector]:
    """Signatures of which implementations of Ed25519 do not all say the same: PROTOCOL.md, Keys."""
    message = TEXT.encode()
    mixed = Verifier("soxa.example/mixed", ED25519, edwards.encoded(edwards.MIXED))
    nowhere = Verifier("soxa.example/nowhere", ED25519, edwards.OFF_THE_CURVE)
    strict, cofactored = (edwards.mixed_signature(message, strict=strict) for strict in (True, False))
    table = {
        "mixed-order-key": ("ok", "a key of mixed order, and the equation holds as it stands", mixed, strict),
        "cofactored": ("bad-signature", "the equation holds only when multiplied by the cofactor", mixed, cofactored),
        "key-off-the-curve": ("bad-signature", "the key is no point of the curve", nowhere, DEVICE.sign(message)),
        "s-not-reduced": ("bad-signature", "S is not below the group's order", *_not_reduced(message)),
    }
    for name, (expect, comment, key, signature) in table.items():
        note = f"{TEXT}\n{_line(key.name, key.key_id, signature)}"
        yield Vector(f"note/{name}", "note", expect, comment, note.encode(), {"vkey": key.vkey()})


def _not_reduced(message: bytes) -> tuple[Verifier, bytes]:
    return DEVICE.verifier, edwards.not_reduced(DEVICE.sign(message))


def _other_key_line() -> str:
    """A good signature of the text under the device's name, by a key that the reader does not know."""
    other = HUB.renamed(DEVICE.name)
    return _line(other.name, other.verifier.key_id, other.sign(TEXT.encode()))


def _with_flipped_bit(note: str) -> str:
    parsed = notes.parse(note)
    line = parsed.signatures[0]
    flipped = bytes([line.signature[0] ^ 1]) + line.signature[1:]
    return notes.format(Note(parsed.text, (Signature(line.name, line.key_id, flipped),)))


def _lines(count: int) -> Iterator[str]:
    return (_line(f"soxa.example/other/{number}", b"\1\2\3\4", b"\0") for number in range(count))


def _verifier_keys() -> Iterator[Vector]:
    key = DEVICE.verifier
    vkey = key.vkey()
    base64 = vkey.rpartition("+")[2]
    cosigner = cosigner_verifier(HUB)
    key_id = key.key_id.hex()
    table = {
        "valid": ("ok", "an Ed25519 key", vkey),
        "valid-cosigner": ("ok", "a cosigner's key", cosigner.vkey()),
        "empty": ("bad-verifier-key", "nothing", ""),
        "last-newline": ("bad-verifier-key", "a newline after the key", vkey + "\n"),
        "changed-id": ("bad-verifier-key", "another key's id", _vkey(key.name, key.material, b"\1\2\3\4")),
        "upper-case-id": ("bad-verifier-key", "the key id in capitals", vkey.replace(key_id, key_id.upper())),
        "changed-name": ("bad-verifier-key", "another name", vkey.replace("device/1", "device/2")),
        "no-name": ("bad-verifier-key", "an empty name", _vkey("", key.material)),
        "space-in-name": ("bad-verifier-key", "a name with a space", _vkey("the device", key.material)),
        "unknown-type": ("bad-verifier-key", "the signature type 2", _vkey(key.name, b"\x02" + key.key)),
        "short-key": ("bad-verifier-key", "a key of 31 bytes", _vkey(key.name, key.material[:-1])),
        "long-key": ("bad-verifier-key", "a key of 33 bytes", _vkey(key.name, key.material + b"\0")),
        "loose-base64": ("bad-verifier-key", "a digit after the base64", vkey + "A"),
        "no-id": ("bad-verifier-key", "no key id", f"{key.name}+{base64}"),
    }
    for name, (expect, comment, text) in table.items():
        yield Vector(f"verifier-key/{name}", "verifier-key", expect, comment, text.encode())
    nowhere = Verifier("soxa.example/nowhere", ED25519, edwards.OFF_THE_CURVE).vkey()
    yield Vector(
        "verifier-key/off-the-curve", "verifier-key", "ok", "no point of the curve: nothing holds under it", nowhere.encode()
    )
    for name, point in WEAK.items():
        weak = _vkey("soxa.example/weak", b"\x01" + bytes.fromhex(point))
        yield Vector(
            f"verifier-key/weak-{name}", "verifier-key", "weak-key", f"a point {name.replace('-', ' ')}", weak.encode()
        )


def _vkey(name: str, material: bytes, key_id: bytes | None = None) -> str:
    """A verifier key as it would be, were it one."""
    return f"{name}+{(key_id or notes.key_id(name, material)).hex()}+{_base64(material)}"


def _key_files() -> Iterator[Vector]:
    plain = f"{DEVICE.private_text()}\n"
    sealed = _sealed_key()
    header, kdf, log2n, salt, nonce, box = sealed.rstrip("\n").split(" ")
    key_id = DEVICE.verifier.key_id.hex()
    unsealed = {
        "valid": ("ok", "a key without a passphrase", plain),
        "empty": ("bad-key-file", "nothing", ""),
        "no-newline": ("bad-key-file", "the line has no newline", plain[:-1]),
        "crlf": ("bad-key-file", "the line ends in carriage return and newline", plain.replace("\n", "\r\n")),
        "second-line": ("bad-key-file", "a second line", plain + plain),
        "changed-id": ("bad-key-file", "a key id that is not the key's", plain.replace(key_id, "01020304")),
        "public": ("bad-key-file", "the verifier key in its place", f"{DEVICE.verifier.vkey()}\n"),
        "key-needs-passphrase": ("key-needs-passphrase", "no passphrase is given", sealed),
    }
    for name, (expect, comment, text) in unsealed.items():
        yield Vector(f"key-file/{name}", "key-file", expect, comment, text.encode(), {"vkey": DEVICE.verifier.vkey()})

    words = f"{log2n} {salt} {nonce} {box}\n"
    other_salt = _base64(bytes(16))
    short_nonce = _base64(bytes(11))
    under_passphrase = {
        "sealed-valid": ("ok", "a key under a passphrase", sealed),
        "sealed-other-salt": ("wrong-passphrase", "another salt", sealed.replace(salt, other_salt)),
        "sealed-too-cheap": ("bad-key-file", "scrypt with N = 2^9", f"{header} {kdf} 9 {salt} {nonce} {box}\n"),
        "sealed-too-dear": ("bad-key-file", "scrypt with N = 2^21", f"{header} {kdf} 21 {salt} {nonce} {box}\n"),
        "sealed-leading-zero": ("bad-key-file", "015 for 15", f"{header} {kdf} 0{words}"),
        "sealed-short-nonce": ("bad-key-file", "a nonce of 11 bytes", sealed.replace(nonce, short_nonce)),
        "sealed-no-nonce": ("bad-key-file", "no nonce", f"{header} {kdf} {log2n} {salt} {box}\n"),
        "sealed-other-kdf": ("bad-key-file", "an unknown word for scrypt", f"{header} argon2id {words}"),
    }
    given = {"vkey": DEVICE.verifier.vkey(), "passphrase": PASSPHRASE}
    for name, (expect, comment, text) in under_passphrase.items():
        yield Vector(f"key-file/{name}", "key-file", expect, comment, text.encode(), given)
    mistyped = given | {"passphrase": "mat khau cua tram"}
    yield Vector("key-file/sealed-mistyped", "key-file", "wrong-passphrase", "no accents", sealed.encode(), mistyped)


def _sealed_key() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key"
        save_key(path, DEVICE, passphrase=PASSPHRASE, salt=bytes(range(64, 80)), nonce=bytes(range(80, 92)))
        return path.read_text(encoding="utf-8")


def _checkpoints() -> Iterator[Vector]:
    origin, root = DEVICE.origin, _base64(HEAD.root)
    text = HEAD.text()
    valid = checkpoints.sign(HEAD, DEVICE)
    empty = Checkpoint(origin, Size(0), tree_root([]))
    cosigned = _line(origin, cosigner_verifier(DEVICE).key_id, DEVICE.sign(text.encode()))
    table = {
        "valid": ("ok", "five entries", valid),
        "valid-empty": ("ok", "no entry yet", checkpoints.sign(empty, DEVICE)),
        "valid-largest": ("ok", "2^53 entries", _signed(f"{origin}\n{2**53}\n{root}\n")),
        "too-large": ("bad-checkpoint", "2^53 + 1 entries", _signed(f"{origin}\n{2**53 + 1}\n{root}\n")),
        "leading-zero": ("bad-checkpoint", "the size is 05", _signed(f"{origin}\n05\n{root}\n")),
        "plus": ("bad-checkpoint", "the size is +5", _signed(f"{origin}\n+5\n{root}\n")),
        "minus": ("bad-checkpoint", "the size is -0", _signed(f"{origin}\n-0\n{root}\n")),
        "underscore": ("bad-checkpoint", "the size is 1_0", _signed(f"{origin}\n1_0\n{root}\n")),
        "space": ("bad-checkpoint", "a space before the size", _signed(f"{origin}\n 5\n{root}\n")),
        "wide-digit": ("bad-checkpoint", "the size is U+FF15", _signed(f"{origin}\n\uff15\n{root}\n")),
        "no-size": ("bad-checkpoint", "the size is empty", _signed(f"{origin}\n\n{root}\n")),
        "no-root": ("bad-checkpoint", "two lines only", _signed(f"{origin}\n5\n")),
        "short-root": ("bad-checkpoint", "a root of 31 bytes", _signed(f"{origin}\n5\n{_base64(HEAD.root[:31])}\n")),
        "loose-root": ("bad-checkpoint", "base64 with bits left over", _signed(f"{origin}\n5\n{_respelled(root)}\n")),
        "extension-line": ("bad-checkpoint", "a fourth line", _signed(f"{text}more\n")),
        "no-origin": ("bad-checkpoint", "the origin is empty", _signed(f"\n5\n{root}\n")),
        "origin-with-space": ("bad-checkpoint", "the origin has a space", _signed(f"the device\n5\n{root}\n")),
        "other-origin": ("wrong-origin", "a log that is not the key's", _signed(text.replace("device/1", "device/2"))),
        "changed-size": ("bad-signature", "six entries for five", valid.replace("\n5\n", "\n6\n")),
        "unsigned": ("unsigned", "signed by the hub under its own name", _signed(text, HUB)),
        "cosigned-only": ("unsigned", "the key id is of a cosignature", f"{text}\n{cosigned}"),
    }
    for name, (expect, comment, note) in table.items():
        given = {"vkey": DEVICE.verifier.vkey()}
        yield Vector(f"checkpoint/{name}", "checkpoint", expect, comment, note.encode(), given)


def _receipts() -> Iterator[Vector]:
    checkpoint = checkpoints.sign(HEAD, DEVICE)
    line = cosign(HEAD, HUB, Instant(TIME))
    stamp, signature = line.signature[:8], line.signature[8:]
    future = 2**63
    message = f"cosignature/v1\ntime {future}\n{HEAD.text()}"
    other = Checkpoint(HEAD.origin, Size(4), tree_root(LEAVES[:4]))
    version_2 = HUB.sign(f"cosignature/v2\ntime {TIME}\n{HEAD.text()}".encode())
    plain = Signature(HUB.name, HUB.verifier.key_id, HUB.sign(HEAD.text().encode()))
    table = {
        "valid": ("ok", "a receipt", line),
        "no-receipt": ("no-receipt", "no line of the hub", None),
        "other-name": ("no-receipt", "another cosigner's name", Signature("other", line.key_id, line.signature)),
        "plain": ("no-receipt", "the hub signed it as its own note", plain),
        "other-checkpoint": ("bad-receipt", "made for four entries", cosign(other, HUB, Instant(TIME))),
        "changed-time": ("bad-receipt", "a second later", _retimed(line, TIME + 1, signature)),
        "past-2-63": ("bad-receipt", "the time 2^63, well signed", _retimed(line, future, HUB.sign(message.encode()))),
        "no-time": ("bad-receipt", "the signature without its time", Signature(line.name, line.key_id, signature)),
        "long": ("bad-receipt", "one byte too many", Signature(line.name, line.key_id, line.signature + b"\0")),
        "short": ("bad-receipt", "the time only", Signature(line.name, line.key_id, stamp)),
        "other-version": ("bad-receipt", "a message of cosignature/v2", _retimed(line, TIME, version_2)),
    }
    given = {"vkey": DEVICE.verifier.vkey(), "cosigner": cosigner_verifier(HUB).vkey(), "time": str(TIME)}
    for name, (expect, comment, added) in table.items():
        note = with_signature(checkpoint, added) if added else checkpoint
        yield Vector(f"receipt/{name}", "receipt", expect, comment, note.encode(), given)


def _retimed(line: Signature, time: int, signature: bytes) -> Signature:
    return Signature(line.name, line.key_id, time.to_bytes(8, "big") + signature)


def _proofs() -> Iterator[Vector]:
    checkpoint = checkpoints.sign(HEAD, DEVICE)
    receipted = with_signature(checkpoint, cosign(HEAD, HUB, Instant(TIME)))
    valid = proofs.format(Proof(ENTRIES[INDEX], Index(INDEX), HASHES, checkpoint))
    bare = proofs.format(Proof(None, Index(INDEX), HASHES, receipted))
    single = checkpoints.sign(Checkpoint(DEVICE.origin, Size(1), LEAVES[INDEX]), DEVICE)
    first, second, third = map(_base64, HASHES)
    extra = f"extra {_base64(ENTRIES[INDEX])}\n"
    loose_extra = f"extra {_respelled('AA==')}\n"
    swapped = valid.replace(f"{first}\n{second}\n", f"{second}\n{first}\n")
    table = {
        "valid": ("ok", "the entry is the extra data", valid),
        "valid-no-extra": ("ok", "no extra data, and a receipt on the checkpoint", bare),
        "valid-single": ("ok", "a log of one entry needs no hash", proofs.format(Proof(None, Index(0), (), single))),
        "empty": ("bad-proof", "nothing", ""),
        "other-version": ("bad-proof", "version 2", valid.replace("@v1", "@v2")),
        "no-index": ("bad-proof", "no index", valid.replace(f"index {INDEX}\n", "")),
        "leading-zero": ("bad-proof", "the index is 02", valid.replace(f"index {INDEX}", f"index 0{INDEX}")),
        "capital": ("bad-proof", "Index for index", valid.replace("index", "Index")),
        "empty-extra": ("bad-proof", "an extra line without data", bare.replace("index", "extra \nindex")),
        "two-extras": ("bad-proof", "two extra lines", valid.replace(extra, extra * 2)),
        "late-extra": ("bad-proof", "the extra line after the index", bare.replace(first, f"{extra}{first}")),
        "loose-extra": ("bad-proof", "base64 with bits left over", valid.replace(extra, loose_extra)),
        "short-hash": ("bad-proof", "a hash of 31 bytes", valid.replace(first, _base64(HASHES[0][:31]))),
        "too-many-hashes": ("bad-proof", "64 hashes", valid.replace(first, "\n".join([first] * 62))),
        "crlf": ("bad-proof", "lines end in carriage return and newline", valid.replace("\n", "\r\n")),
        "no-empty-line": ("bad-proof", "no empty line before the checkpoint", valid.replace("\n\n", "\n", 1)),
        "two-empty-lines": ("bad-proof", "two empty lines before the checkpoint", valid.replace("\n\n", "\n\n\n", 1)),
        "cut": ("bad-proof", "the last byte is missing", valid[:-1]),
        "bad-checkpoint": ("bad-proof", "the checkpoint's size is 05", valid.replace("\n5\n", "\n05\n")),
        "changed-checkpoint": ("bad-signature", "the checkpoint's size is 6", valid.replace("\n5\n", "\n6\n")),
        "other-index": ("bad-inclusion-proof", "the index is 3", valid.replace(f"index {INDEX}", "index 3")),
        "index-past-end": ("bad-inclusion-proof", "the index is the size", valid.replace(f"index {INDEX}", "index 5")),
        "one-hash-less": ("bad-inclusion-proof", "the last hash is missing", valid.replace(f"{third}\n", "")),
        "one-hash-more": ("bad-inclusion-proof", "the last hash twice", valid.replace(third, f"{third}\n{third}")),
        "swapped-hashes": ("bad-inclusion-proof", "two hashes have changed places", swapped),
    }
    for name, (expect, comment, text) in table.items():
        yield _proof(name, expect, comment, text, ENTRIES[INDEX])
    yield _proof("other-entry", "bad-inclusion-proof", "not the entry that stands there", valid, ENTRIES[0])
    yield _proof("node-as-entry", "bad-inclusion-proof", "two leaves given as an entry", valid, LEAVES[0] + LEAVES[1])
    other = proofs.format(Proof(None, Index(INDEX), HASHES, _signed(HEAD.text().replace("/device/1", "/device/2"))))
    yield _proof("other-origin", "wrong-origin", "a log that is not the key's", other, ENTRIES[INDEX])


def _proof(name: str, expect: str, comment: str, text: str, entry: bytes) -> Vector:
    given = {"vkey": DEVICE.verifier.vkey(), "entry": _base64(entry)}
    return Vector(f"proof/{name}", "proof", expect, comment, text.encode(), given)


if __name__ == "__main__":
    raise SystemExit(main())
