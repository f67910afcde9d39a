"""The document of all controls is what the rules say today, and holds what was promised."""

from pathlib import Path

import pytest

from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.listing import listing, state_of, states
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.norms import official

load()
DOCUMENT = Path(__file__).parents[4] / "docs" / "dsn" / "controls.md"


@pytest.mark.skipif(not DOCUMENT.exists(), reason="an installed package has no docs")
def test_the_document_is_up_to_date():
    """When this fails: python -m mandat.formats.dsn.controls.listing > docs/dsn/controls.md."""
    assert DOCUMENT.read_text("utf-8") == "\n".join(listing()) + "\n"


def test_every_official_control_is_written_or_its_absence_explained():
    absent = official().keys() - REGISTER.keys()
    assert absent == states().keys()
    assert all(state.reason for state in states().values())
    assert all(state.name for state in states().values() if state.state == "service")


def test_nearly_all_that_need_nothing_from_outside_run():
    alone = [c for c in official() if state_of(c) in ("implemented", "not-formal")]
    done = [c for c in alone if state_of(c) == "implemented"]
    assert len(done) / len(alone) >= 0.95
    assert len(official()) >= 643
