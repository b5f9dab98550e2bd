"""What a rationale concludes about medical necessity, and what of it counts for a disputed item.

1. `conclusions` finds what is said in the words of medical necessity or in weaker ones, `denials` what is said in those
   of utilisation review, `short_verdicts` a last sentence of a few words; all look in `clauses`.
2. `own` says which of them are the reviewer's own; `denied_clauses`, which are denied by what leads to them.
3. `verdicts` says which conclusion counts for an item, and whether the rationale concludes both ways.

What they go by is built in `grammar` from `patterns/decisions.json`.
"""
