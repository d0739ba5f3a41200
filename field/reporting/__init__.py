"""What a unit owes and reports: periods, figures, deadlines, directives, and how things stand."""
