import csv

import pytest

from commands import invoke
from imrx.lexicon import FIELDS, build_lexicon, check_lexicon, write_lexicon
from imrx.resources import read_table

CLASSES = read_table("drug_classes.csv")
CLASS_IDS = [row["class"] for row in CLASSES]

CONSO = [
    # rxcui, source, term type, code, name, suppressed
    ("5489", "RXNORM", "IN", "5489", "hydrocodone", "N"),
    ("161", "RXNORM", "IN", "161", "acetaminophen", "N"),
    ("5640", "RXNORM", "IN", "5640", "ibuprofen", "N"),
    ("900001", "RXNORM", "IN", "900001", "zuranotest", "N"),
    ("900002", "RXNORM", "PIN", "900002", "zuranotest hydrochloride", "N"),
    ("900003", "RXNORM", "PIN", "900003", "calcium zurate", "N"),
    ("900004", "RXNORM", "BN", "900004", "Zuratex", "N"),
    ("900005", "RXNORM", "BN", "900005", "Zuracet", "N"),
    ("900006", "RXNORM", "BN", "900006", "Oldbrand", "O"),
    ("900007", "RXNORM", "BN", "900007", "Nothing In It", "N"),
    ("900009", "RXNORM", "IN", "900009", "mysterium", "N"),
    ("214182", "RXNORM", "MIN", "214182", "acetaminophen / hydrocodone", "N"),
    ("218772", "RXNORM", "BN", "218772", "Norco", "N"),
    ("900001", "ATC", "IN", "N05BA99", "zuranotest", "N"),
    ("900001", "MTHSPL", "SU", "X", "ZURANOTEST", "N"),
    ("900008", "RXNORM", "SCD", "900008", "zuranotest 5 MG Oral Tablet", "N"),
]
REL = [
    ("900001", "tradename_of", "900004"),
    ("900004", "has_tradename", "900001"),
    ("900001", "tradename_of", "900005"),
    ("161", "tradename_of", "900005"),
    ("900001", "form_of", "900002"),
    ("900001", "form_of", "900003"),
    ("161", "tradename_of", "218772"),
    ("5489", "tradename_of", "218772"),
    ("214182", "part_of", "161"),
    ("214182", "part_of", "5489"),
    ("900008", "constitutes", "900001"),
]
SAT = [
    ("900001", "DCSA", "MMX", "4n"),
    ("900001", "DCSA", "MMSL", "3"),
    ("5640", "DCSA", "MMX", "0"),
    ("161", "NDC", "RXNORM", "2"),
]


@pytest.fixture
def rrf(tmp_path):
    folder = tmp_path / "rrf"
    folder.mkdir()
    (folder / "RXNCONSO.RRF").write_text(
        "".join(f"{c}|ENG||||||A{i}|||{c}|{s}|{t}|{k}|{n}||{x}|4096|\n" for i, (c, s, t, k, n, x) in enumerate(CONSO))
    )
    (folder / "RXNREL.RRF").write_text("".join(f"{a}||CUI|RO|{b}||CUI|{r}|||RXNORM|||||4096|\n" for a, r, b in REL))
    (folder / "RXNSAT.RRF").write_text("".join(f"{c}|||A1|CUI|{c}|||{a}|{s}|{v}|N|4096|\n" for c, a, s, v in SAT))
    return folder


def built(rrf):
    return {row["name"]: row for row in build_lexicon(rrf, read_table("drugs.csv"), CLASSES)}


def test_a_new_ingredient_takes_class_and_schedule_from_the_download(rrf):
    row = built(rrf)["zuranotest"]
    assert row == {
        "name": "zuranotest",
        "kind": "generic",
        "form": "",
        "ingredients": "zuranotest",
        "classes": "benzodiazepine",
        "schedule": "CIII",
        "opioid": "0",
        "rxcui": "900001",
        "ingredient_rxcuis": "900001",
        "source": "rxnorm",
    }


def test_brands_and_combinations(rrf):
    rows = built(rrf)
    found = rows["Zuratex"]
    assert (found["kind"], found["ingredients"], found["schedule"]) == ("brand", "zuranotest", "CIII")
    assert rows["Zuracet"]["ingredients"] == "acetaminophen;zuranotest"
    assert rows["Zuracet"]["classes"] == "analgesic;benzodiazepine"
    assert rows["Zuracet"]["schedule"] == ""
    assert rows["mysterium"]["classes"] == "unclassified"


def test_our_order_of_ingredients_is_kept(rrf):
    rows = built(rrf)
    assert rows["Norco"]["ingredients"] == "hydrocodone;acetaminophen"
    assert rows["Norco"]["ingredient_rxcuis"] == "5489;161"
    assert rows["hydrocodone/acetaminophen"]["rxcui"] == "214182"
    assert rows["hydrocodone/acetaminophen"]["schedule"] == "CII"


def test_what_is_left_out_and_what_is_kept(rrf):
    rows = built(rrf)
    assert not {"Oldbrand", "Nothing In It", "zuranotest hydrochloride", "ZURANOTEST"} & rows.keys()
    assert rows["calcium zurate"]["ingredients"] == "zuranotest"
    assert rows["Fanatrex"]["ingredients"] == "gabapentin"
    assert rows.keys() >= {row["name"] for row in read_table("drugs.csv")}


def test_a_built_lexicon_passes_the_check(rrf):
    assert check_lexicon(list(built(rrf).values()), classes=CLASS_IDS) == []


def test_command_line(rrf, tmp_path):
    output = tmp_path / "lexicon.csv"
    result = invoke("lexicon", "build", "--rxnorm", rrf, "--output", output)
    assert result.exit_code == 0, result.output
    with output.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames) == FIELDS
        assert "Zuratex" in {row["name"] for row in reader}
    assert invoke("lexicon", "check", output).exit_code == 0


def test_a_folder_without_the_files(tmp_path):
    result = invoke("lexicon", "build", "--rxnorm", tmp_path, "--output", tmp_path / "x.csv")
    assert isinstance(result.exception, FileNotFoundError)  # one line and exit code 2, as in every command
    assert "RXNCONSO.RRF" in str(result.exception)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (",".join(FIELDS) + "\nNorco,brand\n", "line 2: 2 values in a table of 10 columns"),
        ("name,kind\nNorco,brand\n", "is no lexicon: it lacks the columns classes, "),
        ("", "is no lexicon: it lacks the columns classes, "),
        (",".join(FIELDS) + "\n", "is no lexicon: it has no row below its heading"),
        ("\xff", "is no lexicon: "),
    ],
)
def test_a_file_that_is_no_lexicon(tmp_path, content, message):
    (tmp_path / "x.csv").write_bytes(content.encode("latin-1"))
    result = invoke("lexicon", "check", tmp_path / "x.csv")
    assert isinstance(result.exception, ValueError)
    assert message in str(result.exception)


def test_a_file_that_is_no_rrf(rrf):
    (rrf / "RXNREL.RRF").write_text("a,b,c\n")
    with pytest.raises(ValueError, match=r"RXNREL\.RRF line 1"):
        build_lexicon(rrf, read_table("drugs.csv"), CLASSES)


@pytest.mark.parametrize("file", ["RXNCONSO.RRF", "RXNREL.RRF"])
@pytest.mark.parametrize("change", [lambda lines: "", lambda lines: "".join(f"x|{line}" for line in lines)])
def test_files_that_name_nothing(rrf, tmp_path, file, change):
    """They are empty, or a column is shifted: our own names alone would look like a lexicon of RxNorm's."""
    lines = (rrf / file).read_text().splitlines(keepends=True)
    (rrf / file).write_text(change(lines))
    with pytest.raises(ValueError, match=file):
        build_lexicon(rrf, read_table("drugs.csv"), CLASSES)
    output = tmp_path / "lexicon.csv"
    assert invoke("lexicon", "build", "--rxnorm", rrf, "--output", output).exit_code != 0
    assert not output.exists()


def test_a_file_in_another_encoding(rrf):
    with (rrf / "RXNREL.RRF").open("ab") as file:
        file.write("161||CUI|RO|5489||CUI|h\xe9|||RXNORM|||||4096|\n".encode("latin-1"))
    with pytest.raises(ValueError, match=rf"RXNREL\.RRF line {len(REL) + 1} is not in UTF-8"):
        build_lexicon(rrf, read_table("drugs.csv"), CLASSES)


def test_our_tables_pass():
    result = invoke("lexicon", "check")
    assert (result.exit_code, result.output) == (0, "no problems\n")


def test_our_tables_are_large_enough():
    rows = read_table("drugs.csv")
    assert len({row["name"].lower() for row in rows}) >= 1000
    assert len({part for row in rows for part in row["ingredients"].split(";")}) >= 450
    assert tuple(rows[0]) == FIELDS


ROW = {
    "name": "Norco",
    "kind": "brand",
    "form": "",
    "ingredients": "hydrocodone;acetaminophen",
    "classes": "opioid",
    "schedule": "CII",
    "opioid": "1",
    "rxcui": "",
    "ingredient_rxcuis": ";",
    "source": "rxnorm",
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ingredients": "", "ingredient_rxcuis": ""}, "no ingredients"),
        ({"classes": "opiod", "opioid": "0"}, "unknown class 'opiod'"),
        ({"opioid": "0"}, "opioid flag"),
        ({"kind": "brnd"}, "unknown kind"),
        ({"schedule": "C2"}, "unknown schedule"),
        ({"source": ""}, "no source"),
        ({"ingredient_rxcuis": "1"}, "not one RxCUI"),
        ({"ingredients": "codeine;codeine"}, "twice"),
    ],
)
def test_problems_of_a_row(change, problem):
    (found,) = check_lexicon([{**ROW, **change}], classes=CLASS_IDS)
    assert problem in found


def test_what_holds_an_opioid_is_one():
    tramadol = {"name": "tramadol", "kind": "generic", "ingredients": "tramadol", "schedule": "CIV"}
    cream = {"name": "TGIce", "kind": "compound", "ingredients": "menthol;tramadol", "opioid": "0", "schedule": "CIV"}
    rows = [{**ROW, **tramadol, "ingredient_rxcuis": ""}, {**ROW, **cream, "classes": "topical_analgesic"}]
    assert check_lexicon(rows, classes=CLASS_IDS) == ["'TGIce': no opioid, though it holds tramadol"]


def test_problems_between_rows(tmp_path):
    names = [
        {"written": "norco", "name": "Norco", "kind": "spelling"},
        {"written": "Narco", "name": "Nowhere", "kind": "spelling"},
    ]
    ambiguous = [{"written": "Noone", "needs": "luck", "not_before": "", "not_after": "", "why": ""}]
    found = check_lexicon([ROW, {**ROW, "name": "NORCO"}], names, ambiguous, classes=CLASS_IDS)
    assert len(found) == 5
    write_lexicon([ROW, ROW], tmp_path / "twice.csv")
    result = invoke("lexicon", "check", tmp_path / "twice.csv")
    assert result.exit_code == 1
    assert "duplicate name: 'norco'" in result.output
