"""What is a finding: noun phrases around known terms and heads, and whatever a letter says is missing."""
