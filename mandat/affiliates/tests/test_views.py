"""The office's pages: its own affiliates, masked numbers, a file looked at and then loaded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandat.affiliates import actions
from mandat.affiliates.models import Affiliate, Loading
from mandat.affiliates.tests.factories import (
    AccountFactory,
    AffiliateFactory,
    AmountDueFactory,
    ContactFactory,
    make_person_affiliate,
)
from mandat.firms.models import User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast, StaffFactory
from mandat.identifiers.making import make_nir, make_siren

SignIn = Callable[[User], Browser]
NIR = make_nir(Random(11))
SIREN = make_siren(Random(12))
FILE = f"record;affiliate;name\naffiliate;{SIREN};Menuiserie Vaubrun\n"


@pytest.fixture
def files(tmp_path: Path, settings: object) -> Path:
    settings.MANDAT_FILES_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def upload(browser: Browser, content: str | bytes, name: str = "affiliés.csv") -> HttpResponse:
    body = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, body, content_type="text/csv")
    return browser.post(reverse("affiliates:load"), {"file": file})  # type: ignore[return-value]


def kept(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def test_list_of_ones_own_office(cast: Cast, signed_in: SignIn) -> None:
    account = AccountFactory.create(
        affiliate=AffiliateFactory.create(office=cast.office, name="Boulangerie", number=SIREN)
    )
    make_person_affiliate(cast.office, NIR, name="Jeanne Moreau-Lindt")
    AffiliateFactory.create(office=cast.belgian_office, name="Vlaams Huis")
    browser, url = signed_in(cast.staff.user), reverse("affiliates:list")
    page = browser.get(url)
    words = page.content.decode()
    assert [row.name for row in page.context["page"]] == ["Boulangerie", "Jeanne Moreau-Lindt"]
    assert NIR not in words.replace(" ", "")
    assert NIR[:5] not in words

    def found(**query: str) -> list[str]:
        return [row.name for row in browser.get(url, query).context["page"]]

    assert found(q="boulan") == ["Boulangerie"]
    assert found(q=f"{SIREN[:3]} {SIREN[3:]}") == ["Boulangerie"]
    assert found(q=account.number) == ["Boulangerie"]
    assert found(kind="person") == ["Jeanne Moreau-Lindt"]
    assert found(status="open") == ["Boulangerie"]
    assert found(status="closed") == []
    assert found(kind="x", status="y", q="") == ["Boulangerie", "Jeanne Moreau-Lindt"]
    assert found(q="a\0") != []


def test_a_person_is_found_by_number_and_never_in_an_address(cast: Cast, signed_in: SignIn) -> None:
    person = make_person_affiliate(cast.office, NIR, name="Jeanne Moreau-Lindt")
    browser, url = signed_in(cast.staff.user), reverse("affiliates:person")
    answer = browser.post(url, {"number": f"{NIR[:1]} {NIR[1:13]} {NIR[13:]}"})
    assert answer.headers["Location"] == reverse("affiliates:detail", args=[person.pk])
    other = make_nir(Random(99))
    for text in (other, "abc", ""):
        assert browser.post(url, {"number": text}).headers["Location"] == reverse("affiliates:list")
    assert browser.get(url).status_code == 405
    elsewhere = StaffFactory.create(office=cast.belgian_office).user
    nowhere = signed_in(elsewhere).post(url, {"number": NIR})
    assert nowhere.headers["Location"] == reverse("affiliates:list")


def test_detail(cast: Cast, signed_in: SignIn) -> None:
    affiliate = AffiliateFactory.create(office=cast.office, name="Boulangerie <Énergie>")
    account = AccountFactory.create(affiliate=affiliate)
    AmountDueFactory.create(account=account, due_cents=123_456)
    ContactFactory.create(affiliate=affiliate, name="Paul Énard")
    page = signed_in(cast.staff.user).get(reverse("affiliates:detail", args=[affiliate.pk]))
    words = page.content.decode()
    assert "Boulangerie &lt;Énergie&gt;" in words
    assert "Paul Énard" in words
    assert "234,56" in words
    bare = AffiliateFactory.create(office=cast.office)
    assert signed_in(cast.staff.user).get(f"/office/affiliates/{bare.pk}/").status_code == 200


def test_look_then_confirm(cast: Cast, signed_in: SignIn, files: Path) -> None:
    browser = signed_in(cast.staff.user)
    answer = upload(browser, FILE, name=f"liste {NIR}.csv")
    loading = Loading.objects.get()
    here = reverse("affiliates:loading", args=[loading.pk])
    assert answer.headers["Location"] == here
    assert NIR not in loading.name
    assert not Affiliate.objects.exists()
    assert kept(files) == 1
    page = browser.get(here)
    assert page.context["report"].added == 1
    confirmation = reverse("affiliates:confirmation", args=[loading.pk])
    assert browser.get(confirmation).status_code == 405
    browser.post(confirmation)
    assert Affiliate.objects.get().name == "Menuiserie Vaubrun"
    assert browser.get(here).status_code == 200
    loading.refresh_from_db()
    assert loading.applied_at is not None
    assert loading.file == ""
    browser.post(confirmation)  # twice changes nothing
    assert Affiliate.objects.count() == 1
    browser.post(reverse("affiliates:withdrawal", args=[loading.pk]))
    assert Loading.objects.count() == 1  # what was loaded stays in the history


def test_the_file_is_forgotten_once_loaded_or_given_up(
    cast: Cast,
    signed_in: SignIn,
    files: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    browser = signed_in(cast.staff.user)

    def act(call: Callable[[], object]) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            call()
        return kept(files)

    def post(name: str) -> object:
        pk = Loading.objects.get(applied_at=None).pk
        return browser.post(reverse(f"affiliates:{name}", args=[pk]))

    assert act(lambda: upload(browser, FILE)) == 1
    assert act(lambda: post("confirmation")) == 0
    assert act(lambda: upload(browser, FILE)) == 1
    assert act(lambda: upload(browser, FILE)) == 1  # the one looked at before is given up
    assert act(lambda: post("withdrawal")) == 0


def test_wrong_lines_are_shown_and_nothing_is_loaded(
    cast: Cast, signed_in: SignIn, files: Path
) -> None:
    browser = signed_in(cast.staff.user)
    wrong = NIR[:-1] + str((int(NIR[-1]) + 1) % 10)
    answer = upload(browser, FILE + f"affiliate;{wrong};Jeanne\naffiliate;{SIREN};Encore\n")
    page = browser.get(answer.headers["Location"])
    assert [problem.line for problem in page.context["report"].problems] == [3, 4]
    assert wrong not in page.content.decode()
    browser.post(reverse("affiliates:confirmation", args=[Loading.objects.get().pk]))
    assert not Affiliate.objects.exists()


def test_files_that_cannot_be(
    cast: Cast, signed_in: SignIn, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(cast.staff.user)
    assert upload(browser, b"").status_code == 422
    assert browser.post(reverse("affiliates:load")).status_code == 422
    monkeypatch.setattr(actions, "WEB_MAX_BYTES", 10)
    assert upload(browser, FILE).status_code == 422
    assert kept(files) == 0
    monkeypatch.undo()
    settings.MANDAT_FILES_DIR = files
    assert upload(browser, b"\xff\xfe\x00").status_code == 302
    assert browser.get(reverse("affiliates:load")).status_code == 200


@pytest.mark.parametrize(
    ("name", "posts", "readers"),
    [
        ("detail", False, True),
        ("loading", False, False),
        ("confirmation", True, False),
        ("withdrawal", True, False),
    ],
)
def test_doors(
    cast: Cast, signed_in: SignIn, files: Path, name: str, posts: bool, readers: bool
) -> None:
    affiliate = AffiliateFactory.create(office=cast.office)
    upload(signed_in(cast.staff.user), FILE)
    pk = affiliate.pk if name == "detail" else Loading.objects.get().pk
    url = reverse(f"affiliates:{name}", args=[pk])

    def status(user: User) -> int:
        browser = signed_in(user)
        return int((browser.post(url) if posts else browser.get(url)).status_code)

    assert status(StaffFactory.create(office=cast.belgian_office).user) == 404
    reader = StaffFactory.create(office=cast.office, role=StaffRole.READER)
    assert status(reader.user) == (200 if readers else 403)
    assert status(cast.administrator.user) == 403
    browser = signed_in(cast.staff.user)
    assert (browser.get(url) if posts else browser.post(url)).status_code == 405
    assert Loading.objects.waiting().count() == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["list", "load"])
def test_doors_of_lists(cast: Cast, signed_in: SignIn, name: str) -> None:
    url = reverse(f"affiliates:{name}")
    assert signed_in(cast.administrator.user).get(url).status_code == 403
    reader = StaffFactory.create(office=cast.office, role=StaffRole.READER)
    assert signed_in(reader.user).get(url).status_code == (200 if name == "list" else 403)
    assert signed_in(cast.staff.user).delete(url).status_code == 405
    assert Browser().get(url).status_code == 302


@pytest.mark.parametrize("page", ["list", "detail", "load"])
def test_number_of_queries_does_not_grow(cast: Cast, signed_in: SignIn, page: str) -> None:
    browser, first = signed_in(cast.staff.user), AffiliateFactory.create(office=cast.office)
    url = reverse(f"affiliates:{page}", args=[first.pk] if page == "detail" else [])

    def add(n: int) -> None:
        for rank in range(n):
            other = AffiliateFactory.create(office=cast.office)
            ContactFactory.create(affiliate=first)
            for affiliate in (first, other):
                account = AccountFactory.create(affiliate=affiliate)
                for month in range(1, 4):
                    AmountDueFactory.create(account=account, period=date(2026, month, 1))
            Loading.objects.create(
                office=cast.office, name=f"{rank}.csv", sha256="", size=1,
                given_at=cast.staff.joined_at, given_by=cast.staff.user,
            )  # fmt: skip

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    add(1)
    browser.get(url)
    few = count()
    add(55)
    assert count() == few
