"""What a mistyped number may have been: one neighbour swap or one digit away from it."""

from collections.abc import Callable, Iterator
from typing import Final

MOST: Final = 3

# Digits taken for one another when read, or beside one another on a number pad.
_ALIKE: Final = {
    "0": "8619",
    "1": "7420",
    "2": "7513",
    "3": "8926",
    "4": "9157",
    "5": "6284",
    "6": "0895",
    "7": "1248",
    "8": "0369",
    "9": "0438",
}


def suggest(number: str, is_right: Callable[[str], bool]) -> tuple[str, ...]:
    """At most three right numbers near `number`, the likeliest slips first."""
    found: list[str] = []
    for near in (*_swapped(number), *_resembling(number), *_changed(number)):
        if near != number and near not in found and is_right(near):
            found.append(near)
            if len(found) == MOST:
                break
    return tuple(found)


def _swapped(number: str) -> Iterator[str]:
    for at in range(len(number) - 1):
        left, right = number[at], number[at + 1]
        if left.isdigit() and right.isdigit() and left != right:
            yield number[:at] + right + left + number[at + 2 :]


def _resembling(number: str) -> Iterator[str]:
    for at, digit in enumerate(number):
        for other in _ALIKE.get(digit, ""):
            yield number[:at] + other + number[at + 1 :]


def _changed(number: str) -> Iterator[str]:
    for at, digit in enumerate(number):
        if digit.isdigit():
            for other in "0123456789":
                yield number[:at] + other + number[at + 1 :]
