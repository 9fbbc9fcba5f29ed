"""Verify Open Badges 0.5 to 2.0: the objects, their graph, the ordered checks. See `steps` for the list."""
