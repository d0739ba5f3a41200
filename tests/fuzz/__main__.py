"""`python -m tests.fuzz [TARGET ...] [--runs N] [--seconds S] [--keep]`: parsers under coverage-guided fuzzing, by atheris,
which is libFuzzer for Python (`pip install -e '.[fuzz]'`).

Each target runs in a process of its own, from its seeds and the kept corpus in `corpus/`; `--keep` adds what covers more to
that corpus. It ends with 1 where a parser crashed, hung or took more memory than a process may, and says with which input.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.fuzz.targets import TARGETS, names

CORPUS: Final = Path(__file__).with_name("corpus")
MEMORY: Final = 600
"""MiB that a process may take: the fuzzer's own map and the interpreter are a third of it."""
SLOW: Final = 20
"""Seconds for one input."""


def main() -> int:
    """Fuzz what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(names()))
    parser.add_argument("--runs", type=int, default=-1, help="inputs for each target")
    parser.add_argument("--seconds", type=int, default=0, help="seconds for each target")
    parser.add_argument("--keep", action="store_true", help="put what covers more into the kept corpus")
    asked = parser.parse_args()
    limits = [f"-runs={asked.runs}"] * (asked.runs >= 0) + [f"-max_total_time={asked.seconds}"] * (asked.seconds > 0)
    if not limits:
        parser.error("say --runs or --seconds")
    failed = [name for name in asked.targets or names() if _fuzz(name, limits, keep=asked.keep)]
    return 1 if failed else 0


def _fuzz(name: str, limits: list[str], *, keep: bool) -> bool:
    """Whether a target failed."""
    with tempfile.TemporaryDirectory(prefix="soxa-fuzz-") as folder:
        found, seeds = Path(folder, "found"), Path(folder, "seeds")
        for each in (found, seeds):
            each.mkdir()
        for number, data in enumerate(TARGETS[name].seeds()):
            (seeds / str(number)).write_bytes(data)
        kept = CORPUS / name
        folders = [str(each) for each in (found, seeds, kept) if each.is_dir()]
        options = [
            *limits,
            f"-max_len={TARGETS[name].most}",
            f"-rss_limit_mb={MEMORY}",
            f"-timeout={SLOW}",
            "-print_final_stats=1",
        ]
        command = [sys.executable, "-m", "tests.fuzz.one", name, *options, f"-artifact_prefix={folder}/crash-", *folders]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        stats = {line.split()[0]: line.split()[-1] for line in done.stderr.splitlines() if line.startswith("stat::")}
        covered = [line.split("cov: ")[1].split()[0] for line in done.stderr.splitlines() if "cov: " in line][-1:]
        runs, memory = stats.get("stat::number_of_executed_units:", "0"), stats.get("stat::peak_rss_mb:", "?")
        sys.stdout.write(
            f"{name}: {runs} inputs, {memory} MiB, {''.join(covered)} edges, {'failed' if done.returncode else 'held'}\n"
        )
        sys.stdout.flush()
        if done.returncode:
            sys.stdout.write(done.stderr[-4_000:])
            for crash in sorted(Path(folder).glob("crash-*")):
                sys.stdout.write(f"{crash.name}: {crash.read_bytes()[:2_000]!r}\n")
        elif keep:
            _keep(name, found)
        return bool(done.returncode)


def _keep(name: str, found: Path) -> None:
    """Keep the inputs that covered more than the seeds, and what was kept before, did."""
    kept = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    for each in found.iterdir():
        shutil.copyfile(each, kept / each.name)  # its name is its hash


if __name__ == "__main__":
    sys.exit(main())
