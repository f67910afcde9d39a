"""A national number is sealed for its row, found by a hash of its firm, and masked."""

from __future__ import annotations

import pytest

from mandat.clients.national import masked_number, national_number_of, number_hash, seal_person
from mandat.clients.tests.factories import ClientFactory, make_person_client
from mandat.firms.tests.factories import Cast
from mandat.vault.crypto import DecryptionError


def test_a_number_comes_back_whole_to_its_own_row_alone(cast: Cast) -> None:
    person = make_person_client(cast.firm, number="180029999907861")
    person.refresh_from_db()
    assert national_number_of(person) == "180029999907861"
    assert b"180029999907861" not in bytes(person.national_number)
    other = make_person_client(cast.firm)
    other.national_number = person.national_number
    with pytest.raises(DecryptionError):
        national_number_of(other)


def test_two_firms_have_unlike_hashes(cast: Cast) -> None:
    number = "85073003328"
    assert number_hash(cast.firm.pk, number) != number_hash(cast.other_firm.pk, number)
    assert seal_person(cast.firm, number)[1] == number_hash(cast.firm.pk, number)


def test_what_a_screen_shows_says_nothing_about_the_person(cast: Cast) -> None:
    shown = masked_number(make_person_client(cast.firm, country="BE", number="85073003328"))
    assert "85" not in shown
    assert shown.endswith("28")
    assert masked_number(ClientFactory.create(firm=cast.firm)) == ""
