"""What is a finding: noun phrases around known terms and heads, and whatever a letter says is missing.

`imr_findings` asks for both, in this order, and between them for what `imrx.grammar.effects` and
`imrx.grammar.measuring` know; what is found first keeps its place.

1. Known terms and heads: `cores` says where one stands, `noun_phrases` which words around it are its own, `requests`
   which tests are none because they are only asked for, `concepts` what it is called where its words do not say it.
   Pain scores: `scores`.
2. What is missing: `openings` says where a sentence speaks of absence; `missing` which words there are missing, and
   what they are called.

   - the phrases that `openings` looks for: `opening_parts` are what they are made of, `opening_objects` stand in front
     of a noun phrase, `opening_clauses` of a clause, `opening_predicates` say what is missing by their verb. Clauses
     without a "that": `bare_clauses`; what opens nothing: `void_openings`; what else is missing by the same phrase:
     `continued`. What is found is a `place`.
   - behind "no documentation of": `objects`; behind "unclear whether he": `predicates`; in front of "was not provided":
     `subjects`. Of all three `unlisted_nouns` says where a noun phrase ends and whether it names a finding.
   - `remains` says what is left of them beside a drug or a finding that was found before.

`persons` tells who is spoken of by what he works as.
"""
