"""Controls of contracts that hold lists of codes: each code of the norm is tried in turn.

The lists are written again here from CT25 p.180-212, as what is refused.
"""

import pytest

from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.norms import norm
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop_block, put
from mandat.formats.dsn.tests.cases.contract_changes import deep
from mandat.formats.dsn.tests.cases.contract_numbers import RISK
from mandat.formats.dsn.tests.cases.contract_status import SEAFARER
from mandat.formats.dsn.tests.cases.unemployment_insurance import insured
from mandat.formats.dsn.tests.cases.working_time import REFERENCE
from mandat.formats.dsn.tests.cases.workplaces import HOME, OTHER, used_by

LAST = "S21.G00.40.043"
STATUS, PENSION_STATUS, KIND, MEASURE = "40.002", "40.003", "40.007", "40.008"
UNIT, TIME, HEALTH, PENSION, JOB = "40.011", "40.014", "40.018", "40.020", "40.026"
SCHEME, ACCIDENTS, REASON, MANAGED = "71.002", "40.039", "40.021", "40.029"
EVERY_PENSION = norm("P26V01").rules["S21.G00.40.020"].codes
EVERY_SCHEME = norm("P26V01").rules["S21.G00.71.002"].codes
EVERY_KIND = norm("P26V01").rules["S21.G00.40.007"].codes
EVERY_STATUS = norm("P26V01").rules["S21.G00.40.002"].codes


ONE_UNPAID = [
    drop_block("S21.G00.30", 2),
    drop_block("S21.G00.50"),
    drop_block("S21.G00.22"),
]
"""Edits: a short file, for many are read; no rule here looks at payments."""


def found(code, edits, name="P26V01"):
    """Whether the control finds something in the short file with these edits."""
    data = Case((), norm=name).file([*ONE_UNPAID, *edits])
    return any(problem.code == code for problem in check(data).problems)


def but(every, kept):
    """All codes but these."""
    return every - set(kept.split())


def measure(value):
    return put("S21.G00.40.008", value)


def manager(value):
    return put("S21.G00.40.003", value)


def reason(value):
    return add("S21.G00.40.020", "S21.G00.40.021", value)


def said(number, value):
    return add(LAST, f"S21.G00.40.{number}", value)


REFUSED = [
    ("34.001/CCH-11", [RISK], PENSION, but(EVERY_PENSION, "157 200 300 905")),
    ("40.003/CCH-11", [manager("01")], STATUS, but(EVERY_STATUS, "03 04 08")),
    ("40.003/SIG-15", [manager("02")], STATUS, but(EVERY_STATUS, "05")),
    ("40.003/CCH-16", [manager("01")], SCHEME, but(EVERY_SCHEME, "RETC RUAA CNBF")),
    ("40.003/CCH-17", [manager("04")], SCHEME, but(EVERY_SCHEME, "RETA RUAA")),
    ("40.003/SIG-12", [manager("02")], SCHEME, {"IRCANTEC", "CRPNPAC"}),
    ("40.003/CCH-16", [put("S21.G00.71.002", "90000")], PENSION_STATUS, {"01", "02"}),
    ("40.003/CCH-17", [put("S21.G00.71.002", "90000")], PENSION_STATUS, {"04"}),
    ("40.003/SIG-12", [put("S21.G00.71.002", "IRCANTEC")], PENSION_STATUS, {"01", "02"}),
    ("40.008/CCH-11", [measure("81")], KIND, but(EVERY_KIND, "02 92")),
    ("40.008/CCH-12", [measure("70")], KIND, but(EVERY_KIND, "02 92")),
    ("40.008/CCH-13", [measure("80")], KIND, but(EVERY_KIND, "01 82 91")),
    ("40.008/CCH-14", [measure("64")], KIND, but(EVERY_KIND, "01 02 03 08 91 92")),
    ("40.008/CCH-15", [measure("61")], KIND, but(EVERY_KIND, "01 02 03 08 82 91 92")),
    ("40.008/CCH-16", [measure("71")], KIND, but(EVERY_KIND, "02 03 92")),
    ("40.008/CCH-11", [put("S21.G00.40.007", "29")], MEASURE, {"81"}),
    ("40.008/CCH-12", [put("S21.G00.40.007", "29")], MEASURE, {"70"}),
    ("40.008/CCH-13", [put("S21.G00.40.007", "29")], MEASURE, {"80"}),
    ("40.008/CCH-14", [put("S21.G00.40.007", "29")], MEASURE, {"64", "65"}),
    ("40.008/CCH-15", [put("S21.G00.40.007", "29")], MEASURE, {"21", "41", "42", "61"}),
    ("40.008/CCH-16", [put("S21.G00.40.007", "29")], MEASURE, {"71"}),
    ("40.010/CCH-12", [], KIND, {"02", "03", "10", "29", "70", "92"}),
    ("40.011/CCH-12", [put(REFERENCE, "31.01")], UNIT, {"12", "20"}),
    ("40.011/CCH-13", [put(REFERENCE, "250.01")], UNIT, {"10", "21"}),
    ("40.011/CCH-11", [], UNIT, {"31"}),
    ("40.011/SIG-14", [], UNIT, {"32"}),
    ("40.012/CCH-11", [put(REFERENCE, "0.00")], UNIT, {"10", "12", "20", "21"}),
    ("40.014/CCH-11", [], TIME, {"40", "41", "42"}),
    ("40.014/CCH-11", [put("S21.G00.40.014", "41")], JOB, {"99"}),
    ("40.014/CCH-11", [put("S21.G00.40.014", "41")], PENSION, but(EVERY_PENSION, "134")),
    ("40.018/CCH-14", [], HEALTH, {"300"}),
    ("40.019/CCH-12", [], KIND, {"03"}),
    ("40.020/CCH-12", [put("S21.G00.40.020", "120")], KIND, but(EVERY_KIND, "20 21 50 51 52")),
    ("40.020/CCH-12", [], PENSION, {"120"}),
    ("40.021/CCH-12", [reason("11")], KIND, but(EVERY_KIND, "03")),
    (
        "40.021/CCH-12",
        [reason("11"), put("S21.G00.40.007", "02")],
        MEASURE,
        but(norm("P26V01").rules["S21.G00.40.008"].codes, "64 65 81"),
    ),
    ("40.021/CCH-13", [reason("14")], KIND, but(EVERY_KIND, "92")),
    ("40.021/CCH-13", [reason("01")], REASON, {"14"}),
    ("40.021/CCH-12", [reason("01")], REASON, {"11"}),
    ("40.021/SIG-11", [], KIND, {"02", "03", "92"}),
    ("40.021/SIG-11", [put("S21.G00.40.007", "92")], MEASURE, {"99"}),
    ("40.027/CCH-11", [insured("027 123456", "029 01")], MANAGED, {"01", "03", "04", "05", "06"}),
    ("40.029/CCH-11", [insured("029 01")], MANAGED, {"05"}),
    ("40.030/CCH-11", [insured("029 01")], MANAGED, {"03", "04"}),
    ("40.032/CCH-11", [insured("029 01", "032 01012020")], MANAGED, {"01", "03", "04", "05", "06"}),
    ("40.039/CCH-11", [], ACCIDENTS, {"300"}),
    ("40.040/CCH-11", [], ACCIDENTS, {"147"}),
    ("40.040/CCH-12", [used_by(OTHER)], ACCIDENTS, {"200", "402"}),
    ("40.042/CCH-11", [], HEALTH, {"300"}),
    ("40.046/CCH-11", [], KIND, {"03", "53", "54"}),
    ("40.046/CCH-12", [], KIND, {"08"}),
    ("40.050/CCH-11", [said("050", "A12345678901")], KIND, but(EVERY_KIND, "02 10")),
    ("40.053/CCH-11", [said("053", "03")], PENSION, but(EVERY_PENSION, "134")),
    ("40.053/CCH-11", [said("053", "01")], JOB, {"99"}),
    ("40.057/CCH-11", [said("057", "500")], JOB, {"99"}),
    ("40.054/CCH-11", [said("053", "01")], "40.053", {"02"}),
    ("40.066/CCH-11", [], KIND, {"20", "21"}),
    ("40.074/CCH-11", [said("074", "01")], "40.074", {"03"}),
    ("40.075/CCH-11", [SEAFARER], PENSION, but(EVERY_PENSION, "136")),
    ("40.076/CCH-11", [], KIND, {"93"}),
]


@pytest.mark.parametrize(("code", "edits", "number", "refused"), REFUSED)
def test_the_codes_refused(code, edits, number, refused):
    rubric, code = f"S21.G00.{number}", f"S21.G00.{code}"
    assert refused_codes(code, edits, rubric) == set(refused)


def refused_codes(code, edits, rubric, name="P26V01"):
    """The codes of that rubric, of those of the norm, with which the control finds something."""
    codes = norm(name).rules[rubric].codes
    return {value for value in codes if found(code, [*edits, put(rubric, value)], name)}


BEFORE_2025 = [
    ("40.008/CCH-15", [measure("61")], KIND, but(EVERY_KIND, "01 02 82 91 92")),
    (
        "40.020/CCH-12",
        [put("S21.G00.40.020", "120")],
        KIND,
        but(EVERY_KIND, "20 21 50 51 52 53 54"),
    ),
    ("40.046/CCH-11", [], KIND, {"03"}),
]


@pytest.mark.parametrize(("code", "edits", "number", "refused"), BEFORE_2025)
def test_the_codes_refused_before_2025(code, edits, number, refused):
    rubric, code = f"S21.G00.{number}", f"S21.G00.{code}"
    assert refused_codes(code, edits, rubric, "P24V01") == set(refused)


EXACTLY = [
    ("40.040/CCH-12", [used_by(HOME)], "40.040", "745BD 745BE 752EE"),
    ("40.040/CCH-11", [put("S21.G00.40.039", "147")], "40.040", "401ZE"),
    ("40.005/CCH-11", [put("S21.G00.40.004", "389b")], "40.005", "T389N T389M C389N C389M"),
    ("40.005/CCH-12", [put("S21.G00.40.004", "352a")], "40.005", "NP352 P352"),
    ("40.005/CCH-13", [put("S21.G00.40.004", "463d")], "40.005", "06 07 08 09"),
    ("40.005/CCH-14", [put("S21.G00.40.004", "643a")], "40.005", "C643 L643"),
    ("40.005/SIG-20", [put("S21.G00.40.004", "546d")], "40.005", "546dN 546dM"),
    ("40.005/CCH-13", [said("005", "06")], "40.004", "463a 463b 463c 463d 463e"),
]
"""Codes of tables that are not in the norm: these are allowed, another is not."""


@pytest.mark.parametrize(("code", "edits", "number", "allowed"), EXACTLY)
def test_the_codes_allowed(code, edits, number, allowed):
    rubric, code = f"S21.G00.{number}", f"S21.G00.{code}"
    if number == "40.005":
        edits = [*edits, add("S21.G00.40.004", rubric, "38")]
    for value, is_wrong in [(each, False) for each in allowed.split()] + [("38XX", True)]:
        assert found(code, [*edits, put(rubric, value)]) is is_wrong, value


SHOWS = ("353b", "353c", "354b", "354c", "354e", "354f", "465b", "637c")


@pytest.mark.parametrize("occupation", SHOWS)
def test_every_occupation_of_shows_has_its_complement(occupation):
    assert found("S21.G00.40.005/CCH-18", [put("S21.G00.40.004", occupation)])


def test_what_a_rule_reads_is_in_the_norm():
    load()
    known = norm("P26V01").rules
    for rule in REGISTER.values():
        if rule.code[:10] in ("S21.G00.34", "S21.G00.40", "S21.G00.41"):
            for name in rule.reads:
                assert (name if len(name) > 3 else f"{rule.block}.{name}") in known, rule.code


def test_what_a_rule_compared_is_shown():
    problems = check(Case(()).file([deep("01042026")])).problems
    [problem] = [p for p in problems if p.code == "S21.G00.41.028/CCH-15"]
    assert [(c.rubric, c.value) for c in problem.compared] == [("S21.G00.41.001", "15032026")]
