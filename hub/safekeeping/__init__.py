"""What keeps a hub from being lost: what it holds is checked, copied while it serves, and put back."""
