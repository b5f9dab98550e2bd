"""How letters write prescriptions: numbers, the grammar of a sig, its values, whose they are, their sums."""
