"""Anonymised files: what is malformed, or stands where it should not, is not kept either."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.anonymise import KEEP, treatments
from mandat.formats.dsn.checks import check_value
from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.lines import split
from mandat.formats.dsn.norms import KNOWN, norm
from mandat.formats.dsn.pseudonyms import Pseudonyms
from mandat.formats.dsn.tests.test_anonymise import KEY, done


@pytest.fixture
def names():
    return Pseudonyms(KEY)


def written_for(rubric, value):
    """What becomes of one value of a rubric."""
    line = done(f"{rubric},'{value}'\r\n".encode("latin-1")).decode("latin-1")
    return split(line.rstrip("\r\n")).value


BIRTHS = [each for each, what in treatments().items() if what == "birth"]


@pytest.mark.parametrize("rubric", [*BIRTHS, "S89.G00.91.006"])
def test_a_malformed_day_of_birth_goes_and_stays_malformed(rubric):
    for value, after in (
        ("19880720", "00000000"),
        ("20/07/1988", "00/00/0000"),
        ("1850375123456", "0000000000000"),
        ("31021988", "31021988"),
        ("30021988", "31021988"),
    ):
        assert written_for(rubric, value) == after
    assert written_for(rubric, "20071988")[2:] == "071988"
    assert written_for(rubric, "20071988") != "20071988"


@pytest.mark.parametrize(
    "rubric",
    ["30.005", "30.014", "30.015", "20.001", "40.023", "83.001", "51.013", "22.005", "06.003"],
)
def test_a_person_in_a_rubric_that_is_kept_goes(rubric):
    for secret in ("1850375123456", "185037512345678"):
        new = written_for(f"S21.G00.{rubric}", secret)
        assert len(new) == len(secret)
        assert secret not in new
        assert not set("123456") & set(new)


def test_a_name_in_a_rubric_that_is_kept_goes_where_it_is_no_value():
    for rubric in ("30.005", "30.014", "30.015", "20.001", "40.023", "83.001", "51.013", "60.008"):
        assert written_for(f"S21.G00.{rubric}", "DUPONT") == "XXXXXX"
    assert written_for("S21.G00.20.001", "20071988") == "00000000"
    assert written_for("S21.G00.30.005", "01") == "01"
    assert written_for("S21.G00.20.001", "DGFIP") == "DGFIP"
    assert written_for("S21.G00.51.013", "-12.50") == "-12.50"


def test_a_kept_value_that_is_wrong_keeps_its_fault():
    for rubric, value, code in (
        ("S21.G00.51.001", "31022026", "impossible-date"),
        ("S21.G00.51.013", "12,5", "value-format"),
        ("S21.G00.30.005", "7", "value-not-listed"),
        ("S21.G00.40.023", "123456789.00", "value-length"),
        ("S21.G00.40.023", "ab.cd", "value-format"),
        ("S20.G00.05.003", "07", "value-format"),
    ):
        new = written_for(rubric, value)
        assert len(new) == len(value)
        version = norm("P26V01")
        assert [each.code for each in check_value(version, rubric, value)] == [code], rubric
        assert [each.code for each in check_value(version, rubric, new)] == [code], rubric


def test_malformed_numbers_go(names):
    for value in ("190121200912010", "190121200912", "DUPONT1234567", "19012120091201"):
        new = names.replaced("nir", value)
        assert len(new) == len(value)
        assert new[:7] != value[:7]
    for value in ("0123456789", "AB12CD34", "01234567890123456789"):
        new = names.replaced("rate", value)
        assert len(new) == len(value)
        assert new != value
    assert names.replaced("nic", "1850375123456") != "1850375123456"


@pytest.mark.parametrize("kind", ["contract", "matricule"])
def test_short_and_repeated_numbers_are_permuted(names, kind):
    for length in (1, 2):
        every = [f"{number:0{length}}" for number in range(10**length)]
        images = [names.replaced(kind, each) for each in every]
        assert sorted(images) == every
        assert images != every
    assert names.replaced(kind, "7777777") != "7777777"
    assert names.replaced(kind, "99999999") == "99999999"


def test_the_platform_keeps_codes_and_counts_only():
    for value in ("V01R02", "DSNOK", "FP-KO", "FINSL", "769608", "3"):
        assert written_for("S05.G51.00.001", value) == value
    assert written_for("S05.G51.00.004", "19122025") == "19122025"
    for value in ("DUPONT", "20071988", "MARTIN", "1850375123456"):
        assert written_for("S05.G51.00.001", value) != value
        assert written_for("S95.G51.00.002", value) != value
    assert written_for("S05.G51.00.004", "20071988") != "20071988"
    assert written_for("S21.G00.30.999", "LI") != "LI"


def is_a_value(rubric, value):
    """Whether a kept rubric may hold this value: in one of the norms nothing is wrong with it."""
    return treatments().get(rubric) == KEEP and any(
        rubric in norm(name).rules and not list(check_value(norm(name), rubric, value))
        for name in KNOWN
    )


WITH_PLACES = generate("monthly", 17, size=2).decode("latin-1").splitlines()
MARKED = st.from_regex(r"[A-Z][A-Z0-9]{5}[0-9][A-Z0-9]{3,8}", fullmatch=True).filter(
    lambda text: len(set(text)) > 4
)
DATED = st.dates(date(1930, 1, 1), date(2009, 12, 31))
SECRETS = st.one_of(
    MARKED,
    DATED.map("{:%Y%m%d}".format),
    DATED.map("{:%d/%m/%Y}".format),
    DATED.map("{:%d-%m-%y}".format),
    DATED.map("{:%d%m%Y}".format),
    st.from_regex(r"[12][0-9]{2}(0[1-9]|1[0-2])[0-9]{2}[1-9]{6}([0-9]{2})?", fullmatch=True),
    st.from_regex(r"0[67]( ?[1-9]{2}){4}", fullmatch=True),
)


@settings(max_examples=300, deadline=None)
@given(
    secret=SECRETS,
    rubric=st.one_of(
        st.sampled_from(sorted(treatments())),
        st.from_regex(r"S(05|21|44|95)\.G(00|51)\.[0-9]{2}\.[0-9]{3}", fullmatch=True),
    ),
    at=st.integers(0, len(WITH_PLACES)),
    form=st.sampled_from(["{},'{}'", "{};{}", "{} , ' {}'", "{} {}"]),
)
def test_a_secret_stays_nowhere_but_where_it_is_a_value(secret, rubric, at, form):
    spoilt = [*WITH_PLACES[:at], form.format(rubric, secret), *WITH_PLACES[at:]]
    new = done("\r\n".join(spoilt).encode("latin-1")).decode("latin-1").splitlines()
    if not is_a_value(rubric, secret):
        assert secret not in split(new[at]).value


@settings(max_examples=50, deadline=None)
@given(secret=SECRETS, before=st.sampled_from(["", "S21", "S21.G00.30", "S21.G00.30.02,'", "é "]))
def test_a_line_that_is_no_record_says_nothing(secret, before):
    line = f"{before}{secret}"
    if split(line) is None:
        assert secret not in done(f"{line}\r\n{WITH_PLACES[0]}\r\n".encode("latin-1")).decode(
            "latin-1"
        )


# ---- canaries: what somebody may have written where any word may stand


EVERY = sorted({rubric for name in KNOWN for rubric in norm(name).rules})
NIR, KEYED = "2850775123456", "285077512345655"
WORDS = ("DURANDEAU", "Éléonore", "anna@exemple.fr", "06 12 34 56 78", "MARTIN", "LEROY", "Zoé K")
CANARIES = (*WORDS, NIR, KEYED, "20071985", "20/07/1985", "FR7630006000011234567890189")
ALLOWED = {  # of a date, of amounts and counts, of two words that look like a code of a list
    "D": {"20071985"},
    "N": {"20071985"},
}


def rules_of(rubric):
    """The forms of a rubric in all norms."""
    return [norm(name).rules[rubric] for name in KNOWN if rubric in norm(name).rules]


def is_free(rubric):
    """Whether any word may stand there, in one norm at least."""
    return any(
        rule.kind == "X" and not rule.codes and not rule.pattern for rule in rules_of(rubric)
    )


def test_every_rubric_is_of_a_class_that_is_kept_or_in_the_table():
    for rubric in EVERY:
        treatment = treatments()[rubric]
        rules = rules_of(rubric)
        if treatment == KEEP:
            assert not is_free(rubric) or rubric == "S21.G00.60.008", rubric  # a bank's code
            assert not any(rule.private for rule in rules), rubric


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_survives_in_no_rubric(canary):
    for rubric in [*EVERY, "S21.G00.30.997", "S21.G00.99.001", "S20.G01.07.001", "S05.G51.00.009"]:
        kinds = {rule.kind for rule in rules_of(rubric)} if rubric in treatments() else set()
        if canary in set().union(*(ALLOWED.get(kind, ()) for kind in kinds)):
            continue  # a day of a contract may be any day, and an amount any amount
        assert canary not in written_for(rubric, canary), rubric


def test_a_national_number_is_no_amount_and_no_order():
    for rubric in EVERY:
        if {rule.kind for rule in rules_of(rubric)} == {"N"}:
            for value in (NIR, KEYED, f"{NIR}.00", f"{KEYED}.00", f"-{NIR}.00"):
                assert NIR not in written_for(rubric, value), rubric
    for value in (NIR, KEYED):
        order = written_for("S20.G00.05.004", value)
        assert not list(check_value(norm("P26V01"), "S20.G00.05.004", order))
        assert written_for("S20.G00.05.006", f"01022026{value}") == f"01022026{order}"
    for value in ("0", "7", "20260131", "20260131120000"):
        assert written_for("S20.G00.05.004", value) == value
        assert written_for("S20.G00.05.006", f"01022026{value}") == f"01022026{value}"


def test_codes_of_organisations_and_short_marks_stay():
    for rubric, value in (
        ("S21.G00.20.002", "DGFIP_SATD"), ("S21.G00.11.025", "73282932000074"),
        ("S21.G00.40.022", "27"), ("S21.G00.73.010", "GR5"), ("S21.G00.70.004", "01"),
        ("S21.G00.12.002", "BNPAFRPP"), ("S21.G00.60.008", "CMCIFR2A"),
    ):  # fmt: skip
        assert written_for(rubric, value) == value
    assert written_for("S21.G00.60.008", "MARTINEZ") != "MARTINEZ"
    assert written_for("S21.G00.40.041", "Niveau II") == written_for("S21.G00.40.041", "NIVEAU  II")


@pytest.mark.parametrize("shape", SHAPES)
def test_canaries_survive_in_no_shape(shape):
    """In every rubric of a file that is private, or where any word may stand."""
    lines = generate(shape, 23, size=3).decode("latin-1").splitlines()
    sown = Counter()
    for at, line in enumerate(lines):
        rubric = line[:14]
        if is_free(rubric) or any(rule.private for rule in rules_of(rubric)):
            canary = CANARIES[(at + sown.total()) % len(CANARIES)]
            lines[at] = f"{rubric},'{canary}'"
            sown[canary] += 1
    assert sown
    new = done("\r\n".join(lines).encode("cp1252"))
    assert [canary for canary in sown if f"'{canary}'".encode("cp1252") in new] == []
    short = [canary for canary in sown if canary in (*WORDS, NIR, KEYED)]
    assert [canary for canary in short if canary.encode("cp1252") in new] == []
