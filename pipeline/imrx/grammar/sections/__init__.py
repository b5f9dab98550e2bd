"""The letter's frame, in the order in which it is read.

1. `page_lines`: running headers and footers, which are not read.
2. `layouts`: which layout the letter has, and where in it the title of a disputed item begins.
3. `sections`: the sections of that layout.
4. `capitals`: passages that are typed in capitals, as they would stand in small letters.
"""
