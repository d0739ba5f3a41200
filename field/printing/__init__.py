"""A unit's own documents on paper: its report of a period, the list of its activities, PDF by what the machine has."""
