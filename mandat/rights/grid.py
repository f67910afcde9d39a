"""The matrix of members × portfolios: one letter a cell, for 90,000 are a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from mandat.clients.actions import Refused
from mandat.firms.models import Grant, Member, Portfolio
from mandat.firms.permissions import Permission
from mandat.lib.text import fold
from mandat.rights.plans.members import Wanted
from mandat.rights.shelves import may_grant_to
from mandat.ui.templatetags.ui import daytime

# What a cell says: nothing, granted, granted from or until a date, lent, granted and lent besides.
NONE: Final = "."
OWN: Final = "1"
DATED: Final = "d"
LENT: Final = "l"
BOTH: Final = "b"
MOST: Final = 5_000  # cells changed at once
_Rows = dict[int, list[tuple[int, datetime | None, datetime | None, str | None]]]


@dataclass(frozen=True)
class Cell:
    """A cell of the page that works without scripts."""

    key: str
    portfolio: Portfolio
    letter: str
    dates: str

    @property
    def granted(self) -> bool:
        """Whether the box is ticked."""
        return self.letter in {OWN, DATED, BOTH}

    @property
    def locked(self) -> bool:
        """Whether a loan stands in it, which is not edited here."""
        return self.letter in {LENT, BOTH}


@dataclass(frozen=True)
class Row:
    """A member with the letters of their cells, in the order of the portfolios."""

    member: Member
    letters: str
    locked: bool  # sees all by their role, or out of the reader's reach


@dataclass(frozen=True)
class Grid:
    """The matrix as its reader may see it."""

    portfolios: list[Portfolio]
    rows: list[Row]
    dates: dict[str, str]  # "member-portfolio" → from, until, for whom, in words

    def as_json(self) -> dict[str, Any]:
        """What the script draws from."""
        return {
            "portfolios": [[one.pk, one.name] for one in self.portfolios],
            "members": [
                [row.member.pk, row.member.user.name, row.member.role_label(), _why(row)]
                for row in self.rows
            ],
            "rows": [row.letters for row in self.rows],
            "dates": self.dates,
        }

    def window(self, members: slice, portfolios: slice) -> list[tuple[Row, list[Cell]]]:
        """A part of it, cell by cell."""
        shown = list(enumerate(self.portfolios))[portfolios]
        return [
            (row, [self._cell(row, at, one) for at, one in shown]) for row in self.rows[members]
        ]

    def narrowed(self, member: str, portfolio: str) -> Grid:
        """The rows and columns whose names hold what was typed."""
        kept = [at for at, one in enumerate(self.portfolios) if fold(portfolio) in fold(one.name)]
        rows = [
            Row(row.member, "".join(row.letters[at] for at in kept), row.locked)
            for row in self.rows
            if fold(member) in fold(row.member.user.name)
        ]
        return Grid([self.portfolios[at] for at in kept], rows, self.dates)

    def _cell(self, row: Row, at: int, portfolio: Portfolio) -> Cell:
        key = f"{row.member.pk}-{portfolio.pk}"
        return Cell(key, portfolio, row.letters[at], self.dates.get(key, ""))


def grid_of(viewer: Member, *, at: datetime) -> Grid:
    """The people of the firm × the open portfolios that `viewer` looks after; in three questions.

    Grants that have ended are left out, those to come are dated.
    """
    portfolios = list(Portfolio.objects.managed_by(viewer).order_by("name", "pk"))
    column = {one.pk: rank for rank, one in enumerate(portfolios)}
    members = list(
        Member.objects.visible_to(viewer)
        .filter(left_at=None)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    if not viewer.may(Permission.MANAGE_RIGHTS):
        members = [one for one in members if not one.is_administrator]
    granted, dates = _granted(viewer, column, at)
    blank = NONE * len(portfolios)
    rows = [
        Row(
            one,
            _letters(blank, granted.get(one.pk, {})),
            one.is_administrator or not may_grant_to(one, by=viewer),
        )
        for one in members
    ]
    return Grid(portfolios, rows, dates)


def wanted_of(text: str) -> Iterator[Wanted]:
    """The cells that the script posts: "member-portfolio:1", one space between; 0 takes away.

    Refused: `too_many_cells`, `unknown_member` for what is no cell.
    """
    cells = text.split()
    if len(cells) > MOST:
        raise Refused("too_many_cells")
    for cell in cells:
        key, colon, value = cell.partition(":")
        if not colon or value not in {"0", "1"}:
            raise Refused("unknown_member")
        yield _wanted(key, granted=value == "1")


def changed(before: Iterable[str], after: Iterable[str]) -> Iterator[Wanted]:
    """The cells that a form without scripts changes: those ticked before, those ticked now."""
    were, are = set(before), set(after)
    for key in sorted(were ^ are):
        yield _wanted(key, granted=key in are)


def _wanted(key: str, *, granted: bool) -> Wanted:
    member, dash, portfolio = key.partition("-")
    if not dash or not all(
        part.isascii() and part.isdigit() and len(part) < 19 for part in (member, portfolio)
    ):
        raise Refused("unknown_member")
    return Wanted(int(member), int(portfolio), granted)


def _granted(
    viewer: Member, column: dict[int, int], at: datetime
) -> tuple[dict[int, dict[int, str]], dict[str, str]]:
    """Member → column → letter, and the words of those that are dated or lent."""
    letters: defaultdict[int, dict[int, str]] = defaultdict(dict)
    dates: dict[str, str] = {}
    rows = Grant.objects.filter(firm_id=viewer.firm_id).values_list(
        "member_id", "portfolio_id", "starts_at", "ends_at", "covering_id", "covering__user__name"
    )
    for member, portfolio, starts, ends, covering, absent in rows:
        rank = column.get(portfolio)
        if rank is None or (ends is not None and ends <= at):
            continue
        new = LENT if covering else DATED if starts or ends else OWN
        letters[member][rank] = _together(letters[member].get(rank, NONE), new)
        if new != OWN:
            key = f"{member}-{portfolio}"
            words = _dates(starts, ends, absent)
            dates[key] = f"{dates[key]}; {words}" if key in dates else words
    return letters, dates


def _together(one: str, other: str) -> str:
    """The letter of a cell in which two grants stand."""
    if NONE in {one, other} or one == other:
        return other if one == NONE else one
    return BOTH


def _letters(blank: str, found: dict[int, str]) -> str:
    letters = list(blank)
    for rank, letter in found.items():
        letters[rank] = letter
    return "".join(letters)


def _dates(starts: datetime | None, ends: datetime | None, absent: str | None) -> str:
    parts = []
    if absent:
        parts.append(_("lent, for %(name)s") % {"name": absent})
    if starts:
        parts.append(_("from %(moment)s") % {"moment": daytime(starts)})
    if ends:
        parts.append(_("until %(moment)s") % {"moment": daytime(ends)})
    return " ".join(parts)


def _why(row: Row) -> str:
    """Why a row is not edited; empty where it is."""
    if row.member.is_administrator:
        return _("sees all")
    return _("an administrator's matter") if row.locked else ""
