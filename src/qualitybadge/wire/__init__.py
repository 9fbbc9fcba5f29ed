"""Bytes to values and back: strict JSON, JCS, multibase, timestamps, image carriers. Knows no badge."""
