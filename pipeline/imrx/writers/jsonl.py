"""JSON lines: records, letters' texts and failures."""

import json
from collections.abc import Mapping
from typing import IO, Any


def write_line(file: IO[str], item: Mapping[str, Any]) -> None:
    """Write one object as one line, in UTF-8, keys in their given order.

    Raises:
        ValueError: a number is not finite; JSON has no such numbers.
    """
    file.write(json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
