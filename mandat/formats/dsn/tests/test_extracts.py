"""In an extract of the platform what is absent proves nothing."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, drop, drop_block, put
from mandat.formats.dsn.tests.cases.activity import CASES as ACTIVITY
from mandat.formats.dsn.tests.cases.activity import in_unit
from mandat.formats.dsn.tests.cases.contract_ends import casual, last_day
from mandat.formats.dsn.tests.cases.employee import changed
from mandat.formats.dsn.tests.cases.sick_leave import employer_paid, leave
from mandat.formats.dsn.tests.cases.suspensions import away

WRAP = b"S05.G51.00.001,'1'\r\nS06.G51.00.001,'DSNOK'\r\n"
UNANSWERED = [*employer_paid(), drop("S21.G00.60.004")]
CASES = [
    ("S21.G00.31.001/CCH-12", "monthly", changed()),
    ("S21.G00.51.011/CCH-11", "monthly", [drop_block("S21.G00.51", nth=3)]),
    ("S21.G00.51.011/CCH-15", "end", [drop_block("S21.G00.51", nth=3)]),
    ("S21.G00.51.013/SIG-11", "monthly", [put("S21.G00.78.001", "02", nth=2)]),
    ("S21.G00.53.002/CCH-11", "monthly", ACTIVITY["S21.G00.53.002/CCH-11"].failing),
    ("S21.G00.53.003/SIG-11", "monthly", ACTIVITY["S21.G00.53.003/SIG-11"].failing),
    ("S21.G00.53.003/SIG-13", "monthly", in_unit("32")),
    ("S21.G00.60.001/SIG-13", "monthly", [leave("15", "09032026")]),
    ("S21.G00.60.005/CCH-11", "stop", UNANSWERED),
    ("S21.G00.62.017/CCH-12", "monthly", casual(last_day("031", on=""))),
    ("S21.G00.65.001/SIG-11", "monthly", [away("602", "09032026")]),
]


@pytest.mark.parametrize(("code", "base", "edits"), CASES, ids=[case[0] for case in CASES])
def test_what_may_have_been_left_out_is_not_missed(code, base, edits):
    file = Case([], base=base).file(edits)
    assert code in [each.code for each in check(file).problems]
    assert not {code, "rule-broken"} & {each.code for each in check(WRAP + file).problems}


def test_an_extract_that_contradicts_itself_is_told():
    file = WRAP + Case([], base="stop").file([*employer_paid(), put("S21.G00.60.004", "02")])
    assert "S21.G00.60.005/CCH-11" in [each.code for each in check(file).problems]
