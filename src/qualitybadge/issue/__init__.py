"""Issue badges: draft, sign, self-verify, bake. See `issuer` for the door."""
