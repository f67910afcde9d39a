"""L9, U19: off the list, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.identifiers import making
from mandat.onboarding.actions.adding import AlreadyThere, add_client, of_affiliate
from mandat.onboarding.actions.asking import NotAllowed
from mandat.onboarding.actions.leaving import remove_client, restore_client
from mandat.onboarding.models import Removal, Request
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import state_of, text, typed


@pytest.fixture
def client(people: Cast) -> Client:
    known = scenes.employer(people.office, name="Ateliers du Phare")
    return scenes.listed_client(people.administrator, known.affiliate, people.portfolio)


def states(client: Client) -> set[str]:
    return set(client.services.values_list("state", flat=True))


def test_remove_asks_once_and_can_be_undone(collaborator: Browser, client: Client) -> None:
    page = text(collaborator.get(f"/clients/{client.pk}/removal/"))
    assert "Remove Ateliers du Phare?" in page
    assert "30 days" in page
    dialog = text(
        collaborator.get(f"/clients/{client.pk}/removal/", headers={"HX-Request": "true"})
    )
    assert "<dialog" in dialog
    assert "<html" not in dialog
    done = collaborator.post(f"/clients/{client.pk}/removal/")
    assert done.headers["Location"] == "/clients/"
    client.refresh_from_db()
    assert client.removed_at is not None
    assert client.removed_by.user.name == "Camille Collaboratrice"
    assert states(client) == {"ended"}
    assert collaborator.get(f"/clients/{client.pk}/removal/").status_code == 404
    page = text(collaborator.get("/clients/removed/"))
    assert "Ateliers du Phare" in page
    assert f'action="/clients/{client.pk}/return/"' in page
    back = collaborator.post(f"/clients/{client.pk}/return/")
    assert back.headers["Location"] == f"/clients/{client.pk}/"
    client.refresh_from_db()
    assert (client.removed_at, client.removed_by) == (None, None)
    assert states(client) == {"active"}
    assert Removal.objects.get().restored_by.user.name == "Camille Collaboratrice"
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"client.removed", "client.restored"} <= set(actions)


def test_htmx_is_sent_to_the_list(collaborator: Browser, client: Client) -> None:
    done = collaborator.post(f"/clients/{client.pk}/removal/", headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, "/clients/")


def test_undo_ends_after_its_days(admin: Browser, client: Client, settings: object) -> None:
    admin.post(f"/clients/{client.pk}/removal/")
    old = timezone.now() - timedelta(days=settings.MANDAT_UNDO_DAYS, minutes=1)
    Client.objects.filter(pk=client.pk).update(removed_at=old)
    assert admin.post(f"/clients/{client.pk}/return/").status_code == 404
    assert "Ateliers du Phare" not in text(admin.get("/clients/removed/"))


def test_a_collaborator_takes_back_only_what_they_removed(
    admin: Browser, collaborator: Browser, client: Client
) -> None:
    admin.post(f"/clients/{client.pk}/removal/")
    assert "Ateliers du Phare" not in text(collaborator.get("/clients/removed/"))
    assert collaborator.post(f"/clients/{client.pk}/return/").status_code == 404
    assert "Ateliers du Phare" in text(admin.get("/clients/removed/"))


def test_states_that_waited_are_asked_for_again(
    admin: Browser, office: Browser, people: Cast
) -> None:
    niss = scenes.niss()
    scenes.person(people.belgian_office, niss)
    page = typed(admin, niss)
    admin.post("/clients/new/services/", {"state": state_of(page), "services": ["social_status"]})
    client, first = Client.objects.get(), Request.objects.get()
    admin.post(f"/clients/{client.pk}/removal/")
    first.refresh_from_db()
    assert first.state == "cancelled"
    admin.post(f"/clients/{client.pk}/return/")
    assert client.services.get(service="social_status").state == "pending"
    second = Request.objects.exclude(pk=first.pk).get()
    assert (second.state, second.client) == ("sent", client)
    office.post(f"/office/requests/{second.pk}/decision/", {"decision": "accept"})
    assert client.services.get(service="social_status").state == "active"
    assert admin.post(f"/requests/{second.pk}/cancellation/").status_code == 302


def test_a_cancelled_confirmation_leaves_the_client_without_the_service(
    admin: Browser, people: Cast
) -> None:
    niss = scenes.niss()
    scenes.person(people.belgian_office, niss)
    page = typed(admin, niss)
    admin.post("/clients/new/services/", {"state": state_of(page), "services": ["social_status"]})
    request = Request.objects.get()
    admin.post(f"/requests/{request.pk}/cancellation/")
    request.refresh_from_db()
    assert request.state == "cancelled"
    client = Client.objects.get()
    assert (client.removed_at, states(client)) == (None, {"none"})


def test_added_again_meanwhile(people: Cast, client: Client) -> None:
    by, now = people.administrator, timezone.now()
    remove_client(client, by=by, at=now)
    with pytest.raises(NotAllowed):
        remove_client(client, by=by, at=now)
    Client.objects.filter(pk=client.pk).update(identity="elsewhere")
    add_client(people.firm, of_affiliate(client.affiliate), by=by.user, member=by, at=now)
    Client.objects.filter(pk=client.pk).update(identity=client.identity)
    with pytest.raises(AlreadyThere):
        restore_client(client, by=by, at=now)


def test_restore_refuses_what_is_on_the_list_or_too_old(people: Cast, client: Client) -> None:
    by, now = people.administrator, timezone.now()
    with pytest.raises(NotAllowed, match="not_removed"):
        restore_client(client, by=by, at=now)
    remove_client(client, by=by, at=now)
    with pytest.raises(NotAllowed, match="too_late"):
        restore_client(client, by=by, at=now + timedelta(days=31))


@pytest.mark.parametrize("which", ["siren", "spaced", "siret", "account"])
def test_resiliate_finds_by_every_number(collaborator: Browser, client: Client, which: str) -> None:
    number = {
        "siren": client.number,
        "spaced": f"{client.number[:3]} {client.number[3:6]} {client.number[6:]}",
        "siret": making.make_siret(scenes.rng, client.number),
        "account": client.account_number,
    }[which]
    page = text(collaborator.post("/clients/resilier/", {"number": number}))
    assert "Ateliers du Phare" in page
    assert f'action="/clients/{client.pk}/removal/"' in page


def test_resiliate_does_not_know_hidden_clients(collaborator: Browser, people: Cast) -> None:
    known = scenes.employer(people.office, name="Verreries Cachées")
    absent = scenes.masked(
        collaborator.post("/clients/resilier/", {"number": known.affiliate.number})
    )
    scenes.listed_client(people.administrator, known.affiliate, people.other_portfolio)
    hidden = collaborator.post("/clients/resilier/", {"number": known.affiliate.number})
    assert scenes.masked(hidden) == absent
    assert "Verreries" not in text(hidden)


def test_resiliate_opens_empty_and_asks_for_a_number(admin: Browser) -> None:
    assert "Terminate an account" in text(admin.get("/clients/resilier/"))
    assert "data-error-summary" in text(admin.post("/clients/resilier/", {"number": ""}))


def test_resiliate_finds_a_person_by_their_number(admin: Browser, people: Cast) -> None:
    niss = scenes.niss()
    known = scenes.person(people.belgian_office, niss, name="Joris Claes")
    scenes.listed_client(people.administrator, known.affiliate, national_number=niss)
    assert "Joris Claes" in text(admin.post("/clients/resilier/", {"number": niss}))
