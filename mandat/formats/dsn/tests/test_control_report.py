"""The official control report: as its schema wants it, and true."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mandat.formats.dsn.collector import MASK
from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.report.control_report import NAMESPACE, control_reports, official_code
from mandat.formats.dsn.report.examine import LEVELS
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled
from mandat.formats.dsn.tests.reported import faulty, manifold, reported
from mandat.formats.dsn.tests.schemas import XmlSchema

XSD = Path(__file__).parents[5] / "shared" / "dsn" / "control-report.xsd"


@pytest.mark.skipif(not XSD.exists(), reason="the official schema is not beside the project")
def test_the_official_report_is_what_its_schema_says():
    schema = XmlSchema(XSD)
    seen = set()
    for report in manifold():
        for level in LEVELS:
            for document in control_reports(report, level, "fr"):
                assert schema.faults(document.encode()) == []
                seen.update(each.tag for each in ET.fromstring(document).iter())
    assert {"envoi_anomalie", "declaration_anomalie", "salarie", "rubrique_associee"} <= seen


@pytest.mark.skipif(not XSD.exists(), reason="the official schema is not beside the project")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<rang>1</rang>", "<rang>first</rang>"),
        ("<etat>KO</etat>", "<etat>NO</etat>"),
        ("<etat>KO</etat>", ""),
        ('version="P01V01R04"', 'version="1"'),
        (f' xmlns:cnav="{NAMESPACE}"', ' xmlns:cnav="other"'),
        ("<type_envoi>", "<autre/><type_envoi>"),
        ("</declaration>", "</declaration><envoi/>"),
    ],
)
def test_the_check_against_the_official_schema_is_not_blind(old, new):
    [document] = control_reports(faulty(), "info", "fr")
    assert old in document
    assert XmlSchema(XSD).faults(document.replace(old, new, 1).encode())


def test_the_official_report_counts_and_places():
    report = faulty()
    [document] = control_reports(report, "info", "fr")
    root = ET.fromstring(document)
    assert root.tag == f"{{{NAMESPACE}}}rapport"
    assert root.attrib == {"profil": "DSN", "version": "P01V01R04"}
    assert [child.tag for child in root] == ["envoi", "declaration"]
    numbers = {
        each.findtext("envoi_categorie"): int(each.findtext("nombre"))
        for each in root.findall("envoi/envoi_bilan/envoi_compteurs")
    }
    assert numbers["total"] == len(report.problems) == len(list(root.iter("description")))
    assert numbers["total"] == numbers["generale"] + numbers["declaration"]
    assert root.findtext("envoi/envoi_bilan/envoi_etat") == "KO"
    assert root.findtext("declaration/declaration_bilan/etat") == "KO"
    assert root.findtext("declaration/declaration_bilan/niveau_conformite/etat_conformite") == "KO"
    assert int(root.findtext("declaration/declaration_bilan/declaration_contenu/salaries")) == 8
    assert {each.text for each in root.iter("NIR")} == {MASK}
    lines = [int(each.text) for each in root.iter("numero_ligne")]
    assert sorted(lines) == sorted(problem.line for problem in report.problems)


def test_the_official_report_of_a_right_file():
    [document] = control_reports(reported(generate("monthly", 4, test=False)), "info", "fr")
    root = ET.fromstring(document)
    assert {each.text for each in root.iter("envoi_etat")} == {"OK"}
    assert {each.text for each in root.iter("etat")} == {"OK"}
    assert [each.findtext("nombre") for each in root.iter("envoi_compteurs")] == ["0"]


def test_each_envoi_has_its_own_document():
    report = reported(
        as_file(MONTH) + as_file(spoiled(MONTH, "S21.G00.06.002", "S21.G00.06.002,'1'"))
    )
    first, second = map(ET.fromstring, control_reports(report, "blocking", "fr"))
    codes = [[each.text for each in root.iter("code")] for root in (first, second)]
    assert len(codes[0]) + len(codes[1]) == report.counts()["blocking"]
    assert len(codes[1]) > len(codes[0])
    assert [root.findtext("declaration//rang") for root in (first, second)] == ["1", "2"]


def test_codes_are_written_as_the_schema_shows_them():
    assert official_code("S21.G00.06.002/CSL-11") == "S21.G00.06.002-CSL11"
    assert official_code("line-syntax") == "line-syntax"
