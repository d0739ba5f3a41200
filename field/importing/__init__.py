"""A table that an office keeps, taken into the log: planned, signed row by row, and remembered."""
