"""`python -m tests.mutation [PATH ...] [--sample N] [--seed S]`: which changes of the code would no test notice?"""

from __future__ import annotations

import argparse
import queue
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.mutation.equivalent import is_equivalent
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trial import ROOT, Outcome, TreeCopy

ROOMS: Final = ("sync/ledger", "sync/log", "sync/exchange")


def main() -> int:
    """Try mutants and print those that survive."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("paths", nargs="*", default=ROOMS, help=f"modules or folders; else {', '.join(ROOMS)}")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="try N of them, and not all")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="which N: the same for the same tree")
    parser.add_argument("--processes", type=int, default=2, metavar="P", help="how many are tried at a time")
    parser.add_argument("--mirrored-alone", action="store_true", help="ask the file at the mirrored path, and no other")
    parser.add_argument("--list", action="store_true", help="print the mutants and try none")
    chosen = parser.parse_args()
    every = [mutant for path in modules(chosen.paths) for mutant in mutants_of(path, _source(path))]
    mutants = [mutant for mutant in every if not is_equivalent(mutant)]
    left_out = len(every) - len(mutants)
    if 0 < chosen.sample < len(mutants):
        sample = random.Random(chosen.seed).sample(range(len(mutants)), chosen.sample)
        mutants = [mutants[place] for place in sorted(sample)]
    if chosen.list:
        tell(map(shown, mutants))
    else:
        tell(report(mutants, try_all(mutants, chosen.processes, chosen.mirrored_alone), left_out))
    return 0


def _source(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tell(lines: Iterable[str]) -> None:
    """Lines on standard output, at once."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def modules(paths: Iterable[str]) -> list[str]:
    """The modules that are named, or lie in a folder that is."""
    found: list[str] = []
    for path in paths:
        at = ROOT / path
        files = sorted(at.rglob("*.py")) if at.is_dir() else [at]
        found += [file.relative_to(ROOT).as_posix() for file in files if file.name != "__init__.py"]
    return found


def shown(mutant: Mutant) -> str:
    """A mutant on one line."""
    return f"{mutant.path}:{mutant.line}: {mutant.change}"


def try_all(mutants: list[Mutant], processes: int, mirrored_alone: bool) -> list[Outcome]:
    """What became of each mutant; what its own file does not catch is printed as it is found."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for place in range(len(mutants)):
        waiting.put(place)
    outcomes: list[Outcome | None] = [None] * len(mutants)

    def work(folder: Path) -> None:
        tree = TreeCopy(folder)
        while not waiting.empty():
            try:
                place = waiting.get_nowait()
            except queue.Empty:
                return
            outcome = outcomes[place] = tree.try_out(mutants[place], mirrored_alone=mirrored_alone)
            if outcome != "caught":
                tell([f"{outcome}: {shown(mutants[place])}"])

    with tempfile.TemporaryDirectory(prefix="soxa-mutants-") as folder:
        workers = [threading.Thread(target=work, args=(Path(folder, str(number)),)) for number in range(processes)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    tried = [outcome for outcome in outcomes if outcome is not None]
    assert len(tried) == len(mutants), "the tests did not pass on the untouched tree"
    return tried


def report(mutants: list[Mutant], outcomes: list[Outcome], left_out: int) -> Iterable[str]:
    """The score, by module and in all."""
    by_module: dict[str, Counter[Outcome]] = {}
    for mutant, outcome in zip(mutants, outcomes, strict=True):
        by_module.setdefault(mutant.path, Counter())[outcome] += 1
    for path, counted in [*by_module.items(), ("in all", Counter(outcomes))]:
        yield f"{path}: {counted.total()} tried, {counted['caught']} caught at its mirrored path, " + (
            f"{counted['caught by its users']} by its room or its users, {counted['survived']} survived"
        )
    if outcomes:
        noticed, own = (
            100 * sum(outcome in some for outcome in outcomes) / len(outcomes) for some in (_NOTICED, _NOTICED[:1])
        )
        yield f"score {noticed:.1f} %, {own:.1f} % at the mirrored path alone; left out as equivalent: {left_out}"


_NOTICED: Final[tuple[Outcome, ...]] = ("caught", "caught by its users")


if __name__ == "__main__":
    sys.exit(main())
