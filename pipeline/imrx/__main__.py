"""`python -m imrx` is the `imrx` command."""

from imrx.cli import main

main()
