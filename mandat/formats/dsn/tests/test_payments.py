"""What one failing and one passing file do not say of the rules on payments and on what is due."""

import pytest

from mandat.formats.dsn.controls.rules.accounts import wrong_account
from mandat.formats.dsn.controls.rules.organisations import insurance_kind, is_urssaf
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put
from mandat.formats.dsn.tests.cases.establishment_dues import due, tax
from mandat.formats.dsn.tests.cases.payments import (
    AMOUNT,
    BEGIN,
    END,
    INSURER,
    NUMBER,
    OTHER,
    OWN,
    PENSION,
    delegate,
    payer,
    returned,
)
from mandat.formats.dsn.tests.cases.wrong_affiliations import wrongly

PARTS, PERIOD = "S21.G00.55", "S21.G00.55.004"
DUE = "S21.G00.22"


def times(code, *edits, base="insured", norm="P26V01", tables=None):
    """How often a file with these edits has that problem; no rule breaks on it."""
    file = Case(edits, base=base, norm=norm).file(edits)
    codes = [p.code for p in check(file, tables=tables or {}).problems]
    assert "rule-broken" not in codes
    return codes.count(code)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("P9998", "institution"),
        ("A99999", "insurer"),
        ("999999999", "mutual"),
        ("99999X999", "isolated"),
        ("DGFIP", ""),
        ("DMSA35", ""),
        ("P99999", ""),
        ("A9999", ""),
        ("37", ""),
        ("9999 9999", ""),
        ("99999é999", ""),
        ("BE9999", ""),
        ("99999999900017", ""),
    ],
)
def test_the_kind_of_insurer_is_in_its_number(number, kind):
    assert insurance_kind(number) == kind


def test_an_urssaf_whose_number_has_a_wrong_key_is_one():
    assert is_urssaf("78366205990022")


@pytest.mark.parametrize(
    ("account", "is_wrong"),
    [
        ("FR1420041010050500013M02606", False),
        ("FR1420041010050500013N02606", True),
        ("MC1420041010050500013M02606", False),
        ("FR1420041010050500013M0260", True),
        ("FR1420041010050500013é02606", True),
        ("FR1420041010050500013²02606", True),
        ("FR7630004055160001234567846", False),
        ("BE68539007547034", False),
    ],
    ids=["letter", "other letter", "Monaco", "short", "accent", "raised", "figures", "Belgium"],
)
def test_letters_count_in_the_key_of_an_account(account, is_wrong):
    assert wrong_account(account, None) == is_wrong


@pytest.mark.parametrize(
    ("amount", "paid_by", "is_wrong"),
    [("0.00", "", 1), ("0.00", OWN, 1), ("21.34", OTHER, 1), ("0.00", OTHER, 0)],
)
def test_a_payment_has_parts_unless_another_pays_it(amount, paid_by, is_wrong):
    edits = [drop_block(PARTS), put(AMOUNT, amount, INSURER)]
    if paid_by:
        edits.append(payer(paid_by, INSURER))
    assert times("S21.G00.20.001/CCH-12", *edits) == is_wrong


@pytest.mark.parametrize(
    ("part", "amount", "is_wrong"),
    [("-21.34", "0.00", 0), ("-21.34", "0.01", 1), ("0.01", "0.00", 1), ("wrong", "0.00", 0)],
)
def test_a_payment_is_never_below_zero(part, amount, is_wrong):
    edits = [put("S21.G00.55.001", part), put(AMOUNT, amount, INSURER)]
    assert times("S21.G00.20.005/CCH-12", *edits) == is_wrong


@pytest.mark.parametrize("edit", [drop_block(PARTS), put(AMOUNT, "x", INSURER)])
def test_without_parts_or_amount_there_is_nothing_to_add_up(edit):
    assert times("S21.G00.20.005/CCH-12", edit) == 0


@pytest.mark.parametrize(("organisation", "is_wrong"), [("P9998", 0), ("P9997", 1)])
def test_one_contract_with_the_organisation_paid_is_enough(organisation, is_wrong):
    pairs = ("OTHER", organisation, "01", "2")
    records = [
        (f"S21.G00.15.{n}", v) for n, v in zip(("001", "002", "004", "005"), pairs, strict=True)
    ]
    more = add("S21.G00.15.005", *[each for pair in records for each in pair])
    edits = [put("S21.G00.15.002", "P9996"), more, drop_block(PARTS)]
    assert times("S21.G00.20.001/CCH-13", *edits) == is_wrong


def test_a_payment_to_no_insurer_is_not_added_up():
    edits = [put(NUMBER, "DMSA35", INSURER), put(AMOUNT, "5.00", INSURER)]
    assert times("S21.G00.20.005/CCH-12", *edits) == 0


@pytest.mark.parametrize("code", ["S21.G00.20.003/CCH-12", "S21.G00.20.004/CCH-12"])
def test_another_payer_gives_its_own_account(code):
    edits = [payer(OTHER, 1), drop("S21.G00.20.004"), drop("S21.G00.20.003")]
    assert times(code, *edits) == 0


def test_without_its_own_number_nobody_is_another_payer():
    for missing in ("S21.G00.11.001", "S21.G00.06.001"):
        assert times("S21.G00.20.003/CCH-12", payer(OTHER, 1), drop(missing)) == 0


def test_a_delegate_of_a_known_kind_is_looked_up_in_its_own_table_alone():
    tables = {"DLGPREV": frozenset({"DLG001"})}
    edits = [put(NUMBER, "999999999", INSURER), delegate("DLG002")]
    assert times("S21.G00.20.008/CCH-11", *edits, tables=tables) == 0
    assert times("S21.G00.20.008/CCH-13", *edits, tables=tables) == 0


@pytest.mark.parametrize("code", ["S21.G00.20.006/CCH-12", "S21.G00.20.007/CCH-12"])
def test_only_known_pension_institutions_are_held_to_a_year(code):
    edits = [put(BEGIN, "31122025", PENSION)]
    assert times(code, *edits) == 0
    assert times(code, *edits, tables={"AGIRC-ARRCO": frozenset({"99999999900025"})}) == 0


@pytest.mark.parametrize(
    ("month", "period", "is_wrong"),
    [
        ("01032026", "2026T02", 0),
        ("01032026", "2026T03", 1),
        ("01022026", "2026T01", 0),
        ("01022026", "2026T02", 1),
        ("01032026", "2026S01", 0),
        ("01032026", "2026S02", 1),
        ("01062026", "2026S02", 0),
        ("01112026", "2026A00", 0),
        ("01112026", "2027A00", 1),
        ("01122026", "2027A00", 0),
        ("01122026", "2027M01", 0),
        ("01122026", "2027M02", 1),
        ("01032026", "2027E00", 1),
        ("01032026", "2026E00", 0),
        ("01032026", "2026X09", 0),
        ("01072026", "2026S02", 0),
        ("01072026", "2027S01", 1),
        ("01012025", "2025A00", 0),
        ("01012025", "2026A00", 1),
        ("01112025", "2026E00", 1),
        ("01122025", "2026E00", 0),
    ],
)
def test_a_part_is_for_the_next_period_at_most(month, period, is_wrong):
    edits = [put("S20.G00.05.005", month), put(PERIOD, period)]
    assert times("S21.G00.55.004/CCH-11", *edits) == is_wrong


@pytest.mark.parametrize(
    "edit",
    [put("S21.G00.15.002", "P9997"), put("S21.G00.15.001", "OTHER"), delegate("DLG001")],
    ids=["organisation", "reference", "delegate"],
)
def test_a_part_is_for_a_contract_of_the_organisation_paid(edit):
    assert times("S21.G00.55.003/CCH-11", edit) == 1


@pytest.mark.parametrize(
    "edits",
    [
        [put("S20.G00.05.002", "02")],
        [put("S20.G00.05.002", "05")],
        [put("S21.G00.50.001", "01042026")],
        [put("S21.G00.50.001", "01042026", 2)],
        [put(f"{DUE}.001", "99999999900017")],
    ],
    ids=["nobody", "nobody again", "later", "second later", "not the Urssaf"],
)
def test_a_statement_may_be_negative(edits):
    assert times("S21.G00.22.005/CCH-11", put(f"{DUE}.005", "-1.00"), *edits) == 0


@pytest.mark.parametrize(
    "edits",
    [[put(f"{DUE}.004", "x")], [put("S21.G00.50.001", "x"), put("S21.G00.50.001", "x", 2)]],
)
def test_a_negative_statement_without_dates_is_not_compared(edits):
    assert times("S21.G00.22.005/CCH-11", put(f"{DUE}.005", "-1.00"), *edits) == 0


def test_a_part_for_the_second_contract_is_for_one():
    pairs = ("15.001", "OTHER"), ("15.002", "P9998"), ("15.004", "01"), ("15.005", "2")
    records = [each for number, value in pairs for each in (f"S21.G00.{number}", value)]
    edits = [add("S21.G00.15.005", *records), put("S21.G00.55.003", "OTHER")]
    assert times("S21.G00.55.003/CCH-11", *edits) == 0


def test_nothing_is_not_negative():
    assert times("S21.G00.22.005/CCH-11", put(f"{DUE}.005", "0.00")) == 0


@pytest.mark.parametrize("kind", ["900", "901", "911", "917", "921", "927"])
def test_a_transport_due_has_its_commune(kind):
    assert times("S21.G00.23.006/CCH-11", put("S21.G00.23.001", kind, 2)) == 1


@pytest.mark.parametrize(
    ("norm", "code", "is_wrong"),
    [("P24V01", "065", 0), ("P25V01", "065", 1), ("P24V01", "045", 1), ("P25V01", "045", 1)],
)
def test_p25_added_codes_that_name_no_fund(norm, code, is_wrong):
    assert times("S21.G00.82.002/CCH-14", due(code, "37"), norm=norm) == is_wrong


@pytest.mark.parametrize(
    ("norm", "year", "is_wrong"),
    [("P25V01", "2025", 1), ("P26V01", "2025", 0), ("P26V01", "2026", 0), ("P26V01", "2024", 1)],
)
def test_since_2025_no_capped_amount_is_declared(norm, year, is_wrong):
    edit = due("066", "X", f"0101{year}", f"3112{year}")
    assert times("S21.G00.82.002/CCH-23", edit, norm=norm) == is_wrong


@pytest.mark.parametrize("code", ["S21.G00.82.002/CCH-22", "S21.G00.82.002/CCH-24"])
def test_the_other_amounts_are_declared_since_2025_too(code):
    assert times(code, due("065", "X", "01012025", "31122025")) == 1


@pytest.mark.parametrize(("year", "month"), [("x", "01032026"), ("2027", "x")])
def test_a_year_is_compared_with_a_month_when_both_are_known(year, month):
    edits = [tax("001", "003", year), put("S20.G00.05.005", month)]
    assert times("S21.G00.44.003/CCH-11", *edits, base="monthly") == 0


def test_the_pair_is_for_the_same_days():
    edits = [due("065", "X", "01012024", "31122024"), due("066", "X", "02012024", "31122024")]
    assert times("S21.G00.82.002/CCH-22", *edits) == 2
    edits = [due("065", "X", "01012024", "31122024"), due("066", "X", "01012024", "30122024")]
    assert times("S21.G00.82.002/CCH-22", *edits) == 2


def test_the_pensions_have_no_delegate():
    assert times("S21.G00.20.008/CCH-15", delegate("DLG001", PENSION)) == 1


@pytest.mark.parametrize("wrong", ["99999999", "x"])
@pytest.mark.parametrize(
    ("code", "first", "last", "nth"),
    [
        ("S21.G00.20.006/CCH-11", BEGIN, END, 1),
        ("S21.G00.58.002/CCH-13", "S21.G00.58.001", "S21.G00.58.002", 1),
    ],
)
def test_a_date_that_is_none_is_not_compared(code, first, last, nth, wrong):
    assert times(code, put(first, wrong, nth)) == 0
    assert times(code, put(last, wrong, nth)) == 0


def test_the_same_month_of_another_year_is_another_month():
    assert times("S21.G00.20.006/CCH-11", put(BEGIN, "01032025")) == 1


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        ("28022026", "01032026", 1),
        ("01032026", "28022026", 1),
        ("01022026", "28022026", 0),
        ("x", "01032026", 0),
        ("01032026", "x", 0),
    ],
)
def test_what_a_return_asks_for_is_wholly_past(first, last, is_wrong):
    edits = [returned(), put(BEGIN, first), put(END, last)]
    assert times("S21.G00.20.013/CCH-11", *edits) == is_wrong


def test_without_a_main_month_nothing_is_past():
    edits = [returned(), put("S20.G00.05.005", "x")]
    assert times("S21.G00.20.013/CCH-11", *edits) == 0
    edits = [*wrongly("01012026", "01032026"), put("S20.G00.05.005", "x")]
    assert times("S21.G00.83.002/CCH-12", *edits, base="monthly") == 0


def test_an_end_that_is_no_date_is_not_after_the_month():
    edits = wrongly("01012026", "x")
    assert times("S21.G00.83.002/CCH-12", *edits, base="monthly") == 0
