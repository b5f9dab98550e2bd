"""How sentences are read: their words and clauses, and many phrases looked for at once."""
