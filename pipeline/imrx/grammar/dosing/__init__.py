"""Prescriptions: amounts, whose they are, and what they come to in a day.

`imr_sig` asks `attributes` for the amounts of each sentence that names a drug:

    where an amount stands                 `grammar`, of pieces that `templates` shares, and `per_day`
    what its words are worth               `values`, with `numbers`
    which of the kinds it is               `deciding`: strength, dose or quantity, by the words around it
                                           (`surroundings`) and by what was on the market (`market`), when what is
                                           told in `several_pieces` is one; a total that only sums up a regimen, by
                                           `sums`, and what is no dose but a limit of one, by `ceilings`

`imr_medications` then puts each amount to a drug and adds up:

    whose an amount is                     `linking`, over drugs and amounts (`sentence_parts`) by the words of `links`;
                                           two names of one drug share theirs (`synonyms`), as do the ingredients of a
                                           compound (`compounds`)
    whether the drug is taken now          `taking`
    what one drug comes to                 `regimens`: strengths by ingredient, days of supply, morphine a day by the
                                           factors of `mme`
    what all opioids come to               `totals`; `products` tells two products of one opioid apart
"""
