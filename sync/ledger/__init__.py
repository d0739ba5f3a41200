"""Our words, pure: entries, records and how they merge, the registry, periods, figures."""
