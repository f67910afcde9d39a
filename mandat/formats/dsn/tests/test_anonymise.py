"""Anonymised files: nothing of anybody is left, and all the rest is as it was."""

import io
import itertools
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.anonymise import KEEP, anonymise, key_of, treatments
from mandat.formats.dsn.cli import main
from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.lines import split
from mandat.formats.dsn.norms import _rows, is_private, norm
from mandat.formats.dsn.pseudonyms import Pseudonyms, luhn_digit
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases.bases import BASES
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled
from mandat.formats.dsn.writer import envoi, write
from mandat.identifiers import is_valid_iban, is_valid_siren, is_valid_siret

KEY = key_of("a secret", bytes)
SAMPLE = Path(__file__).parents[5] / "shared" / "dsn" / "samples" / "fctu-lot-P25V01.dsn"
IBAN = "FR7630006000011234567890189"


def done(content, key=KEY):
    target = io.BytesIO()
    lines, _ = anonymise(content, target, key)
    assert lines == len(list(rows(target.getvalue())))
    return target.getvalue()


def rows(content):
    return content.decode("latin-1").splitlines()


def pairs(content):
    """Rubric, value before, value after, of every record."""
    for old, new in zip(rows(content), rows(done(content)), strict=True):
        before, after = split(old), split(new)
        assert (before is None) == (after is None)
        if before:
            rubric = f"{before.block}.{before.number}"
            assert rubric == f"{after.block}.{after.number}"
            yield rubric, before.value, after.value


def found(content):
    """What is wrong, by code, place and level; but for what rests on a replaced value."""
    reading = check(content)
    return Counter(
        (each.code, each.line, each.level, each.rubric)
        for each in reading.problems
        if treatments().get(each.rubric, KEEP) == KEEP
    ), Counter(each.code for each in reading.problems)


# ---- every rubric is decided


def test_every_rubric_of_the_norms_is_decided_once():
    known = [row[0] for row in _rows()]
    assert set(treatments()) == set(known)
    path = Path(__file__).parents[1] / "tables" / "anonymisation.tsv"
    lines = path.read_text("utf-8").splitlines()[1:]
    numbers = [number for line in lines for number in line.split("\t")[2].split()]
    assert len(numbers) == len(known)
    assert set(treatments().values()) - {KEEP} <= set(Pseudonyms(KEY).kinds)


def test_nothing_private_is_kept():
    assert [each for each, what in treatments().items() if what == KEEP and is_private(each)] == []


def test_rubrics_that_say_the_same_are_treated_alike():
    """A contract that is named elsewhere, a place of work, a number of a person."""
    for label, what in (("Contrat", "contract"), ("NIR", "nir"), ("NTT", "ntt"), ("IBAN", "iban")):
        from mandat.formats.dsn.norms import labels

        alike = [each for each in treatments() if labels()[each] == label]
        assert alike
        assert {treatments()[each] for each in alike} == {what}


# ---- whole files


@pytest.mark.parametrize("shape", SHAPES)
def test_a_conformant_file_stays_conformant(shape):
    content = generate(shape, 11)
    new = done(content)
    assert new != content
    assert found(new) == found(content)
    assert not check(new).is_blocked


@pytest.mark.parametrize("base", BASES)
def test_the_bases_of_the_cases_keep_their_problems(base):
    head, rest = BASES[base]
    content = write(envoi(head, [rest]))
    assert found(done(content)) == found(content)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    key=st.binary(min_size=16, max_size=32),
    names=st.lists(st.sampled_from(sorted(FAULTS)), max_size=3, unique=True),
)
def test_the_same_is_wrong_afterwards(seed, key, names):
    rng = Random(seed)
    content = generate("monthly", seed, size=4)
    for name in names:
        try:
            content = sow(content, [name], rng)
        except CannotSowError:
            continue
    target = io.BytesIO()
    anonymise(content, target, key)
    assert len(rows(target.getvalue())) == len(rows(content))
    assert found(target.getvalue())[0] == found(content)[0]


def test_only_what_is_decided_is_replaced():
    content = generate("monthly", 6, size=8)
    for rubric, before, after in pairs(content):
        if treatments()[rubric] == KEEP:
            assert before == after, rubric


def test_nothing_of_anybody_is_left():
    for shape in ("monthly", "several-places", "end-of-contract", "only-outsiders"):
        content = generate(shape, 6)
        new = done(content).decode("latin-1")
        kinds = {"nir", "ntt", "family", "first", "email", "iban", "siren", "company", "street"}
        gone = {
            before
            for rubric, before, _ in pairs(content)
            if treatments()[rubric] in kinds and len(before) > 3
        }
        assert gone
        assert [each for each in gone if f"'{each}'" in new] == []


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not beside the project")
def test_the_genuine_sample_keeps_its_problems():
    content = SAMPLE.read_bytes()
    new = done(content)
    assert found(new)[0] == found(content)[0]
    for text in (b"CONTACT_DECLARANT", b"ENTREPRISE_TEST", b"contact@", b"12345678900012"):
        assert text in content
        assert text not in new


# ---- the same becomes the same


def test_the_same_person_stays_the_same_and_no_two_become_one():
    content = b"".join(generate("monthly", seed, size=30) for seed in (1, 1, 2))
    images = {}
    for rubric, before, after in pairs(content):
        what = treatments()[rubric]
        if what in ("nir", "siren", "contract", "matricule", "iban", "reference", "rate"):
            assert images.setdefault((what, before), after) == after
    for what, group in itertools.groupby(sorted(images), key=lambda each: each[0]):
        befores = list(group)
        assert len({images[each] for each in befores}) == len(befores), what


def test_a_seed_gives_the_same_file_another_does_not():
    content = generate("monthly", 3)
    assert done(content, key_of("x", bytes)) == done(content, key_of("x", bytes))
    assert done(content, key_of("x", bytes)) != done(content, key_of("y", bytes))
    fresh = iter((b"1" * 32, b"2" * 32))
    assert key_of(None, lambda _: next(fresh)) != key_of(None, lambda _: next(fresh))


@given(st.integers(2, 5000), st.binary(min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_numbers_are_permuted_never_merged(size, key):
    names = Pseudonyms(key)
    images = [names._permuted(number, size, "t") for number in range(min(size, 400))]
    assert len(set(images)) == len(images)
    assert all(0 <= each < size for each in images)
    even = {
        names._permuted(n, size, "t", lambda m: m % 2 == 0) for n in range(0, min(size, 400), 2)
    }
    assert len(even) == len(range(0, min(size, 400), 2))
    assert all(each % 2 == 0 for each in even)


# ---- values


@pytest.fixture
def names():
    return Pseudonyms(KEY)


def test_keys_are_right_where_they_were_and_wrong_where_they_were(names):
    assert is_valid_siren(names.replaced("siren", "732829320"))
    assert not is_valid_siren(names.replaced("siren", "732829321"))
    siret = names.replaced("place", "73282932000074")
    assert is_valid_siret(siret)
    assert siret.startswith(names.replaced("siren", "732829320"))
    assert siret[9:13] == "0007"
    assert names.replaced("nic", "00074") == siret[9:]
    assert not is_valid_siret(names.replaced("place", "73282932000075"))
    assert is_valid_siret(names.replaced("place", "35600000000048"))  # La Poste
    assert is_valid_siret(names.replaced("place", "35600000012345"[:13] + "3")) is False


def test_accounts_keep_their_country_bank_and_keys(names):
    new = names.replaced("iban", IBAN)
    assert is_valid_iban(new)
    assert new[:2] + new[4:9] == IBAN[:2] + IBAN[4:9]
    assert new[9:] != IBAN[9:]
    bank, branch, number, key = int(new[4:9]), int(new[9:14]), int(new[14:25]), int(new[25:])
    assert (89 * bank + 15 * branch + 3 * number + key) % 97 == 0
    assert not is_valid_iban(names.replaced("iban", IBAN.replace("FR76", "FR77")))
    belgian = names.replaced("iban", "BE68539007547034")
    assert is_valid_iban(belgian)
    assert int(belgian[4:14]) % 97 in (int(belgian[14:]), 0)
    german = names.replaced("iban", "DE89370400440532013000")
    assert is_valid_iban(german)
    assert german != "DE89370400440532013000"


@given(st.from_regex(norm("P26V01").rules["S21.G00.30.001"].pattern, fullmatch=True))
def test_national_numbers_keep_sex_birth_and_form(number):
    new = Pseudonyms(KEY).replaced("nir", number)
    assert norm("P26V01").rules["S21.G00.30.001"].matches(new)
    assert new[:7] == number[:7]
    if not number.endswith("999999"):
        assert not new.endswith("999999")
    if number[5:7] in ("97", "98"):
        assert new[7] == number[7]


def test_who_has_no_number_keeps_none(names):
    assert names.replaced("nir", "1999999999999") == "1999999999999"
    assert names.replaced("rate", "-1") == "-1"
    assert names.replaced("reference", "999999999") == "999999999"
    assert names.replaced("birth", "99031990") == "99031990"


def test_temporary_numbers_follow_their_company(names):
    new = names.replaced("ntt", "1732829320AB123")
    assert new[0] == "1"
    assert new[1:10] == names.replaced("siren", "732829320")
    assert len(new) == 15
    assert new[10:] != "AB123"


@given(st.dates().filter(lambda day: 1900 <= day.year <= 2025))
def test_birth_keeps_month_and_year(day):
    new = Pseudonyms(KEY).replaced("birth", f"{day:%d%m%Y}")
    assert new[2:] == f"{day:%m%Y}"
    assert 1 <= int(new[:2]) <= 28


@given(kind=st.sampled_from(sorted(Pseudonyms(KEY).kinds)), value=st.text(min_size=1, max_size=130))
def test_no_value_is_too_strange(kind, value):
    names = Pseudonyms(KEY)
    new = names.replaced(kind, value)
    assert new
    assert names.replaced(kind, value) == new


def test_luhn():
    assert luhn_digit("73282932") == 0


# ---- lines that are not as they should be


def test_broken_lines_keep_their_faults_and_lose_their_words():
    content = [
        *MONTH[:50],
        "S21.G00.30.002;MARTINEAU",
        "MARTINEAU Zoé 273",
        "",
        "  s21.g00.30.004 , 'ANNA'  ",
        "S21.G00.30.003,' MARTINEAU'",
        "S21.G00.30.999,'MARTINEAU'",
        *MONTH[50:],
    ]
    source = as_file(content)
    new = done(source)
    assert b"MARTINEAU" not in new
    assert b"ANNA" not in new
    assert b"Zo" not in new
    lines = rows(new)
    assert lines[51] == "XXXXXXXXX Xxx 000"
    assert lines[52] == ""
    assert lines[53].startswith("  s21.g00.30.004 , '")
    assert lines[54].startswith("S21.G00.30.003,' ")
    assert [each.line for each in check(new).problems] == [
        each.line for each in check(source).problems
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_and_line_ends_stay(encoding, end):
    content = spoiled(
        MONTH,
        "S21.G00.06.003",
        "S21.G00.06.003,'é€'" if encoding != "latin-1" else "S21.G00.06.003,'é'",
    )
    source = as_file(content, end, encoding)
    new = done_bytes(source)
    old, read = check(source), check(new)
    assert read.encoding == old.encoding
    assert read.line_count == old.line_count == len(MONTH)
    assert [(each.code, each.line) for each in read.problems] == [
        (each.code, each.line) for each in old.problems
    ]
    text = new.decode(encoding)
    assert text.count(end) == len(MONTH)
    assert "MARTIN" not in text


def done_bytes(content):
    target = io.BytesIO()
    anonymise(io.BytesIO(content), target, KEY)
    return target.getvalue()


def test_memory_is_bounded(tmp_path):
    from mandat.formats.dsn.anonymise import _MOST_REMEMBERED, _Anonymiser

    names = _Anonymiser(KEY)
    for rank in range(_MOST_REMEMBERED + 10):
        names.line(b"S21.G00.51.013,'%d.00'" % rank, "iso-8859-1")
    assert len(names.remembered) <= _MOST_REMEMBERED
    names.remembered.clear()
    names.line(b"S21.G00.51.013,'%s'" % (b"7" * 10_000), "iso-8859-1")
    assert names.remembered == {}


def test_no_end_of_a_long_value_is_left(names):
    value = "REF" + "SECRET12" * 400
    new = names.replaced("reference", value)
    assert len(new) == len(value)
    assert "SECRET12" not in new


# ---- the command


def test_the_command_writes_for_its_owner_alone(tmp_path, capsys):
    source, target = tmp_path / "in.dsn", tmp_path / "out.dsn"
    source.write_bytes(generate("monthly", 1))
    assert main(["anonymise", str(source), str(target), "--seed", "s", "--language", "en"]) == 0
    assert target.stat().st_mode & 0o077 == 0
    first = target.read_bytes()
    assert main(["anonymise", str(source), str(target), "--language", "en"]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["anonymise", str(source), str(target), "--force", "--seed", "s"]) == 0
    assert target.read_bytes() == first
    assert main(["anonymise", str(source), str(target), "--force"]) == 0
    assert target.read_bytes() != first


def test_the_command_refuses_what_it_cannot_do(tmp_path, capsys):
    source, other = tmp_path / "in.dsn", tmp_path / "other"
    source.write_bytes(generate("monthly", 1))
    other.write_bytes(b"not one")
    before = source.read_bytes()
    assert main(["anonymise", str(source), str(source), "--force"]) == 2
    assert source.read_bytes() == before
    assert main(["anonymise", str(other), str(tmp_path / "a")]) == 2
    assert main(["anonymise", str(tmp_path / "absent"), str(tmp_path / "a")]) == 2
    assert main(["anonymise", str(source), str(tmp_path / "no" / "a")]) == 2
    assert main(["anonymise", str(tmp_path), str(tmp_path / "a")]) == 2
    assert not (tmp_path / "a").exists()
    assert capsys.readouterr().err.count("\n") == 5
