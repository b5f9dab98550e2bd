"""When Python looks for garbage: not while things are made that stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Make things that stay until the process ends: spaCy, the command line, a pipeline.

    Python searches for cycles of garbage after some hundred new objects, and time and again among all that there are.
    Importing and loading make several hundred thousand objects and next to no garbage. What there is at the end is
    never searched again, which makes the searches between letters cheap. For processes of ours alone: a search that a
    library's caller would miss is none of ours to leave out.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
