import pytest
import spacy
from spacy import attrs
from spacy.vocab import create_vocab

from imrx.components.tokenizer import LetterTokenizer
from imrx.lexemes import FASTER, speed_up

CHARACTERS = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
WORDS = [
    *(
        "ten",
        "Tenth",
        "1st",
        "22nd",
        "3rd",
        "4TH",
        "xth",
        "1/2",
        "1/x",
        "-5",
        "~3",
        "+7",
        "1,000",
        ".5",
        "½",
        "x²",
        "²5",
    ),
    *(
        "IV",
        "iPhone",
        "McMurray",
        "aBc",
        "naïve",
        "cafe\u0301",
        "\ufb01ne",
        "ßß",
        "İx",
        "ǅa",
        "xxxxx",
        "XXXXX",
        "Xxxxx",
    ),
    *(
        "www.x.com",
        "http://a",
        "ftp://x",
        "a@b.c",
        "a@b",
        ".com",
        "a.co",
        ".a",
        "a.",
        "ab:cd",
        "://",
        "5%",
        "(a)",
        "...",
    ),
    *("!?", "''", "``", "--", "US$", "’s", "don't", "\u200b", "\x85", "10mg", "a b", "A B"),
]
FLAGS = [attribute for attribute in create_vocab("en", spacy.blank("en").Defaults).lex_attr_getters if attribute < 64]
LONG = ["a" * 99, "a" * 100, "A" + "a" * 98, "A" + "a" * 99, "1" * 120, "." * 120]


@pytest.fixture(scope="module")
def known():
    """What spaCy itself asks of an English word."""
    return dict(create_vocab("en", spacy.blank("en").Defaults).lex_attr_getters)


@pytest.mark.parametrize("attribute", FASTER, ids=[attrs.NAMES[attribute] for attribute in FASTER])
def test_every_answer_is_that_of_spacy(attribute, known, letters):
    tokenize = LetterTokenizer(spacy.blank("en").vocab)
    words = {token.text for text in letters.values() for token in tokenize(text)}
    ask, as_before = FASTER[attribute], known[attribute]
    assert [word for word in (*CHARACTERS, *WORDS, *LONG, *words) if ask(word) != as_before(word)] == []


@pytest.mark.parametrize(
    "text", ["Norco (10/325mg) #60, “twice” a day; $5 – see www.x.com or a@b.c!", "naïve… ½ ’s 1.5%"]
)
def test_every_flag_of_a_token_is_that_of_spacy(text, nlp, letters):
    plain = spacy.blank("en").vocab
    for letter in (text, *letters.values()):
        for token in nlp.make_doc(letter):
            word = plain[token.text]
            assert [token.check_flag(flag) for flag in FLAGS] == [word.check_flag(flag) for flag in FLAGS], token.text
            for string in ("lower_", "norm_", "shape_", "prefix_", "suffix_"):
                assert getattr(token, string) == getattr(word, string)


def test_the_pipeline_uses_them(nlp):
    assert {nlp.vocab.lex_attr_getters[attribute] for attribute in FASTER} == set(FASTER.values())
    token = nlp.make_doc("twenty")[0]
    assert token.like_num
    assert token.shape_ == "xxxx"


def test_another_language_is_left_alone():
    nlp = spacy.blank("de")
    before = dict(nlp.vocab.lex_attr_getters)
    speed_up(nlp.vocab)
    assert nlp.vocab.lex_attr_getters == before
