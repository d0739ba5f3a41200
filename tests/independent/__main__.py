"""Hold the verifier from the page against the program: `python -m tests.independent --histories 1000 --changes 10000`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.independent.comparing import CHANGES, Comparison


def main() -> None:
    """Compare, say where the two differ, and fail if they do."""
    parser = argparse.ArgumentParser(prog="python -m tests.independent", description=__doc__)
    parser.add_argument("--histories", type=int, default=100, help="how many random histories")
    parser.add_argument("--changes", type=int, default=1_000, help="how many changed bundles and annexes")
    parser.add_argument("--seed", type=int, default=0, help="the first of their seeds")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(Path(folder))
        for seed in range(options.seed, options.seed + options.histories):
            comparison.history(seed)
        for seed in range(options.seed, options.seed + -(-options.changes // CHANGES)):
            comparison.changes(seed)
    told = [*comparison.differences, *(f"{what}: {count:,}" for what, count in sorted(comparison.counts.items()))]
    told.append(f"differences: {len(comparison.differences)}, in {time.monotonic() - began:.0f} s")
    sys.stdout.write("\n".join(told) + "\n")
    sys.exit(bool(comparison.differences))


if __name__ == "__main__":
    main()
