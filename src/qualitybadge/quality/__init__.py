"""Is a badge ready for recognition, and who recognises its issuer? Rules, assessment, label schemes."""
