"""The form of names, addresses, e-mail addresses and contract numbers."""

import pytest

from mandat.formats.dsn.controls.shapes import (
    is_address_line,
    is_contract_number,
    is_mail_address,
    is_person_name,
)


@pytest.mark.parametrize("name", ["MARTIN", "MARTIN-DUPONT", "'T HOOFT", "D'ARC", "MARIE ANNE"])
def test_names(name):
    assert is_person_name(name)


@pytest.mark.parametrize(
    "name",
    ["-MARTIN", "MARTIN-", "MARTIN'", "MARTIN  DUPONT", "MARTIN -DUPONT", "D' ARC", "A--B"],
)
def test_wrong_names(name):
    assert not is_person_name(name)


@pytest.mark.parametrize("title", ["MONSIEUR", "Mr", "m", "MADAME", "Mme"])
def test_titles(title):
    assert not is_person_name(f"{title} MARTIN")
    assert is_person_name(f"{title} MARTIN", may_have_title=True)
    assert is_person_name(f"{title}X MARTIN")


@pytest.mark.parametrize("name", ["A B--C D", "A--'T B"])
def test_double_surnames(name):
    assert is_person_name(name, is_surname=True)


@pytest.mark.parametrize(
    "name", ["A--B--C", "A'--B", "A --B", "A-- B", "A---B", "--B", "A--", "A  B"]
)
def test_wrong_double_surnames(name):
    assert not is_person_name(name, is_surname=True)


@pytest.mark.parametrize("line", ["1 RUE DE L'ORME", "ST. MALO", "BOURG-EN-BRESSE", "1B RUE D.A"])
def test_address_lines(line):
    assert is_address_line(line)


@pytest.mark.parametrize("line", [".A", "A.", "A-", "'A", "A  B", "A' B", "A .B", "A. -B", "A..B"])
def test_wrong_address_lines(line):
    assert not is_address_line(line)


@pytest.mark.parametrize("mail", ["a@b.fr", "a.b-c_d@e-f.g.fr", "a-_b@c.fr", "a@b--c.fr"])
def test_mail_addresses(mail):
    assert is_mail_address(mail)


@pytest.mark.parametrize(
    "mail",
    [
        "a",
        "@b.fr",
        "a@",
        "a@b",
        "a@b@c.fr",
        "a..b@c.fr",
        ".a@b.fr",
        "a_@b.fr",
        "a@b_c.fr",
        "a@b.fr-",
        "a@.b.fr",
        "à@b.fr",
    ],
)
def test_mail_addresses_of_wrong_signs_or_ends(mail):
    assert not is_mail_address(mail)


def test_mail_addresses_of_contacts_have_no_two_signs_together():
    assert is_mail_address("a.b-c_d@e-f.fr", is_contact=True)
    assert not is_mail_address("a-_b@c.fr", is_contact=True)
    assert not is_mail_address("a@b--c.fr", is_contact=True)


def test_contract_numbers():
    assert is_contract_number("A-1 b.c@d/e_fàéèêëïôç")
    assert not is_contract_number("A+1")
    assert not is_contract_number("Aù1")
    assert not is_contract_number("A'1")
