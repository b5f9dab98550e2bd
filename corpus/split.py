"""Which letters are worked on and which are set aside: decided once, by the case number alone.

A letter is set aside when the SHA-256 of its case number, read as an integer, is divisible by three. Letters that are
set aside are never looked at while rules are written; they are only measured on. The rule was committed before the
first pattern.
"""

import hashlib


def is_set_aside(case_number: str) -> bool:
    """True for a letter that rules may not be written from, e.g. `is_set_aside("CM16-0231745")`."""
    return int(hashlib.sha256(case_number.encode("ascii")).hexdigest(), 16) % 3 == 0
