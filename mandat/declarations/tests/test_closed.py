"""Declarations of a confidential client: taken in, and shown to those named alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from mandat.clients.models import Client
from mandat.clients.tests.test_confidence import close
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.tests.factories import company, dsn, make_client, receive, received
from mandat.firms.models import Member
from mandat.firms.tests.factories import Cast

pytestmark = pytest.mark.django_db
FAULT = ("bad-siret-key",)


def shut(cast: Cast, number: str) -> Client:
    """A client that is open to the newcomer alone."""
    client = make_client(cast.firm, number, "Garage Invisible", cast.portfolio)
    close(client, cast.newcomer)
    return client


def files(member: Member) -> set[int]:
    return set(DeclarationFile.objects.visible_to(member).values_list("pk", flat=True))


def test_what_others_dropped_of_it_is_no_administrators(cast: Cast) -> None:
    one, other = company(1), company(2)
    client = shut(cast, one.siren)
    secret = received(cast.firm, dsn(one), by=cast.newcomer)
    usual = received(cast.firm, dsn(other), by=cast.newcomer)
    both = received(cast.firm, dsn(one, date_of(2)) + dsn(other, date_of(2)), by=cast.newcomer)
    assert Declaration.objects.filter(client=client).count() == 2
    assert files(cast.newcomer) == {secret.pk, usual.pk, both.pk}
    assert files(cast.administrator) == {usual.pk}
    assert files(cast.collaborator) == set()
    client.confidence.named.all().delete()
    client.confidence.delete()
    assert files(cast.administrator) == {secret.pk, usual.pk, both.pk}


def date_of(month: int) -> date:
    return date(2026, month, 1)


def test_a_colleagues_file_shows_once_it_is_known_what_it_holds(cast: Cast) -> None:
    waiting = receive(cast.firm, dsn(company(3)), by=cast.newcomer)
    assert files(cast.administrator) == set()
    DeclarationFile.objects.filter(pk=waiting.pk).update(state="read")
    assert files(cast.administrator) == {waiting.pk}


def test_to_who_drops_it_a_closed_client_looks_like_none(cast: Cast, signed_in) -> None:  # type: ignore[no-untyped-def]
    hidden, absent = company(1), company(2)
    client = shut(cast, hidden.siren)
    pages = []
    for one in (hidden, absent):
        file = received(cast.firm, dsn(one, date_of(3), *FAULT), by=cast.administrator)
        url = reverse("declarations:file", args=[file.pk])
        text = signed_in(cast.administrator.user).get(url).content.decode()
        assert "Garage" not in text
        pages.append(re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\d+", "", text)))
    assert Declaration.objects.get(siren=hidden.siren).client == client
    assert Anomaly.objects.filter(client=client).exists()
    for seen in (Anomaly.objects.visible_to, Declaration.objects.visible_to):
        assert not seen(cast.administrator).exists()
        assert seen(cast.newcomer).exists()
    names = [re.escape(one.name) for one in (hidden, absent)]
    left, right = (re.sub("|".join(names), "…", page) for page in pages)
    assert left == right
    found = Declaration.objects.get(siren=hidden.siren)
    url = reverse("declarations:declaration", args=[found.pk])
    assert signed_in(cast.administrator.user).get(url).status_code == 404
    assert signed_in(cast.newcomer.user).get(url).status_code == 200
