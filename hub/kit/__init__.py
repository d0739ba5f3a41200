"""What goes on a stick for new laptops: the program with all that it needs, the handbook, and invites."""
