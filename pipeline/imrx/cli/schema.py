"""`imrx schema`: the record's JSON Schema."""

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the determination record.

    Example: imrx schema > record.schema.json
    """
    from imrx.record import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))
