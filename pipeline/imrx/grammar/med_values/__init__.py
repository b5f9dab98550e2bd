"""Morphine equivalent doses: how letters write them, and what each number is for."""
