"""Reporting on the laptop: what a unit owes and reports, deadlines, progress on directives, the laptop's status."""
