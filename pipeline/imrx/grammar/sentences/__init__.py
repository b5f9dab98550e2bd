"""How sentences are read: where they end, their words and clauses, and many phrases looked for at once.

`ends` tells which stops end a sentence. `reading` is what all who ask are given of them: `folding` makes one text of a
letter's, without the `idle_words`, and `words` splits it. Phrases are looked for word by word (`words.PhraseTree`,
`phrasebook.Phrasebook`) or as expressions (`imrx.grammar.alternatives`), which `branches` tries at the words that they
can begin with. `clauses` tells where a clause begins or its subject ends; its `clause_words` are also the expressions
that findings and their negation share. `item_marks` are the numbers of lists.
"""
