"""Which diagnoses a case summary states: the lists of them, and what is told of the patient in passing.

`imr_diagnoses` asks `lists` for all of them.

1. `markers`: what announces a list, "diagnosed with", and what takes that back.
2. `ends`: where the list ends, and its sentence.
3. `pieces`: how it is cut into diagnoses.
4. `told`: which of the pieces are diagnoses where the marker announces complaints or signs as well, as "has" does.
5. `diagnosis`: what of a piece is written down, its code, and whether the letter doubts it.
6. `continued`: what the list goes on with behind its end.

`subjects` finds what is named in front of its announcement: "sciatica was diagnosed".

What all of them go by is built in `grammar` from `patterns/diagnoses.json`; of it, the words of markers in
`marker_grammar`, those that name a condition in `conditions`, and codes in `codes`.
"""
