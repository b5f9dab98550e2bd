"""Whether a finding is there: cues of negation, how far they reach, who speaks, and what the sentence then says."""
