"""What somebody typed of an activity, read and checked: alike on a laptop and at the desk."""
