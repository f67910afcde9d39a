"""Offices and firms with their people: who may sign in, and what each of them sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mandat.demo.world import PASSWORD, FirmWorld, World
from mandat.firms.actions import SERVICES
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import Firm, Grant, Member, Office, Portfolio, Staff, User
from mandat.firms.permissions import Role, StaffRole


@dataclass(frozen=True)
class MemberPlan:
    """A member to make; `grants` names portfolios, `lent` one that ends by itself."""

    name: str
    address: str
    role: str = Role.COLLABORATOR
    grants: tuple[str, ...] = ()
    lent: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class FirmPlan:
    """A firm to make."""

    name: str
    slug: str
    country: str
    language: str
    portfolios: tuple[str, ...]
    members: tuple[MemberPlan, ...]


@dataclass(frozen=True)
class OfficePlan:
    """An office to make, and its staff by role: name, address."""

    name: str
    slug: str
    country: str
    language: str
    policy: str
    staff: tuple[tuple[str, str, str], ...]


ADMIN = Role.ADMINISTRATOR
NEVER_CAME = frozenset({"noe@arvensis.example", "helga@lindenhof.example"})
OFFICES = (
    OfficePlan("Caisse du Val-Mère", "val-mere", "FR", "fr", ProofPolicy.DECLARATION, (
        ("Odile Percaudin", "odile@val-mere.example", StaffRole.OPERATOR),
        ("Marc Gaulandier", "marc@val-mere.example", StaffRole.CASE_WORKER),
        ("Sylvie Orbichet", "sylvie@val-mere.example", StaffRole.PUBLISHER),
        ("Rachid Valognet", "rachid@val-mere.example", StaffRole.READER),
    )),
    OfficePlan("Sociaal Huis Scheldeland", "scheldeland", "BE", "nl", ProofPolicy.CONFIRMATION, (
        ("Greet Steevelden", "greet@scheldeland.example", StaffRole.OPERATOR),
        ("Luc Vernoven", "luc@scheldeland.example", StaffRole.CASE_WORKER),
        ("Ilse Meeswinter", "ilse@scheldeland.example", StaffRole.PUBLISHER),
        ("Benoît Laquetin", "benoit@scheldeland.example", StaffRole.READER),
    )),
)  # fmt: skip
FIRMS = (
    FirmPlan("Cabinet Arvensis", "arvensis", "FR", "fr",
        ("Bâtiment", "Commerce", "Services", "Santé", "Restauration", "Indépendants"), (
        MemberPlan("Claire Vauquetin", "claire@arvensis.example", ADMIN),
        MemberPlan("Hugo Ricfontel", "hugo@arvensis.example", ADMIN),
        MemberPlan("Camille Berpellier", "camille@arvensis.example",
                   grants=("Bâtiment", "Commerce", "Services")),
        MemberPlan("Mehdi Tournavoir", "mehdi@arvensis.example",
                   grants=("Restauration", "Commerce")),
        MemberPlan("Sophie Chalandier", "sophie@arvensis.example", grants=("Santé",),
                   lent="Indépendants"),
        MemberPlan("Louis Montignac", "louis@arvensis.example", grants=("Indépendants",)),
        MemberPlan("Anna Dalgerin", "anna@arvensis.example", language="en", grants=(
            "Bâtiment", "Commerce", "Services", "Santé", "Restauration", "Indépendants")),
        MemberPlan("Romain Vaudescal", "romain@arvensis.example", Role.MANAGER,
                   grants=("Bâtiment", "Restauration")),
        MemberPlan("Jeanne Holvernin", "jeanne@arvensis.example", Role.READER,
                   grants=("Santé", "Services")),
        MemberPlan("Noé Ferravaux", "noe@arvensis.example"),
    )),
    FirmPlan("Fiduciaire Lindenhof", "lindenhof", "BE", "nl",
        ("Bouw", "Handel", "Horeca", "Zelfstandigen", "Zorg"), (
        MemberPlan("Katrien Roewinter", "katrien@lindenhof.example", ADMIN, language="nl"),
        MemberPlan("Joris Van Brulants", "joris@lindenhof.example", language="nl",
                   grants=("Bouw", "Handel")),
        MemberPlan("Émilie Lamvernois", "emilie@lindenhof.example", grants=("Horeca", "Zorg")),
        MemberPlan("Sander Peezeele", "sander@lindenhof.example", language="nl",
                   grants=("Zelfstandigen",)),
        MemberPlan("Helga Sandmeier", "helga@lindenhof.example", language="de",
                   grants=("Bouw", "Handel", "Horeca", "Zelfstandigen", "Zorg")),
    )),
    FirmPlan("Cabinet Trévière", "treviere", "FR", "fr", ("Clientèle",), (
        MemberPlan("Gérald Josbellin", "gerald@treviere.example", ADMIN),
        MemberPlan("Lucie Malsonnel", "lucie@treviere.example", grants=("Clientèle",)),
    )),
)  # fmt: skip


def build(world: World) -> None:
    """Make offices, firms, people, portfolios and grants."""
    for plan in OFFICES:
        _office(world, plan)
    for firm_plan in FIRMS:
        _firm(world, firm_plan)


def _user(world: World, name: str, address: str, language: str) -> User:
    return User.objects.create_user(
        address, PASSWORD, name=name, language=language, date_joined=world.ago(500),
        last_login=None if address in NEVER_CAME else world.ago(len(name) % 9 + 1),
    )  # fmt: skip


def _office(world: World, plan: OfficePlan) -> None:
    office = Office.objects.create(
        name=plan.name, slug=plan.slug, country=plan.country, language=plan.language,
        proof_policy=plan.policy, services=SERVICES,
    )  # fmt: skip
    world.offices[plan.country] = office
    world.staff[plan.country] = [
        Staff.objects.create(
            user=_user(world, name, address, "fr" if "benoit" in address else plan.language),
            office=office, role=role, joined_at=world.ago(500),
        )
        for name, address, role in plan.staff
    ]  # fmt: skip


def _firm(world: World, plan: FirmPlan) -> None:
    began = world.ago(480)
    firm = Firm.objects.create(
        name=plan.name, slug=plan.slug, country=plan.country, created_at=began
    )
    portfolios = {
        name: Portfolio.objects.create(firm=firm, name=name, created_at=began)
        for name in plan.portfolios
    }
    members = []
    for one in plan.members:
        member = Member.objects.create(
            user=_user(world, one.name, one.address, one.language), firm=firm, role=one.role,
            joined_at=began,
        )  # fmt: skip
        members.append(member)
        for name in one.grants:
            Grant.objects.create(
                firm=firm, member=member, portfolio=portfolios[name], granted_at=began,
                granted_by=members[0],
            )  # fmt: skip
        if one.lent:
            Grant.objects.create(
                firm=firm, member=member, portfolio=portfolios[one.lent], granted_by=members[0],
                granted_at=world.ago(5), starts_at=world.ago(4),
                ends_at=world.now + timedelta(days=17),
            )  # fmt: skip
    world.firms[plan.slug] = FirmWorld(firm, plan.language, members, portfolios)
