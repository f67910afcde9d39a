"""What the rules on addresses and on the employee say beyond their cases."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, put
from mandat.formats.dsn.tests.cases.employee import ABROAD, APPRENTICE, BORN_ABROAD, changed

POSTAL = "S21.G00.30.009/CCH-12"
COUNTRY = "S21.G00.30.011/CRE-11"


def codes(*edits, **tables):
    """The controls on the employee that find something in the monthly base with these edits."""
    given = {name: frozenset(values) for name, values in tables.items()}
    found = [each.code for each in check(Case([]).file(edits), tables=given).problems]
    return [code for code in found if code.startswith("S21.G00.3") and "/" in code]


@pytest.mark.parametrize(
    "edits",
    [
        [*ABROAD, drop("S21.G00.30.011")],
        [*ABROAD, drop("S21.G00.30.012")],
        [drop("S21.G00.30.009")],
        [add("S21.G00.30.010", "S21.G00.30.011", "BE")],
    ],
)
def test_an_address_is_french_or_foreign(edits):
    assert POSTAL in codes(*edits)


def test_a_country_of_the_french_post_needs_no_table():
    assert COUNTRY in codes(*ABROAD, put("S21.G00.30.011", "MC"))
    assert codes(*ABROAD) == []


def test_a_country_not_in_the_table_is_none():
    assert COUNTRY in codes(*ABROAD, PAYS={"FR"})
    assert COUNTRY not in codes(*ABROAD, PAYS={"BE", "FR"})


def test_born_abroad_with_a_place_or_a_country_is_right():
    assert codes(put("S21.G00.30.014", "99")) == []
    assert codes(*BORN_ABROAD) == ["S21.G00.30.029/CCH-11"]


def test_one_apprentice_lacks_one_diploma():
    second = ("S21.G00.40.001", "01022026", "S21.G00.40.008", "65", "S21.G00.40.009", "00009")
    found = codes(*APPRENTICE, add("S21.G00.71.002", *second))
    assert found.count("S21.G00.30.025/CCH-11") == 1


def test_what_the_platform_adds_changes_nothing():
    assert "S21.G00.31.001/CCH-12" in codes(*changed("S21.G00.31.901", "X"))


def test_no_given_name_alone_is_right():
    assert codes(put("S21.G00.30.002", "SN")) == []
