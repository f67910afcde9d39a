"""What changed between two files: everything that did, nothing else, and of nobody in clear."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.catalogue import CATEGORIES
from mandat.formats.dsn.cli import main
from mandat.formats.dsn.collector import MASK
from mandat.formats.dsn.compare import KEYS, PEOPLE, compare, family_of
from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.norms import PLACES, norm
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.report.differences import amount, as_dict, as_text, summary
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.tests.files import MONTH, MONTHLY, PERSON, as_file, envoi, spoiled

SECOND = PERSON.replace("MARTIN", "DURAND").replace("2732829320001", "2732829320002").replace(
    "'M1'", "'M2'"
)  # fmt: skip
TWO = envoi(MONTHLY, PERSON, SECOND)


def changed(old, new):
    """The changes of the only pair of declarations."""
    [pair] = compare(read(as_file(old)), read(as_file(new)))
    assert pair.before
    assert pair.after
    return pair.changes


def only(old, new):
    [change] = changed(old, new)
    return change


def text(old, new, language="en"):
    return "\n".join(as_text(compare(read(as_file(old)), read(as_file(new))), Words(language)))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_is_the_same_as_itself(shape):
    content = generate(shape, 9)
    pairs = compare(read(content), read(content))
    assert pairs
    assert all(pair.is_same for pair in pairs)


def test_what_says_that_it_replaces_is_no_change():
    new = spoiled(MONTH, "S20.G00.05.002", "S20.G00.05.002,'03'")
    new = spoiled(new, "S20.G00.05.004", "S20.G00.05.004,'8'")
    new = spoiled(new, "S20.G00.05.007", "S20.G00.05.006,'030220267'", "S20.G00.05.007,'04022026'")
    assert changed(MONTH, new) == []


def test_an_amount_has_its_difference():
    change = only(MONTH, spoiled(MONTH, "S21.G00.78.004", "S21.G00.78.004,'1987.50'"))
    assert (change.kind, change.rubric) == ("changed", "S21.G00.78.004")
    assert (change.before, change.after, change.difference) == ("2000.00", "1987.50", -1250)
    assert change.individual == (1, 1)
    assert change.family == "contributions"
    line = next(n for n, each in enumerate(MONTH, 1) if each.startswith("S21.G00.78.004"))
    assert change.lines == (line, line)
    said = text(MONTH, spoiled(MONTH, "S21.G00.78.004", "S21.G00.78.004,'1987.50'"))
    assert "Montant: 2000.00 → 1987.50 (difference -12.50)" in said
    assert "Contributions: 1 changed" in said


def test_headings_say_which_block_in_words_once_for_all_below_it():
    new = spoiled(MONTH, "S21.G00.78.004", "S21.G00.78.004,'1987.50'")
    new = spoiled(new, "S21.G00.40.006", "S21.G00.40.006,'AUTRE'")
    lines = text(MONTH, new).splitlines()
    named = [line.strip() for line in lines if line.startswith("  ") and "~" not in line]
    assert "Salarié (1)" in named
    assert "Contrat 00001" in named
    base = "Base de cotisations (Type de base 03, Début de période 2026-01-01, Fin de période "
    assert f"{base}2026-01-31)" in named
    assert len(set(named)) == len(named)
    depth = [len(line) - len(line.lstrip()) for line in lines if line.strip() in named]
    assert depth[:3] == [2, 4, 6]
    german = text(MONTH, new, "de")
    assert "Début de période 01.01.2026" in german
    assert "Die Bezeichnungen der Rubriken sind französisch." in german


def test_headings_hide_who_it_is():
    for seed in range(3):
        old, new = generate("monthly", seed, size=4), generate("monthly", seed + 50, size=4)
        said = "\n".join(as_text(compare(read(old), read(new)), Words("en")))
        people = [each for each in old.decode("latin-1").splitlines() if "S21.G00.30.00" in each]
        secrets = {each[16:-1] for each in people if each[11:14] in ("001", "002", "004", "006")}
        assert secrets
        assert [each for each in secrets if each in said] == []


def test_a_rubric_that_comes_or_goes():
    without = spoiled(MONTH, "S21.G00.40.006")
    gone, come = only(MONTH, without), only(without, MONTH)
    assert (gone.kind, gone.before, gone.after) == ("removed", "COMPTABLE", "")
    assert (come.kind, come.before, come.after) == ("added", "", "COMPTABLE")
    assert gone.lines[1] == 0
    assert "Emploi: COMPTABLE (removed)" in text(MONTH, without)


def test_what_is_private_is_said_to_have_changed_and_no_more():
    new = spoiled(MONTH, "S21.G00.30.002", "S21.G00.30.002,'MARTINEAU'")
    change = only(MONTH, new)
    assert (change.before, change.after) == (MASK, MASK)
    for language in ("fr", "nl", "de", "en"):
        said = text(MONTH, new, language)
        assert "MARTIN" not in said
        assert Words(language)("hidden-change") in said
    told = json.dumps(as_dict(compare(read(as_file(MONTH)), read(as_file(new)))))
    assert "MARTIN" not in told


def test_people_are_matched_wherever_they_stand():
    new = envoi(MONTHLY, SECOND.replace("'2000.00'", "'2100.00'", 1), PERSON)
    changes = changed(TWO, new)
    assert {each.individual for each in changes} == {(2, 1)}
    assert [each.difference for each in changes] == [10000]
    assert "Salarié (A 2, B 1)" in text(TWO, new)


def test_somebody_who_comes_or_goes_is_one_change():
    one = envoi(MONTHLY, PERSON)
    come, gone = only(one, TWO), only(TWO, one)
    assert (come.kind, come.code, come.individual) == ("added", "S21.G00.30", (0, 2))
    assert (gone.kind, gone.individual) == ("removed", (2, 0))
    assert come.rubrics == len(SECOND.strip().splitlines())
    assert ("S21.G00.30.002", MASK) in come.values
    assert "DURAND" not in text(one, TWO).replace("Contact", "")


@pytest.mark.parametrize("gone", ["S21.G00.30.020", "S21.G00.30.019"])
def test_a_person_whose_number_changes_is_known_by_another(gone):
    """By the temporary number, else the company's own number, else the name and the birth."""
    new = [f"{line[:14]},'X{line[16:]}" if line.startswith(gone) else line for line in TWO]
    changes = changed(TWO, new)
    assert {each.rubric for each in changes} == {gone}
    assert {each.individual for each in changes} == {(1, 1), (2, 2)}


def test_a_person_known_by_name_alone():
    strip = ("S21.G00.30.020", "S21.G00.30.019")
    old = [line for line in TWO if not line.startswith(strip)]
    new = [line for line in envoi(MONTHLY, SECOND, PERSON) if not line.startswith(strip)]
    assert changed(old, new) == []


def test_people_of_whom_nothing_is_known_are_taken_in_their_order():
    told = (
        "S21.G00.30.002",
        "S21.G00.30.004",
        "S21.G00.30.006",
        "S21.G00.30.019",
        "S21.G00.30.020",
    )
    old = [line for line in TWO if not line.startswith(told[1:])]
    old = [f"{told[0]},''" if line.startswith(told[0]) else line for line in old]
    assert changed(old, old) == []


def test_blocks_are_matched_by_what_they_are_not_by_their_place():
    """A contribution put before the others adds one thing; it does not change all that follow."""
    line = "S21.G00.23.001,'100'"
    new = spoiled(MONTH, line, "S21.G00.23.001,'003'", "S21.G00.23.002,'920'",
        "S21.G00.23.004,'5.00'", line)  # fmt: skip
    change = only(MONTH, new)
    assert (change.kind, change.code, change.rubrics) == ("added", "S21.G00.23", 3)
    assert change.values[0] == ("S21.G00.23.001", "003")


def test_what_is_left_alone_on_both_sides_is_the_same_changed():
    new = spoiled(MONTH, "S21.G00.40.009", "S21.G00.40.009,'00009'")
    contract = next(each for each in changed(MONTH, new) if each.code == "S21.G00.40")
    assert (contract.rubric, contract.before, contract.after) == (
        "S21.G00.40.009",
        "00001",
        "00009",
    )
    corrected = spoiled(MONTH, "S21.G00.11.001", "S21.G00.11.001,'00082'")
    assert only(MONTH, corrected).rubric == "S21.G00.11.001"


def test_a_block_of_two_alike_is_matched_by_its_period():
    last = "S21.G00.78.004,'2000.00'"
    other = [last, "S21.G00.78.001,'03'", "S21.G00.78.002,'01122025'", "S21.G00.78.003,'31122025'",
        "S21.G00.78.004,'-50.00'"]  # fmt: skip
    new = spoiled(MONTH, last, *other)
    change = only(MONTH, new)
    assert (change.kind, change.rubrics) == ("added", 4)
    assert change.path[-1].key == "03 01122025 31122025"


def test_declarations_are_paired_by_what_they_are_about():
    january = MONTHLY + PERSON
    february = january.replace("S20.G00.05.005,'01012026'", "S20.G00.05.005,'01022026'")
    old, new = envoi(january), envoi(february, january)
    first, second = compare(read(as_file(old)), read(as_file(new)))
    assert first.before is None
    assert second.is_same
    assert summary([first, second]) == {"declaration": {"added": 1, "removed": 0, "changed": 0}}
    assert "added · Monthly DSN, normal, February 2026" in text(old, new)


def test_fractions_are_not_mixed():
    content = generate("two-fractions", 3)
    first, second = (read(content).declarations[rank].fraction for rank in (0, 1))
    assert first != second
    pairs = compare(read(content), read(content))
    assert [(pair.before.fraction, pair.after.fraction) for pair in pairs] == [
        (first, first),
        (second, second),
    ]


def test_an_event_whose_date_was_wrong_is_the_same_event():
    content = generate("sick-leave", 3).decode("latin-1")
    line = next(each for each in content.split("\r\n") if each.startswith("S21.G00.60.003"))
    new = content.replace(line, "S21.G00.60.003,'31122026'")
    [pair] = compare(read(content.encode("latin-1")), read(new.encode("latin-1")))
    assert [change.rubric for change in pair.changes] == ["S21.G00.60.003"]
    assert pair.changes[0].family == "events"


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 500), data=st.data())
def test_any_changed_value_is_told_once(seed, data):
    """But those that only say that a declaration replaces another, and those of S10 and S90."""
    lines = generate("monthly", seed % 7, size=3).decode("latin-1").split("\r\n")[:-1]
    told = [n for n, line in enumerate(lines) if line[:3] not in ("S10", "S90")
            and line[:14] not in {f"S20.G00.05.{n}" for n in ("002", "004", "006", "007")}
            and line[11:14] not in norm("P26V01").heads.get(line[:10], "")
            and line[11:14] not in KEYS.get(line[:10], "").split()
            and line[:10] not in ("S21.G00.30", "S89.G00.91")]  # fmt: skip
    place = data.draw(st.sampled_from(told))
    rubric = lines[place][:14]
    new = [*lines[:place], f"{rubric},'7{lines[place][16:]}", *lines[place + 1 :]]
    change = only(lines, new)
    assert (change.kind, change.rubric) == ("changed", rubric)
    assert change.lines == (place + 1, place + 1)


def test_every_block_has_a_family_and_keys_that_exist():
    rules = norm("P26V01").rules
    for code in PLACES:
        assert family_of(code) in CATEGORIES
        assert code in KEYS or code in (*PEOPLE, "S20.G00.05"), code
    for code, numbers in KEYS.items():
        assert code in PLACES
        for number in numbers.split():
            assert f"{code}.{number}" in rules, (code, number)


def test_the_summary_counts_what_is_listed():
    new = spoiled(spoiled(TWO, "S21.G00.50.001", "S21.G00.50.001,'30012026'"), "S21.G00.40.006")
    pairs = compare(read(as_file(TWO)), read(as_file(new)))
    counts = Counter((each.family, each.kind) for pair in pairs for each in pair.changes)
    told = summary(pairs)
    assert sum(counts.values()) == sum(number for each in told.values() for number in each.values())
    assert told["pay"]["changed"] == 1
    assert told["contract"]["removed"] == 1


def test_amounts_are_written_with_their_sign():
    assert [amount(each) for each in (0, 5, -5, 123456, -100)] == [
        "+0.00", "+0.05", "-0.05", "+1234.56", "-1.00",
    ]  # fmt: skip


def test_the_command_says_how_it_ended(tmp_path, capsys):
    a, b, other = tmp_path / "a.dsn", tmp_path / "b.dsn", tmp_path / "other"
    a.write_bytes(as_file(MONTH))
    b.write_bytes(as_file(spoiled(MONTH, "S21.G00.78.004", "S21.G00.78.004,'1.00'")))
    other.write_bytes(b"not one")
    run = lambda *arguments: main(["diff", "--language", "en", *map(str, arguments)])  # noqa: E731
    assert run(a, a) == 0
    assert "No difference." in capsys.readouterr().out
    assert run(a, b) == 1
    assert run(a, other) == 2
    assert run(tmp_path / "absent", a) == 2
    capsys.readouterr()
    assert run("--format", "json", a, b) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["identical"] is False
    [change] = told["declarations"][0]["changes"]
    assert change["difference"] == "-1999.00"
    assert change["path"][-1] == {
        "block": "S21.G00.78", "label": "Base de cotisations", "key": "03 01012026 31012026",
    }  # fmt: skip
    assert told["summary"]["contributions"] == {"added": 0, "removed": 0, "changed": 1}
