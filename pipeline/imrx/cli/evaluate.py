"""`imrx evaluate`: scores on an annotated corpus, or of negation on a NegEx file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from imrx.evaluate import Evaluation

HEADER = ("", "precision", "recall", "F1", "right", "extra", "missing")


def evaluate(
    corpus: Annotated[
        str, typer.Argument(help="A folder with letters/ and gold/*.jsonl; or the word 'negation'.", show_default=False)
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            help="With 'negation': a file in the NegEx format: a header line, then number, concept, sentence and "
            "status (Negated, Affirmed, Possible), separated by tabs.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as one JSON object.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List each difference with its context.")] = False,
) -> None:
    """Score the pipeline against gold annotations.

    Example: imrx evaluate corpus --errors

    Example: imrx evaluate negation negex.tsv --json
    """
    if corpus == "negation":
        if file is None:
            raise typer.BadParameter("imrx evaluate negation needs a file: imrx evaluate negation FILE.tsv")
        _negation(file, as_json, errors)
        return
    if file is not None:
        raise typer.BadParameter("a second argument goes with 'imrx evaluate negation' only")

    import imrx
    from imrx.evaluate import evaluate_corpus
    from imrx.gold import read_gold

    folder = Path(corpus)
    next(read_gold(folder))  # says what is missing before the pipeline is made
    evaluation = evaluate_corpus(folder, imrx.load())
    if as_json:
        typer.echo(json.dumps(evaluation.as_dict(), indent=2))
    else:
        _print_tables(evaluation)
    if errors and evaluation.differences:
        _print_errors(evaluation, as_json)


def _print_tables(evaluation: "Evaluation") -> None:
    from wasabi.tables import table

    tables = {
        "Spans, exact": evaluation.exact,
        "Spans, overlap": evaluation.overlap,
        "Values of exact spans": evaluation.values,
        "Negated findings": {"FINDING, negated": evaluation.negation},
        "Relations": evaluation.relations,
        "Record fields": evaluation.fields,
    }
    for title, scores in tables.items():
        rows = [
            (name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.tp), str(s.fp), str(s.fn))
            for name, s in scores.items()
        ]
        if rows:
            typer.echo(title)
            typer.echo(table(rows, header=HEADER, divider=True, max_col=100, aligns=("l", *"rrrrrr")))
    typer.echo(f"{evaluation.letters} letters, {len(evaluation.differences)} differences")


def _print_errors(evaluation: "Evaluation", to_stderr: bool) -> None:
    from wasabi.tables import table

    rows = [
        (d.doc_id[:12], d.kind, d.name, str(d.gold)[:40], str(d.found)[:40], d.context) for d in evaluation.differences
    ]
    header = ("letter", "kind", "name", "gold", "found", "context")
    typer.echo(table(rows, header=header, divider=True, max_col=120), err=to_stderr)


def _negation(file: Path, as_json: bool, errors: bool) -> None:
    import imrx
    from imrx.negex_format import evaluate_negex, read_lines

    rows, left_out = read_lines(file)  # says what is wrong with it before the pipeline is made
    report = evaluate_negex(rows, left_out, imrx.load())
    shares = {name: getattr(report.score, name) for name in ("precision", "recall", "f1")}
    if as_json:
        typer.echo(json.dumps({**shares, "rows": report.rows}))
    else:
        for name, value in shares.items():
            typer.echo(f"{name:10} {value:.4f}")
        typer.echo(f"{'rows':10} {report.rows}")
        if report.left_out:
            lines = ", ".join(map(str, report.left_out))
            typer.echo(f"left out   {len(report.left_out)}: the sentence does not hold the concept (lines {lines})")
    if errors and report.wrong:
        from wasabi.tables import table

        shown = [
            (row.number, "Negated" if row.negated else "not negated", row.concept, row.sentence) for row in report.wrong
        ]
        header = ("number", "gold", "concept", "sentence")
        typer.echo(table(shown, header=header, divider=True, max_col=100), err=as_json)
