"""Issue, sign, bake, verify and quality-check Open Badges."""
