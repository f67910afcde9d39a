"""Dropping files on the page, and reading what was found."""

from __future__ import annotations

import re
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandat.declarations import actions
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    SAMPLE,
    company,
    dsn,
    make_client,
    receive,
    received,
)
from mandat.firms.models import AuditEvent, Member
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.statements import of_page

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'href="/declarations/\d+/" data-row')
DROP, FILES = reverse("declarations:drop"), reverse("declarations:files")


def page(signed_in, member: Member, url: str) -> str:
    member.user.language = "en"
    member.user.save()
    response = signed_in(member.user).get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def english(signed_in, member: Member) -> Browser:
    member.user.language = "en"
    member.user.save()
    return signed_in(member.user)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_dropped_file_is_received_read_and_shown(
    cast: Cast, signed_in, django_capture_on_commit_callbacks
) -> None:
    one = company()
    client = make_client(cast.firm, one.siren, "Menuiserie Arlette", cast.portfolio)
    browser = english(signed_in, cast.collaborator)
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(
            FILES, {"files": upload("march.dsn", dsn(one, MONTH, *FAULTS))},
            headers={"accept": "application/json"},
        )  # fmt: skip
    assert response.status_code == 201
    answer = response.json()
    assert answer["message"] == "Received"
    text = page(signed_in, cast.collaborator, answer["url"])
    assert "Menuiserie Arlette" in text
    assert "is wrong" in text
    client.refresh_from_db()
    # The clock of the page is today's: the month after may be awaited by now.
    awaited = Anomaly.objects.filter(code="month-awaited").count()
    assert client.open_anomalies == 3 + awaited
    listed = page(signed_in, cast.collaborator, reverse("declarations:anomalies") + "?state=open")
    for anomaly in Anomaly.objects.open():
        assert reverse("declarations:anomaly", args=[anomaly.pk]) in listed
    assert f"{3 + awaited} anomalies" in listed
    again = browser.post(
        FILES, {"files": upload("other.dsn", dsn(one, MONTH, *FAULTS))},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert "nothing changed" in again.json()["message"]
    assert DeclarationFile.objects.count() == 1


def test_the_plain_form_takes_several_files_and_keeps_the_good_ones(cast: Cast, signed_in) -> None:
    browser = english(signed_in, cast.administrator)
    good = [upload("a.dsn", dsn(company(1))), upload("b.dsn", dsn(company(2)))]
    assert browser.post(FILES, {"files": good}).status_code == 302
    mixed = [upload("c.dsn", dsn(company(3))), upload("x.zip", b"PK\x03\x04...")]
    response = browser.post(FILES, {"files": mixed})
    assert response.status_code == 422
    assert "x.zip" in response.content.decode()
    assert "This is an archive" in response.content.decode()
    assert DeclarationFile.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" ", "The file is empty"),
        (b"hello", "This is not a DSN"),
        (b"\x89PNG\x00\x00", "This is not a text file"),
        (b"PK\x03\x04", "This is an archive"),
    ],
)
def test_what_is_no_dsn_is_told(cast: Cast, signed_in, data: bytes, words: str) -> None:
    response = english(signed_in, cast.administrator).post(
        FILES, {"files": upload("../../etc/x", data)}, headers={"accept": "application/json"}
    )
    assert response.status_code == 422
    assert words in response.json()["error"]


def test_too_large_too_many_or_none_is_told(cast: Cast, signed_in, settings) -> None:
    browser = english(signed_in, cast.administrator)
    json = {"accept": "application/json"}
    assert "at least one" in browser.post(FILES, headers=json).json()["error"]
    many = [upload(f"{n}.dsn", b"x") for n in range(101)]
    assert "At most 100" in browser.post(FILES, {"files": many}, headers=json).json()["error"]
    settings.MANDAT_UPLOAD_MAX_BYTES = 100
    large = browser.post(FILES, {"files": upload("a", dsn(company()))}, headers=json)
    assert "too large" in large.json()["error"]
    assert not DeclarationFile.objects.exists()


def test_a_collaborator_sees_what_they_dropped_and_no_colleague(cast: Cast, signed_in) -> None:
    """A hidden client and an absent one look alike, and so does a file dropped before by others."""
    hidden, absent = company(1), company(2)
    make_client(cast.firm, hidden.siren, "Garage Invisible", cast.other_portfolio)
    received(cast.firm, dsn(hidden), by=cast.administrator, name="secret-of-the-chief.dsn")
    theirs = DeclarationFile.objects.get()
    url = reverse("declarations:file", args=[theirs.pk])
    assert signed_in(cast.collaborator.user).get(url).status_code == 404
    browser = english(signed_in, cast.collaborator)
    for one in (hidden, absent):
        answer = browser.post(
            FILES, {"files": upload("mine.dsn", dsn(one))}, headers={"accept": "application/json"}
        ).json()
        assert answer["message"] == "Received"
    for file in DeclarationFile.objects.filter(read_at=None):
        actions.read_file(file.pk, at=timezone.now())
    shown = []
    for file in DeclarationFile.objects.all():
        text = page(signed_in, cast.collaborator, reverse("declarations:file", args=[file.pk]))
        assert "None of the clients that you see bears SIREN" in text
        assert "Garage" not in text
        assert "secret" not in text
        shown.append("Replaced" in text)
        declaration = Declaration.objects.get(file=file)
        there = reverse("declarations:declaration", args=[declaration.pk])
        assert browser.get(there).status_code == 404
    assert shown == [False, False]
    assert "secret" not in page(signed_in, cast.collaborator, DROP)
    assert "mine.dsn" in page(signed_in, cast.collaborator, DROP)
    assert "secret-of-the-chief.dsn" in page(signed_in, cast.administrator, DROP)


def test_the_original_comes_back_byte_for_byte_and_is_logged(cast: Cast, signed_in) -> None:
    data = dsn(company())
    file = received(cast.firm, data, name="mars é.dsn", by=cast.collaborator)
    url = reverse("declarations:file_original", args=[file.pk])
    browser = signed_in(cast.collaborator.user)
    response = browser.post(url)
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert AuditEvent.objects.filter(action="declaration_file.downloaded").count() == 1
    assert browser.get(url).status_code == 405
    for other in (cast.newcomer, cast.stranger):
        assert signed_in(other.user).post(url).status_code == 404


def test_a_failed_reading_says_why_and_can_be_tried_again(cast: Cast, signed_in) -> None:
    file = receive(cast.firm, dsn(company()), by=cast.collaborator)
    url = reverse("declarations:file", args=[file.pk])
    assert "Reading…" in page(signed_in, cast.collaborator, url)
    DeclarationFile.objects.update(state="failed", failure="gave-up")
    assert "interrupted several times" in page(signed_in, cast.collaborator, url)
    again = reverse("declarations:file_reading", args=[file.pk])
    assert signed_in(cast.collaborator.user).post(again).status_code == 302
    file.refresh_from_db()
    assert file.state == "received"
    assert signed_in(cast.collaborator.user).get(again).status_code == 405
    assert signed_in(cast.stranger.user).post(again).status_code == 404


def test_every_page_of_files_has_its_doors(cast: Cast, signed_in) -> None:
    file = received(cast.firm, dsn(company()), by=cast.administrator)
    url = reverse("declarations:file", args=[file.pk])
    for address in (DROP, url):
        assert signed_in(cast.staff.user).get(address).status_code == 403
        assert signed_in(cast.administrator.user).post(address).status_code == 405
        assert Browser().get(address).status_code == 302
    assert signed_in(cast.staff.user).post(FILES).status_code == 403
    assert signed_in(cast.administrator.user).get(FILES).status_code == 405
    assert signed_in(cast.stranger.user).get(url).status_code == 404
    assert signed_in(cast.stranger.user).get(DROP).status_code == 200
    assert file.name not in page(signed_in, cast.stranger, DROP)


def test_the_number_of_queries_does_not_grow(cast: Cast, signed_in) -> None:
    browser = signed_in(cast.administrator.user)
    counts = []
    for size in (1, 12):
        for seed in range(size):
            one = company(100 * size + seed)
            make_client(cast.firm, one.siren, f"Client {one.siren}")
            file = received(cast.firm, dsn(one, MONTH, *FAULTS), by=cast.administrator)
        measured = []
        for url in (
            DROP,
            reverse("declarations:file", args=[file.pk]),
            reverse("declarations:anomalies"),
            reverse("declarations:anomalies") + "?view=causes",
        ):
            browser.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            measured.append(len(of_page(queries)))
        counts.append(measured)
    assert counts[0] == counts[1], counts
    assert max(counts[1]) <= 25, counts


def test_a_lot_of_many_companies_needs_no_more_queries(cast: Cast, signed_in) -> None:
    counts = []
    for size in (2, 20):
        many = [company(1000 * size + seed, size=1) for seed in range(size)]
        for one in many[::2]:
            make_client(cast.firm, one.siren, f"Client {one.siren}")
        data = b"".join(dsn(one, MONTH, "bad-siret-key") for one in many)
        file = received(cast.firm, data, by=cast.administrator)
        assert file.done_declarations == size
        browser = signed_in(cast.administrator.user)
        with CaptureQueriesContext(connection) as queries:
            text = browser.get(reverse("declarations:file", args=[file.pk])).content.decode()
        counts.append(len(of_page(queries)))
        assert len(ROWS.findall(text)) == size // 2  # those of clients open
    assert counts[0] == counts[1]


def test_the_genuine_sample_through_the_page(
    cast: Cast, signed_in, django_capture_on_commit_callbacks
) -> None:
    if not SAMPLE.exists():
        pytest.skip("the shared sample is not on this machine")
    browser = english(signed_in, cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(FILES, {"files": upload(SAMPLE.name, SAMPLE.read_bytes())})
    assert response.status_code == 302
    text = browser.get(response["Location"]).content.decode()
    assert "Lot of the platform" in text
    assert not ROWS.findall(text)  # nothing opens before the client is on the list
    assert text.count("End of contract, ") >= 3
    assert "None of the clients that you see bears SIREN 987 654 321" in text
    assert "(987 654 321) is wrong" in text
    for line in (16, 17, 93, 94, 100, 255, 262, 362, 369):
        assert f"line {line} ·" in text
    assert "stated" not in text  # S90 agrees: one number each
    assert "line 16" in text


def test_a_random_name_never_breaks_the_page(cast: Cast, signed_in) -> None:
    rng = Random(5)
    for _ in range(20):
        name = "".join(chr(rng.randrange(1, 0x3000)) for _ in range(40))
        file, _created = actions.receive_file(
            cast.firm, BytesIO(dsn(company(rng.randrange(10**6)))), name=name,
            by=cast.administrator, at=timezone.now(), queue=False,
        )  # fmt: skip
        assert file.name
    assert signed_in(cast.administrator.user).get(DROP).status_code == 200
