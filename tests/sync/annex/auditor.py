"""An auditor's folder: a bundle, a good annex of the same moment, and ways to change it as somebody might."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from sync.annex import files
from sync.annex.diff import Difference
from sync.errors import BadInput
from tests.hub.export.documents.reported import bundled, checked, filed, gathered
from tests.world import World


class Auditor:
    """Somebody with a bundle, and with a good annex of the same moment."""

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
        """What differs in a file; the recomputed annex is this one, as `test_as_it_is_nothing_differs` has it."""
        return files.read_annex(path).differences(self.annex)

    def faults(self, path: Path) -> list[str]:
        """The codes of what is wrong with what a file rests on."""
        outcome = checked(self.world, path, self.bundle)
        assert not outcome.differences
        return [fault.code for fault in outcome.faults]


def refused(path: Path) -> str:
    """Why a file is not read at all."""
    with pytest.raises(BadInput) as error:
        files.read_annex(path)
    return error.value.code
