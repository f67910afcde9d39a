"""Months with lines of adjustment, and doubts about amounts, for the tests of lifecycles."""

from __future__ import annotations

from datetime import date

from mandat.declarations.models import Anomaly, AnomalyStep, Declaration
from mandat.declarations.tests.factories import NOW, dsn
from mandat.formats.dsn.generate import Company

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
_ABOVE = {  # the block after which lines of a family stand
    "aggregate": "S21.G00.23.",
    "nominative": "S21.G00.81.",
}


def adjusting(
    one: Company,
    month: date,
    of: date,
    *,
    family: str = "aggregate",
    crm: str = "",
    **options: object,
) -> bytes:
    """The company's file of `month` with lines that adjust the month `of`."""
    first, last = of.strftime("01%m%Y"), of.strftime("28%m%Y")
    lines = {
        "aggregate": [
            "S21.G00.22.001,'78861779300013'",
            f"S21.G00.22.003,'{first}'",
            f"S21.G00.22.004,'{last}'",
            "S21.G00.22.005,'-12.00'",
            *([f"S21.G00.22.006,'{crm}'"] if crm else []),
        ],
        "nominative": [
            "S21.G00.78.001,'02'",
            f"S21.G00.78.002,'{first}'",
            f"S21.G00.78.003,'{last}'",
            "S21.G00.78.004,'-100.00'",
            *([f"S21.G00.78.007,'{crm}'"] if crm else []),
        ],
    }[family]
    content = dsn(one, month, **options).decode("latin-1").split("\r\n")
    at = max(place for place, line in enumerate(content) if line.startswith(_ABOVE[family]))
    content[at + 1 : at + 1] = lines
    total = next(at for at, line in enumerate(content) if line.startswith("S90.G00.90.001"))
    content[total] = f"S90.G00.90.001,'{len(content) - 1}'"
    return "\r\n".join(content).encode("latin-1")


def doubt(declaration: Declaration, rubric: str = "S21.G00.23.004", **facts: object) -> Anomaly:
    """A doubt about an amount, as a recalculation would find it in a declaration."""
    given = {"code": "amounts-differ", "level": "signal", "line": declaration.first_line + 1}
    return Anomaly.objects.create(
        firm_id=declaration.firm_id, file_id=declaration.file_id, declaration=declaration,
        client_id=declaration.client_id, siren=declaration.siren, rubric=rubric, found_at=NOW,
        **given | facts,
    )  # fmt: skip


def causes(anomaly: Anomaly) -> list[str]:
    """What happened to one row, oldest first."""
    return list(AnomalyStep.objects.filter(anomaly=anomaly).values_list("cause", flat=True))
