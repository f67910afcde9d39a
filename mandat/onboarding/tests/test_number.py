"""The one field: what it understands, what it refuses, what it never repeats."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from mandat.firms.tests.factories import Cast
from mandat.identifiers import making
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import text, typed

READING = "/clients/new/reading/"


def test_the_page_opens_with_its_field(admin: Browser) -> None:
    page = admin.get("/clients/new/")
    assert page.status_code == 200
    assert "Add an account" in text(page)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("552 100 554", "SIREN: a French company"),
        ("55210055400013", "SIRET"),
        ("BE 0403.170.701", "Enterprise number"),
        ("403170701", "Right as a number of the other country"),
        ("2.170.123.456", "Establishment unit"),
    ],
)
def test_reading_says_which_number_it_is(admin: Browser, number: str, words: str) -> None:
    assert words in text(admin.post(READING, {"number": number}))


def test_reading_of_people(admin: Browser) -> None:
    nir, niss = scenes.nir(), scenes.niss()
    bis = making.make_niss(scenes.rng, bis=True)
    assert "NIR: a person" in text(admin.post(READING, {"number": nir}))
    found = text(admin.post(READING, {"number": niss}))
    assert "National register number" in found
    assert "Valid" in found
    assert niss not in found
    assert "BIS number" in text(admin.post(READING, {"number": bis}))


def test_reading_offers_what_was_meant(admin: Browser) -> None:
    siren = making.make_siren(scenes.rng)
    wrong = siren[:-1] + str((int(siren[-1]) + 1) % 10)
    found = text(admin.post(READING, {"number": wrong}))
    assert "Not valid" in found
    assert "check key is wrong" in found
    assert f"{siren[:3]} {siren[3:6]} {siren[6:]}" in found or 'name="meant"' in found


def test_reading_of_nothing_is_silent(admin: Browser) -> None:
    assert text(admin.post(READING, {"number": " "})).strip() == ""


def test_reading_is_posted_so_that_no_number_is_in_an_address(admin: Browser) -> None:
    assert admin.get(READING).status_code == 405


@pytest.mark.parametrize("number", ["123", "552 100 555", "abcdef", "", "000000000", "9" * 200])
def test_a_wrong_number_is_refused_and_kept(admin: Browser, number: str) -> None:
    page = typed(admin, number)
    assert "This number cannot be added" in text(page)
    assert f'value="{number}"' in text(page)
    assert 'name="number"' in text(page)


def test_enter_in_the_field_never_takes_a_suggestion(admin: Browser) -> None:
    page = text(typed(admin, "552 100 555"))
    buttons = page.count('name="meant"')
    assert buttons == page.count('form="meant" name="meant"') == 3
    assert page.index('id="number-form"') < page.index("Enrol") < page.index('<form id="meant"')


def test_a_suggestion_is_taken_instead_of_what_was_typed(admin: Browser, people: Cast) -> None:
    page = admin.post("/clients/new/", {"number": "552 100 555", "meant": "552 100 554"})
    assert "Prove that you look after this client" in text(page)


def test_prefill_takes_company_numbers_alone(admin: Browser) -> None:
    assert 'value="552100554"' in text(admin.get("/clients/new/?number=552100554"))
    for number in (scenes.nir(), scenes.niss(), "<script>", "1234"):
        cleared = admin.get("/clients/new/", {"number": number})
        assert cleared.headers["Location"] == "/clients/new/"


def test_no_office_for_the_country(admin: Browser, people: Cast) -> None:
    people.belgian_office.delete()
    assert "No office of this installation" in text(typed(admin, "BE 0403.170.701"))


def test_already_in_the_list_has_a_link(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    client = scenes.listed_client(people.administrator, known.affiliate)
    page = text(typed(admin, known.affiliate.number))
    assert "already in your list" in page
    assert f"/clients/{client.pk}/" in page
    assert f"/clients/{client.pk}/" in text(
        typed(admin, making.make_siret(scenes.rng, known.affiliate.number))
    )


def test_a_hidden_client_looks_like_an_absent_one(collaborator: Browser, people: Cast) -> None:
    absent = scenes.masked(typed(collaborator, "552 100 554"))
    known = scenes.employer(people.office, number="552100554")
    client = scenes.listed_client(people.administrator, known.affiliate, people.other_portfolio)
    page = typed(collaborator, "552 100 554")
    assert scenes.masked(page) == absent
    assert client.name not in text(page)


def test_every_step_without_its_state_begins_again(admin: Browser) -> None:
    for step in ("office", "proof", "services", "request"):
        assert admin.get(f"/clients/new/{step}/").status_code == 302
        assert (
            admin.post(f"/clients/new/{step}/", {"state": "x"}).headers["Location"]
            == "/clients/new/"
        )
        assert admin.put(f"/clients/new/{step}/").status_code == 405
