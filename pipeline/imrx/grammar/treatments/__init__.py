"""Treatments: what the title of a disputed item asks for.

`titles` reads a title in this order:

    its words, and what holds for the whole title    `title_words`; `short_forms` are read as the letter defines them
    which words name a treatment                     `named`: phrases (`stems`) of the tables (`items`), body parts
                                                     (`body`), laboratory tests in lists (`blood_tests`), medications
    which of these are one treatment                 `joining`; operations at another site (`sites`) are not
    what a list says once for its members            `sharing`
    how much, when and where                         `sessions`, `services`; what sessions cannot hold is `unheld`
    members in which nothing known stands            `unknown`

`asked` stands by itself: it tells the medications that a title asks for from those that it only names.
"""
