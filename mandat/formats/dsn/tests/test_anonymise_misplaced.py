"""Anonymised files: what is malformed, or stands where it should not, is not kept either."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.anonymise import KEEP, treatments
from mandat.formats.dsn.checks import check_value
from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.lines import split
from mandat.formats.dsn.norms import KNOWN, norm
from mandat.formats.dsn.pseudonyms import Pseudonyms, blotted
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
    ["30.005", "30.014", "30.015", "20.001", "40.023", "83.001", "51.013", "22.002", "06.003"],
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
    for secret in ("FR7630006000011234567890189", "06 12 34 56 78", "anna@example.com"):
        assert written_for("S21.G00.40.041", secret) == blotted(secret)
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
