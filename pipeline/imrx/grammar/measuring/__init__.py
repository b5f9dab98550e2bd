"""What a letter measures of the patient, what he can do, and what treatment did for him.

`measures` puts the rules into two groups: those that are tried before the known terms of findings, and those behind
them. `rules` tries a rule only at the words that it can begin with; `subjects` tells whether a verb is the patient's.

    tests, laboratory values and scores with their results    `results`
    motion in degrees, strength in grades or weights          `motion`
    parts of the body in their state                          `states`
    daily life, help, weight, falls                           `living`
    what treatment did                                        `treating`
"""
