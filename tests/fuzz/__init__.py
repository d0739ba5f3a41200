"""Coverage-guided fuzzing of every parser: what comes from a line, a file or a stick is hostile, and no bytes may do more
than be refused."""
