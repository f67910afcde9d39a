"""What the pages say of an anomaly that moved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandat.declarations import actions
from mandat.declarations.choices import AnomalyState
from mandat.declarations.models import Anomaly, Declaration
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    NOW,
    company,
    dsn,
    make_client,
    received,
)
from mandat.declarations.tests.lives import FEBRUARY, JANUARY, adjusting, doubt
from mandat.firms.tests.factories import Cast

pytestmark = pytest.mark.django_db
LIST = reverse("declarations:anomalies")


@pytest.fixture
def lives(cast: Cast) -> dict[str, Anomaly]:
    """One anomaly in each state, of a client of the collaborator's portfolio."""
    one = company(month=JANUARY)
    make_client(cast.firm, one.siren, "Atelier Brun", cast.portfolio)
    received(cast.firm, dsn(one, MONTH, *FAULTS, order=5))
    received(cast.firm, dsn(one, MONTH, FAULTS[0], order=6))
    received(cast.firm, dsn(one, JANUARY, order=5))
    january = Declaration.objects.get(month=JANUARY)
    facts = {
        "individual": 2,
        "value": "10.00",
        "compared": [{"rubric": "S21.G00.78.004", "value": "12.50", "line": 77}],
    }
    doubt(january, **facts)
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, crm="CRM-42"))
    aside = doubt(january, line=30)
    actions.set_aside(aside, by=cast.administrator, at=NOW, reason="agreed with the office")
    rows = Anomaly.objects.exclude(level="info")
    gone = rows.filter(correction="replaced")[0]
    Anomaly.objects.filter(pk=gone.pk).update(closes_at=NOW)
    assert actions.close_corrected(at=NOW) == 1
    for member in (cast.administrator, cast.collaborator):
        member.user.language = "en"
        member.user.save()
    found = {row.state: row for row in rows.order_by("-correction", "-pk")}
    assert set(found) == set(AnomalyState.values)
    found["lines"] = rows.get(correction="crm")
    found["corrected"] = rows.get(state="corrected", correction="replaced")
    return found


def page(browser, row: Anomaly) -> str:
    return browser.get(reverse("declarations:anomaly", args=[row.pk])).content.decode()


def test_the_page_tells_what_became_of_it(cast: Cast, signed_in, lives) -> None:
    browser = signed_in(cast.collaborator.user)
    reopening = {
        state: reverse("declarations:reopening", args=[row.pk]) in page(browser, row)
        for state, row in lives.items()
    }
    assert {state for state, offered in reopening.items() if offered} == {"set_aside", "lines"}
    text = page(browser, lives["lines"])
    for words in ("CRM CRM-42", "It closes by itself on", "employees are not told apart",
                  "Corrected in answer to a report", "Employee number 2 of the declaration",
                  "Compared with", "12.50", "line 77"):  # fmt: skip
        assert words in text, words
    by = Declaration.objects.get(month=FEBRUARY)
    assert reverse("declarations:declaration", args=[by.pk]) in text
    assert "The legal clock" not in text  # nothing is left to correct
    text = page(browser, lives["continued"])
    assert "that is where it is counted" in text
    newer = lives["continued"].continues_in
    assert reverse("declarations:anomaly", args=[newer.pk]) in text
    text = page(browser, newer)
    assert "Seen since" in text
    assert "in 2 declarations" in text
    assert "The legal clock" in text
    text = page(browser, lives["set_aside"])
    assert text.count("agreed with the office") == 2  # above, and in the history
    assert text.count(cast.administrator.user.name) >= 2
    assert "Closed by itself" in page(browser, lives["closed"])
    assert "Contributions due to the Urssaf" in browser.get(
        reverse("declarations:declaration", args=[by.pk])
    ).content.decode()  # fmt: skip


def test_a_page_in_every_state_speaks_every_language(cast: Cast, signed_in, lives) -> None:
    for language in ("fr", "nl", "de"):
        cast.collaborator.user.language = language
        cast.collaborator.user.save()
        browser = signed_in(cast.collaborator.user)
        for row in lives.values():
            text = page(browser, row)
            for words in ("Compared with", "What happened", "It closes by itself", "received on",
                          "Taken up again", "Still there", "Corrected"):  # fmt: skip
                assert words not in text, (language, words)


def test_lists_by_state_agree_with_the_rows_and_the_counters(cast: Cast, signed_in, lives) -> None:
    browser = signed_in(cast.collaborator.user)
    mine = Anomaly.objects.visible_to(cast.collaborator)
    for state in AnomalyState.values:
        text = browser.get(f"{LIST}?state={state}").content.decode()
        rows = mine.open() if state == "open" else mine.filter(state=state)
        assert text.count("data-row>") == rows.count() > 0, state
    client = lives["open"].client
    client.refresh_from_db()
    assert client.open_anomalies == mine.open().count()


def test_others_see_nothing_of_it(cast: Cast, signed_in, lives) -> None:
    for row in lives.values():
        url = reverse("declarations:anomaly", args=[row.pk])
        reopening = reverse("declarations:reopening", args=[row.pk])
        for member in (cast.newcomer, cast.stranger):
            browser = signed_in(member.user)
            assert browser.get(url).status_code == 404
            assert browser.post(reopening).status_code == 404
        assert signed_in(cast.staff.user).post(reopening).status_code == 403
        assert Anomaly.objects.get(pk=row.pk).state == row.state


def test_a_history_never_leaves_its_client(cast: Cast, signed_in, lives) -> None:
    """Even if a row were linked to one of another client, nothing of that one would show."""
    other = company(9)
    hidden = make_client(cast.firm, other.siren, "Zinguerie Noé", cast.other_portfolio)
    received(cast.firm, dsn(other, MONTH, FAULTS[0]))
    theirs = Anomaly.objects.filter(client=hidden, level="blocking")[0]
    actions.set_aside(theirs, by=cast.administrator, at=NOW, reason="a secret")
    row = lives["continued"]
    Anomaly.objects.filter(pk=row.pk).update(continues_in=theirs)
    Declaration.objects.filter(pk=theirs.declaration_id).update(siret="98765432100011")
    Anomaly.objects.filter(pk=lives["lines"].pk).update(corrected_by=theirs.declaration)
    browser = signed_in(cast.collaborator.user)
    for shown in (row, lives["lines"]):
        text = page(browser, shown)
        assert "a secret" not in text
        assert reverse("declarations:anomaly", args=[theirs.pk]) not in text
        assert reverse("declarations:declaration", args=[theirs.declaration_id]) not in text


def test_taken_up_again_on_the_page(cast: Cast, signed_in, lives) -> None:
    row = lives["lines"]
    browser = signed_in(cast.collaborator.user)
    url = reverse("declarations:reopening", args=[row.pk])
    assert browser.post(url).status_code == 302
    row = Anomaly.objects.get(pk=row.pk)
    assert row.state == "open"
    row.client.refresh_from_db()
    assert row.client.open_anomalies == Anomaly.objects.open().count()
    assert browser.post(url).status_code == 302  # a second click changes nothing
    text = page(browser, row)
    assert f"Taken up again · {cast.collaborator.user.name}" in text
    gone = lives["closed"]
    assert browser.post(reverse("declarations:reopening", args=[gone.pk])).status_code == 302
    assert Anomaly.objects.get(pk=gone.pk).state == "closed"
