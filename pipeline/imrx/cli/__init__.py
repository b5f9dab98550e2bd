"""The command line: one verb a module, thin over plain functions."""

from imrx.garbage import made_to_stay

__all__ = ["main"]


def main() -> None:
    """Import the command line and run it, without searches for garbage in what its modules bring along."""
    with made_to_stay():
        from imrx.cli import app
    app.main()
