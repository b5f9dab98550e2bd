"""What a letter ties to a medication, or to another treatment.

`letter` gives each sentence that can hold one of them to those who find them, on a text in which every drug is one word
(`medicated`):

    relief of pain, and what is done with it    `relief`, `activities`
    side effects                                `side_effects`: which findings the letter blames on a drug
    what was tried before                       `first_line`
    its taper                                   `tapers`

`treated` asks of each relief that was found whether it is a procedure's, a therapy's or a device's.
"""
