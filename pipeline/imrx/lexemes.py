"""The attributes that spaCy computes of every new word, asked for faster.

A letter brings some fifty words that none of the letters before it had, and spaCy asks twenty questions of each, which
takes several times as long as keeping the word. Most answers follow from what the word is made of: the functions here
say the same as spaCy's own, and where they cannot tell, they ask those. Questions about signs are asked of the signs
alone, once, since the tokenizer keeps each sign apart; so are those about web and mail addresses, which it takes to
pieces. What is lost: flags such as `is_punct` and `is_quote` on signs beyond `SIGNS`, and on words that somebody
else's tokenizer makes of several signs.
"""

from operator import itemgetter

from spacy import attrs
from spacy.lang import lex_attrs
from spacy.lang.en import lex_attrs as english
from spacy.lang.en import stop_words
from spacy.vocab import Vocab

STOP_WORDS = frozenset(stop_words.STOP_WORDS)
NUMBER_WORDS = frozenset(english._num_words) | frozenset(english._ordinal_words)


def like_num(text: str) -> bool:
    """A word of letters alone is a number where it is a number word."""
    if text.isalpha():
        return text.lower() in NUMBER_WORDS
    return bool(english.like_num(text))  # type: ignore[no-untyped-call]


def word_shape(text: str) -> str:
    """What most words are: small letters, or one capital in front of them. Runs are cut off at four."""
    if text.isascii() and text.isalpha() and len(text) < 100:
        if text.islower():
            return "xxxx"[: len(text)]
        if text.istitle():
            return "Xxxxx"[: len(text)]
    return str(lex_attrs.word_shape(text))


def is_stop(text: str) -> bool:
    """A stop word, in whatever case."""
    return text.lower() in STOP_WORDS


FASTER = {
    attrs.LOWER: str.lower,
    attrs.PREFIX: itemgetter(0),
    attrs.SUFFIX: itemgetter(slice(-3, None)),
    attrs.IS_ALPHA: str.isalpha,
    attrs.IS_DIGIT: str.isdigit,
    attrs.IS_LOWER: str.islower,
    attrs.IS_SPACE: str.isspace,
    attrs.IS_STOP: is_stop,
    attrs.IS_TITLE: str.istitle,
    attrs.IS_UPPER: str.isupper,
    attrs.IS_ASCII: str.isascii,
    attrs.LIKE_NUM: like_num,
    attrs.SHAPE: word_shape,
}
"""Built-in functions and those above, for spaCy's own that say the same in Python, word by word."""

OF_SIGNS = (
    attrs.IS_BRACKET,
    attrs.IS_CURRENCY,
    attrs.IS_LEFT_PUNCT,
    attrs.IS_PUNCT,
    attrs.IS_QUOTE,
    attrs.IS_RIGHT_PUNCT,
    attrs.LIKE_EMAIL,
    attrs.LIKE_URL,
)
"""What is true of signs, and of addresses, alone."""

SIGNS = [
    chr(code)
    for code in (*range(0x21, 0x100), *range(0x2010, 0x2070), *range(0x20A0, 0x20D0))
    if not chr(code).isalnum() and not chr(code).isspace()
]
"""The signs of Latin scripts, general punctuation and currencies."""


def speed_up(vocab: Vocab) -> None:
    """Let a vocabulary of English words use the faster functions; one of another language is left as it is."""
    getters = vocab.lex_attr_getters  # type: ignore[attr-defined]
    if getters.get(attrs.LIKE_NUM) is english.like_num:
        for sign in SIGNS:
            vocab[sign]  # spaCy keeps what it is asked for
        getters.update(FASTER)
        for attribute in OF_SIGNS:
            del getters[attribute]
