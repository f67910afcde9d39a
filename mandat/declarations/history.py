"""What happened to an anomaly, over all declarations in which it was found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mandat.declarations.choices import StepCause
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration

_MOST_LINKS: Final = 50  # declarations that replace one another
_MOST_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: when, what, by whom or by which declaration."""

    at: datetime
    cause: str
    label: str
    declaration: Declaration | None
    by: str
    reason: str = ""
    crm: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One fault through all the declarations that carried it, the first found first."""

    rows: Sequence[Anomaly]
    happenings: Sequence[Happening]

    @property
    def since(self) -> datetime:
        """When it was first found."""
        return min(row.found_at for row in self.rows)


def matter_of(anomaly: Anomaly) -> Matter:
    """The whole history of the fault, from what it continues to what continues it."""
    rows = _rows(anomaly)
    steps = list(
        AnomalyStep.objects.filter(firm_id=anomaly.firm_id, anomaly__in=[row.pk for row in rows])
        .select_related("by__user", "declaration")
        .defer("declaration__people", "declaration__summary")[:_MOST_STEPS]
    )
    told = {(step.declaration_id, step.at) for step in steps if step.cause == StepCause.CONTINUED}
    found = [_found(row) for row in rows if (row.declaration_id, row.found_at) not in told]
    said = [_said(step) for step in steps]
    return Matter(rows, sorted([*found, *said], key=lambda one: one.at))


def _rows(anomaly: Anomaly) -> list[Anomaly]:
    """Those it continues, itself, those that continue it; of the same client alone."""
    mine = (
        Anomaly.objects.filter(firm_id=anomaly.firm_id, client=anomaly.client_id)
        .select_related("declaration")
        .defer("declaration__people", "declaration__summary")
    )
    last = anomaly
    for _ in range(_MOST_LINKS):
        newer = mine.filter(continues=last).first() if last.continues_in_id else None
        if newer is None:
            break
        last = newer
    rows, edge = {last.pk: last}, [last.pk]
    for _ in range(_MOST_LINKS):
        edge = [row.pk for row in mine.filter(continues_in__in=edge) if _add(rows, row)]
        if not edge:
            break
    return sorted(rows.values(), key=lambda row: (row.found_at, row.pk))


def _add(rows: dict[int, Anomaly], row: Anomaly) -> bool:
    """Whether it was not there yet."""
    return rows.setdefault(row.pk, row) is row


def _found(row: Anomaly) -> Happening:
    cause = StepCause.FOUND
    return Happening(row.found_at, cause, str(cause.label), row.declaration, by="")


def _said(step: AnomalyStep) -> Happening:
    return Happening(
        at=step.at,
        cause=step.cause,
        label=step.get_cause_display(),
        declaration=step.declaration,
        by=step.by.user.name if step.by else "",
        reason=step.reason,
        crm=step.crm,
    )
