"""Reports upward: the annex as data, and the files that it is written to."""
