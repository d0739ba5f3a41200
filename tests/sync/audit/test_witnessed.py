"""What witnesses cosigned of a bundle's logs, held against an auditor's policy: two real ones and a hub on loopback."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from field.exchange.receipts import gathered
from hub.export import bundle
from sync.audit.faults import Fault
from sync.audit.verify import AuditSummary, verify
from sync.encoding.types import Instant, Size
from sync.errors import Refused
from sync.exchange.parcel import ONE_BUNDLE, Effort, End, Entries, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.log import policy as policies
from sync.log.checkpoint import Checkpoint, sign
from sync.log.keys import Signer
from sync.log.note import Signature
from sync.log.policy import Policy
from sync.log.receipt import cosign
from sync.log.witness import with_cosignatures
from sync.receipts import lines
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.witnesses import RealWitness, ask, two_asked
from tests.world import HUB, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


@pytest.fixture
def two(world: World, tmp_path: Path) -> Iterator[list[RealWitness]]:
    with two_asked(world, tmp_path) as made:
        yield made


def work(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)


def text(two: list[RealWitness], rule: str) -> str:
    first, second = two
    return f"witness A {first.key.vkey()}\nwitness B {second.key.vkey()}\n{rule}\n"


def policy(two: list[RealWitness], rule: str = "group both all A B\nquorum both") -> Policy:
    return policies.parse(text(two, rule).encode())


def written(world: World) -> Path:
    path = world.folder / "audit.soxa"
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path


def verified(world: World, by: Policy | None) -> AuditSummary:
    return verify(written(world), world.keys.logs.verifier, policy=by)


def test_what_the_quorum_cosigned_is_proven_and_says_who_and_when(world: World, two: list[RealWitness]) -> None:
    work(world)
    for number, witness in enumerate(two):
        witness.now = Instant(witness.now + number)
    ask(world)
    summary = verified(world, policy(two))
    assert summary.faults == ()
    assert [log.origin for log in summary.witnessed] == [REGISTRY, ACCEPTANCES]
    for log in summary.witnessed:
        assert log.is_met
        assert [(by.witness, by.key, by.size == log.size, by.time) for by in log.cosigned] == [
            ("A", "w1.example", True, 1_793_000_000),
            ("B", "w2.example", True, 1_793_000_001),
        ]
    assert verified(world, None).witnessed == ()


def test_what_nobody_cosigned_is_not_proven_by_a_policy_and_proven_by_the_key_alone(
    world: World, two: list[RealWitness]
) -> None:
    work(world)
    assert verified(world, None).faults == ()
    assert verified(world, policy(two, "quorum none")).faults == ()
    ask(world)
    work(world)
    summary = verified(world, policy(two))
    assert [(fault.origin, fault.code) for fault in summary.faults] == [
        (REGISTRY, "not-witnessed"),
        (ACCEPTANCES, "not-witnessed"),
    ]
    assert all(0 < int(fault.facts["covered"] or 0) < int(fault.facts["size"] or 0) for fault in summary.faults)


def test_receipts_are_held_against_a_bundle_that_the_quorum_must_have_cosigned(
    world: World, two: list[RealWitness], tmp_path: Path
) -> None:
    work(world)
    ask(world)
    held, rule, key = tmp_path / "one.receipts", tmp_path / "policy.txt", world.keys.logs.verifier
    held.write_bytes(b"".join(lines.written(gathered(world.laptops[0].store, world.now()))))
    rule.write_text(text(two, "group both all A B\nquorum both"))
    command = ("audit", "receipts", str(written(world)), str(held), "--key", key.vkey(), "--policy", str(rule))
    said = soxa(*command)
    told = said.stdout.decode()
    assert said.returncode == ExitCode.DONE and "w1.example" in told and "w2.example" in told
    rule.write_text(text(two, "quorum none"))
    lax = soxa(*command)
    assert lax.returncode == ExitCode.DONE and b"This policy asks for no witness" in lax.stderr
    rule.write_text(text(two, "group both all A B\nquorum both"))
    assert b"This policy asks for no witness" not in said.stderr
    work(world)
    written(world)
    assert soxa(*command[:-2]).returncode == ExitCode.DONE, "without a policy nobody asks"
    said = soxa(*command)
    assert said.returncode == ExitCode.NO and (said.stdout + said.stderr).count(b"[not-witnessed]") == 2
    other = Signer("other.example/registry", bytes(32)).verifier
    rule.write_text(f"log {other.vkey()}\n{text(two, 'quorum none')}")
    refused = soxa(*command)
    assert refused.returncode == ExitCode.NO and b"The policy is about other logs" in refused.stderr


def test_one_of_two_is_enough_where_the_policy_says_so(world: World, two: list[RealWitness]) -> None:
    work(world)
    with world.store.writing() as transaction:
        transaction.witnesses.remove("w2.example")
    ask(world)
    assert verified(world, policy(two, "group one any A B\nquorum one")).faults == ()
    assert verified(world, policy(two, "quorum A")).faults == ()
    assert {fault.code for fault in verified(world, policy(two, "quorum B")).faults} == {"not-witnessed"}
    assert {fault.code for fault in verified(world, policy(two)).faults} == {"not-witnessed"}


def test_a_split_view_is_refused_by_a_policy_of_two(world: World, two: list[RealWitness], tmp_path: Path) -> None:
    """Whoever has the keys copies the hub, and shows the auditor the copy: whatever is pasted in, nobody cosigned it."""

    ask(world)
    world.store.close()
    shutil.copytree(world.home.path, tmp_path / "copy" / "hub")
    world.reopen()
    other = World(tmp_path / "copy", seed=2)
    for each in (world, other):
        work(each)
    ask(world)
    ask(other)
    assert verified(world, policy(two)).faults == ()
    with other.store.writing() as transaction:
        transaction.settings.ask(None)  # it signs on all the same
    assert verified(other, None).faults == ()  # by the key alone nobody can tell
    assert {fault.code for fault in verified(other, policy(two)).faults} == {"not-witnessed"}
    pasted = changed(written(other), lambda head: msgspec.structs.replace(head, witnessed=seen(written(world), head.origin)))
    other.close()
    assert pasted is not None
    summary = verify(pasted, world.keys.logs.verifier)
    assert {fault.code for fault in summary.faults} <= {"witnessed-otherwise", "bad-witnessed"}
    assert "witnessed-otherwise" in {fault.code for fault in summary.faults}


def changed(path: Path, change: Callable[[RangeHead], RangeHead]) -> Path:
    """A bundle with the heads of its ranges changed."""
    reader, writer, pieces = ParcelReader(ONE_BUNDLE), ParcelWriter(Effort.LINE), io.BytesIO()
    for event in reader.feed(path.read_bytes()):
        if isinstance(event, Header):
            pieces.write(writer.header(event))
        elif isinstance(event, RangeHead):
            pieces.write(writer.range(change(event)))
        elif isinstance(event, Entries):
            pieces.write(writer.entries(event.lines))
        elif isinstance(event, End):
            pieces.write(writer.end())
    made = path.with_name(f"changed-{path.name}")
    made.write_bytes(pieces.getvalue())
    return made


def seen(path: Path, origin: str) -> tuple[str, ...]:
    """The cosigned heads of a log in a bundle."""
    heads = (event for event in ParcelReader(ONE_BUNDLE).feed(path.read_bytes()) if isinstance(event, RangeHead))
    return next((head.witnessed for head in heads if head.origin == origin), ())


def test_each_cosigned_head_is_one_of_the_log_that_stands_there(world: World, two: list[RealWitness]) -> None:
    work(world)
    ask(world)
    whole = written(world)
    (note,) = seen(whole, REGISTRY)
    key, witness = world.keys.signer(REGISTRY), two[0].signer

    def faults(origin: str, *notes: str, by: Policy | None = None) -> tuple[Fault, ...]:
        def change(head: RangeHead) -> RangeHead:
            return msgspec.structs.replace(head, witnessed=notes) if head.origin == origin else head

        return verify(changed(whole, change), world.keys.logs.verifier, policy=by).faults

    def made(size: int, root: bytes = bytes(32), signer: Signer = key) -> str:
        head = Checkpoint(signer.origin, Size(size), root)  # type: ignore[arg-type]
        return with_cosignatures(sign(head, signer), (cosign(head, witness, Instant(1)),))

    assert faults(REGISTRY, note) == ()
    assert faults(REGISTRY) == ()
    device = next(head for head in _heads(whole) if "/device/" in head.origin).origin
    wrong = {
        "witnessed-otherwise": faults(REGISTRY, made(1)),
        "bad-witnessed": (
            *faults(REGISTRY, made(10_000)),
            *faults(REGISTRY, note, note),
            *faults(REGISTRY, note.partition("\n\n")[0] + "\n\n" + note.partition("\n\n")[2].splitlines(True)[0]),
        ),
        "wrong-origin": faults(ACCEPTANCES, note),
        "bad-note": faults(REGISTRY, "no note"),
        "bad-signature": faults(REGISTRY, note.replace("\n41\n", "\n40\n").replace("\n40\n", "\n39\n", 1)),
        "strange-witnessed": faults(device, note),
    }
    for code, found in wrong.items():
        assert {fault.code for fault in found} == {code}, (code, found)
    assert len(wrong["bad-witnessed"]) == 3
    lying = with_cosignatures(
        "".join(note.partition("\n\n")[:2]) + note.partition("\n\n")[2].splitlines(True)[0],
        (Signature(witness.name, two[0].key.key_id, bytes(72)),),
    )
    assert faults(REGISTRY, lying) == ()  # without a policy nobody knows whose it is
    assert {fault.code for fault in faults(REGISTRY, lying, by=policy(two))} == {"bad-cosignature", "not-witnessed"}


def _heads(path: Path) -> list[RangeHead]:
    return [event for event in ParcelReader(ONE_BUNDLE).feed(path.read_bytes()) if isinstance(event, RangeHead)]


def test_an_older_auditor_passes_cosigned_heads_over(world: World, two: list[RealWitness]) -> None:
    """Beside the checkpoint, which has its owner's signature alone: where an older program refuses strangers."""
    work(world)
    ask(world)
    assert two
    for head in _heads(written(world)):
        if "/device/" not in head.origin:
            assert head.checkpoint.count("\n— ") == 1


def test_a_policy_of_other_logs_is_refused(world: World, two: list[RealWitness]) -> None:
    path, key = written(world), world.keys.logs.verifier
    right = policies.parse(f"log {key.vkey()}\n{text(two, 'quorum none')}".encode())
    assert verify(path, key, policy=right).faults == ()
    other = Signer("other.example/registry", bytes(32)).verifier
    with pytest.raises(Refused, match="policy-of-others"):
        verify(path, key, policy=policies.parse(f"log {other.vkey()}\n{text(two, 'quorum none')}".encode()))


def test_the_command_says_who_cosigned_what_and_when(world: World, two: list[RealWitness], tmp_path: Path) -> None:
    work(world)
    ask(world)
    path, vkey = written(world), world.keys.logs.verifier.vkey()
    rule, other = tmp_path / "policy", tmp_path / "other"
    rule.write_text(text(two, "group both all A B\nquorum both"))
    other.write_text(text(two, "quorum C"))
    proven = soxa("audit", "verify", str(path), "--key", vkey, "--policy", str(rule))
    assert proven.returncode == ExitCode.DONE, proven.stdout
    assert b"PROVEN" in proven.stdout and b"A (w1.example) cosigned the first" in proven.stdout
    refused = soxa("audit", "verify", str(path), "--key", vkey, "--policy", str(other))
    assert (refused.returncode, b"line 3" in refused.stderr) == (ExitCode.UNREACHABLE, True)
    work(world)
    late = soxa("audit", "verify", str(written(world)), "--key", vkey, "--policy", str(rule))
    assert (late.returncode, b"[not-witnessed]" in late.stdout, b"B (w2.example)" in late.stdout) == (
        ExitCode.NO,
        True,
        True,
    )
