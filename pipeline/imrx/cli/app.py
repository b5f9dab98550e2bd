"""The `imrx` command."""

import sys
from importlib import import_module
from typing import Annotated

import typer

from imrx import __version__
from imrx.cli.stdout import checked
from imrx.writers.disk import explained

VERBS = (
    *("annotate", "query", "export", "import", "verify"),
    *("evaluate", "split", "train", "assemble", "package", "schema"),
)
GROUPS = ("lexicon",)

app = typer.Typer(
    name="imrx",
    help="Read California Independent Medical Review letters and write down what they say.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"imrx {__version__}")
        raise typer.Exit


@app.callback()
def _imrx(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


for _verb in VERBS:
    _name = "import_" if _verb == "import" else _verb  # a word of Python's own
    app.command(_verb)(getattr(import_module(f"imrx.cli.{_name}"), _name))
for _group in GROUPS:
    app.add_typer(import_module(f"imrx.cli.{_group}").app, name=_group)


def main() -> None:
    """Run the command line; what goes wrong outside of a letter is one line on stderr and exit code 2."""
    try:
        with checked():
            app()
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        typer.echo(f"imrx: {explained(error) if isinstance(error, OSError) else error}", err=True)
        sys.exit(2)
