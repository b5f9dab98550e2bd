"""The command line: one verb a module, thin over plain functions."""

from imrx.cli.app import main

__all__ = ["main"]
