"""Paths as the command line takes them."""

from pathlib import Path

import typer


def path(name: str) -> Path:
    """A path to write to; an empty one, such as of a variable that is not set, would be the folder one stands in."""
    if not name:
        raise typer.BadParameter("is empty: name a folder or a file to write to")
    return Path(name)
