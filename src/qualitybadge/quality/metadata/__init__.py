"""What a badge says about learning: one neutral model, read from and written into both versions."""
