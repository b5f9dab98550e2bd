"""The command line: one verb a module, thin over plain functions."""

from imrx.garbage import made_to_stay

__all__ = ["main"]


def main() -> None:
    """Run the command line; what goes wrong outside of a letter is one line on stderr and exit code 2."""
    with made_to_stay():
        from imrx.cli import app
    app.main()
