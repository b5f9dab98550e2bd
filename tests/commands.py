"""The `imrx` command in tests, and lines of JSON that it reads and writes."""

import json

from typer.testing import CliRunner

from imrx.cli import app as app_module


def invoke(*args, **how):
    """Run the command inside of the test; an error that a shell would see as exit code 2 is the result's exception."""
    return CliRunner().invoke(app_module.app, [*map(str, args)], **how)


def shell(monkeypatch, capsys, *args):
    """Run the command as a shell does: exit code, standard output, standard error."""
    monkeypatch.setattr("sys.argv", ["imrx", *map(str, args)])
    code = 0
    try:
        app_module.main()
    except SystemExit as stop:
        code = stop.code
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def lines(path):
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]
