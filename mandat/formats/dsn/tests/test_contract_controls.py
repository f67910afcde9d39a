"""Controls of contracts: the sides of a rule that its one case does not show."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import (
    Case,
    accident_risks,
    add,
    contract_numbers,
    contract_status,
    drop,
    drop_block,
    occupations,
    public_service,
    put,
    unemployment_insurance,
    workplaces,
)
from mandat.formats.dsn.tests.cases import contract_changes as changes
from mandat.formats.dsn.tests.cases import working_time as time
from mandat.formats.dsn.tests.cases.contract_numbers import RISK, SECOND
from mandat.formats.dsn.tests.cases.occupations import job
from mandat.formats.dsn.tests.cases.unemployment_insurance import insured
from mandat.formats.dsn.tests.cases.workplaces import ELSEWHERE, HOME, described, used_by

EVERY_CASE = (
    *(accident_risks, changes, contract_numbers, contract_status, occupations),
    *(public_service, time, unemployment_insurance, workplaces),
)
LAST = "S21.G00.40.043"


def kind(value, nth=1):
    return put("S21.G00.40.007", value, nth)


def lines(edits, code, base="monthly", norm="P26V01", tables=None):
    """The lines of the problems of that code in a base with these edits."""
    data = Case((), base=base, norm=norm).file(edits)
    text = data.decode("latin-1").split("\r\n")
    problems = [p for p in check(data, tables=tables or {}).problems if p.code == code]
    return [text[problem.line - 1] for problem in problems]


FOUND = [
    ("009/CCH-15", [kind("03"), put("S21.G00.40.009", "00000000")]),
    ("001/CCH-15", [put("S21.G00.40.001", "07021990")]),
    ("042/CCH-11", [add("S21.G00.40.040", "S21.G00.40.042", "01")]),
    ("003/CCH-16", [put("S21.G00.40.003", "02"), put("S21.G00.71.002", "IRCANTEC")]),
    ("003/CCH-16", [put("S21.G00.40.003", "02"), drop_block("S21.G00.71")]),
    ("003/CCH-17", [put("S21.G00.71.002", "RETC")]),
    ("003/SIG-12", [put("S21.G00.40.003", "01"), put("S21.G00.71.002", "CRPNPAC")]),
    ("005/CCH-11", job("684a", "T389M")),
    ("005/CCH-12", job("352a")),
    ("005/CCH-13", job("684a", "07")),
    ("005/CCH-14", job("684a", "L643")),
    ("005/CCH-16", [put("S21.G00.40.026", "06")]),
    ("005/CCH-18", job("353b")),
    ("005/SIG-20", job("684a", "546dN")),
    ("006/CSL-11", [put("S21.G00.40.006", "(agent)")]),
    ("006/CSL-11", [put("S21.G00.40.006", "Agent ... divers")]),
    ("006/CSL-11", [put("S21.G00.40.006", "-1 agent")]),
    ("006/CSL-11", [put("S21.G00.40.006", "Niveau IIII")]),
    ("054/CCH-11", [add(LAST, "S21.G00.40.053", "01", "S21.G00.40.054", "35.00")]),
    ("063/CCH-11", [add(LAST, "S21.G00.40.063", "500")]),
    ("066/CCH-11", [add(LAST, "S21.G00.40.066", "08")]),
    ("066/CCH-11", [kind("20")]),
    ("076/CCH-11", [add(LAST, "S21.G00.40.076", "00001")]),
    ("014/CCH-11", [put("S21.G00.40.014", "42")]),
    ("030/CCH-11", [insured("030 01012020")]),
    ("030/CCH-11", [insured("029 03")]),
    ("011/CCH-12", [put(time.UNIT, "12"), put(time.REFERENCE, "31.01"), put(time.OWN, "1.00")]),
    ("011/CCH-13", [put(time.OWN, "250.01")]),
    ("011/CCH-15", [*time.NO_ACTIVITY, time.end("28022026", "099")]),
    ("011/CCH-15", [*time.NO_ACTIVITY, time.end("31022026", "031"), put(time.UNIT, "12")]),
    ("012/CCH-11", [put(time.UNIT, "10"), put(time.REFERENCE, "0.00")]),
    ("078/CCH-12", [time.SHORT_TIME]),
    ("039/CCH-11", [put("S21.G00.40.039", "300"), put("S21.G00.40.040", "0RA11")]),
    ("043/SIG-11", [put("S21.G00.40.040", "999ZZ")]),
    ("046/CCH-11", [kind("03")]),
    ("046/CCH-11", [kind("53")]),
]


@pytest.mark.parametrize(("number", "edits"), FOUND)
def test_the_other_side_is_found_too(number, edits):
    assert len(lines(edits, f"S21.G00.40.{number}")) == 1


SILENT = [
    ("001/CCH-15", [put("S21.G00.30.006", "99991990")]),
    ("001/CCH-15", [put("S21.G00.40.001", "31022024")]),
    ("009/CCH-15", [kind("03"), put("S21.G00.40.009", "00010")]),
    ("003/CCH-11", [put("S21.G00.40.003", "01"), put("S21.G00.40.002", "08")]),
    ("003/CCH-16", [put("S21.G00.40.003", "01"), put("S21.G00.71.002", "RUAA")]),
    (
        "003/CCH-16",
        [
            put("S21.G00.40.003", "01"),
            put("S21.G00.71.002", "90000"),
            put("S21.G00.40.020", "134"),
        ],
    ),
    ("003/CCH-17", [put("S21.G00.71.002", "90000"), put("S21.G00.40.002", "04")]),
    ("003/CCH-17", [put("S21.G00.71.002", "90000"), put("S21.G00.40.020", "134")]),
    ("006/CSL-11", [put("S21.G00.40.006", "Égoutier iii II 777")]),
    ("014/CCH-11", [put("S21.G00.40.014", "42"), put("S21.G00.40.026", "01")]),
    ("021/CCH-12", [kind("03"), add("S21.G00.40.020", "S21.G00.40.021", "11")]),
    ("006/CSL-11", [put("S21.G00.40.006", "À domicile")]),
    (
        "021/CCH-12",
        [kind("02"), drop("S21.G00.40.008"), add("S21.G00.40.020", "S21.G00.40.021", "11")],
    ),
    ("021/SIG-11", [kind("02"), put("S21.G00.40.008", "65")]),
    ("012/CCH-11", [put(time.UNIT, "31"), put(time.REFERENCE, "0.00")]),
    ("011/CCH-12", [put(time.UNIT, "20"), put(time.REFERENCE, "31.00"), put(time.OWN, "31.00")]),
    (
        "011/CCH-13",
        [put(time.UNIT, "21"), put(time.REFERENCE, "250.00"), put(time.OWN, "250.00")],
    ),
    ("011/CCH-13", [put(time.UNIT, "31"), add(time.UNIT, time.UNIT, "10")]),
    ("011/CCH-15", [*time.NO_ACTIVITY, put("S20.G00.05.005", "01132026")]),
    ("019/CCH-11", [drop("S21.G00.40.019")]),
    ("039/CCH-11", [put("S21.G00.40.039", "300"), put("S21.G00.40.040", "999ZZ")]),
    ("040/CCH-11", [put("S21.G00.40.039", "147"), used_by(HOME)]),
    ("040/CCH-12", [used_by(HOME), put("S21.G00.40.039", "134")]),
]


@pytest.mark.parametrize(("number", "edits"), SILENT)
def test_the_exception_is_right(number, edits):
    assert lines(edits, f"S21.G00.40.{number}") == []


SINCE_2025 = [
    ("008/CCH-15", [put("S21.G00.40.008", "61"), kind("03")], 1, 0),
    ("020/CCH-12", [put("S21.G00.40.020", "120"), kind("53")], 0, 1),
    ("046/CCH-11", [kind("54")], 0, 1),
    ("046/CCH-11", [kind("03")], 1, 1),
    ("040/CCH-12", [used_by(HOME), put("S21.G00.40.040", "752EE")], 1, 0),
]


@pytest.mark.parametrize(("number", "edits", "before", "since"), SINCE_2025)
def test_each_norm_has_its_rule(number, edits, before, since):
    counts = [len(lines(edits, f"S21.G00.40.{number}", norm=norm)) for norm in ("P24V01", "P25V01")]
    assert counts == [before, since]


def test_the_second_contract_of_a_number_is_the_wrong_one():
    edits = [SECOND, put("S21.G00.40.009", "00001", nth=2)]
    data = Case(()).file(edits)
    [problem] = [p for p in check(data).problems if p.code == "S21.G00.40.009/CCH-12"]
    first, second = (
        at for at, line in enumerate(data.splitlines(), 1) if b"40.009,'00001'" in line
    )
    assert first < problem.line == second


def test_risks_of_a_scheme_are_those_of_the_contract_named():
    """The other contract of the same employee may be of any scheme."""
    other = [RISK, SECOND, add("S21.G00.40.009", "S21.G00.40.020", "140", nth=2)]
    assert lines(other, "S21.G00.34.001/CCH-11") == []
    other.append(put("S21.G00.34.002", "00003"))
    assert lines(other, "S21.G00.34.001/CCH-11") == ["S21.G00.34.001,'07'"]


def test_an_end_before_the_beginning_is_told_at_the_beginning():
    edits = [put("S21.G00.62.001", "31122023")]
    code = "S21.G00.40.001/CCH-13"
    assert lines(edits, code, base="end") == ["S21.G00.40.001,'01012024'"]
    cancelled = put("S21.G00.62.002", "099")
    assert lines([*edits, cancelled], code, base="end") == []


def test_a_place_of_work_is_told_once():
    assert lines(ELSEWHERE, "S21.G00.40.019/CCH-11") == ["S21.G00.40.019,'73282932000074'"]


def test_every_place_of_work_that_is_not_described_is_told():
    edits = [put("S21.G00.40.019", "A1"), put("S21.G00.40.019", "B2", nth=2), described("A1")]
    assert lines(edits, "S21.G00.40.019/CCH-11") == ["S21.G00.40.019,'B2'"]


@pytest.mark.parametrize("base", ["end", "start"])
def test_places_are_described_in_events_too(base):
    """In the end of a contract and the start of variable data."""
    other = put("S21.G00.40.019", "A1"), add("S21.G00.40.037", "S21.G00.40.046", "B2")
    for number, code in (("019", "CCH-11"), ("046", "CCH-13")):
        assert len(lines(other, f"S21.G00.40.{number}/{code}", base=base)) == 1


def test_the_quantity_that_is_too_much_is_told():
    case = Case([put(time.REFERENCE, "1607.00")])
    [problem] = [p for p in check(case.file(case.failing)).problems if "011/CCH-13" in p.code]
    assert problem.details == {"quantity": "1607.00"}


def test_a_user_is_described_even_when_it_is_the_employer():
    assert lines([used_by(HOME)], "S21.G00.40.046/CCH-13") == [f"S21.G00.40.046,'{HOME}'"]


def test_tables_of_jobs_are_asked_when_given():
    hospital = [put("S21.G00.40.026", "06"), *job("344a", "1001")]
    assert lines(hospital, "S21.G00.40.005/CCH-16") == []
    assert lines(job("353b", "1A"), "S21.G00.40.005/CCH-18") == []
    shows = {"SPECTACLE": frozenset({"1A"})}
    for known in ("1A", "50", "51"):
        assert lines(job("353b", known), "S21.G00.40.005/CCH-18", tables=shows) == []
    assert len(lines(job("353b", "1B"), "S21.G00.40.005/CCH-18", tables=shows)) == 1


@pytest.mark.parametrize("kept", ["97 1", "99"])
def test_a_former_holiday_fund_is_known_or_none(kept):
    edits = [changes.change("01032026", "S21.G00.41.023", kept)]
    tables = {"CPCP": frozenset({"97"})}
    assert lines(edits, "S21.G00.41.023/CRE-11", tables=tables) == []


def test_conventions_of_before_2010_have_their_number():
    old = [insured("029 02", "032 31122009", "033 C082")]
    assert lines(old, "S21.G00.40.033/CCH-12", base="end") == []
    old = [insured("029 02", "032 31122009", "033 C82")]
    assert len(lines(old, "S21.G00.40.033/CCH-12", base="end")) == 1


@pytest.mark.parametrize("said", ["032 31122009", "032 31022009"])
def test_a_convention_without_a_number_or_a_day_has_another_problem(said):
    number = ["033 2001123456"] if said == "032 31022009" else []
    assert lines([insured("029 02", said, *number)], "S21.G00.40.033/CCH-12", base="end") == []


def test_a_convention_of_an_empty_number_has_another_problem():
    assert lines([insured("029 02", "033 ")], "S21.G00.40.027/CCH-12", base="end") == []


@pytest.mark.parametrize(("managed", "is_wrong"), [(f"0{n}", n not in (3, 6)) for n in range(1, 7)])
def test_only_an_adhesion_that_may_be_revoked_is(managed, is_wrong):
    edits = [insured(f"029 {managed}", "031 01012026")]
    assert bool(lines(edits, "S21.G00.40.031/CCH-11", base="end")) is is_wrong


def test_a_new_convention_has_its_account():
    new = insured("027 123456", "029 02", "033 2001123456")
    assert lines([new], "S21.G00.40.027/CCH-12", base="end") == []


def test_changes_of_one_term_have_one_depth_at_the_oldest():
    code = "S21.G00.41.028/CCH-11"
    old, new = "S21.G00.41.001,'01032026'", "S21.G00.41.028,'01032026'"
    late = changes.change("15032026", *changes.PART_TIME)
    early = changes.change("01032026", *changes.PART_TIME)
    assert lines([late, early], code) == [old]
    deep_late = changes.deep("01032026", kind=changes.PART_TIME)
    deep_early = changes.deep("01022026", day="01032026", kind=changes.PART_TIME)
    assert lines([deep_late, deep_early], code) == [new]
    assert lines([deep_late, early], code) == [old, new]
    assert lines([early, deep_early], code) == []
    assert lines([deep_early, early], code) == []
    assert len(lines([deep_early, deep_early], code)) == 1
    other_term = changes.deep("01022026", day="10032026", kind=("S21.G00.41.007", "75.83"))
    assert lines([deep_early, other_term], code) == []
    identity = changes.change("01012026", *changes.FORMER)
    assert lines([identity, deep_early], code) == []


@pytest.mark.parametrize("edits", [[], [add("S21.G00.41.001", "S21.G00.41.901", "X")]])
def test_a_change_of_nothing_is_told_once(edits):
    """What the platform adds is no change."""
    day = [changes.change("01032026"), *edits]
    deep = [changes.change("01032026", "S21.G00.41.028", "01032026")]
    assert len(lines(day, "S21.G00.41.001/CCH-12")) == 1
    assert lines(day, "S21.G00.41.001/CCH-14") == []
    assert lines(deep, "S21.G00.41.001/CCH-12") == []
    both = [*deep, *edits, add("S21.G00.41.028", "S21.G00.41.902", "X")]
    assert len(lines(both, "S21.G00.41.001/CCH-14")) == 1


def test_what_the_platform_adds_is_no_term():
    edits = [changes.change("01032026", *changes.PART_TIME, "S21.G00.41.901", "X")]
    assert lines(edits, "S21.G00.41.001/CCH-13") == []


def test_the_terms_that_change_together_are_named():
    case = changes.CASES["S21.G00.41.001/CCH-13"]
    problems = check(case.file(case.failing)).problems
    [problem] = [p for p in problems if p.code == "S21.G00.41.001/CCH-13"]
    assert problem.details == {"rubrics": "S21.G00.41.007, S21.G00.41.008"}


@pytest.mark.parametrize(
    "edits",
    [
        [changes.deep("01022026")],
        [changes.deep("31022026")],
        [changes.deep("02022026"), put("S21.G00.40.001", "31022020")],
    ],
)
def test_a_depth_of_whole_months_or_of_no_day_is_right(edits):
    assert lines(edits, "S21.G00.41.028/CCH-13") == []


def test_a_change_of_no_day_has_another_problem():
    edits = [changes.change("31022026", *changes.PART_TIME)]
    assert lines(edits, "S21.G00.41.028/CCH-11") == []


@pytest.mark.parametrize("number", ["012", "014", "021", "054"])
def test_what_identifies_the_contract_changes_alone(number):
    value = "01012024" if number == "021" else "73282932000074"
    alone = changes.change("01032026", f"S21.G00.41.{number}", value)
    assert lines([alone], "S21.G00.41.001/CCH-16") == []
    pairs = sorted([(f"S21.G00.41.{number}", value), changes.PART_TIME])
    mixed = changes.change("01032026", *(each for pair in pairs for each in pair))
    assert len(lines([mixed], "S21.G00.41.001/CCH-16")) == 1
    assert lines([mixed], "S21.G00.41.001/CCH-13") == []


@pytest.mark.parametrize("nature", ["02", "03"])
def test_public_employers_say_how_they_insure_each_contract(nature):
    public = put("S21.G00.11.017", nature)
    assert len(lines([public], "S21.G00.40.029/SIG-12")) == 2
    assert len(lines([public, insured("029 01")], "S21.G00.40.029/SIG-12")) == 1


NOT_OF_EXTRACTS = (
    *("34.002/CCH-11", "40.003/CCH-16", "40.003/CCH-17", "40.009/CCH-13", "40.011/CCH-15"),
    *("40.011/SIG-14", "40.019/CCH-11", "40.030/CCH-11", "40.033/CCH-11", "40.040/CCH-11"),
    *("40.046/CCH-13", "40.054/CCH-11", "40.063/CCH-11", "40.078/CCH-11", "40.078/CCH-12"),
    *("41.001/CCH-12", "41.001/CCH-14", "41.028/CCH-11"),
)


@pytest.mark.parametrize("code", [f"S21.G00.{each}" for each in NOT_OF_EXTRACTS])
def test_an_extract_of_a_lot_may_have_left_it_out(code):
    found = [module.CASES[code] for module in EVERY_CASE if code in module.CASES]
    [case] = found
    data = case.file(case.failing)
    assert code in {problem.code for problem in check(data).problems}
    extract = b"S05.G51.00.001,'V01R02'\r\n" + data
    assert code not in {problem.code for problem in check(extract).problems}


@pytest.mark.parametrize(
    ("number", "value", "base"),
    [
        ("030", "01012020", "monthly"),
        ("033", "C082", "end"),
        ("054", "35.00", "monthly"),
        ("063", "500", "monthly"),
    ],
)
def test_an_extract_may_have_left_out_what_a_rubric_goes_with(number, value, base):
    code = f"S21.G00.40.{number}/CCH-11"
    data = Case((), base=base).file([add("S21.G00.40.037", f"S21.G00.40.{number}", value)])
    assert code in {problem.code for problem in check(data).problems}
    extract = b"S05.G51.00.001,'V01R02'\r\n" + data
    assert code not in {problem.code for problem in check(extract).problems}
