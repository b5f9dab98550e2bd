"""The case that a letter is about: header, injury, claimant, reviewer."""
