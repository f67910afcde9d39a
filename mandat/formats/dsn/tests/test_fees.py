"""What one failing and one passing file do not say of `controls/rules/fees.py`."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put
from mandat.formats.dsn.tests.cases.fees import (
    ABROAD,
    COMPANY,
    COUNTRY,
    GIVEN,
    NAME,
    NIC,
    PAID,
    POSTCODE,
    SIREN,
    TOWN,
)

NOTHING = "S89.G00.32.001/CCH-12"
EITHER = "S89.G00.32.003/CCH-12"
ADDRESS = "S89.G00.32.011/CCH-12"


def times(code, *edits, tables=None):
    """How often a file with these edits has that problem."""
    file = Case(edits, base="non-employees").file(edits)
    return sum(p.code == code for p in check(file, tables=tables).problems)


def test_a_fee_without_any_amount_is_told():
    assert times(NOTHING, drop_block("S89.G00.43")) == 1
    assert times(NOTHING, put(PAID, "-0.01")) == 1


def test_an_amount_that_cannot_be_read_is_not_taken_for_nothing():
    assert times(NOTHING, put(PAID, "beaucoup")) == 0


@pytest.mark.parametrize("kept", ["33", "35", "43"])
def test_one_amount_of_any_sort_is_enough(kept):
    others = {"33", "35", "43"} - {kept}
    edits = [put(f"S89.G00.{each}.002", "-1.00", 2 if each == "43" else 1) for each in others]
    assert times(NOTHING, *edits) == 0


def test_a_person_needs_both_names_and_a_company_all_three():
    assert times("S89.G00.32.003/CCH-11", drop(NAME)) == 1
    assert times("S89.G00.32.006/CCH-11", drop(SIREN)) == 1
    assert times("S89.G00.32.006/CCH-11", drop(NIC)) == 1
    assert times("S89.G00.32.006/CCH-11", drop(SIREN), drop(NIC), drop(COMPANY)) == 0


def test_nobody_is_a_person_and_a_company():
    assert times(EITHER, add(GIVEN, COMPANY, "CABINET ORSENNE")) == 1
    assert times(EITHER, drop(SIREN), drop(NIC), drop(COMPANY)) == 1


@pytest.mark.parametrize(
    ("edits", "is_wrong"),
    [
        ([drop(POSTCODE)], True),
        ([drop(POSTCODE), add(TOWN, COUNTRY, "BE")], True),
        ([drop(POSTCODE), add(TOWN, ABROAD, "4000")], True),
        ([add(TOWN, COUNTRY, "BE")], True),
        ([add(TOWN, ABROAD, "4000")], True),
    ],
)
def test_an_address_is_whole_and_of_one_sort(edits, is_wrong):
    assert times(ADDRESS, *edits) == is_wrong


def test_a_foreign_town_is_not_wanted():
    edits = [drop(POSTCODE), drop(TOWN), add("S89.G00.32.008", COUNTRY, "BE", ABROAD, "4000")]
    assert times("S89.G00.32.012/CCH-11", *edits) == 0


def test_a_country_is_looked_for_in_the_table_where_it_is_given():
    edits = [drop(POSTCODE), add(TOWN, COUNTRY, "ZZ", ABROAD, "4000")]
    for country, wrong in (("ZZ", 0), ("BE", 1)):
        tables = {"PAYS": frozenset({country})}
        assert times("S89.G00.32.013/CRE-11", *edits, tables=tables) == wrong
