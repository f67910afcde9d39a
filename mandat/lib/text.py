"""Text brought to a form in which two spellings of one name are equal."""

import unicodedata
from typing import Final

# Letters that Unicode does not take apart.
_LETTERS: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def fold(text: str) -> str:
    """Lower case without accents, ligatures taken apart, all else a single space.

    >>> fold("  L'Œuvre  Saint-Étienne (S.A.) ")
    'l oeuvre saint etienne s a'
    """
    parts = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def squeeze(text: str) -> str:
    """`fold` without its spaces, for joined words: 'Saint Étienne' and 'saintetienne'."""
    return fold(text).replace(" ", "")
