"""A filed report whose every cell is held against the ledger: whatever is changed in it is named, and no file, however it is
made, does more than be refused."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from hub.export.documents import annex_xlsx
from hub.export.documents.files import annex_csv, annex_json
from sync.annex import files
from sync.annex.diff import Difference
from sync.annex.layout import PROOF, SUMMARY
from sync.annex.model import Annex
from sync.annex.xlsx import MAX_UNPACKED
from sync.errors import BadInput, Misuse
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from tests.hub.export.documents.reported import bundled, busy, checked, filed, gathered, soxa
from tests.world import World

ROOT = Path(__file__).resolve().parents[3]


class Desk:
    """An auditor's folder: a bundle, and a good report of the same moment."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.annex = gathered(world)
        self.bundle = bundled(world)
        self.file = filed(folder, self.annex)
        self._made = 0

    def path(self, data: bytes, kind: str = ".xlsx") -> Path:
        """A file with these bytes."""
        self._made += 1
        path = self.folder / f"file-{self._made}{kind}"
        path.write_bytes(data)
        return path

    def edited(self, edit: Callable[[Workbook], object]) -> Path:
        """The good workbook, changed by somebody with a spreadsheet program."""
        book = openpyxl.load_workbook(self.file)
        edit(book)
        file = io.BytesIO()
        book.save(file)
        return self.path(file.getvalue())

    def repacked(self, change: Callable[[str, bytes], bytes]) -> Path:
        """The good workbook, its parts changed byte by byte."""
        file = io.BytesIO()
        with zipfile.ZipFile(self.file) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
            for part in parts.infolist():
                changed.writestr(part.filename, change(part.filename, parts.read(part)))
        return self.path(file.getvalue())

    def found(self, path: Path) -> list[Difference]:
        """What differs in a file; the recomputed annex is this one, as `test_as_it_is` has it."""
        return files.read_annex(path).differences(self.annex)

    def faults(self, path: Path) -> list[str]:
        """The codes of what is wrong with what a file rests on."""
        outcome = checked(self.world, path, self.bundle)
        assert not outcome.differences
        return [fault.code for fault in outcome.faults]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Read by all tests here; none changes the province."""
    folder = tmp_path_factory.mktemp("audit")
    world = busy(folder / "province", 5)
    yield Desk(world, folder)
    world.close()


def refused(path: Path) -> str:
    """Why a file is not read at all."""
    with pytest.raises(BadInput) as error:
        files.read_annex(path)
    return error.value.code


# -- one cell


def test_as_it_is_nothing_differs(desk: Desk) -> None:
    for kind, data in (
        (".xlsx", annex_xlsx.write(desk.annex)),
        (".csv", annex_csv(desk.annex)),
        (".json", annex_json(desk.annex)),
    ):
        outcome = checked(desk.world, desk.path(data, kind), desk.bundle)
        assert (outcome.faults, outcome.differences) == ((), ())
        assert outcome.figures > 100
    resaved = desk.edited(lambda _book: None)
    assert desk.found(resaved) == []


def replacing(part: str, text: bytes) -> Callable[[str, bytes], bytes]:
    """Another text in place of one part's."""
    return lambda name, data: text if name == part else data


def test_every_number_of_a_workbook_that_is_another_is_named(desk: Desk) -> None:
    """One at a time, counts and times alike."""
    parts = zipfile.ZipFile(desk.file)
    names = openpyxl.load_workbook(desk.file).sheetnames
    tried = 0
    for number, name in enumerate(names, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        text = parts.read(part).decode()
        for match in re.finditer(r'<c r="[A-Z]+([0-9]+)"[^>]*?(?: t="n")?><v>([0-9.]+)</v></c>', text):
            if 't="s"' in match[0] or (name == PROOF and match[1] == "5"):
                continue  # words; and when it was made, which is what it rests on
            other = str(int(match[2]) + 1) if match[2].isdecimal() else str(float(match[2]) + 1 / 86_400)
            start, end = match.span(2)
            changed = (text[:start] + other + text[end:]).encode()
            differences = desk.found(desk.repacked(replacing(part, changed)))
            assert [(one.sheet, one.line) for one in differences] == [(name, int(match[1]))], match[0]
            tried += 1
    assert tried > 250


def test_every_word_of_a_workbook_that_is_another_is_named(desk: Desk) -> None:
    """Every ninth, one at a time; a name in the first column is a row missing and one too many."""
    book = openpyxl.load_workbook(desk.file)
    cells = [
        (sheet.title, cell)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and not (sheet.title == PROOF and (cell.column == 1 or 2 <= cell.row <= 7))
    ]
    for sheet, cell in cells[::9]:
        value, cell.value = cell.value, f"{cell.value}."
        file = io.BytesIO()
        book.save(file)
        differences = desk.found(desk.path(file.getvalue()))
        assert {(one.sheet, one.line) for one in differences if one.stated is not None} == {(sheet, cell.row)}
        cell.value = value


def test_a_tampered_figure_is_named_by_sheet_row_and_column(desk: Desk) -> None:
    def more(book: Workbook) -> None:
        book["Theo chủ đề"]["C2"].value = 99

    row = desk.annex.tables["topic"][0]
    (one,) = desk.found(desk.edited(more))
    assert one == Difference(
        sheet="Theo chủ đề", line=2, row=row.key, column="Số hoạt động", stated="99", recomputed=str(row.activities)
    )
    outcome = checked(desk.world, desk.edited(more), desk.bundle)
    assert outcome.differences == (one,)


def test_every_cell_of_a_flat_file_that_is_another_is_named(desk: Desk) -> None:
    text = annex_csv(desk.annex).decode("utf-8-sig")
    head, *lines = text.split("\r\n")[:-1]
    tried = 0
    for at, line in enumerate(lines):
        cells = line.split(",")
        if line.startswith("fact,") or line.count('"') or len(cells) != 11:
            continue
        for place, cell in enumerate(cells[2:], 2):
            if cell.isdecimal() or place == 2:
                changed = ",".join([*cells[:place], f"{cell}1", *cells[place + 1 :]])
                path = desk.path("\r\n".join([head, *lines[:at], changed, *lines[at + 1 :], ""]).encode(), ".csv")
                (one,) = desk.found(path)
                assert (one.row, one.column) == (" ".join(filter(None, cells[:2])), head.split(",")[place])
                tried += 1
    assert tried > 100


def test_every_figure_of_a_json_file_that_is_another_is_named(desk: Desk) -> None:
    annex = desk.annex
    total = msgspec.structs.replace(annex.total, quantity=annex.total.quantity + 1)
    standings = (msgspec.structs.replace(annex.standings[0], standing="on-time", received=annex.made), *annex.standings[1:])
    units = annex.tables["unit"]
    for change, rows in (
        ({"total": total}, {"total"}),
        ({"standings": standings}, {f"standing {annex.standings[0].unit}"}),
        ({"due": annex.due + 1}, {"fact due"}),
        ({"tables": annex.tables | {"unit": units[1:]}}, {f"unit {units[0].key}"}),
        ({"tables": {by: rows for by, rows in annex.tables.items() if by != "audience"}}, None),
    ):
        path = desk.path(annex_json(msgspec.structs.replace(annex, **change)), ".json")
        differences = desk.found(path)
        assert differences
        assert rows is None or {one.row for one in differences} == rows


@pytest.mark.parametrize("value", ["=1+1", True, "7", 7.5, None])
def test_a_formula_a_text_or_a_truth_in_place_of_a_number_is_named(desk: Desk, value: object) -> None:
    """Even where a spreadsheet program would show the right digits."""

    def put(book: Workbook) -> None:
        book["Theo đơn vị"]["D2"].value = value

    (one,) = desk.found(desk.edited(put))
    assert (one.sheet, one.column) == ("Theo đơn vị", "Số lượng")


def test_digits_that_only_the_format_shows_are_named(desk: Desk) -> None:
    def disguise(book: Workbook) -> None:
        book["Theo đơn vị"]["D2"].number_format = '"1234"'

    (one,) = desk.found(desk.edited(disguise))
    assert one.stated is not None and "1234" in one.stated


def test_a_renamed_unit_is_named(desk: Desk) -> None:
    unit = desk.annex.standings[0]

    def rename(book: Workbook) -> None:
        book["Ai đã báo cáo"]["B2"].value = "Xã Khác"

    (one,) = desk.found(desk.edited(rename))
    assert (one.sheet, one.row, one.recomputed) == ("Ai đã báo cáo", unit.unit, unit.name)


# -- rows and sheets


def test_rows_and_sheets_missing_or_too_many_are_named(desk: Desk) -> None:
    missing = desk.edited(lambda book: book["Theo đơn vị"].delete_rows(3))
    (one,) = desk.found(missing)
    assert (one.sheet, one.row, one.stated) == ("Theo đơn vị", desk.annex.tables["unit"][1].key, None)
    added = desk.edited(lambda book: book["Theo đơn vị"].append(["99999", "Xã Ma", 1, 1, 1, 1]))
    (one,) = desk.found(added)
    assert (one.row, one.recomputed) == ("99999", None)
    twice = desk.edited(lambda book: book["Theo đơn vị"].append([c.value for c in book["Theo đơn vị"][2]]))
    assert [(one.row, one.recomputed) for one in desk.found(twice)] == [(desk.annex.tables["unit"][0].key, None)]
    gone = desk.edited(lambda book: book.remove(book["Theo số người"]))
    assert [(one.sheet, one.stated) for one in desk.found(gone)] == [("Theo số người", None)]
    more = desk.edited(lambda book: book.create_sheet("Tổng hợp (2)").append(["Số hoạt động", 1_000]))
    assert [(one.sheet, one.recomputed) for one in desk.found(more)] == [("Tổng hợp (2)", None)]
    aside = desk.edited(lambda book: book[SUMMARY].cell(3, 9, 5))
    assert [(one.sheet, one.line, one.column, one.stated) for one in desk.found(aside)] == [(SUMMARY, 3, "I", "5")]


def test_a_row_that_the_sheet_says_is_outside_of_it_is_read_all_the_same(desk: Desk) -> None:
    """Spreadsheet programs show every row, whatever the sheet says of its own size."""
    path = desk.edited(lambda book: book["Theo đơn vị"].append(["99999", "Xã Ma", 1, 1, 1, 1]))
    data = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(data, "w") as changed:
        for part in parts.infolist():
            text = parts.read(part)
            if part.filename.startswith("xl/worksheets/"):
                start = text.index(b"<dimension")
                text = text[:start] + b'<dimension ref="A1:B2"/>' + text[text.index(b"/>", start) + 2 :]
            changed.writestr(part.filename, text)
    (one,) = desk.found(desk.path(data.getvalue()))
    assert one.row == "99999"


def test_rows_or_cells_that_stand_twice_are_refused(desk: Desk) -> None:
    """One program would show the first, another the last."""

    def again(tag: bytes) -> Callable[[str, bytes], bytes]:
        def change(name: str, text: bytes) -> bytes:
            if not name.startswith("xl/worksheets/"):
                return text
            start = text.index(b"<" + tag + b" ")
            end = text.index(b"</" + tag + b">", start) + len(tag) + 3
            return text[:end] + text[start:end] + text[end:]

        return change

    for tag in (b"row", b"c", b"sheetData"):
        change = (
            again(tag)
            if tag != b"sheetData"
            else (lambda name, text: text.replace(b"</sheetData>", b'</sheetData><sheetData><row r="1"/></sheetData>'))
        )
        assert refused(desk.repacked(change)) == "bad-annex"


# -- what it rests on


def test_notes_that_are_not_the_hubs_or_not_of_this_bundle_are_named(desk: Desk, tmp_path: Path) -> None:
    annex, state = desk.annex, desk.annex.state

    def with_state(**notes: str) -> Path:
        changed = msgspec.structs.replace(annex, state=msgspec.structs.replace(state, **notes))
        return desk.path(annex_xlsx.write(changed))

    assert desk.faults(with_state(registry=state.acceptances, acceptances=state.registry)) == ["wrong-origin"]
    assert desk.faults(with_state(acceptances=state.registry)) == ["wrong-origin"]
    assert desk.faults(with_state(registry="x")) == ["bad-note"]
    other = busy(tmp_path / "other", 6)  # of the same name, with another key
    theirs = gathered(other)
    assert desk.faults(filed(tmp_path, theirs)) == ["unsigned"]
    assert desk.faults(with_state(acceptances=theirs.state.acceptances)) == ["unsigned"]
    assert desk.faults(desk.path(annex_xlsx.write(msgspec.structs.replace(annex, hub="soxa.other.example")))) == [
        "another-hub"
    ]
    other.close()


def test_a_note_of_another_size_or_root_is_told(desk: Desk) -> None:
    """Every byte of either note is covered by its signature."""
    for name in ("registry", "acceptances"):
        note = getattr(desk.annex.state, name)
        for at in range(0, len(note), 5):
            byte = "A" if note[at] != "A" else "B"
            state = msgspec.structs.replace(desk.annex.state, **{name: note[:at] + byte + note[at + 1 :]})
            path = desk.path(annex_json(msgspec.structs.replace(desk.annex, state=state)), ".json")
            assert desk.faults(path), (name, at)


def test_a_root_that_the_hub_signed_and_its_log_never_had_is_named(desk: Desk) -> None:
    """The hub itself shows the auditor another log than it shows its readers."""
    for name in ("registry", "acceptances"):
        head = checkpoints.parse(getattr(desk.annex.state, name)).checkpoint
        forked = dataclasses.replace(head, root=leaf_hash(b"another"))
        note = checkpoints.sign(forked, desk.world.keys.signer(head.origin))
        state = msgspec.structs.replace(desk.annex.state, **{name: note})
        path = desk.path(annex_json(msgspec.structs.replace(desk.annex, state=state)), ".json")
        (fault,) = checked(desk.world, path, desk.bundle).faults
        assert (fault.code, fault.facts) == ("annex-other-root", {"origin": head.origin, "size": head.size})


def test_an_older_note_of_either_log_does_not_pass_for_the_state(desk: Desk, tmp_path: Path) -> None:
    """Both notes are genuine; the figures are of another moment, or the moment never was."""
    world = busy(tmp_path / "province", 5)
    before = gathered(world)
    late = world.laptop("03433")
    late.log(date="2026-10-20")
    late.exchange(world.line)
    after = gathered(world)
    bundle = bundled(world)
    for old, new in ((before, after), (after, before)):
        path = desk.path(annex_json(msgspec.structs.replace(old, state=new.state, made=after.made)), ".json")
        assert checked(world, path, bundle).differences
    mixed = msgspec.structs.replace(after.state, registry=before.state.registry)
    path = desk.path(annex_json(msgspec.structs.replace(after, state=mixed)), ".json")
    assert [fault.code for fault in checked(world, path, bundle).faults] == ["annex-mixed-states"]
    world.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"made": 1_793_000_000}, "annex-before-its-state"),
        ({"period": "x"}, "bad-period"),
        ({"period": "1/KH@2026-11"}, "unknown-directive"),
    ],
)
def test_a_time_or_period_that_cannot_be_is_told(desk: Desk, change: dict[str, object], code: str) -> None:
    assert desk.faults(desk.path(annex_xlsx.write(msgspec.structs.replace(desk.annex, **change)))) == [code]


@pytest.mark.parametrize("change", [{"made": 1_900_000_000}, {"units": "now"}, {"period": "2026"}])
def test_figures_of_another_time_period_or_rule_are_named(desk: Desk, change: dict[str, object]) -> None:
    annex = gathered(desk.world, "2027-01" if "made" in change else "2026-11")  # due later, so that time matters
    path = desk.path(annex_xlsx.write(msgspec.structs.replace(annex, **change)))
    assert checked(desk.world, path, desk.bundle).differences


def test_nothing_is_proven_by_a_bundle_with_a_fault(desk: Desk) -> None:
    data = desk.bundle.read_bytes()
    broken = desk.path(data[: len(data) // 2], ".soxa")
    outcome = checked(desk.world, desk.file, broken)
    assert outcome.faults and outcome.figures == 0


# -- hostile files


def test_a_file_that_is_too_big_or_would_be_is_refused_before_it_is_unpacked(desk: Desk) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/workbook.xml", "w") as part:
        for _piece in range(MAX_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    assert len(bomb.getvalue()) < 2**20
    assert refused(desk.path(bomb.getvalue())) == "annex-too-big"
    huge = desk.path(b"", ".csv")
    with huge.open("wb") as file:
        file.truncate(files.MAX_FILE + 1)
    assert refused(huge) == "annex-too-big"


def test_entities_are_refused(desk: Desk) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'

    def declare(name: str, text: bytes) -> bytes:
        start = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
        return text[:start] + bomb + text[start:] if name == "xl/workbook.xml" else text

    assert refused(desk.repacked(declare)) == "bad-annex"


def test_too_many_elements_are_refused(desk: Desk) -> None:
    def many(name: str, text: bytes) -> bytes:
        return text.replace(b"<cellXfs", b"<x/>" * 200_000 + b"<cellXfs") if name == "xl/styles.xml" else text

    assert refused(desk.repacked(many)) == "bad-annex"


@pytest.mark.parametrize("kind", [".xlsx", ".csv", ".json"])
def test_damage_is_one_error_of_ours(desk: Desk, kind: str) -> None:
    """Cut anywhere, or a byte changed anywhere: read as something that differs, or refused; never anything else."""
    data = {".xlsx": annex_xlsx.write, ".csv": annex_csv, ".json": annex_json}[kind](desk.annex)
    step = max(len(data) // 150, 1)
    for at in range(0, len(data), step):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 0x15]) + data[at + 1 :]):
            try:
                desk.found(desk.path(changed, kind))
            except BadInput as error:
                assert error.code == damage(kind, changed)


def damage(kind: str, data: bytes) -> str:
    """What a damaged file is refused as: a size that it states is believed before anything is unpacked."""
    if kind == ".csv" and "\ufffd" in data.decode("utf-8", "replace"):
        return "not-utf8"
    if kind == ".xlsx" and zipfile.is_zipfile(io.BytesIO(data)):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                return "annex-too-big"
    return "bad-annex"


def test_a_kind_of_file_that_cannot_be_checked_is_told(desk: Desk) -> None:
    with pytest.raises(Misuse):
        files.read_annex(desk.path(b"", ".docx"))


# -- the command


def test_the_command_says_proven_or_names_what_is_not(desk: Desk) -> None:
    key = desk.world.keys.logs.verifier.vkey()
    done = soxa(desk.folder, "audit", "report", str(desk.bundle), str(desk.file), "--key", key)
    assert (done.returncode, done.stdout[:6], b"Traceback" in done.stderr) == (0, b"PROVEN", False), done.stderr

    def more(book: Workbook) -> None:
        book["Theo chủ đề"]["C2"].value = 99

    done = soxa(desk.folder, "audit", "report", str(desk.bundle), str(desk.edited(more)), "--key", key)
    told = done.stdout.decode()
    assert done.returncode == 1
    assert told.startswith("Theo chủ đề, ") and "Số hoạt động" in told and "states “99”" in told and told.count("\n") == 1
    assert b"NOT PROVEN: 1 faults" in done.stderr
    done = soxa(desk.folder, "audit", "report", str(desk.bundle), str(desk.edited(more)), "--key", key, "--json")
    outcome = msgspec.json.decode(done.stdout)
    assert (done.returncode, len(outcome["differences"]), outcome["faults"]) == (1, 1, [])


def test_annexes_of_all_kinds_are_strict_about_what_they_hold(desk: Desk) -> None:
    text = annex_json(desk.annex)
    assert refused(desk.path(text.replace(b'"soxa": 1', b'"soxa": 2'), ".json")) == "bad-annex"
    assert refused(desk.path(text.replace(b'"hub"', b'"other": 1, "hub"', 1), ".json")) == "bad-annex"
    assert msgspec.json.decode(text, type=Annex) == desk.annex
