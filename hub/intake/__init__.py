"""Taking in what laptops send: enrolment, ranges, projection, the reply; over HTTP or by file."""
