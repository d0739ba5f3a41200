"""The annex, a report upward that can be recomputed: what it says, how it is laid out, read and compared."""
