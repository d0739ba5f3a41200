"""The project's own benchmark: `python -m tests.bench`. Every figure stands beside a floor measured in the same run."""
