"""The list of anomalies, one explained, set aside and taken up again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest
from django.urls import reverse
from django.utils import translation

from mandat.declarations.clock import clock_of
from mandat.declarations.excerpt import lines_around, raw_lines
from mandat.declarations.explain import advice_of, codes_like, explain, title_of
from mandat.declarations.models import Anomaly, Declaration
from mandat.declarations.tests.factories import FAULTS, MONTH, company, dsn, make_client, received
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.catalogue import CATALOGUE
from mandat.formats.dsn.source import decode

pytestmark = pytest.mark.django_db
LIST = reverse("declarations:anomalies")


@pytest.fixture
def faulty(cast: Cast):
    """Two clients with three anomalies each, one of them the collaborator's."""
    made = []
    both = (("Atelier Brun", cast.portfolio), ("Zinguerie Noé", cast.other_portfolio))
    for seed, (name, portfolio) in enumerate(both, 1):
        one = company(seed)
        client = make_client(cast.firm, one.siren, name, portfolio)
        received(cast.firm, dsn(one, MONTH, *FAULTS), by=cast.administrator)
        made.append(client)
    cast.administrator.user.language = cast.collaborator.user.language = "en"
    cast.administrator.user.save()
    cast.collaborator.user.save()
    return made


def test_the_list_is_exactly_what_the_counter_counts(cast: Cast, signed_in, faulty) -> None:
    for member, count in ((cast.administrator, 6), (cast.collaborator, 3), (cast.newcomer, 0)):
        assert Anomaly.objects.visible_to(member).open().count() == count
        text = signed_in(member.user).get(LIST + "?state=open").content.decode()
        assert text.count("data-row>") == count
    text = signed_in(cast.collaborator.user).get(LIST).content.decode()
    assert "Atelier Brun" in text
    assert "Zinguerie" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?level=blocking", 6),
        ("?level=signal", 0),
        ("?month=2026-03", 4),
        ("?month=2026-02", 0),
        ("?month=nonsense", 6),
        ("?code=rubric-count", 2),
        ("?q=zingu", 3),
        ("?q=ZINGUERIE+NOE", 3),
        ("?q=total+of+rubrics", 2),
        ("?q=S21.G00.51", 2),
        ("?q=nothing-like-this", 0),
        ("?q=%25", 0),
        ("?state=set_aside", 0),
        ("?state=all&q=test+file", 2),
        ("?client=999999999", 0),
        ("?client=x&page=zzz", 6),
        ("?view=causes", 3),
    ],
)
def test_filters_and_search(cast: Cast, signed_in, faulty, query: str, count: int) -> None:
    text = signed_in(cast.administrator.user).get(LIST + query).content.decode()
    assert text.count("data-row>") == count, query


def test_a_number_finds_its_client(cast: Cast, signed_in, faulty) -> None:
    number = faulty[0].number
    for typed in (number, f"{number[:3]}+{number[3:6]}", number[:5]):
        text = signed_in(cast.administrator.user).get(f"{LIST}?q={typed}").content.decode()
        assert "Atelier Brun" in text
    text = signed_in(cast.administrator.user).get(f"{LIST}?client={faulty[1].pk}").content.decode()
    assert text.count("data-row>") == 3


def test_one_anomaly_is_explained_with_its_lines(cast: Cast, signed_in, faulty) -> None:
    for anomaly in Anomaly.objects.open():
        url = reverse("declarations:anomaly", args=[anomaly.pk])
        text = signed_in(cast.administrator.user).get(url).content.decode()
        with translation.override("en"):
            assert explain(anomaly).title in text
        assert f'<span class="line">{anomaly.line}</span>' in text
        assert "The legal clock" in text
        assert "1 other client has" in text
        assert anomaly.is_test
        assert ">Test</span>" in text


def test_lines_are_true_and_hide_people(cast: Cast, faulty) -> None:
    one = company(1)
    data = dsn(one, MONTH, *FAULTS)
    truth = decode(data).lines
    file = Anomaly.objects.filter(client=faulty[0])[0].file
    assert list(raw_lines(file, 1, 10**6).values()) == truth
    assert list(raw_lines(file, 40, 45).items()) == list(enumerate(truth[39:45], 40))
    row = Declaration.objects.get(client=faulty[0])
    said = ""
    anomaly = Anomaly.objects.filter(declaration=row)[0]
    for line in range(1, len(truth) + 1, 7):
        anomaly.line = line
        said += "\n".join(shown.text for shown in lines_around(anomaly))
    for person in one.employees:
        assert person.family not in said
        assert person.born.strftime("%d%m%Y") not in said
    assert "S21.G00.30.002,'•••'" in said
    assert one.siren in said


def test_lines_of_other_companies_are_left_out(cast: Cast) -> None:
    mine, other = company(11), company(12)
    make_client(cast.firm, mine.siren)
    data = [dsn(one, MONTH, "bad-siret-key") for one in (mine, other)]
    file = received(cast.firm, b"".join(data))
    first = Declaration.objects.get(file=file, rank=1)
    anomaly = Anomaly.objects.filter(file=file, siren=mine.siren)[0]
    second = Declaration.objects.get(file=file, rank=2)
    anomaly.line = second.first_line - 1
    numbers = [line.number for line in lines_around(anomaly)]
    assert numbers
    assert max(numbers) < second.first_line
    assert first.last_line < second.first_line


def test_setting_aside_needs_a_reason_and_can_be_undone(cast: Cast, signed_in, faulty) -> None:
    anomaly = Anomaly.objects.visible_to(cast.collaborator).open()[0]
    browser = signed_in(cast.collaborator.user)
    aside = reverse("declarations:set_aside", args=[anomaly.pk])
    reopening = reverse("declarations:reopening", args=[anomaly.pk])
    assert browser.post(aside, {"reason": " "}).status_code == 422
    assert browser.post(aside, {"reason": "Known at the maker's"}).status_code == 302
    text = browser.get(reverse("declarations:anomaly", args=[anomaly.pk])).content.decode()
    assert "Known at the maker" in text
    assert reopening in text
    faulty[0].refresh_from_db()
    assert faulty[0].open_anomalies == 2
    assert browser.post(reopening).status_code == 302
    faulty[0].refresh_from_db()
    assert faulty[0].open_anomalies == 3
    events = AuditEvent.objects.filter(action__startswith="anomaly.").order_by("number")
    assert [event.action for event in events] == ["anomaly.set_aside", "anomaly.reopened"]


def test_every_page_of_anomalies_has_its_doors(cast: Cast, signed_in, faulty) -> None:
    hidden = Anomaly.objects.filter(client=faulty[1]).exclude(declaration=None)[0]
    one = reverse("declarations:anomaly", args=[hidden.pk])
    declared = reverse("declarations:declaration", args=[hidden.declaration_id])
    for url in (LIST, one, declared):
        assert signed_in(cast.administrator.user).get(url).status_code == 200
        assert signed_in(cast.administrator.user).post(url).status_code == 405
        assert signed_in(cast.staff.user).get(url).status_code == 403
    for url in (one, declared):
        for member in (cast.collaborator, cast.newcomer, cast.stranger):
            assert signed_in(member.user).get(url).status_code == 404
    for name in ("set_aside", "reopening"):
        url = reverse(f"declarations:{name}", args=[hidden.pk])
        assert signed_in(cast.collaborator.user).post(url, {"reason": "x"}).status_code == 404
        assert signed_in(cast.staff.user).post(url).status_code == 403
        assert signed_in(cast.administrator.user).get(url).status_code == 405
    hidden.refresh_from_db()
    assert hidden.state == "open"


def test_a_declaration_shows_its_amounts(cast: Cast, signed_in, faulty) -> None:
    row = Declaration.objects.get(client=faulty[0])
    url = reverse("declarations:declaration", args=[row.pk])
    text = signed_in(cast.collaborator.user).get(url).content.decode()
    assert "A test declaration" in text
    assert "Atelier Brun" in text
    assert reverse("declarations:file", args=[row.file_id]) not in text
    assert (
        reverse("declarations:file", args=[row.file_id])
        in signed_in(cast.administrator.user).get(url).content.decode()
    )


def test_every_page_speaks_every_language(cast: Cast, signed_in, faulty) -> None:
    anomaly = Anomaly.objects.open().exclude(declaration=None)[0]
    urls = [
        LIST, LIST + "?view=causes", reverse("declarations:drop"),
        reverse("declarations:anomaly", args=[anomaly.pk]),
        reverse("declarations:declaration", args=[anomaly.declaration_id]),
        reverse("declarations:file", args=[anomaly.file_id]),
    ]  # fmt: skip
    for language in ("fr", "nl", "de", "en"):
        cast.administrator.user.language = language
        cast.administrator.user.save()
        for url in urls:
            assert signed_in(cast.administrator.user).get(url).status_code == 200


def test_every_code_has_sentences_even_without_places() -> None:
    with translation.override("en"):
        for code in CATALOGUE:
            assert title_of(code)
            assert advice_of(code)
        assert title_of("a-code-of-tomorrow") == "a-code-of-tomorrow"
        assert "S21.G00.06.001/CSL-11" in codes_like("siren of the company")
        assert codes_like("no such words") == codes_like("") == []


NOVEMBER = date(2026, 11, 1)


def clock(now, month: date | None = NOVEMBER, headcount: int = 10, *, monthly: bool = True):
    steps = clock_of(month, monthly=monthly, headcount=headcount, now=now)
    return [(step.key, step.day, step.is_current) for step in steps]


def test_the_legal_clock() -> None:
    # November 2026 is due on 15 December at noon; replaced until midnight of the 14th.
    assert clock(datetime(2026, 12, 14, 20, tzinfo=UTC)) == [
        ("amend", date(2026, 12, 14), True),
        ("next", date(2027, 1, 15), False),
        ("reminder", date(2027, 3, 31), False),
        ("substitution", date(2027, 6, 30), False),
    ]
    assert clock(datetime(2026, 12, 14, 23, 30, tzinfo=UTC))[0][2] is False  # Paris: the 15th
    assert clock(datetime(2026, 12, 15, tzinfo=UTC))[1][2] is True
    assert clock(datetime(2026, 12, 1, tzinfo=UTC), headcount=80)[0][1] == date(2026, 12, 6)
    late = clock(datetime(2027, 2, 20, tzinfo=UTC))
    assert late[1] == ("next", date(2027, 3, 15), True)
    assert clock(datetime(2026, 12, 1, tzinfo=UTC), monthly=False)[0][0] == "next"
    assert clock(datetime(2026, 12, 1, tzinfo=UTC), None) == []
    assert clock(datetime(2026, 12, 1, tzinfo=UTC), date(9999, 12, 1)) == []
    assert clock(datetime(2026, 12, 1, tzinfo=UTC), date(1999, 12, 1)) == []


def test_damaged_dates_do_not_break_the_pages(cast: Cast, signed_in) -> None:
    one = company(9)
    make_client(cast.firm, one.siren)
    data = dsn(one, MONTH, "bad-siret-key")
    data = data.replace(b"S20.G00.05.005,'01032026'", b"S20.G00.05.005,'01129999'")
    file = received(cast.firm, data, by=cast.administrator)
    assert file.state == "read"
    rng = Random(1)
    rows = list(Anomaly.objects.open())
    for name, pk in (
        ("file", file.pk),
        ("anomaly", rng.choice(rows).pk),
        ("declaration", Declaration.objects.get().pk),
    ):
        url = reverse(f"declarations:{name}", args=[pk])
        assert signed_in(cast.administrator.user).get(url).status_code == 200
