"""What a letter measures of the patient, what he can do, and what treatment did for him."""
