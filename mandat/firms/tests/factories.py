"""The people of every test: same roles, same names."""

from __future__ import annotations

from dataclasses import dataclass

import factory

from mandat.firms.choices import Country, ProofPolicy
from mandat.firms.models import Firm, Grant, Member, Office, Portfolio, Staff, User
from mandat.firms.permissions import Role, StaffRole


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with an address of their own."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"Person {n}")


class FirmFactory(factory.django.DjangoModelFactory[Firm]):
    """A French firm."""

    class Meta:
        model = Firm

    name = factory.Sequence(lambda n: f"Cabinet {n}")
    slug = factory.Sequence(lambda n: f"cabinet-{n}")
    country = Country.FRANCE


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """A collaborator of a firm of their own, unless told otherwise."""

    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory)
    firm = factory.SubFactory(FirmFactory)
    role = Role.COLLABORATOR


class OfficeFactory(factory.django.DjangoModelFactory[Office]):
    """A French office that asks for the last declaration as a proof."""

    class Meta:
        model = Office

    name = factory.Sequence(lambda n: f"Caisse {n}")
    slug = factory.Sequence(lambda n: f"caisse-{n}")
    country = Country.FRANCE
    proof_policy = ProofPolicy.DECLARATION
    services = factory.LazyFunction(lambda: ["social_status", "organisation", "employees"])


class StaffFactory(factory.django.DjangoModelFactory[Staff]):
    """An operator of an office."""

    class Meta:
        model = Staff

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = StaffRole.OPERATOR


class PortfolioFactory(factory.django.DjangoModelFactory[Portfolio]):
    """A portfolio of a firm."""

    class Meta:
        model = Portfolio

    firm = factory.SubFactory(FirmFactory)
    name = factory.Sequence(lambda n: f"Portefeuille {n}")


@dataclass(frozen=True)
class Cast:
    """The people every test knows."""

    firm: Firm
    other_firm: Firm
    office: Office
    belgian_office: Office
    portfolio: Portfolio
    other_portfolio: Portfolio  # of the same firm, granted to nobody
    administrator: Member
    collaborator: Member  # has `portfolio`
    newcomer: Member  # has no portfolio
    manager: Member  # of `portfolio`
    reader: Member  # has `portfolio`, changes nothing
    stranger: Member  # administrator of `other_firm`
    staff: Staff  # operator of `office`


def make_cast() -> Cast:
    """Build the cast in the database."""
    firm = FirmFactory.create(name="Cabinet Arvensis", slug="arvensis")
    other_firm = FirmFactory.create(name="Cabinet Étranger", slug="etranger")
    office = OfficeFactory.create(name="Caisse du Littoral", slug="littoral")
    belgian_office = OfficeFactory.create(
        name="Sociaal Huis", slug="sociaal-huis", country=Country.BELGIUM,
        proof_policy=ProofPolicy.CONFIRMATION, language="nl",
    )  # fmt: skip
    portfolio = PortfolioFactory.create(firm=firm, name="Bâtiment")
    other_portfolio = PortfolioFactory.create(firm=firm, name="Commerce")

    def member(name: str, firm: Firm, role: Role) -> Member:
        first = name.split(maxsplit=1)[0].lower()
        user = UserFactory.create(name=name, email=f"{first}@example.test")
        return MemberFactory.create(user=user, firm=firm, role=role)

    collaborator = member("Camille Collaboratrice", firm, Role.COLLABORATOR)
    manager = member("Mona Manager", firm, Role.MANAGER)
    reader = member("Remi Reader", firm, Role.READER)
    for one in (collaborator, manager, reader):
        Grant.objects.create(firm=firm, member=one, portfolio=portfolio)
    return Cast(
        firm=firm,
        other_firm=other_firm,
        office=office,
        belgian_office=belgian_office,
        portfolio=portfolio,
        other_portfolio=other_portfolio,
        administrator=member("Agnes Administratrice", firm, Role.ADMINISTRATOR),
        collaborator=collaborator,
        newcomer=member("Noa Nouveau", firm, Role.COLLABORATOR),
        manager=manager,
        reader=reader,
        stranger=member("Sam Stranger", other_firm, Role.ADMINISTRATOR),
        staff=StaffFactory.create(
            user=UserFactory.create(name="Olive Office", email="olive@example.test"), office=office
        ),
    )
