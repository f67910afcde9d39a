"""National numbers are refused in free text, whatever they are written with."""

from __future__ import annotations

from random import Random

import pytest
from django.core.exceptions import ValidationError

from mandat.firms.validators import no_national_number
from mandat.identifiers import Kind, format_number
from mandat.identifiers.making import make_nir, make_niss, make_siren


@pytest.mark.parametrize("seed", range(20))
def test_a_national_number_is_refused_and_not_repeated(seed: int) -> None:
    for kind, make in ((Kind.NIR, make_nir), (Kind.NISS, make_niss)):
        number = make(Random(seed))
        for written in (number, format_number(kind, number)):
            with pytest.raises(ValidationError) as refused:
                no_national_number(f"Bonjour, voici {written}, merci.")
            assert written not in str(refused.value)


def test_other_numbers_may_be_written() -> None:
    siren = format_number(Kind.SIREN, make_siren(Random(1)))
    no_national_number(f"SIREN {siren}, 1 234,56 € le 15/12/2026, tél. 01 99 00 46 58")
