"""What the operator states in the registry: the hub itself, units, laptops, invites, directives."""
