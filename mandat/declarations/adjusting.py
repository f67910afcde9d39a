"""Anomalies that a later declaration corrects by lines of adjustment, their own staying in force.

Recognised by establishment, month and family of rubrics: nobody is identified here, so lines for
one employee look like lines for another. A person may therefore take the anomaly up again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from mandat.declarations.choices import AnomalyLevel, AnomalyState, Remedy, StepCause
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration
from mandat.declarations.moving import closing_of, keep
from mandat.formats.dsn.catalogue import CATALOGUE
from mandat.formats.dsn.corrections import Correction, family_of
from mandat.lib.dates import Month

_CHUNK: Final = 200
_MONTHLY: Final = "01"


@dataclass(frozen=True, slots=True)
class _Lines:
    """What one declaration in force says of one earlier period."""

    by: Declaration
    what: Correction


def adjust(firm_id: int, sirens: Iterable[str], *, at: datetime) -> set[int]:
    """Correct what later lines put right, and open again where such lines are gone.

    Whichever of the two declarations came first. The clients touched; the caller holds the
    firm's lock.
    """
    touched: set[int] = set()
    wanted = sorted({siren for siren in sirens if siren})
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        lines = _lines(firm_id, part)
        rows = _rows(firm_id, part, with_open=bool(lines))
        steps = _steps(rows, lines, _doubted(rows), at)
        keep(steps)
        touched |= {step.anomaly.client_id for step in steps if step.anomaly.client_id}
    return touched


def _lines(firm_id: int, sirens: Sequence[str]) -> dict[str, list[_Lines]]:
    """By establishment, what later declarations adjust; the earliest declaration first."""
    found: dict[str, list[_Lines]] = defaultdict(list)
    rows = (
        Declaration.objects.filter(firm_id=firm_id, siren__in=sirens, nature=_MONTHLY)
        .filter(month__isnull=False)
        .in_force()
        .exclude(corrections=[])
        .order_by("month", "order", "pk")
        .defer("people", "summary")
    )
    for row in rows:
        found[row.siret] += [_Lines(row, one) for one in row.corrected_periods]
    return found


def _rows(firm_id: int, sirens: Sequence[str], *, with_open: bool) -> list[Anomaly]:
    """What may be corrected so, and what was by a declaration that is replaced now."""
    which = Q(
        state=AnomalyState.CORRECTED,
        correction__in=Remedy.by_lines(),
        corrected_by__replaced_by__isnull=False,
    )
    if with_open:
        which |= Q(state=AnomalyState.OPEN)
    return list(
        Anomaly.objects.filter(which, firm_id=firm_id, level=AnomalyLevel.SIGNAL)
        .filter(declaration__siren__in=sirens, declaration__nature=_MONTHLY)
        .filter(declaration__replaced_by=None)
        .select_related("declaration", "corrected_by")
        .defer("declaration__people", "declaration__summary")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def _doubted(rows: Collection[Anomaly]) -> set[tuple[int, int | None]]:
    """The declarations of which a person said that they do not correct this anomaly."""
    steps = AnomalyStep.objects.filter(
        anomaly__in=[row.pk for row in rows], cause=StepCause.REOPENED, declaration__isnull=False
    )
    return set(steps.values_list("anomaly", "declaration")) if rows else set()


def _steps(
    rows: Iterable[Anomaly],
    lines: dict[str, list[_Lines]],
    doubted: set[tuple[int, int | None]],
    at: datetime,
) -> list[AnomalyStep]:
    steps = []
    for row in rows:
        assert row.declaration is not None
        fitting = [
            one
            for one in lines.get(row.declaration.siret, ())
            if (row.pk, one.by.pk) not in doubted and _fits(one, row, row.declaration)
        ]
        if fitting:
            steps.append(_corrected(row, fitting, at))
        elif row.state == AnomalyState.CORRECTED:
            steps.append(row.reopen(by=None, at=at, cause=StepCause.WITHDRAWN))
    return steps


def _fits(one: _Lines, row: Anomaly, declaration: Declaration) -> bool:
    """A later month, the same period and family; a trial corrects nothing real."""
    month = declaration.month
    if month is None or one.by.month is None or one.by.month <= month:
        return False
    what = one.what
    same = what.period_start <= Month.of(month).last_day and month <= what.period_end
    allowed = declaration.is_test or not one.by.is_test
    return same and allowed and what.rubric_family in families(row)


def families(anomaly: Anomaly) -> set[str]:
    """Which families of lines can correct it: of its own rubric and of those compared with it.

    None for a fault of form: only the whole declaration, made again, is rid of it.
    """
    if anomaly.code in CATALOGUE:
        return set()
    rubrics = [anomaly.rubric, *(str(one.get("rubric", "")) for one in anomaly.compared)]
    return {family for rubric in rubrics if (family := family_of(rubric))}


def _corrected(row: Anomaly, fitting: Sequence[_Lines], at: datetime) -> AnomalyStep:
    """By the earliest of them; where it answers a CRM, that is what is said."""
    by = fitting[0].by
    crm = next((one.what.crm for one in fitting if one.by.pk == by.pk and one.what.crm), "")
    remedy = Remedy.CRM if crm else Remedy.DIFFERENTIAL
    return row.correct(remedy, by=by, at=at, closes_at=closing_of(by, at=at), crm=crm)
