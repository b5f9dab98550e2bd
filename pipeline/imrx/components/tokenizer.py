r"""Tokens: one linear regular expression, made for the numbers, doses and citations of these letters.

    10/325mg #60        10 / 325 mg # 60
    12mcg/hour, 120MED  12 mcg / hour , 120 MED
    Page(s): 76-80      Page ( s ) : 76 - 80
    Non- \n\nMTUS       Non - \n\n MTUS
    2006.In a           2006 . In a
    100mgMED            100 mg MED

Numbers, units, `#`, `/`, `%`, brackets and every other sign are tokens of their own; so is a possessive `'s`. A run of
white space beyond a single blank is a token, so that `doc.text` is the letter to the last character. It deliberately
leaves dates, identifiers and hyphenated words in pieces: what they mean is for the components to say.
"""

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from imrx.letter import keep_text
from imrx.lexemes import speed_up

TOKEN = re.compile(
    r"""
      [a-z](?<=\d.)[a-z]{0,2}(?=[A-Z])         # a unit glued to a word: "100mgMED"
    | [A-Za-z]+(?:[ ]|(?=[-.,;:()/\n]))       # this and the next two are what most tokens are, for speed alone
    | [,;:()/-][ ]?
    | \.(?!\d)[ ]?
    | \s+                                     # white space that no token took as its trailing blank
    | \d+(?:\.\d+)*[ ]?                       # 10, 0.5, 3.3.1.1; not the full stop of "2006.In"
    | [^\W\d_]+(?:\u00ad[^\W\d_]+)*(?:['’](?![sS]\b)[^\W\d_]+)?[ ]?  # word, "doesn't" whole; not the 's of "patient's"
    | (?<![\w.])\.\d+[ ]?                     # .5
    | ['’][sS]\b[ ]?                          # possessive
    | .[ ]?                                   # any other sign, alone
    """,
    re.VERBOSE,
)
"""A token with its trailing blank, if it has one."""


class LetterTokenizer(DummyTokenizer):
    """Splits a letter into tokens; holds nothing but the vocabulary, so there is nothing to save."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; `doc.text == text` always holds."""
        tokens = TOKEN.findall(text)
        add = self.vocab.strings.add
        orths, spaces = {"": 0}, {"": False}
        distinct = set(tokens)
        for token in distinct:  # a letter repeats most of its words, and spaCy takes a hash faster than a string
            if token[-1] == " " and not token.isspace():
                orths[token], spaces[token] = add(token[:-1]), True
            else:
                orths[token], spaces[token] = add(token), False
        each = itemgetter("", "", *tokens)  # faster than a look-up a token; of one key alone it makes no tuple
        words: Any = each(orths)[2:]
        return keep_text(Doc(self.vocab, words=words, spaces=each(spaces)[2:]), text, distinct)


@registry.tokenizers("imrx.Tokenizer.v1")
def make_tokenizer() -> Callable[[Language], LetterTokenizer]:
    """The registered tokenizer of `models/rules.cfg`."""
    return _create


def _create(nlp: Language) -> LetterTokenizer:
    speed_up(nlp.vocab)
    return LetterTokenizer(nlp.vocab)
