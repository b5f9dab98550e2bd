"""Drugs: the lexicon as an index of words (`index`), and words that are names only in some places (`doubts`)."""
