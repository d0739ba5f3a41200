"""`python -m tests.bench [--records N] [--large N] [--audit N] [--desk N]`: every row, each beside its floor."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import auditor, crowd, desk, importing, keys, laptop, protections, province, terminal, thin
from tests.bench.measure import Row, tell


def main() -> int:
    """Measure and print; 1 if a goal is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="new records that the hub takes in")
    parser.add_argument("--large", type=int, default=100_000, help="activities in the laptop's large ledger")
    parser.add_argument("--audit", type=int, default=100_000, help="records in the auditor's bundle")
    parser.add_argument("--desk", type=int, default=300_000, help="records of the province whose pages are timed; 0: none")
    chosen = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="soxa-bench-") as folder:
        _as_installed(Path(folder) / "bytecode")
        for row in rows(Path(folder), chosen.records, chosen.large, chosen.audit, chosen.desk):
            tell(row)
            missed += row.met is False
    return 1 if missed else 0


def _as_installed(folder: Path) -> None:
    """Have the programs that are started keep their bytecode, as an installed one has it: else every start compiles."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def rows(folder: Path, records: int, large: int, audit: int, pages: int) -> Iterator[Row]:
    """All rows, as they are measured."""
    yield from province.rows(folder / "province", records)
    yield from protections.rows()
    yield from crowd.rows(folder / "crowd")
    yield from thin.rows(folder / "thin")
    yield from keys.rows(folder / "keys")
    yield from importing.rows(folder / "importing")
    yield from laptop.rows(folder / "laptop", large)
    yield from terminal.rows(folder / "terminal", 100, large)
    yield from auditor.rows(folder / "auditor", audit)
    if pages:
        yield from desk.rows(folder / "desk", pages)


if __name__ == "__main__":
    sys.exit(main())
