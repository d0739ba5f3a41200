"""The auditor's commands, run as people run them: what is found on standard output, exit code 0, 1, 2 or 3."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from openpyxl.workbook import Workbook

from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Size
from sync.exchange.parcel import Header
from sync.ledger.entry import Citation
from sync.log import checkpoint as checkpoints
from tests.forked import forked
from tests.hub.export.documents.reported import soxa
from tests.sync.annex.auditor import Auditor
from tests.sync.audit.bundles import HUB, PLAN, Draft, Log, Province, Range, bundle_of, lines_of, record, seed, story


class Desk:
    """An auditor's folder with a bundle, and the command line in front of it."""

    def __init__(self, folder: Path, province: Province) -> None:
        self.folder = folder
        self.key = province.key.vkey()
        self.said = ""
        """What the last command said on standard error."""
        self.bundle("good.soxa", province.draft().write())

    def bundle(self, name: str, data: bytes) -> None:
        """Put a file there."""
        (self.folder / name).write_bytes(data)

    def soxa(self, *arguments: str, expect: int = 0, **environment: str) -> str:
        """Run `soxa audit` in the folder; its standard output."""
        done = forked("audit", *arguments, folder=self.folder, stdin=b"", **environment)
        self.said = done.stderr.decode("utf-8").replace("\r\n", "\n")
        assert "Traceback" not in self.said, self.said
        assert done.returncode == expect, (self.said, done.stdout)
        return done.stdout.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A good bundle."""
    return Desk(tmp_path, story())


def test_a_good_bundle_is_proven_in_both_languages(desk: Desk) -> None:
    told = desk.soxa("verify", "good.soxa", "--key", desk.key)
    assert told.startswith("PROVEN") and "6 records, 3 reports" in told
    assert desk.soxa("verify", "good.soxa", "--key", desk.key, SOXA_LANG="vi").startswith("ĐÚNG")


def test_each_fault_is_told_with_its_log_its_entry_and_why(desk: Desk) -> None:
    province = story()
    laptop = province.laptops[0]
    state = msgspec.structs.replace(province.acceptances.checkpoint(2), root=Hash(seed("another root")))
    laptop.activity(record(10), seen=province.citation(state))
    laptop.push()
    desk.bundle("bad.soxa", province.draft().write())
    index = len(laptop.log.lines) - 1
    told = desk.soxa("verify", "bad.soxa", "--key", desk.key, expect=1)
    assert told == (
        f"{laptop.log.origin} entry {index}: it proves that the hub signed other acceptances at 2 than stand here: the hub"
        " changed them [hub-signed-another-root]\n"
    )
    assert "NOT PROVEN: 1 fault in " in desk.said


def test_findings_are_told_laptop_by_laptop_and_the_bundle_is_proven(desk: Desk) -> None:
    province = story()
    laptop, _second, other = province.laptops
    laptop.report("2026-11", root=tobase64(seed("another root")))
    for number in range(12):
        other.activity(record(20 + number), seen=Citation(Size(1), tobase64(Hash(seed("another root")))))
    for one in (laptop, other):
        one.push()
    desk.bundle("found.soxa", province.draft().write())
    index = len(laptop.log.lines) - 1
    lines = desk.soxa("verify", "found.soxa", "--key", desk.key).splitlines()
    assert lines[0] == (
        "PROVEN, with findings (13, laptops: 2): all that the hub of soxa.audit.example answers for holds; what laptops "
        "have got wrong is named below."
    )
    at = lines.index(f"laptop {laptop.log.origin}: findings: 1")
    assert lines[at + 1] == (
        f"  entry {index}: the report of 2026-11 was made of other activities than those that it covers [other-commitment]"
    )
    at = lines.index(f"laptop {other.log.origin}: findings: 12")
    assert all(line.endswith("[unsigned-contradiction]") for line in lines[at + 1 : at + 11])
    assert lines[at + 11] == "… and 2 more"
    told = json.loads(desk.soxa("verify", "found.soxa", "--key", desk.key, "--json"))
    assert told["faults"] == [] and len(told["findings"]) == 13
    assert told["found"] == {laptop.log.origin: 1, other.log.origin: 12}
    assert {"origin": laptop.log.origin, "index": index, "code": "other-commitment", "facts": {"period": "2026-11"}} in told[
        "findings"
    ]
    assert desk.soxa("verify", "found.soxa", "--key", desk.key, SOXA_LANG="vi").startswith(
        "ĐÚNG, với 13 điều phát hiện ở 2 máy: "
    )


def newer(province: Province) -> None:
    """Give a province what only a newer program can read: an edition, a duty, a report, a key, a kind of entry."""
    plan = msgspec.to_builtins(PLAN)
    weekly = {"id": "weekly", "what": "Báo cáo tuần", "rule": "weekly-5"}
    new: list[dict[str, object]] = [{"needs": ["a-new-word"]}, {"duties": [weekly]}, {"colour": "red"}]
    for number, changes in enumerate(new, 1):
        directive = {**plan, "id": f"plan-{number}", **changes}
        entry = {"kind": "directive", "salt": province.salt(), "at": 1, "directive": directive}
        province.registry.lines.append(msgspec.json.encode(entry))
    province.registry.lines.append(msgspec.json.encode({"kind": "proclamation", "salt": province.salt(), "at": 1}))
    laptop = province.laptops[0]
    laptop.report("2026-11", level=9)
    laptop.push()


def test_what_needs_a_newer_program_is_told_and_has_an_exit_code_of_its_own(desk: Desk) -> None:
    province = story()
    newer(province)
    desk.bundle("newer.soxa", province.draft().write())
    lines = desk.soxa("verify", "newer.soxa", "--key", desk.key, expect=4).splitlines()
    assert lines[0] == (
        "PROVEN as far as this program reads: everything in the bundle of soxa.audit.example holds, but for what only a "
        "newer program can read (3)."
    )
    needs = [line.rpartition("[")[2] for line in lines if line.startswith("needs a newer program: ")]
    assert needs == ["unread-edition]", "unread-duty]", "newer-level]"]
    assert sum(line.startswith("passed over: ") and line.endswith("[unknown-keys]") for line in lines) == 1
    assert sum(line.startswith("held back: ") for line in lines) == 1
    told = json.loads(desk.soxa("verify", "newer.soxa", "--key", desk.key, "--json", expect=4))
    assert (told["faults"], told["findings"], told["unread_count"]) == ([], [], 3)
    province.laptops[1].report("2026-11", root=tobase64(seed("another root")))
    province.laptops[1].push()
    desk.bundle("both.soxa", province.draft().write())
    told_both = desk.soxa("verify", "both.soxa", "--key", desk.key, expect=4)
    assert told_both.startswith("PROVEN as far as this program reads, with findings (1, laptops: 1): ")
    province.laptops[0].push(size=1)
    desk.bundle("bad.soxa", province.draft().write())
    desk.soxa("verify", "bad.soxa", "--key", desk.key, expect=1)


def test_much_that_is_held_back_is_told_log_by_log_with_how_much_more_there_is(desk: Desk) -> None:
    province = Province(units=("12001",))
    first, second = province.laptop("12001"), province.laptop("12001")
    for laptop, count in ((first, 1_100), (second, 2)):
        for number in range(count):
            laptop.say_line(b'{"kind":"dance","salt":"%016x","at":1}' % number)
        laptop.push()
    desk.bundle("held.soxa", province.draft().write())
    lines = desk.soxa("verify", "held.soxa", "--key", province.key.vkey()).splitlines()
    held = [line for line in lines if line.startswith("held back: ")]
    assert [sum(laptop.log.origin in line for line in held) for laptop in (first, second)] == [10, 2]
    assert "… and 1090 more" in lines and lines[-1] == "Entries held back in all: 1,102."
    told = json.loads(desk.soxa("verify", "held.soxa", "--key", province.key.vkey(), "--json"))
    assert told["held_count"] == 1_102 and told["held_in"][first.log.origin] == 1_100


def test_a_log_that_needs_a_newer_program_is_named_with_its_exit_code(desk: Desk) -> None:
    province = story()
    draft = province.draft()
    log = Log(province.registry.signer.renamed(f"{HUB}/council"), [b"{}"])
    draft.ranges.append(Range(log.origin, checkpoints.sign(log.checkpoint(), log.signer), log.lines))
    desk.bundle("newer.soxa", draft.write())
    told = desk.soxa("verify", "newer.soxa", "--key", desk.key, expect=4)
    assert "but for what only a newer program can read (1)." in told
    assert (
        f"needs a newer program: {HUB}/council: what stands in this log, only a newer program can read [unread-log]" in told
    )
    assert desk.soxa("list", "newer.soxa") == desk.soxa("list", "good.soxa")


def test_records_of_a_bundle_are_listed_shown_and_proven_whatever_its_registry_says(desk: Desk) -> None:
    """Directives and kinds of a newer program, entries that no registry can hold: none of it is about a record."""
    province = story()
    enrolled = next(line for line in province.registry.lines if b'"kind":"device"' in line)
    nowhere = msgspec.json.decode(enrolled) | {"unit": "99999"}
    keyless = msgspec.json.decode(enrolled) | {"key": "nonsense"}
    at = province.registry.lines.index(enrolled)
    province.registry.lines[at:at] = [msgspec.json.encode(nowhere), msgspec.json.encode(keyless), b'{"kind": "unit"}']
    newer(province)
    desk.bundle("odd.soxa", province.draft().write())
    before = {(row["unit"], row["record"]) for row in json.loads(desk.soxa("list", "good.soxa", "--json"))}
    assert {(row["unit"], row["record"]) for row in json.loads(desk.soxa("list", "odd.soxa", "--json"))} == before
    assert json.loads(desk.soxa("show", "odd.soxa", record(3), "--json"))["values"]["title"] == "Phát loa"
    desk.soxa("prove", "odd.soxa", record(3), "-o", "odd.tlog-proof")
    assert desk.soxa("check", "odd.tlog-proof", "--key", desk.key).startswith("PROVEN")


def test_a_verdict_for_scripts_is_json(desk: Desk) -> None:
    good = json.loads(desk.soxa("verify", "good.soxa", "--key", desk.key, "--json"))
    assert (good["records"], good["faults"]) == (6, [])
    lines = lines_of((desk.folder / "good.soxa").read_bytes())
    desk.bundle("cut.soxa", bundle_of(lines[:-1]))
    bad = json.loads(desk.soxa("verify", "cut.soxa", "--key", desk.key, "--json", expect=1))
    assert [fault["code"] for fault in bad["faults"]] == ["cut-parcel"]


def test_of_a_file_that_is_cut_or_damaged_another_copy_is_asked_for(desk: Desk) -> None:
    good = (desk.folder / "good.soxa").read_bytes()
    middle = len(good) // 2
    for data in (good[:9], good[:-9], good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :]):
        desk.bundle("bad.soxa", data)
        told = desk.soxa("verify", "bad.soxa", "--key", desk.key, expect=1)
        assert "Ask for another copy" in told and "login page" not in told, told


def test_what_is_no_bundle_is_refused_in_a_sentence(desk: Desk) -> None:
    desk.bundle("garbage.soxa", b"<html>Please log in</html>")
    header = Header(soxa=1, kind="push", hub="soxa.audit.example", device="a" * 16)
    desk.bundle("push.soxa", Draft([], header).write())
    for command in ("verify", "list"):
        key, code = (["--key", desk.key], 1) if command == "verify" else ([], 3)
        assert "Ask for another copy" in desk.soxa(command, "garbage.soxa", *key, expect=code) + desk.said
        assert "not an audit bundle" in desk.soxa(command, "push.soxa", *key, expect=code) + desk.said
        desk.soxa(command, "none.soxa", *key, expect=3)
        assert "none.soxa" in desk.said


READING = [
    ["verify", "FILE", "--key", "KEY"],
    ["list", "FILE"],
    ["show", "FILE", record(3)],
    ["prove", "FILE", record(3), "-o", "new.tlog-proof"],
    ["check", "FILE", "--key", "KEY"],
]


@pytest.mark.parametrize("file", ["none.soxa", "garbage.soxa", "cut.soxa"])
@pytest.mark.parametrize("command", READING, ids=[command[0] for command in READING])
def test_what_cannot_be_read_is_one_sentence_and_exit_code_3(desk: Desk, command: list[str], file: str) -> None:
    """A sentence for a person, by every command, and no file left behind. Of what is wrong inside a file `verify` says
    that it is not proven."""
    desk.bundle("garbage.soxa", bytes(range(256)))
    desk.bundle("cut.soxa", (desk.folder / "good.soxa").read_bytes()[:-40])
    words = [{"FILE": file, "KEY": desk.key}.get(word, word) for word in command]
    said = desk.soxa(*words, expect=1 if command[0] == "verify" and file != "none.soxa" else 3) + desk.said
    faults = [line for line in said.splitlines() if not line.startswith("NOT PROVEN")]
    assert len(faults) == 1 and faults[0].strip(), said
    assert not (desk.folder / "new.tlog-proof").exists()


@pytest.mark.parametrize("key", ["", "nonsense", "soxa.audit.example/registry+00000000+AAAA"])
@pytest.mark.parametrize("command", ["verify", "check"])
def test_a_key_that_is_none_is_one_sentence(desk: Desk, command: str, key: str) -> None:
    desk.soxa("prove", "good.soxa", record(3), "-o", "one.tlog-proof")
    file = "good.soxa" if command == "verify" else "one.tlog-proof"
    assert desk.soxa(command, file, "--key", key, expect=2) == ""
    assert len(desk.said.splitlines()) == 1 and "verifier key" in desk.said


def test_a_bad_key_is_refused_in_a_sentence(desk: Desk) -> None:
    desk.soxa("verify", "good.soxa", "--key", desk.key[:-4], expect=2)
    assert "verifier key" in desk.said
    desk.soxa("verify", "good.soxa", expect=2)


def test_records_are_listed_and_shown(desk: Desk) -> None:
    listed = desk.soxa("list", "good.soxa")
    assert len(listed.splitlines()) == 2 + 6
    assert "in conflict" in listed and "taken back" in listed
    assert "01/09/2026" in listed and "2026-09-01" not in listed
    rows = json.loads(desk.soxa("list", "good.soxa", "--json"))
    assert "2026-09-01" in {row["values"]["date"] for row in rows}
    assert {(row["unit"], row["record"], row["state"]) for row in rows} == {
        ("12001", record(1), "conflict"),
        ("12001", record(2), "retracted"),
        ("12001", record(3), "standing"),
        ("12001", record(4), "standing"),
        ("12002", record(1), "standing"),
        ("12002", record(5), "standing"),
    }
    shown = desk.soxa("show", "good.soxa", f"12001/{record(1)}")
    assert "in conflict" in shown and "title: Phát loa" in shown and "topics: Digital skills" in shown
    shown = desk.soxa("show", "good.soxa", f"12001/{record(1)}", SOXA_LANG="vi")
    assert "nội dung: Phát loa" in shown and "chủ đề: Kỹ năng số" in shown and "title" not in shown
    entries = json.loads(desk.soxa("show", "good.soxa", f"12001/{record(1)}", "--json"))["log"]
    assert [entry["entry"]["kind"] for entry in entries] == ["activity"] * 3


def test_a_record_that_is_not_there_or_not_alone_is_wrong_usage(desk: Desk) -> None:
    desk.soxa("show", "good.soxa", record(99), expect=2)
    desk.soxa("show", "good.soxa", record(1), expect=2)
    assert f"12001/{record(1)}, 12002/{record(1)}" in desk.said


def test_a_proof_is_written_once_and_checks_alone(desk: Desk) -> None:
    desk.soxa("prove", "good.soxa", record(3), "-o", "one.tlog-proof")
    (desk.folder / "good.soxa").unlink()
    told = desk.soxa("check", "one.tlog-proof", "--key", desk.key)
    assert told.startswith("PROVEN") and record(3) in told
    desk.soxa("check", "one.tlog-proof", "--key", Province(name="other").key.vkey(), expect=1)
    proof = desk.folder / "one.tlog-proof"
    proof.write_text(proof.read_text(encoding="utf-8").replace("index 1", "index 2"), encoding="utf-8", newline="\n")
    desk.soxa("check", "one.tlog-proof", "--key", desk.key, expect=1)


def test_a_proof_is_written_and_checked_by_a_script(desk: Desk) -> None:
    made = json.loads(desk.soxa("prove", "good.soxa", record(3), "-o", "one.tlog-proof", "--json"))
    shown = json.loads(desk.soxa("check", "one.tlog-proof", "--key", desk.key, "--json"))
    assert (made["path"], made["record"], made["entries"]) == ("one.tlog-proof", record(3), 1)
    assert (shown["index"], shown["hub"]) == (made["index"], "soxa.audit.example")
    assert made["origin"].endswith(shown["device"]) and json.loads(shown["line"])["record"] == record(3)
    assert shown["entry"]["fields"]["title"] == json.loads(shown["line"])["fields"]["title"]
    (desk.folder / "one.tlog-proof").write_text("c2sp.org/tlog-proof@v1\n", encoding="utf-8")
    refused = json.loads(desk.soxa("check", "one.tlog-proof", "--key", desk.key, "--json", expect=3))
    assert refused["error"]["code"] == "bad-proof"


def test_a_proof_takes_no_other_files_place(desk: Desk) -> None:
    (desk.folder / "mine.txt").write_text("mine", encoding="utf-8")
    desk.soxa("prove", "good.soxa", record(3), "-o", "mine.txt", expect=1)
    assert (desk.folder / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_hostile_text_disguises_nothing(desk: Desk) -> None:
    """Control and direction marks in a title reach no terminal."""
    province = story()
    province.laptops[0].activity(record(8), title="Loa\x1b[2J\u202ephát", text="dòng\nhai")
    province.laptops[0].push()
    desk.bundle("hostile.soxa", province.draft().write())
    desk.soxa("prove", "hostile.soxa", record(8), "-o", "hostile.tlog-proof")
    for command in (
        ["list", "hostile.soxa"],
        ["show", "hostile.soxa", record(8)],
        ["check", "hostile.tlog-proof", "--key", desk.key],
    ):
        told = desk.soxa(*command)
        assert all(char.isprintable() or char == "\n" for char in told), command


def test_a_fault_with_hostile_facts_disguises_nothing(desk: Desk) -> None:
    lines = lines_of((desk.folder / "good.soxa").read_bytes())
    head = msgspec.json.decode(lines[1])
    head["origin"] = "evil\x1b[2J\u202e/registry"
    desk.bundle("hostile.soxa", bundle_of([lines[0], msgspec.json.encode(head), *lines[2:]]))
    told = desk.soxa("verify", "hostile.soxa", "--key", desk.key, expect=1)
    assert all(char.isprintable() or char == "\n" for char in told)


def test_the_command_says_proven_or_names_what_is_not(auditor: Auditor) -> None:
    key = auditor.world.keys.logs.verifier.vkey()
    done = soxa(auditor.folder, "audit", "report", str(auditor.bundle), str(auditor.file), "--key", key)
    assert (done.returncode, done.stdout[:6], b"Traceback" in done.stderr) == (0, b"PROVEN", False), done.stderr

    def more(book: Workbook) -> None:
        book["Theo chủ đề"]["C2"].value = 99

    done = soxa(auditor.folder, "audit", "report", str(auditor.bundle), str(auditor.edited(more)), "--key", key)
    told = done.stdout.decode()
    assert done.returncode == 1
    assert told.startswith("Theo chủ đề, ") and "Số hoạt động" in told and "states “99”" in told and told.count("\n") == 1
    assert b"NOT PROVEN: 1 fault in " in done.stderr
    done = soxa(auditor.folder, "audit", "report", str(auditor.bundle), str(auditor.edited(more)), "--key", key, "--json")
    outcome = msgspec.json.decode(done.stdout)
    assert (done.returncode, len(outcome["differences"]), outcome["faults"]) == (1, 1, [])
