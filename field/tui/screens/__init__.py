"""A screen a file; what several share is in `page` and `dialogs`."""
