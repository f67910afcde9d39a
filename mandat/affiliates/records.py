"""The columns of an affiliates file: which record has which, and what reads each cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from mandat.affiliates import cells
from mandat.affiliates.choices import AccountKind, AccountStatus
from mandat.affiliates.models import Account, Affiliate, AmountDue, Contact, Establishment
from mandat.firms.choices import Language

LANGUAGE_OF_OFFICE: Final = "office"


@dataclass(frozen=True)
class Cell:
    """One column: the attribute that it fills, how it is read, whether it must be filled."""

    column: str
    attribute: str
    read: Callable[[str], Any]
    required: bool = False
    empty: Any = None  # what an empty amount means


@dataclass(frozen=True)
class Record:
    """One kind of line and the rows that it makes."""

    name: str
    model: type[models.Model]
    cells: tuple[Cell, ...]


def _text(column: str, longest: int, *, required: bool = False) -> Cell:
    return Cell(column, column, cells.words(longest), required)


_ADDRESS: Final = (
    _text("street", 200),
    _text("postcode", 10),
    _text("city", 100),
    _text("activity", 10),
)
AFFILIATE: Final = Record(
    "affiliate",
    Affiliate,
    (
        _text("name", 200, required=True),
        _text("trade_name", 200),
        Cell("language", "language", cells.choice(Language.values, LANGUAGE_OF_OFFICE)),
        *_ADDRESS,
    ),
)
ACCOUNT: Final = Record(
    "account",
    Account,
    (
        Cell("status", "status", cells.choice(AccountStatus.values, AccountStatus.OPEN)),
        Cell("opened_on", "opened_on", cells.day, required=True),
        Cell("closed_on", "closed_on", cells.day),
    ),
)
AMOUNT: Final = Record(
    "amount",
    AmountDue,
    (
        Cell("declared_on", "declared_on", cells.day),
        Cell("due_on", "due_on", cells.day, required=True),
        Cell("due", "due_cents", cells.cents, required=True),
        Cell("paid", "paid_cents", cells.cents, empty=0),
        Cell("paid_on", "paid_on", cells.day),
    ),
)
ESTABLISHMENT: Final = Record(
    "establishment",
    Establishment,
    (
        _text("name", 200),
        *_ADDRESS,
        Cell("main", "is_head", cells.yes_or_no),
        Cell("closed_on", "closed_on", cells.day),
    ),
)
CONTACT: Final = Record(
    "contact",
    Contact,
    (
        _text("role", 100),
        Cell("email", "email", cells.email),
        _text("phone", 30),
        Cell("main", "is_main", cells.yes_or_no),
    ),
)

# The order in which they are written: an amount needs its account, an account its affiliate.
RECORDS: Final = (AFFILIATE, ACCOUNT, ESTABLISHMENT, CONTACT, AMOUNT)
NAMES: Final = frozenset(record.name for record in RECORDS)
ACCOUNT_KIND: Final = cells.choice(AccountKind.values, "")
CONTACT_NAME: Final = cells.words(150)
KEYS: Final = frozenset(
    {"record", "affiliate", "account", "account_kind", "period", "establishment"}
)
COLUMNS: Final = KEYS | {cell.column for record in RECORDS for cell in record.cells}
