"""How the letters say things: pure functions and expressions on text, built from the words of `patterns/`.

Nothing here knows spaCy, reads a file or writes anything; the components call it.
"""
