"""Names and ids of letters: which are free, which may be used, and how they are shown in messages."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

_UNSAFE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, lone surrogates (bytes that are not UTF-8), line and paragraph separators."""

_DRIVE: Final = re.compile(r"[A-Za-z]:")


def free_name(name: str, taken: Container[str], more: str) -> str:
    """The name, with `more` behind it as often as it takes until it is not taken."""
    while name in taken:
        name += more
    return name


def is_unsafe(name: str) -> bool:
    r"""Whether a name could lead elsewhere or break a line: control characters, `..`, a root, bytes outside UTF-8.

    A root may be a drive of Windows: `C:\a.txt`.
    """
    if any(unicodedata.category(char) in _UNSAFE for char in name):
        return True
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or (len(parts) > 1 and _DRIVE.fullmatch(parts[0]) is not None)


def printable(name: str) -> str:
    r"""A name for messages: controls, line ends and bytes outside UTF-8 are shown as `\x1b`, `\n`, `\udc80`."""
    return "".join(ascii(char)[1:-1] if unicodedata.category(char) in _UNSAFE | {"Cf"} else char for char in name)
