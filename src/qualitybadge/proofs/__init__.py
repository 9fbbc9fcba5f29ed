"""Proofs: tokens and Data Integrity proofs, made and verified with a given key; nothing is fetched."""
