"""What a table of activities means: planned before anything is signed, alike on a laptop and at the desk."""
