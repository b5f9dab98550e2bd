"""`imrx.load` takes what `spacy.load` takes, and a table of one's own in the place of one of ours."""

import re
import shutil
from pathlib import Path

import pytest

import imrx
from imrx.record import make_record
from imrx.resources import PATTERNS, patterns_hash

TEXT = "Zorvalin 10/325 mg #60 and Norco 10/325 mg, 1 tablet every 6 hours, were requested."
README = (Path(__file__).parents[1] / "patterns" / "README.md").read_text(encoding="utf-8")


def tables(path):
    """The recipe of `patterns/README.md`."""
    block = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)[1]
    names = {}
    exec(block.replace("/data/my_drugs.csv", path.as_posix()), names)
    return names["nlp"]


@pytest.fixture
def own(tmp_path):
    """A copy of `drugs.csv`."""
    return Path(shutil.copy(PATTERNS / "drugs.csv", tmp_path / "my_drugs.csv"))


def patterns(nlp):
    record = make_record(nlp(TEXT), nlp.meta)
    return record["pipeline"]["patterns"], [each["drug"]["name"] for each in record["medications"]]


def test_components_that_are_left_out_and_that_do_not_run(nlp):
    made = imrx.load(exclude="imr_checks", disable=["imr_findings", "imr_negation"])
    assert set(nlp.pipe_names) - set(made.component_names) == {"imr_checks"}
    assert made.disabled == ["imr_findings", "imr_negation"]
    sentence = "There is no evidence of functional improvement."
    assert [span.label_ for span in made(sentence).spans["sc"]] == []
    made.enable_pipe("imr_findings")
    made.enable_pipe("imr_negation")
    docs = [each(sentence) for each in (made, nlp)]
    assert [[span._.finding["assertion"] for span in doc.spans["sc"]] for doc in docs] == [["not_documented"]] * 2


@pytest.mark.parametrize(
    "config",
    [
        {"components.imr_medications.mme_table": "cdc2022"},
        {"components": {"imr_medications": {"mme_table": "cdc2022"}}},
    ],
)
def test_settings_with_dots_and_nested(config):
    """Hydromorphone is 4 in CDC 2016 and 5 in CDC 2022."""
    [medication] = make_record((nlp := imrx.load(config=config))("Dilaudid 2 mg twice a day."), nlp.meta)["medications"]
    assert (medication["daily_mme"]["value"], medication["daily_mme"]["table"]) == (20, "cdc2022")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("components.imr_medications.mme_tabel", "mme_tabel"),
        ("components.imr_medication.mme_table", "there is no components.imr_medication in"),
        ("initialize.components.imr_drug.tables.drugs.name", "there is no initialize.components.imr_drug."),
        (
            "initialize.components.imr_drugs.tables.drug.name",
            "there is no initialize.components.imr_drugs.tables.drug ",
        ),
        ("initialize.components.imr_drugs.tables.drugs.nam", "nam"),
        ("initialise.components.imr_drugs.tables.drugs.name", "there is no initialise in"),
        ("traning.dropout", "there is no traning in"),
        ("training.droput", "there is no training.droput in"),
        ("nlp.nope", "there is no nlp.nope in"),
        ("nlp.tokenizer.nope", "nope"),
    ],
)
def test_a_name_that_is_not_there_is_an_error(key, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        imrx.load(config={key: "cdc2022"})


@pytest.mark.parametrize("exclude", ["imr_check", ["imr_checks", "imr_check"], ["imr_second_voice"]])
def test_a_component_to_leave_out_that_is_not_there_is_an_error(exclude):
    with pytest.raises(ValueError, match=r"^exclude: there is no component imr_(check|second_voice) in models"):
        imrx.load(exclude=exclude)


def test_a_component_that_is_not_to_run_and_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="imr_check"):
        imrx.load(disable=["imr_check"])


def test_settings_of_spacys_own_and_components_from_an_iterator():
    made = imrx.load(
        exclude=iter(["imr_checks"]), config={"nlp.batch_size": 7, "training.dropout": 0.2, "paths.own": "a"}
    )
    assert (made.batch_size, made.config["training"]["dropout"]) == (7, 0.2)
    assert "imr_checks" not in made.component_names


def test_a_table_of_ones_own_is_read_and_known_by_the_hash(own, nlp):
    same = tables(own)
    assert patterns(same) == patterns(nlp) == (patterns_hash(), ["Norco"])
    row = "Zorvalin,brand,,hydrocodone;acetaminophen,opioid,CII,1,,;,own\n"
    own.write_text(own.read_text(encoding="utf-8") + row, encoding="utf-8")
    changed, names = patterns(tables(own))
    assert (changed == patterns_hash(), len(changed), names) == (False, 64, ["Zorvalin", "Norco"])
    assert patterns(tables(own))[0] == changed
    own.write_text(own.read_text(encoding="utf-8") + row.replace("Zorvalin", "Zorvalon"), encoding="utf-8")
    assert patterns(tables(own))[0] not in (changed, patterns_hash())


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no pattern table '.*none.csv' .* or the absolute path of your own"):
        tables(tmp_path / "none.csv")
