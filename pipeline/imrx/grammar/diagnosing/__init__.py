"""Diagnoses: the lists of a case summary, and the diagnoses in them."""
