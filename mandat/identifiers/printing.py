"""How numbers are written for people: grouped, or masked when they belong to a person."""

from typing import Final

from mandat.identifiers.kinds import Kind, is_personal

DOT: Final = "•"
_PATTERNS: Final[dict[tuple[Kind | None, int], str]] = {
    (Kind.SIREN, 9): "### ### ###",
    (Kind.SIRET, 14): "### ### ### #####",
    (Kind.NIR, 13): "# ## ## ## ### ###",
    (Kind.NIR, 15): "# ## ## ## ### ### ##",
    (Kind.NISS, 11): "##.##.##-###.##",
    (Kind.ENTERPRISE, 10): "####.###.###",
    (Kind.ESTABLISHMENT, 10): "#.###.###.###",
}


def format_number(kind: Kind | None, normalized: str) -> str:
    """The usual printed form; a text of another length than the kind's comes back unchanged."""
    if kind is Kind.ONSS and len(normalized) in (9, 10):
        return f"{normalized[:-2]}-{normalized[-2:]}"
    if kind is Kind.IBAN:
        return " ".join(normalized[at : at + 4] for at in range(0, len(normalized), 4))
    pattern = _PATTERNS.get((kind, len(normalized)))
    if pattern is None:
        return normalized
    signs = iter(normalized)
    return "".join(next(signs) if place == "#" else place for place in pattern)


def mask(kind: Kind | None, normalized: str) -> str:
    """A printed form that lets a member tell two people apart and says nothing about either.

    NIR: the three digits of the order number stay. NISS: the two of the key stay, because the
    counter tells the sex. Birth date, sex and place never show. A number that is not personal
    is printed whole; a text of unknown kind, or of a wrong length, is hidden whole.
    """
    if kind is None:
        return DOT * 6
    if not is_personal(kind):
        return format_number(kind, normalized)
    if kind is Kind.NIR and len(normalized) in (13, 15):
        hidden = DOT * 10 + normalized[10:13] + DOT * (len(normalized) - 13)
    elif kind is Kind.NISS and len(normalized) == 11:
        hidden = DOT * 9 + normalized[9:]
    else:
        return DOT * 6
    return format_number(kind, hidden)
