"""What benchmarks/speed.py measures, each in a process of its own: `python contenders.py NAME < given.json`.

The file runs in the environments of the peers too, so it imports nothing at the top that they do not have. What it is
given: `warm` and `timed` (letters), `terms` (label -> phrases), `expressions` (label -> list of expressions), `cues`
(negation cues in negspacy's form). What it prints is one JSON object: the CPU seconds that the timed letters took, the
process's peak memory, and the version.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from typing import Any, NamedTuple

Given = dict[str, Any]


class Contender(NamedTuple):
    """A tool that is ready to read letters: its version, what reads some of them, and what is open meanwhile."""

    version: str
    annotate: Callable[[list[str]], Any]
    zone: AbstractContextManager[Any]


def imrx_record(given: Given) -> Contender:
    """The whole pipeline and the record of every letter, in one memory zone as in a run over many letters."""
    import imrx
    from imrx.record import make_record

    nlp = imrx.load()
    meta = nlp.meta

    def annotate(letters: list[str]) -> None:
        for doc in nlp.pipe(letters):
            make_record(doc, meta)

    return Contender(f"imrx {version('imrx')}", annotate, nlp.memory_zone())


def imrx_docbin(given: Given) -> Contender:
    """The same, and the annotated docs as the bytes of a `DocBin`."""
    import imrx
    from imrx.record import make_record
    from imrx.writers.letter_bin import LetterBin

    nlp = imrx.load()
    meta = nlp.meta

    def annotate(letters: list[str]) -> None:
        docs = LetterBin()
        for doc in nlp.pipe(letters):
            make_record(doc, meta)
            docs.add(doc)
        docs.to_bytes()

    return Contender(f"imrx {version('imrx')}", annotate, nlp.memory_zone())


def spacy_tokenizer(given: Given) -> Contender:
    """SpaCy's default English tokenizer and nothing else."""
    import spacy

    return _each(spacy.blank("en"), "spacy")


def spacy_ruler(given: Given) -> Contender:
    """The same with an EntityRuler of the same terms."""
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": label, "pattern": term} for label, term in _terms(given)])
    return _each(nlp, "spacy")


def medspacy_rules(given: Given) -> Contender:
    """MedspaCy's default pipeline (PyRuSH sentences, target matcher, ConText) with the same terms."""
    import medspacy
    from medspacy.ner import TargetRule

    nlp = medspacy.load()
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(term, label) for label, term in _terms(given)])
    return _each(nlp, "medspacy")


def edsnlp_tokenizer(given: Given) -> Contender:
    """The tokenizer of EDS-NLP and nothing else."""
    import edsnlp

    return _each(edsnlp.blank("eds"), "edsnlp")


def edsnlp_rules(given: Given) -> Contender:
    """EDS-NLP with the same terms, the expressions, and negation with English cues."""
    import edsnlp
    import edsnlp.pipes as eds

    nlp = edsnlp.blank("eds")
    nlp.add_pipe(eds.sentences())
    nlp.add_pipe(eds.matcher(terms=given["terms"], regex=given["expressions"], attr="LOWER"))
    cues = given["cues"]
    nlp.add_pipe(
        eds.negation(
            pseudo=cues["pseudo_negations"],
            preceding=cues["preceding_negations"],
            following=cues["following_negations"],
            termination=cues["termination"],
            preceding_regex=[],
            verbs=[],
            attr="LOWER",
        )
    )
    return _each(nlp, "edsnlp")


CONTENDERS = (
    imrx_record,
    imrx_docbin,
    spacy_tokenizer,
    spacy_ruler,
    medspacy_rules,
    edsnlp_tokenizer,
    edsnlp_rules,
)


def _each(nlp: Any, package: str) -> Contender:
    def annotate(letters: list[str]) -> None:
        for _ in nlp.pipe(letters):
            pass

    return Contender(f"{package} {version(package)}", annotate, nullcontext())


def _terms(given: Given) -> Iterator[tuple[str, str]]:
    for label, terms in given["terms"].items():
        for term in terms:
            yield label, term


@contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """Some tools print while they load; standard output holds the result alone."""
    stdout, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = stdout


def peak_megabytes() -> float:
    """The most memory this process has held; macOS counts in bytes, Linux in kilobytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def main() -> None:
    """Warm up, measure once, print."""
    given = json.load(sys.stdin)
    make = next(each for each in CONTENDERS if each.__name__ == sys.argv[1])
    with _stdout_to_stderr():
        contender = make(given)
        with contender.zone:
            contender.annotate(given["warm"])
            gc.collect()
            start = time.process_time()
            contender.annotate(given["timed"])
            seconds = time.process_time() - start
    json.dump({"version": contender.version, "seconds": seconds, "megabytes": peak_megabytes()}, sys.stdout)


if __name__ == "__main__":
    main()
