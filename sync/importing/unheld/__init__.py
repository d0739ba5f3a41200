"""Rows of what was not held: put off, called off, not begun, or with nothing but 0 where figures stand; ticked as not done,
or not ticked as done; with nothing but what kept it from being held. They are no activities unless somebody says so: they
are named, and left out. Where figures stand beside what may have kept it from being held, somebody is asked; and where a row
has a remark instead of the figures that most others have."""
