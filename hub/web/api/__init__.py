"""The JSON API: what the pages show, for other systems, described by the table that serves it."""
