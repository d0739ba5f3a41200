"""Putting the program of a stick on a laptop, and taking it off again. What was logged lies elsewhere, untouched."""
