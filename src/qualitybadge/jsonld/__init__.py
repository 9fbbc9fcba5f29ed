"""Closed-world JSON-LD: from a parsed document to canonical N-Quads, nothing fetched and nothing dropped."""
