"""The rules on the head, the kind of declaration, the company: the sides a single case leaves."""

import pytest

from mandat.formats.dsn.controls.rules.addresses import FRENCH_POST
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put
from mandat.formats.dsn.tests.cases.addresses import COMPANY, WORKPLACE
from mandat.formats.dsn.tests.cases.declaration import NIR, another, with_number
from mandat.formats.dsn.tests.cases.establishment_blocks import IBAN, account, disabled
from mandat.formats.dsn.tests.cases.memberships import affiliated, membership
from mandat.formats.dsn.tests.cases.starts import OTHER
from mandat.formats.dsn.tests.cases.work_sites import HOUSEHOLD, USED

EXTRACT = b"S05.G51.00.001,'V01R02'\r\nS05.G51.00.003,'01'\r\n"
REASON = "S20.G00.05.011"


def problems(base, *edits, tables=None, is_extract=False):
    """The problems of a base with these edits."""
    file = Case(failing=[], base=base).file(edits)
    return check(EXTRACT * is_extract + file, tables=tables).problems


def codes(base, *edits, **said):
    """The codes of these problems."""
    return {problem.code for problem in problems(base, *edits, **said)}


# ---- the envoi


@pytest.mark.parametrize(
    ("base", "stated", "type_", "is_wrong"),
    [
        ("monthly", "02", "01", True),
        ("monthly", "01", "01", False),
        ("nobody", "01", "02", True),
        ("nobody", "02", "02", False),
        ("nobody", "02", "05", False),
        ("nobody", "02", "03", True),
        ("stop", "02", "01", True),
        ("stop", "01", "02", False),
    ],
)
def test_an_envoi_is_of_nobody_exactly_when_all_its_declarations_are(base, stated, type_, is_wrong):
    found = codes(base, put("S10.G00.00.008", stated), put("S20.G00.05.002", type_))
    assert ("S10.G00.00.008/CCH-11" in found) is is_wrong


def test_an_envoi_with_somebody_says_how_many():
    found = problems("monthly", put("S10.G00.00.008", "02"))
    details = [each.details for each in found if each.code == "S10.G00.00.008/CCH-11"]
    assert details == [{"declarations": 1, "somebody": 1}]


def test_an_extract_may_lack_those_who_made_its_envoi_normal():
    normal, none = put("S10.G00.00.008", "01"), put("S10.G00.00.008", "02")
    assert "S10.G00.00.008/CCH-11" not in codes("nobody", normal, is_extract=True)
    assert "S10.G00.00.008/CCH-11" in codes("monthly", none, is_extract=True)


@pytest.mark.parametrize("base", ["monthly", "end"])
def test_anybody_may_send_what_is_no_substitution(base):
    tables = {"OES": frozenset({"75375957000017"})}
    assert "S10.G00.01.002/CRE-11" not in codes(base, tables=tables)


def test_substitution_by_another_is_not_said_without_the_table():
    assert "S10.G00.01.002/CRE-11" not in codes("substitution", put("S10.G00.01.002", "00025"))


def test_a_kind_of_envoi_that_is_none_has_its_own_problem():
    assert "S10.G00.00.008/CCH-11" not in codes("nobody", put("S10.G00.00.008", "03"))


# ---- the kind of declaration


@pytest.mark.parametrize(
    ("base", "may"),
    [
        ("monthly", False),
        ("stop", False),
        ("return", False),
        ("end", True),
        ("start", True),
        ("substitution", True),
    ],
)
def test_which_natures_may_be_cancelled(base, may):
    assert ("S20.G00.05.002/CCH-13" in codes(base, put("S20.G00.05.002", "04"))) is not may


@pytest.mark.parametrize("type_", ["02", "05"])
@pytest.mark.parametrize("base", ["stop", "return", "end", "start", "substitution"])
def test_only_monthly_declarations_are_of_nobody(base, type_):
    assert "S20.G00.05.002/CCH-14" in codes(base, put("S20.G00.05.002", type_))
    assert "S20.G00.05.002/CCH-14" not in codes("nobody", put("S20.G00.05.002", type_))


def test_who_is_no_employee_is_somebody():
    assert "S20.G00.05.002/CCH-16" not in codes("nobody", put("S20.G00.05.002", "01"), OTHER)
    assert "S20.G00.05.002/CCH-16" in codes("nobody", put("S20.G00.05.002", "03"))


@pytest.mark.parametrize("code", ["S20.G00.05.002/CCH-16", "S20.G00.05.001/CCH-11"])
def test_an_extract_may_lack_the_person(code):
    assert code in codes("start", drop_block("S21.G00.30"))
    assert code not in codes("start", drop_block("S21.G00.30"), is_extract=True)


@pytest.mark.parametrize("base", ["stop", "return", "end", "start"])
def test_events_have_no_fractions(base):
    assert "S20.G00.05.003/CCH-11" in codes(base, put("S20.G00.05.003", "22"))
    assert "S20.G00.05.003/CCH-11" not in codes("monthly", put("S20.G00.05.003", "22"))


def test_what_is_cancelled_in_the_envoi_is_of_the_same_establishment():
    elsewhere = [*another("20032026202603200001"), put("S21.G00.11.001", "00026", nth=2)]
    assert "S20.G00.05.002/CCH-11" not in codes("end", *elsewhere)


def test_a_national_number_as_reference_is_told_and_not_shown():
    edits = [add("S20.G00.05.008", "S20.G00.05.009", NIR), *with_number(NIR)]
    found = [each for each in problems("monthly", *edits) if each.code == "S20.G00.05.009/CCH-11"]
    assert [(each.individual, each.value, each.compared) for each in found] == [(2, "", ())]
    assert NIR not in repr(found)


def test_where_a_reference_and_a_cancelled_declaration_are_said_to_be():
    reference = add("S20.G00.05.008", "S20.G00.05.009", NIR), *with_number(NIR)
    line = next(
        x.line for x in problems("monthly", *reference) if x.code == "S20.G00.05.009/CCH-11"
    )
    file = Case(failing=[]).file(reference).split(b"\r\n")
    assert file[line - 1].startswith(b"S20.G00.05.009")
    found = problems("end", *another("20032026202603200001"))
    said = [(x.value, x.details) for x in found if x.code == "S20.G00.05.002/CCH-11"]
    assert said == [("03", {"replaced": "20032026202603200001"})]


@pytest.mark.parametrize(
    ("type_", "is_wrong"), [("01", 1), ("02", 1), ("05", 1), ("03", 0), ("04", 0), ("99", 0)]
)
def test_which_types_name_what_they_replace(type_, is_wrong):
    named = add("S20.G00.05.004", "S20.G00.05.006", "19032026202603190001")
    found = codes("end", named, put("S20.G00.05.002", type_))
    assert ("S20.G00.05.006/CCH-12" in found) is bool(is_wrong)


@pytest.mark.parametrize(("postal", "is_wrong"), [("98600", 0), ("98713", 0), ("97400", 1)])
def test_where_the_pacific_franc_is_used(postal, is_wrong):
    edits = put("S20.G00.05.010", "02"), put("S21.G00.06.005", postal)
    assert ("S20.G00.05.010/SIG-11" in codes("monthly", *edits)) is bool(is_wrong)


# ---- starts of variable data


@pytest.mark.parametrize("reason", ["01", "02", "03", "04", "05", "07"])
def test_who_is_no_employee_has_a_reason_of_their_own(reason):
    edits = put(REASON, reason), drop_block("S21.G00.30"), OTHER
    assert "S20.G00.05.011/CCH-11" in codes("start", *edits)


def test_an_extract_may_lack_who_is_no_employee_but_not_add_them():
    assert "S20.G00.05.011/CCH-11" not in codes("start", put(REASON, "06"), is_extract=True)
    assert "S20.G00.05.011/CCH-11" in codes("start", OTHER, is_extract=True)


@pytest.mark.parametrize("reason", ["03", "04", "05"])
def test_reasons_of_insurance_need_a_membership(reason):
    edits = put(REASON, reason), drop_block("S21.G00.15")
    assert "S20.G00.05.011/CCH-12" in codes("start", *edits)
    assert "S20.G00.05.011/CCH-12" not in codes("start", put(REASON, reason))
    assert "S20.G00.05.011/CCH-12" not in codes("start", *edits, is_extract=True)


@pytest.mark.parametrize("reason", ["06", "07"])
def test_reasons_without_membership_or_workplace(reason):
    bare = drop_block("S21.G00.15")
    assert "S20.G00.05.011/CCH-13" in codes("start", put(REASON, reason))
    assert "S20.G00.05.011/CCH-13" in codes("start", put(REASON, reason), bare, WORKPLACE)
    assert "S20.G00.05.011/CCH-13" not in codes("start", put(REASON, reason), bare)


def test_another_software_has_no_contract():
    edits = put(REASON, "07"), drop_block("S21.G00.86")
    assert "S20.G00.05.011/CCH-14" in codes("start", *edits)


@pytest.mark.parametrize("code", ["S20.G00.05.001/CCH-12", "S20.G00.05.001/CCH-13"])
def test_an_extract_may_lack_seniority_and_affiliation(code):
    edits = drop_block("S21.G00.86"), drop("S21.G00.70.013")
    assert code in codes("start", *edits)
    assert code not in codes("start", *edits, is_extract=True)


# ---- company, establishment


@pytest.mark.parametrize("country", sorted(FRENCH_POST))
def test_no_foreign_country_has_the_french_post(country):
    found = codes("monthly", *COMPANY, put("S21.G00.06.010", country))
    assert "S21.G00.06.010/CRE-11" in found


@pytest.mark.parametrize(("kind", "is_wrong"), [("02", False), ("03", True), ("04", True)])
def test_who_says_whether_the_employer_is_public(kind, is_wrong):
    edits = drop("S21.G00.11.017"), add("S21.G00.40.026", "S21.G00.40.029", kind)
    assert ("S21.G00.11.017/CCH-11" in codes("monthly", *edits)) is is_wrong


def test_an_employer_who_says_whether_it_is_public():
    joined = add("S21.G00.40.026", "S21.G00.40.029", "03")
    assert "S21.G00.11.017/CCH-11" not in codes("monthly", joined)


def test_the_same_account_under_two_codes_of_bank_is_two_accounts():
    same = account(), account(bic="ZZZZFRPPYYY")
    assert "S21.G00.12.001/CCH-13" in codes("start", *same)
    assert "S21.G00.12.003/CSL-11" not in codes("start", account(IBAN))


def test_a_reason_that_lacks_has_its_own_problem():
    assert "S21.G00.12.001/CCH-12" not in codes("start", account(), drop(REASON))


def test_a_number_of_disabled_workers_without_kind():
    block = disabled("S21.G00.13.003", "2.50", "S21.G00.13.004", "2025")
    assert "S21.G00.13.003/CCH-11" in codes("monthly", block)


def test_disabled_workers_make_a_year_worth_saying():
    lent = disabled(
        *("S21.G00.13.002", "01", "S21.G00.13.003", "2.50", "S21.G00.13.004", "2025"),
    )
    assert "S21.G00.13.004/CCH-12" not in codes("monthly", lent)


# ---- memberships of insurance


def test_temporary_work_agencies_affiliate_elsewhere():
    agency = put("S21.G00.11.002", "7820Z")
    said = [membership("1"), membership("2", covers="02"), affiliated("2")]
    both = {"S21.G00.15.001/CCH-13", "S21.G00.15.001/CCH-14"}
    assert both <= codes("monthly", *said)
    assert not both & codes("monthly", *said, agency)


def test_an_extract_may_lack_affiliations_but_has_those_it_has():
    said = [membership("1"), membership("2", covers="02"), affiliated("2")]
    found = codes("monthly", *said, is_extract=True)
    assert "S21.G00.15.001/CCH-13" not in found
    assert "S21.G00.15.001/CCH-14" in found


@pytest.mark.parametrize(
    ("body", "tables", "is_wrong"),
    [
        ("P0942", {}, False),
        ("P0942", {"MUT": frozenset({"123456789"})}, False),
        ("P0942", {"PREV": frozenset({"P0943"})}, True),
        ("A12345", {"ASSU": frozenset({"A12346"})}, True),
        ("123456789", {"MUT": frozenset({"123456780"})}, True),
        ("12345678A", {"OCI": frozenset({"12345678A"})}, False),
        ("12345678", {}, True),
    ],
)
def test_insurers_by_kind(body, tables, is_wrong):
    found = codes("monthly", membership("1", body), tables=tables)
    assert ("S21.G00.15.002/CRE-11" in found) is is_wrong


def test_which_membership_was_said_first():
    twice = membership("1", reference="A"), membership("1", reference="A")
    found = problems("monthly", *twice)
    details = [each.details for each in found if each.code == "S21.G00.15.005/CCH-11"]
    first = next(each.line for each in found if each.code == "S21.G00.15.005/CCH-11") - 4
    assert details == [{"first": first}]


def test_one_insurer_may_have_two_contracts():
    two = membership("2", reference="A"), membership("1", reference="B")
    assert "S21.G00.15.001/CCH-11" not in codes("monthly", *two)


def test_managers_are_not_judged_without_their_table():
    found = codes("monthly", membership("1", manager="DLG001"))
    assert not {code for code in found if code.startswith("S21.G00.15.003")}
    assert "rule-broken" not in found


# ---- workplaces


@pytest.mark.parametrize(
    ("identifier", "wrong"),
    [
        ("53464097400026", set()),
        ("53464097400027", {"CCH-12"}),
        ("53464097500026", {"CCH-11"}),
        ("CHANTIER 7", {"CCH-11"}),
        ("534640974", {"CCH-12"}),
    ],
)
def test_a_wrong_siret_is_said_once(identifier, wrong):
    found = codes("monthly", WORKPLACE, put("S21.G00.85.001", identifier))
    assert {code[15:] for code in found if code.startswith("S21.G00.85.001")} == wrong


@pytest.mark.parametrize("kind", ["02", "03"])
def test_other_workplaces_need_no_siret(kind):
    free = put("S21.G00.85.001", "CHANTIER 7"), put("S21.G00.85.010", kind)
    found = codes("monthly", WORKPLACE, *free)
    assert not {code for code in found if code.startswith("S21.G00.85.001")}


def test_a_whole_workplace():
    found = codes("monthly", USED, WORKPLACE)
    assert not {code for code in found if code.startswith("S21.G00.85")}


@pytest.mark.parametrize(
    ("birth", "is_wrong"),
    [("01011904", 1), ("01011905", 0), ("31122024", 0), ("01012025", 1)],
)
def test_the_age_of_a_private_employer_is_that_on_the_day_of_the_file(birth, is_wrong):
    edits = [*HOUSEHOLD, put("S20.G00.05.007", "01042024"), put("S21.G00.85.016", birth)]
    file = Case(failing=[], norm="P24V01").file(edits)
    found = {problem.code for problem in check(file).problems}
    assert ("S21.G00.85.016/CCH-12" in found) is bool(is_wrong)
