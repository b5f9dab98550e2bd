"""What the letter says is there, and what it says is not: the pure half of findings and negation."""
