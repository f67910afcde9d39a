"""The shared Belgian vectors, where they are at hand."""

import json
from datetime import date
from pathlib import Path

import pytest

from mandat.identifiers import compact, is_bis, niss_problem

SHARED = Path(__file__).parents[4] / "shared" / "identifiers"

# The vectors refuse an unknown day of a known month, and a day of an unknown month other than
# theirs; Mandat follows the validator of the Belgian State and IBZ, which accept them.
ACCEPTED_HERE = {
    "85060000180",
    "87520000156",
    "87300000196",
    "05300000152",
    "05400100291",
    "87410000671",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared vectors are not beside this clone")
def test_every_vector_gets_the_expected_verdict() -> None:
    seen = 0
    for path in sorted(SHARED.glob("*.json")):
        for case in json.loads(path.read_text())["testCases"]:
            number = compact(case["input"])
            right = niss_problem(number, today=date(2026, 11, 21)) == ""
            expected = case["expected"]["isValid"] or number in ACCEPTED_HERE
            assert right == expected, case["testName"]
            if case["expected"]["isValid"]:
                assert is_bis(number) == case["expected"]["isBis"]
            seen += 1
    assert seen >= 50
