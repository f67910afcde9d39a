"""The form of names, addresses, e-mail addresses and contract numbers (CT25 p.92-99).

Each takes one value and says whether it is well made. Blanks around a value are not their
matter: every rubric is refused for them.
"""

import re

_TITLE = re.compile(r"(?:MONSIEUR|MADAME|MME|MR|M) ", re.IGNORECASE)
_DOUBLE_NAME = re.compile(r"(?<=[^ '-])--(?=[^ -])")
_TOUCHING = re.compile(r"[ '-]{2}")
_TOUCHING_IN_ADDRESS = re.compile(r"(?!\. )[ '.-]{2}")
_MAIL_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_DOT_IN_DOMAIN = re.compile(r"[A-Za-z0-9]\.[A-Za-z0-9]")
_TOUCHING_IN_MAIL = re.compile(r"[._-]{2}")
_CONTRACT_NUMBER = re.compile(r"[A-Za-z0-9 .@/_àéèêëïôç-]+")


def is_person_name(value: str, *, is_surname: bool = False, may_have_title: bool = False) -> bool:
    """Whether a name has its blanks, hyphens and apostrophes apart, and no title (CT25 4.4.8).

    `is_surname`: two surnames may be joined by one double hyphen. `may_have_title`: the contact
    of the emitter (S10.G00.02.002) may.
    """
    if value.isalpha():  # a single word, as most names are
        return True
    text = value.strip()
    if text.startswith("-") or text.endswith(("-", "'")):
        return False
    if is_surname:
        text = _DOUBLE_NAME.sub("X", text, count=1)
    if _TOUCHING.search(text):
        return False
    return may_have_title or _TITLE.match(text) is None


def is_address_line(value: str) -> bool:
    """Whether a line of address has its signs apart, none at either end (CT25 4.4.9)."""
    text = value.strip()
    if text.startswith(("'", "-", ".")) or text.endswith(("'", "-", ".")):
        return False
    return _TOUCHING_IN_ADDRESS.search(text) is None


def is_mail_address(value: str, *, is_contact: bool = False) -> bool:
    """Whether an e-mail address is well made (CT25 4.4.10).

    `is_contact`: in S10.G00.02.004 and S20.G00.07.003 no two signs may touch; elsewhere only two
    dots may not.
    """
    local, at, domain = value.strip().partition("@")
    if not (at and _MAIL_PART.fullmatch(local) and _MAIL_PART.fullmatch(domain)):
        return False
    if "_" in domain or ".." in value or not _DOT_IN_DOMAIN.search(domain):
        return False
    return not (is_contact and _TOUCHING_IN_MAIL.search(value))


def is_contract_number(value: str) -> bool:
    """Whether a contract number has only the signs it may have (CT25 4.4.11)."""
    return _CONTRACT_NUMBER.fullmatch(value.strip()) is not None
