"""A client's months are the sums of its declarations in force, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.declarations.models import Declaration, DeclarationFile
from mandat.figures.cards import cards_of
from mandat.figures.series import MonthFigures, Series, monthly, turnover
from mandat.firms.tests.factories import Cast


def declare(client: Client, month: date, siret: str = "1", **fields: Any) -> Declaration:
    rank = Declaration.objects.count() + 1
    file = DeclarationFile.objects.create(
        firm_id=client.firm_id, name="a.dsn", sha256=f"{rank:064}", size=1, stored_name=f"x{rank}"
    )
    return Declaration.objects.create(
        firm_id=client.firm_id, file=file, client=client, rank=rank, siren=client.number,
        siret=client.number + siret, nature="01", type="01", month=month, first_line=1,
        last_line=2, **{"headcount": 6, "gross_cents": 1_000_000, **fields},
    )  # fmt: skip


@pytest.fixture
def client(cast: Cast) -> Client:
    return place(ClientFactory.create(firm=cast.firm), cast.portfolio)


def test_establishments_of_one_month_are_added_and_the_replaced_are_left_out(
    cast: Cast, client: Client
) -> None:
    declare(client, date(2026, 9, 1))
    old = declare(client, date(2026, 10, 1), "1", gross_cents=999)
    new = declare(client, date(2026, 10, 1), "1", gross_cents=2_000_000)
    Declaration.objects.filter(pk=old.pk).update(replaced_by=new)
    declare(client, date(2026, 10, 1), "2", gross_cents=500_000, headcount=3)
    series = monthly(client, cast.collaborator)
    assert [(m.month, m.gross_cents, m.headcount) for m in series.months] == [
        (date(2026, 9, 1), 1_000_000, 6),
        (date(2026, 10, 1), 2_500_000, 9),
    ]


def test_a_missing_month_stays_in_its_place(cast: Cast, client: Client) -> None:
    declare(client, date(2026, 8, 1))
    declare(client, date(2026, 10, 1))
    series = monthly(client, cast.administrator)
    assert [m.declared for m in series.months] == [True, False, True]


def test_nothing_declared_is_nothing_shown(cast: Cast, client: Client) -> None:
    assert not monthly(client, cast.administrator)


def test_who_does_not_see_the_client_gets_nothing(cast: Cast, client: Client) -> None:
    declare(client, date(2026, 10, 1))
    assert not monthly(client, cast.newcomer)
    assert not monthly(client, cast.stranger)


def test_health_is_withheld_for_few_people(cast: Cast, client: Client) -> None:
    declare(client, date(2026, 9, 1), headcount=4, absence_days=3, calendar_days=120)
    declare(client, date(2026, 10, 1), headcount=6, absence_days=9, calendar_days=186)
    titles = {card.title: card for card in cards_of(monthly(client, cast.collaborator), "en")}
    absence = next(card for card in titles.values() if card.withheld)
    assert absence.value == "—"
    assert absence.figure is None
    assert sum(bool(card.withheld) for card in titles.values()) == 1


def test_health_is_shown_for_enough_people(cast: Cast, client: Client) -> None:
    declare(client, date(2026, 10, 1), headcount=6, absence_days=9, calendar_days=186)
    cards = cards_of(monthly(client, cast.collaborator), "fr")
    assert not any(card.withheld for card in cards)
    assert any("4,8" in card.value for card in cards)


def test_one_query_at_any_length(cast: Cast, client: Client) -> None:
    for month in range(1, 13):
        declare(client, date(2025, month, 1))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(monthly(client, cast.collaborator).months) == 12
    assert len(queries) == 1


def test_turnover_is_moves_over_mean_headcount() -> None:
    months = [
        MonthFigures(date(2026, 1, 1), True, headcount=10, entries=2),
        MonthFigures(date(2026, 2, 1), False),
        MonthFigures(date(2026, 3, 1), True, headcount=10, exits=2),
    ]
    assert turnover(months) == pytest.approx(0.2)
    assert turnover([]) is None
    assert Series(()).health_may_be_shown is False
