"""`mandat demo`: refuses where it must, tells who may sign in, and the numbers it hints at work."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from mandat.affiliates.choices import AccountKind
from mandat.demo import hints
from mandat.demo.tests.digest import digests
from mandat.demo.world import PASSWORD, World
from mandat.firms.models import Member, User
from mandat.identifiers import Kind, compact
from mandat.onboarding.numbers import Subject
from mandat.onboarding.proof import Claim, Refused, prove


def run(**options: Any) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def test_a_second_run_changes_nothing(world: World) -> None:
    before = digests()
    with pytest.raises(CommandError, match="here already"):
        run(scale=0.03, seed=9)
    assert digests() == before


def test_every_sign_in_that_is_told_works(world: World) -> None:
    told = run(sign_ins=True)
    assert PASSWORD in told
    assert len(PASSWORD) >= 14
    request = RequestFactory().post("/accounts/login/")
    assert len(hints.sign_ins()) == User.objects.count() == 25
    for one in hints.sign_ins():
        assert one.address in told
        user = authenticate(request, email=one.address, username=one.address, password=PASSWORD)
        assert user is not None, one.address


def test_the_hinted_proofs_are_right_and_others_wrong(world: World) -> None:
    member = Member.objects.get(user__email="claire@arvensis.example")
    offices = [world.offices["FR"]]
    told = list(hints.to_try())
    employer = next(one for one in told if " · " in one.proof)
    amount, account = employer.proof.split(" · ")
    claim = Claim(
        Subject(Kind.SIREN, compact(employer.number)), AccountKind.EMPLOYER, account,
        int(amount.replace(",", "")),
    )  # fmt: skip
    assert prove(claim, offices=offices, by=member, at=world.now).number == account
    wrong = Claim(claim.subject, AccountKind.EMPLOYER, account, (claim.amount_cents or 0) + 1)
    with pytest.raises(Refused):
        prove(wrong, offices=offices, by=member, at=world.now)
    person = next(one for one in told if one.proof and " · " not in one.proof)
    claim = Claim(
        Subject(Kind.NIR, compact(person.number)), AccountKind.SELF_EMPLOYED, person.proof
    )
    assert prove(claim, offices=offices, by=member, at=world.now).number == person.proof
