"""A change does what its effect said, and undoing it brings back every row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Grant, Member, Portfolio
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, MemberFactory, make_cast
from mandat.rights.actions import Conflict, Refused, carry_out, undo
from mandat.rights.edits import TABLES
from mandat.rights.plans import Plan, members, placing, portfolios
from mandat.rights.plans.members import Wanted

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def rows(firm_id: int) -> dict[str, list[Any]]:
    """Every row of the tables of rights."""
    return {
        name: list(model._default_manager.filter(firm_id=firm_id).order_by("pk").values())
        for name, model in TABLES.items()
    }


def seen(firm_id: int) -> dict[int, set[int]]:
    """What each member sees, as the pages ask it."""
    return {
        member.pk: set(Client.objects.visible_to(member).values_list("pk", flat=True))
        if member.is_in
        else set()
        for member in Member.objects.filter(firm_id=firm_id)
    }


@pytest.fixture
def cast() -> Cast:
    """Five clients: two in « Bâtiment », two in « Commerce », one in both."""
    cast = make_cast()
    for names in (["b"], ["b"], ["c"], ["c"], ["b", "c"], []):
        client = ClientFactory.create(firm=cast.firm)
        for name in names:
            place(client, cast.portfolio if name == "b" else cast.other_portfolio)
    return cast


def plans(cast: Cast) -> list[Plan]:
    by, at = cast.administrator, NOW
    b, c = cast.portfolio, cast.other_portfolio
    everyone = list(Client.objects.values_list("pk", flat=True))
    return [
        portfolios.create_portfolio("Nouveau", "", by=by, at=at),
        portfolios.edit_portfolio(b, "Bâti", "", by=by, at=at),
        portfolios.archive_portfolio(b, by=by, at=at),
        portfolios.merge_portfolios([b], c, by=by, at=at),
        portfolios.merge_portfolios([c], b, by=by, at=at),
        placing.place_clients(everyone, b, by=by, at=at),
        placing.unplace_clients(everyone, b, by=by, at=at),
        placing.move_clients(everyone, b, c, by=by, at=at),
        placing.move_clients(everyone, c, b, by=by, at=at),
        members.change_grants([Wanted(cast.newcomer.pk, c.pk)], by=by, at=at),
        members.change_grants(
            [Wanted(cast.newcomer.pk, b.pk), Wanted(cast.collaborator.pk, b.pk, granted=False)],
            by=by, at=at,
        ),
        members.set_role(cast.newcomer, Role.ADMINISTRATOR, by=by, at=at),
        members.suspend(cast.collaborator, by=by, at=at),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(13))
def test_effect_is_what_happens_and_undo_is_what_was(cast: Cast, number: int) -> None:
    plan = plans(cast)[number]
    before, were = seen(cast.firm.pk), rows(cast.firm.pk)
    effect = plan.effect(cast.administrator)
    change = carry_out(plan, by=cast.administrator, at=NOW, shown=plan.fingerprint(effect))
    after = seen(cast.firm.pk)
    for member in before:
        line = effect.of(member)
        assert len(after[member] - before[member]) == line.gained, plan.kind
        assert len(before[member] - after[member]) == line.lost, plan.kind
    assert rows(cast.firm.pk) != were
    back = undo(change, by=cast.administrator, at=NOW)
    assert rows(cast.firm.pk) == were
    changed = rows(cast.firm.pk)
    undo(back, by=cast.administrator, at=NOW)
    assert seen(cast.firm.pk) == after
    assert changed != rows(cast.firm.pk)


def test_undo_refuses_where_something_changed_since(cast: Cast) -> None:
    by = cast.administrator
    granted = members.change_grants([Wanted(cast.newcomer.pk, cast.portfolio.pk)], by=by, at=NOW)
    change = carry_out(granted, by=by, at=NOW)
    Grant.objects.filter(member=cast.newcomer).update(ends_at=NOW + timedelta(days=9))
    with pytest.raises(Conflict):
        undo(change, by=by, at=NOW)
    assert Grant.objects.filter(member=cast.newcomer).exists()


def test_a_new_portfolio_in_use_is_not_undone_away(cast: Cast) -> None:
    by = cast.administrator
    change = carry_out(portfolios.create_portfolio("Neuf", "", by=by, at=NOW), by=by, at=NOW)
    new = Portfolio.objects.get(name="Neuf")
    place(Client.objects.first(), new)
    with pytest.raises(Conflict):
        undo(change, by=by, at=NOW)
    assert Portfolio.objects.filter(name="Neuf").exists()


def test_the_last_administrator_stays(cast: Cast) -> None:
    plan = members.set_role(cast.administrator, Role.READER, by=cast.administrator, at=NOW)
    with pytest.raises(Refused, match="last_administrator"):
        carry_out(plan, by=cast.administrator, at=NOW)
    assert Member.objects.get(pk=cast.administrator.pk).is_administrator


def test_what_was_shown_is_what_is_written(cast: Cast) -> None:
    by = cast.administrator
    plan = portfolios.archive_portfolio(cast.portfolio, by=by, at=NOW)
    shown = plan.fingerprint(plan.effect(by))
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    with pytest.raises(Refused, match="changed_since"):
        carry_out(plan, by=by, at=NOW, shown=shown)


def test_a_manager_reaches_their_own_portfolios_alone(cast: Cast) -> None:
    manager = MemberFactory.create(firm=cast.firm, role=Role.MANAGER)
    Grant.objects.create(firm=cast.firm, member=manager, portfolio=cast.portfolio)

    def grant(portfolio: Portfolio, member: Member) -> Plan:
        return members.change_grants([Wanted(member.pk, portfolio.pk)], by=manager, at=NOW)

    carry_out(grant(cast.portfolio, cast.newcomer), by=manager, at=NOW)
    for plan in (
        grant(cast.other_portfolio, cast.newcomer),
        grant(cast.portfolio, cast.administrator),
        members.set_role(cast.newcomer, Role.MANAGER, by=manager, at=NOW),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            carry_out(plan, by=manager, at=NOW)


def test_nobody_reaches_into_another_firm(cast: Cast) -> None:
    plan = portfolios.archive_portfolio(cast.portfolio, by=cast.administrator, at=NOW)
    with pytest.raises(Refused, match="not_allowed"):
        carry_out(plan, by=cast.stranger, at=NOW)
    with pytest.raises(Refused, match="unknown_member"):
        members.change_grants(
            [Wanted(cast.newcomer.pk, cast.portfolio.pk)], by=cast.stranger, at=NOW
        )
