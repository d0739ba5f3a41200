"""Open data: a plain SQLite file and CSV files, with what they hold described."""
