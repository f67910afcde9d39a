"""An affiliates file is loaded whole or not at all, says what it did, and repeats no number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandat.affiliates.actions import load_affiliates
from mandat.affiliates.models import Account, Affiliate, AmountDue, Contact, Establishment
from mandat.affiliates.national import national_number_of, printed_number
from mandat.affiliates.problems import known_codes
from mandat.affiliates.reports import Report
from mandat.affiliates.tables import Table
from mandat.firms.models import AuditEvent, Office
from mandat.firms.tests.factories import Cast
from mandat.identifiers.making import make_nir, make_siren, make_siret

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
RNG = Random(7)
SIREN, OTHER, NIR = make_siren(RNG), make_siren(RNG), make_nir(RNG)
HEAD = (
    "record;affiliate;name;account_kind;account;opened_on;closed_on;period;due_on;due;establishment"
)


def table(content: bytes | str) -> Table:
    body = content.encode() if isinstance(content, str) else content

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 7):  # cut anywhere, also inside a letter
            yield body[start : start + 7]

    return Table(pieces)


def load(office: Office, content: bytes | str, **options: object) -> Report:
    return load_affiliates(office, table(content), by=None, at=NOW, **options)  # type: ignore[arg-type]


def lines(*rows: str) -> str:
    return "\n".join([HEAD, *rows]) + "\n"


GOOD = lines(
    f"amount;{SIREN};;;AC 1;;;2026-10;2026-11-15;1 200,50;",  # before its account: any order
    f"account;{SIREN};;employer;AC 1;2020-01-01;;;;;",
    f"affiliate;{SIREN[:3]} {SIREN[3:]};Boulangerie Énergie;;;;;;;;",
    f"affiliate;{NIR};Jeanne Moreau-Lindt;;;;;;;;",
    f"account;{NIR};;self_employed;77;05/03/2019;;;;;",
    f"establishment;{SIREN};Siège;;;;;;;;{make_siret(RNG, SIREN)}",
    f"contact;{SIREN};Paul Énard;;;;;;;;",
)


def counts(report: Report) -> tuple[int, int, int]:
    return report.added, report.changed, report.unchanged


def test_load_then_again_then_a_change(cast: Cast) -> None:
    report = load(cast.office, GOOD)
    assert report.problems == []
    assert (report.applied, report.lines, counts(report)) == (True, 7, (7, 0, 0))
    amount = AmountDue.objects.get()
    assert (amount.due_cents, amount.period, amount.account.number) == (
        120_050, date(2026, 10, 1), "AC1",
    )  # fmt: skip
    person = Affiliate.objects.get(name="Jeanne Moreau-Lindt")
    assert national_number_of(person) == NIR
    assert NIR.encode() not in bytes(person.national_number or b"")
    assert NIR not in printed_number(person).replace(" ", "")
    sealed = bytes(person.national_number or b"")
    again = load(cast.office, GOOD)
    assert (again.applied, counts(again)) == (True, (0, 0, 7))
    person.refresh_from_db()
    assert bytes(person.national_number or b"") == sealed  # not even sealed anew
    assert AuditEvent.objects.filter(action="affiliates.loaded").count() == 1
    changed = load(cast.office, GOOD.replace("1 200,50", "1.300,00").replace("Énergie", "Éole"))
    assert counts(changed) == (0, 2, 5)
    assert AmountDue.objects.get().due_cents == 130_000


def test_a_trial_keeps_nothing(cast: Cast) -> None:
    report = load(cast.office, GOOD, trial=True)
    assert (report.applied, counts(report)) == (False, (7, 0, 0))
    assert not Affiliate.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_office_is_not_touched(cast: Cast) -> None:
    load(cast.office, GOOD)
    other = Office.objects.create(
        name="Autre", slug="autre", country="FR", proof_policy="declaration"
    )
    assert counts(load(other, GOOD)) == (7, 0, 0)
    assert Affiliate.objects.filter(office=cast.office).count() == 2
    hashes = Affiliate.objects.exclude(number_hash="").values_list("number_hash", flat=True)
    assert len(set(hashes)) == 2  # one person, two offices: nothing links them


def test_a_column_left_out_changes_nothing_an_empty_cell_empties(cast: Cast) -> None:
    load(cast.office, f"record,affiliate,name,city\naffiliate,{SIREN},Nom,Dole\n")
    load(cast.office, f"record,affiliate,name\naffiliate,{SIREN},Nom\n")
    assert Affiliate.objects.get().city == "Dole"
    load(cast.office, f"record,affiliate,name,city\naffiliate,{SIREN},Nom,\n")
    assert Affiliate.objects.get().city == ""


WRONG_KEY = SIREN[:-1] + str((int(SIREN[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (f"affiliate;{WRONG_KEY};X", "affiliate", "number_key"),
        ("affiliate;;X", "affiliate", "number_empty"),
        ("affiliate;12;X", "affiliate", "number_length"),
        (f"affiliate;{OTHER};", "name", "missing"),
        (f"affiliate;{OTHER};" + "x" * 201, "name", "too_long"),
        (f"affiliate;{OTHER};a\x00b", "name", "characters"),
        (f"affiliate;{SIREN};Deux fois", "record", "twice"),
        (f"account;{OTHER};;employer;1;2020-01-01", "affiliate", "unknown"),
        (f"account;{SIREN};;employe;1;2020-01-01", "account_kind", "choice"),
        (f"account;{SIREN};;employer;;2020-01-01", "account", "missing"),
        (f"account;{SIREN};;employer;1;2020-02-30", "opened_on", "date"),
        (f"account;{SIREN};;employer;1;0020-02-03", "opened_on", "date"),
        (f"account;{SIREN};;employer;1;2020-02-03;2019-01-01", "closed_on", "order"),
        (f"amount;{SIREN};;;9;;;2026-10;2026-11-15;1", "account", "unknown"),
        (f"amount;{SIREN};;;AC1;;;2026-13;2026-11-15;1", "period", "date"),
        (f"amount;{SIREN};;;AC1;;;octobre;2026-11-15;1", "period", "period"),
        (f"amount;{SIREN};;;AC1;;;2026-10;2026-11-15;1,234,5", "due", "amount"),
        (f"amount;{SIREN};;employer;AC1;;;2026-10;2026-11-15;3", "record", "twice"),
        (f"establishment;{SIREN};;;;;;;;;{make_siret(RNG, OTHER)}", "establishment",
         "other_affiliate"),
        (f"total;{SIREN};X", "record", "record"),
        (f"affiliate;{OTHER};X" + ";" * 9 + "trop", "", "cells"),
    ],
)  # fmt: skip
def test_one_wrong_line_and_nothing_is_loaded(cast: Cast, row: str, column: str, code: str) -> None:
    report = load(cast.office, GOOD + row + "\n")
    assert [(p.line, p.column, p.code) for p in report.problems] == [(9, column, code)]
    assert code in known_codes()
    assert not report.applied
    assert not Affiliate.objects.exists()


def test_what_hangs_on_a_wrong_line_is_not_blamed_too(cast: Cast) -> None:
    report = load(
        cast.office,
        lines(
            f"affiliate;{SIREN};;;;;;;;;",
            f"account;{SIREN};;employer;1;2020-01-01;;;;;",
            f"amount;{SIREN};;;1;;;2026-10;2026-11-15;12;",
            f"affiliate;{OTHER};Juste;;;;;;;;",
            f"account;{OTHER};;employer;1;jamais;;;;;",
            f"amount;{OTHER};;;1;;;2026-10;2026-11-15;12;",
        ),
    )
    assert [(p.line, p.code) for p in report.problems] == [(2, "missing"), (6, "date")]


def test_an_error_never_repeats_a_national_number(cast: Cast) -> None:
    wrong = NIR[:-1] + str((int(NIR[-1]) + 1) % 10)
    report = load(cast.office, lines(f"affiliate;{wrong};X;;;;;;;;") + f"{wrong};{wrong}\n")
    headless = load(cast.office, f"record;affiliate;{NIR}\naffiliate;{SIREN};x\n")
    for one in (report, headless):
        assert one.problem_count
        assert NIR[:9] not in json.dumps(one.as_json())
        assert Report.from_json(one.as_json()) == one


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04rest", "not_a_table"),
        ("record;affiliate\n".encode("utf-16"), "encoding"),
        (b"name;affiliate\nx;y\n", "no_record"),
        (b"record;name\nx;y\n", "no_affiliate"),
        (b'record;affiliate;name\naffiliate;1;"never closed\n', "quotes"),
        (b"record;affiliate;colour\n", "column"),
        (b"record;affiliate;name;name\n", "column_twice"),
    ],
)
def test_files_that_are_no_table(cast: Cast, content: bytes, code: str) -> None:
    report = load(cast.office, content)
    assert [problem.code for problem in report.problems] == [code]
    assert code in known_codes()
    assert not report.applied


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_as_spreadsheets_save_it(cast: Cast, encoding: str, mark: str, end: str) -> None:
    rows = [
        ["Record", "Affiliate", "Name", "Trade name"],
        ["affiliate", SIREN, '"Boulangerie' + end + 'Énergie"', "Œuvre – 5 €"],
        [],
        ["AFFILIATE ", OTHER, "", ""],
    ]
    report = load(cast.office, end.join(mark.join(row) for row in rows).encode(encoding))
    assert [(p.line, p.code) for p in report.problems] == [(5, "missing")]
    rows.pop()
    load(cast.office, end.join(mark.join(row) for row in rows).encode(encoding))
    found = Affiliate.objects.get()
    assert (found.name, found.trade_name) == ("Boulangerie Énergie", "Œuvre – 5 €")


@pytest.mark.parametrize(("sample", "added"), [("affiliates-fr.csv", 10), ("affiliates-be.csv", 9)])
def test_the_samples_of_the_documentation(cast: Cast, sample: str, added: int) -> None:
    office = cast.office if "fr" in sample else cast.belgian_office
    content = (SAMPLES / sample).read_bytes()
    report = load(office, content)
    assert report.problems == []
    assert counts(report) == (added, 0, 0)
    assert counts(load(office, content)) == (0, 0, added)
    assert Account.objects.exists()
    assert Contact.objects.get().is_main
    assert Establishment.objects.filter(is_head=True).count() == 1


def test_bounded_and_written_in_bulk(cast: Cast) -> None:
    rng = Random(3)
    body = "record;affiliate;name\n" + "".join(
        f"affiliate;{make_siren(rng)};N {n}\n" for n in range(2500)
    )
    with CaptureQueriesContext(connection) as queries:
        report = load(cast.office, body)
    assert report.added == 2500
    assert len(queries) < 60  # SQLite takes some 75 rows in one statement
    few = load(cast.office, body, max_lines=100)
    assert [problem.code for problem in few.problems] == ["too_many_lines"]
