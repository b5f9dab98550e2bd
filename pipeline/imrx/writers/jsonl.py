"""JSON lines: records, letters' texts and failures."""

import json
from collections.abc import Mapping
from typing import Any


def dump_line(item: Mapping[str, Any]) -> bytes:
    """One object as one line, in UTF-8, keys in their given order.

    Raises:
        ValueError: a number is not finite; JSON has no such numbers.
    """
    return json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8") + b"\n"
