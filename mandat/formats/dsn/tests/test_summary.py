"""The figures of a declaration, counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from mandat.formats.dsn.figures import Summary
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.tests.files import MONTH, MONTHLY, PERSON, as_file, envoi


def figures(*people: str) -> Summary:
    return summarise(read(as_file(envoi(MONTHLY, *people))).declarations[0])


def person(number: int, start: str = "01032020", nature: str = "01", extra: str = "") -> str:
    """A full-timer; `extra` is put after the contract."""
    text = PERSON.replace("2732829320001", f"273282932000{number}")
    text = text.replace("40.001,'01032020'", f"40.001,'{start}'")
    text = text.replace("40.007,'01'", f"40.007,'{nature}'")
    return text.replace("S21.G00.50.001", f"{extra.strip()}\nS21.G00.50.001" if extra else
                        "S21.G00.50.001", 1)  # fmt: skip


def end(day: str, reason: str = "059") -> str:
    return f"S21.G00.62.001,'{day}'\nS21.G00.62.002,'{reason}'"


def stop(reason: str, last_worked: str, planned: str = "", back: str = "") -> str:
    rows = [("001", reason), ("002", last_worked), ("003", planned), ("010", back)]
    return "\n".join(f"S21.G00.60.{number},'{value}'" for number, value in rows if value)


def test_amounts_join_what_is_due_and_what_is_paid():
    urssaf, tax = figures(PERSON).amounts
    assert (urssaf.organisation, urssaf.due_cents, urssaf.paid_cents) == (
        "78861779300013", 35000, 30000,
    )  # fmt: skip
    assert (urssaf.start, urssaf.end) == (date(2026, 1, 1), date(2026, 1, 31))
    [line] = urssaf.lines
    assert (line.code, line.qualifier, line.base_cents, line.amount_cents) == (
        "100", "921", 200000, None,
    )  # fmt: skip
    assert (tax.organisation, tax.entity) == ("DGFIP", "DGFIP_PAS")
    assert (tax.due_cents, tax.paid_cents) == (None, 4500)


def test_pay_is_counted_once_though_said_four_times():
    found = figures(person(1), person(2))
    assert found.gross_cents == found.employer_base_cents == 400000


@pytest.mark.parametrize(
    ("who", "headcount"),
    [
        (person(1), 1),
        (person(1, start="31012026"), 1),
        (person(1, start="01022026"), 0),
        (person(1, nature="29"), 0),
        (person(1, extra=end("31012026")), 0),
        (person(1, extra=end("01022026")), 1),
        (person(1, extra=end("15012026", "099")), 1),
    ],
)
def test_headcount_at_the_end_of_the_month(who, headcount):
    found = figures(who)
    assert found.headcount == headcount
    assert found.individuals == 1
    assert found.calendar_days_worked_base == 31 * headcount


def test_a_person_is_one_however_often_declared():
    found = figures(person(1), person(1), person(2))
    assert (found.headcount, found.individuals) == (2, 2)


def test_movements():
    found = figures(
        person(1, start="12012026"),
        person(2, extra=end("20012026")),
        person(3, start="12012026", nature="29"),
        person(4, extra=end("20012026", "099")),
    )
    assert (found.entries, found.exits) == (1, 1)


@pytest.mark.parametrize(
    ("extra", "days"),
    [
        (stop("01", "09012026", planned="16012026"), {"illness": 7, "total": 7}),
        (stop("01", "09012026", planned="16012026", back="13012026"), {"illness": 3, "total": 3}),
        (stop("06", "28012026", planned="16022026"), {"accident": 3, "total": 3}),
        (stop("02", "15122025", planned="05012026"), {"family": 5, "total": 5}),
        (stop("01", "21012026"), {"illness": 10, "total": 10}),
        (stop("01", "10112025", planned="20112025"), {"total": 0}),
        (stop("99", "09012026", planned="16012026"), {"total": 0}),
        (stop("15", "09012026", planned="16012026"), {"total": 0}),
        (stop("01", "not a day"), {"total": 0}),
        (
            stop("01", "09012026", planned="16012026") + "\n"
            + stop("06", "14012026", planned="18012026"),
            {"illness": 7, "accident": 2, "total": 9},
        ),
    ],
)  # fmt: skip
def test_days_of_absence(extra, days):
    assert figures(person(1, extra=extra)).absence_days == days


def test_full_time_equivalents():
    half = person(2).replace("40.013,'151.67'", "40.013,'75.84'")
    assert figures(person(1), half).full_time_equivalents == Decimal("1.50")
    leaving = person(1, extra=end("10012026"))
    assert figures(leaving).full_time_equivalents == Decimal("0.32")
    without = person(1).replace("S21.G00.40.012,'151.67'\n", "")
    assert figures(without).full_time_equivalents == 0


def test_contracts_by_nature_at_the_end_of_the_month():
    found = figures(person(1), person(2, nature="02"), person(3, extra=end("02012026")))
    assert found.contracts == {"01": 1, "02": 1}


def test_people_without_their_number():
    who = person(7, extra=stop("01", "09012026", planned="16012026") + "\n" + end("31012026"))
    found = figures(who)
    [one] = found.people
    assert (one.name, one.matricule) == ("MARTIN ANNE", "M1")
    [contract] = one.contracts
    assert (contract.number, contract.nature, contract.job_title) == ("00001", "01", "COMPTABLE")
    assert (contract.ended, contract.end_reason) == (date(2026, 1, 31), "059")
    [absence] = one.absences
    assert (absence.first_day, absence.last_day, absence.days) == (
        date(2026, 1, 10), date(2026, 1, 16), 7,
    )  # fmt: skip
    assert "2732829320007" not in repr(found)


def test_a_declaration_that_says_nothing():
    assert summarise(Declaration(1, 1, Block("S20.G00.05", 1), 1)) == Summary()


def test_an_event_gives_its_person():
    event = [line for line in MONTH if not line.startswith(("S20.G00.05.005", "S21.G00.2"))]
    event[event.index("S20.G00.05.001,'01'")] = "S20.G00.05.001,'07'"
    [declaration] = read(as_file(event)).declarations
    found = summarise(declaration)
    assert [each.name for each in found.people] == ["MARTIN ANNE"]
    assert found.amounts == ()
