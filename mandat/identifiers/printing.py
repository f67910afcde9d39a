"""How numbers are written for people: grouped, or masked when they belong to a person."""

from typing import Final

from mandat.identifiers.kinds import Kind, is_personal

DOT: Final = "•"
_NIR_GROUPS: Final = (1, 2, 2, 2, 3, 3, 2)


def format_number(kind: Kind | None, normalized: str) -> str:
    """The usual printed form; a text of another length than the kind's comes back unchanged."""
    match kind, len(normalized):
        case Kind.SIREN, 9:
            return _groups(normalized, (3, 3, 3))
        case Kind.SIRET, 14:
            return _groups(normalized, (3, 3, 3, 5))
        case Kind.NIR, 13 | 15:
            return _groups(normalized, _NIR_GROUPS)
        case Kind.NISS, 11:
            year, month, day = normalized[:2], normalized[2:4], normalized[4:6]
            return f"{year}.{month}.{day}-{normalized[6:9]}.{normalized[9:]}"
        case Kind.ENTERPRISE, 10:
            return _groups(normalized, (4, 3, 3), ".")
        case Kind.ESTABLISHMENT, 10:
            return _groups(normalized, (1, 3, 3, 3), ".")
        case Kind.ONSS, 9 | 10:
            return f"{normalized[:-2]}-{normalized[-2:]}"
        case Kind.IBAN, length:
            return _groups(normalized, (4,) * ((length + 3) // 4))
        case _:
            return normalized


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


def _groups(text: str, sizes: tuple[int, ...], separator: str = " ") -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return separator.join(part for part in parts if part)
