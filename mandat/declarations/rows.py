"""From a reading to the rows that keep it, unsaved; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandat.declarations.gathering import Gathered, Gathering
from mandat.declarations.models import (
    Anomaly,
    Declaration,
    DeclarationFile,
    DeclarationTrace,
    DeclaredAmount,
)
from mandat.declarations.people import seal
from mandat.declarations.personal import safe_value, tidy
from mandat.declarations.remembering import remember
from mandat.formats.dsn.corrections import Correction
from mandat.formats.dsn.model import Envoi, Problem, Reading
from mandat.formats.dsn.summary import TOTAL
from mandat.formats.dsn.values import count

_MOST = 9_000_000_000_000_000_000  # what a column of 64 bits holds
_MOST_SMALL = 2_000_000_000
_MOST_KINDS = 100
_MOST_COMPARED = 20
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """One declaration, its amounts and what is remembered of it, ready to be saved."""

    declaration: Declaration
    amounts: list[DeclaredAmount]
    trace: DeclarationTrace


def declarations(file: DeclarationFile, reading: Reading, gathering: Gathering) -> list[Kept]:
    """The declarations of a file that was read into `gathering`, in its order."""
    envois = {envoi.rank: envoi for envoi in reading.envois}
    traces = gathering.tracer.traces(reading)
    kept = []
    for one, trace in zip(gathering.gathered, traces, strict=True):
        row = _declaration(file, envois[one.declaration.envoi], one)
        amounts = [_amount(row, amount) for amount in one.summary.amounts]
        kept.append(Kept(row, amounts, remember(row, trace)))
    return kept


def save_traces(kept: Iterable[Kept]) -> None:
    """Save what is remembered, once the declarations are saved."""
    traces = [one.trace for one in kept]
    for trace in traces:
        trace.declaration_id = trace.declaration.pk
    DeclarationTrace.objects.bulk_create(traces, batch_size=_CHUNK)


def _declaration(file: DeclarationFile, envoi: Envoi, one: Gathered) -> Declaration:
    read, summary = one.declaration, one.summary
    row = Declaration(
        firm_id=file.firm_id,
        file=file,
        rank=read.rank,
        siren=tidy(read.siren, 20),
        siret=tidy(read.siret, 20),
        norm=tidy(envoi.norm, 10),
        is_test=envoi.is_test,
        nature=_code(read.nature),
        type=_code(read.type),
        fraction=_code(read.fraction),
        order=count(read.order) or 0,
        replaces=tidy(read.replaces, 40),
        month=read.month,
        file_date=read.file_date,
        first_line=read.first_line,
        last_line=read.last_line,
        received_at=file.dropped_at,
        gross_cents=_money(summary.gross_cents) or 0,
        base_cents=_money(summary.employer_base_cents) or 0,
        headcount=summary.headcount,
        full_time_hundredths=_small(summary.full_time_equivalents * 100),
        entries=summary.entries,
        exits=summary.exits,
        absence_days=_small(summary.absence_days.get(TOTAL, 0)),
        calendar_days=_small(summary.calendar_days_worked_base),
        absence_by_reason={k: v for k, v in summary.absence_days.items() if k != TOTAL},
        contracts={
            tidy(nature, 10): number
            for nature, number in sorted(summary.contracts.items())[:_MOST_KINDS]
        },
        summary={"individuals": summary.individuals, "ape": tidy(read.ape, 10)},
        corrections=[_correction(each) for each in one.corrections],
    )
    row.people = seal(summary.people, row.people_context)
    return row


def _amount(row: Declaration, amount: Any) -> DeclaredAmount:
    return DeclaredAmount(
        firm_id=row.firm_id,
        declaration=row,
        organisation=tidy(amount.organisation, 20),
        starts_on=amount.start,
        ends_on=amount.end,
        due_cents=_money(amount.due_cents),
        paid_cents=_money(amount.paid_cents),
    )


def _correction(one: Correction) -> dict[str, str]:
    return {
        "kind": one.kind,
        "start": one.period_start.isoformat(),
        "end": one.period_end.isoformat(),
        "family": one.rubric_family,
        "crm": safe_value("", one.crm)[:18],
    }


def _code(text: str) -> str:
    """A code of two signs; anything longer is none of the norm's."""
    return tidy(text) if len(text) <= 2 else ""


def _money(cents: int | None) -> int | None:
    """An amount that a column can hold; beyond, the file says nonsense and nothing is kept."""
    return cents if cents is not None and abs(cents) < _MOST else None


def _small(number: Any) -> int:
    return min(int(number), _MOST_SMALL)


# ---- the file


def envois(reading: Reading) -> list[dict[str, Any]]:
    """What the file's row keeps of each envoi: who sent it, and its totals, stated and found."""
    return [
        {
            "rank": envoi.rank,
            "first_line": envoi.first_line,
            "norm": tidy(envoi.norm, 10),
            "is_test": envoi.is_test,
            "software": tidy(envoi.software, 60),
            "emitter_siret": tidy(envoi.emitter_siret, 20),
            "emitter_name": tidy(envoi.emitter_name, 80),
            "counted_rubrics": envoi.counted_rubrics,
            "stated_rubrics": envoi.stated_rubrics,
            "counted_declarations": len(envoi.declarations),
            "stated_declarations": envoi.stated_declarations,
        }
        for envoi in reading.envois
    ]


# ---- the problems


class Owners:
    """Whom each problem is about: a declaration, or the one company of an envoi or of the file."""

    def __init__(self, reading: Reading) -> None:
        self._by_rank = {read.rank: tidy(read.siren, 20) for read in reading.declarations}
        self._envois = [
            (envoi.first_line, _only({tidy(read.siren, 20) for read in envoi.declarations}))
            for envoi in reading.envois
        ]
        self._file = _only(set(self._by_rank.values()))

    def siren(self, problem: Problem) -> str:
        """The SIREN of the company, empty when several are concerned or none is said."""
        if problem.declaration is not None:
            return self._by_rank.get(problem.declaration, "")
        siren = self._file
        for first_line, only in self._envois:
            if first_line > problem.line:
                break
            siren = only
        return siren


def _only(sirens: set[str]) -> str:
    return next(iter(sirens)) if len(sirens) == 1 else ""


def anomalies(
    file: DeclarationFile, reading: Reading, rows: dict[int, Declaration], *, at: datetime
) -> list[Anomaly]:
    """The problems of a file; `rows` are its declarations by rank, with their clients set.

    Those of an envoi of one company take the client that the company's declarations have.
    """
    owners = Owners(reading)
    clients = {row.siren: row.client_id for row in rows.values()}
    found = []
    for problem in reading.problems:
        siren = owners.siren(problem)
        found.append(
            Anomaly(
                firm_id=file.firm_id,
                file=file,
                declaration=rows.get(problem.declaration or 0),
                client_id=clients.get(siren),
                siren=siren,
                code=problem.code,
                level=problem.level,
                line=problem.line,
                rubric=tidy(problem.rubric, 24),
                value=safe_value(problem.rubric, problem.value),
                details={key: tidy(value) for key, value in problem.details.items()},
                individual=problem.individual,
                compared=_compared(problem),
                found_at=at,
            )
        )
    return found


def _compared(problem: Problem) -> list[dict[str, Any]]:
    """What the value was compared with, hidden again where it may be personal."""
    return [
        {
            "rubric": tidy(one.rubric, 24),
            "value": safe_value(one.rubric, one.value),
            "line": one.line,
        }
        for one in problem.compared[:_MOST_COMPARED]
    ]
