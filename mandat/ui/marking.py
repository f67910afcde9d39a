"""Where the words of a search occur in a text, forgiving accents, case, spaces and dots."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def fold(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text, lower case without accents, with the place of each."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if part.isalnum():
                folded.append(part)
                places.append(place)
    return "".join(folded), places


def spans(text: str, query: str) -> list[Span]:
    """Pieces of the text to mark: the whole query joined if it occurs, else each of its words."""
    folded, places = fold(text)
    whole = fold(query)[0]
    words = [word for word in (fold(part)[0] for part in query.split()) if word]
    wanted = [whole] if whole and whole in folded else words
    found: list[Span] = []
    for word in wanted:
        start = _best(folded, places, text, word)
        if start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
    return merged(found)


def merged(found: Iterable[Span]) -> list[Span]:
    """The same pieces in order, those that touch or overlap joined."""
    result: list[Span] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def cut(text: str, found: Sequence[Span]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked; spans outside the text are clipped."""
    pieces: list[tuple[str, bool]] = []
    position = 0
    for start, end in merged(found):
        begin, stop = max(position, start), min(end, len(text))
        if begin >= stop:
            continue
        if begin > position:
            pieces.append((text[position:begin], False))
        pieces.append((text[begin:stop], True))
        position = stop
    if position < len(text):
        pieces.append((text[position:], False))
    return pieces


def _best(folded: str, places: list[int], text: str, word: str) -> int:
    """Where the word begins: at the start of a word of the text if it can, else anywhere."""
    first = folded.find(word)
    at = first
    while at >= 0:
        if places[at] == 0 or not text[places[at] - 1].isalnum():
            return at
        at = folded.find(word, at + 1)
    return first
