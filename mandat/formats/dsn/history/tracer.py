"""Takes the traces of a file while it is read: employee by employee, so nothing is kept of them."""

from dataclasses import replace
from datetime import date
from hashlib import blake2b

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.history.trace import END, MONTHLY, Stint, Trace, Worker
from mandat.formats.dsn.model import Block, Declaration, Reading
from mandat.formats.dsn.people import CANCELLED_END
from mandat.formats.dsn.recalculation.amounts import rate
from mandat.formats.dsn.recalculation.periods import length
from mandat.formats.dsn.values import cents, count

_PERSON = "S21.G00.30"
TRAINEE = "29"
"""S21.G00.40.007: under an agreement, not employed."""
_DIGEST_BYTES = 12
_LONGEST_CODE = 8


class Tracer:
    """Give `see` and `end` to `reader.check`, then ask `traces`.

    `key` (16 to 64 bytes) makes the digests: traces of two keys know nobody in common.
    """

    def __init__(self, key: bytes) -> None:
        """Nothing read yet; `ValueError` for a key too short or too long."""
        if not 16 <= len(key) <= 64:
            raise ValueError("the key of traces has 16 to 64 bytes")
        self._key = key
        self._workers: list[Worker] = []
        self._present: set[str] = set()
        self._paid: date | None = None
        self.kept: list[tuple[int, Trace]] = []
        """Rank of the envoi, and the trace: not yet told whether it is a trial."""

    def see(self, of: Context, person: Block) -> None:
        """One employee of the declaration being read."""
        self.add(person, of.month or of.file_date)

    def end(self, declaration: Declaration) -> None:
        """The declaration is complete."""
        is_kept = declaration.nature in (MONTHLY, END)
        workers = tuple(self._workers) if is_kept else ()
        trace = Trace(
            siret=declaration.siret[:20],
            nature=declaration.nature[:2],
            type=declaration.type[:2],
            month=declaration.month if declaration.nature == MONTHLY else None,
            fraction=declaration.fraction[:2],
            order=count(declaration.order) or 0,
            file_date=declaration.file_date,
            replaces=declaration.replaces[:40],
            is_test=False,
            is_extract=False,
            line=declaration.first_line,
            headcount=len(self._present),
            gross=sum(one.gross for one in workers),
            paid_on=self._paid,
            workers=workers,
        )
        self.kept.append((declaration.envoi, trace))
        self._workers, self._present, self._paid = [], set(), None

    def traces(self, reading: Reading) -> list[Trace]:
        """The traces of what was read, in the order of the file."""
        tests = {envoi.rank for envoi in reading.envois if envoi.is_test}
        is_extract = reading.lot_header is not None
        return [
            replace(trace, is_test=envoi in tests, is_extract=is_extract)
            for envoi, trace in self.kept
        ]

    def add(self, person: Block, month: date | None) -> None:
        """The same; `month`, any day of the month declared, tells who is there at its end."""
        worker = self._worker(person)
        self._workers.append(worker)
        for pay in person.below("S21.G00.50"):
            day = pay.day("001")
            if day and (self._paid is None or day > self._paid):
                self._paid = day
        if month and _is_employed(worker, month):
            self._present.add(worker.number or worker.name)

    def _worker(self, person: Block) -> Worker:
        number, temporary = person.value("001"), person.value("020")
        names = (person.value("002"), person.value("004"), person.value("006"))
        return Worker(
            rank=len(self._workers) + 1,
            line=person.line,
            number=self._digest("number", number or temporary),
            name=self._digest("name", *names) if all(names) else "",
            is_temporary=bool(temporary and not number),
            gross=_gross(person),
            stints=tuple(self._stint(one) for one in person.below("S21.G00.40")),
        )

    def _stint(self, contract: Block) -> Stint:
        ends = [one for one in contract.below("S21.G00.62") if one.value("002") != CANCELLED_END]
        last = ends[-1] if ends else None
        return Stint(
            key=self._digest("contract", contract.value("009")),
            nature=contract.value("007")[:2],
            start=contract.day("001"),
            end=last.day("001") if last else None,
            reason=last.value("002")[:3] if last else "",
            risk=contract.value("040")[:_LONGEST_CODE],
            rate=rate(contract.value("043")),
            line=contract.line,
            end_line=last.line if last else 0,
            rate_line=contract.line_of("043"),
        )

    def _digest(self, kind: str, *texts: str) -> str:
        """Keyed, so that nobody without the key can try numbers; empty for nothing."""
        if not any(texts):
            return ""
        plain = "\0".join((kind, *texts)).encode()
        return blake2b(plain, digest_size=_DIGEST_BYTES, key=self._key).hexdigest()


def trace_of(declaration: Declaration, *, key: bytes, is_test: bool, is_extract: bool) -> Trace:
    """The trace of a declaration that was read whole."""
    tracer = Tracer(key)
    for person in declaration.root.blocks(_PERSON):
        tracer.add(person, declaration.month)
    tracer.end(declaration)
    [(_, trace)] = tracer.kept
    return replace(trace, is_test=is_test, is_extract=is_extract)


def traces_of(reading: Reading, *, key: bytes) -> list[Trace]:
    """The traces of a file that was read whole, in the order of its declarations."""
    is_extract = reading.lot_header is not None
    return [
        trace_of(declaration, key=key, is_test=envoi.is_test, is_extract=is_extract)
        for envoi in reading.envois
        for declaration in envoi.declarations
    ]


def _gross(person: Block) -> int:
    return sum(
        cents(line.value("013")) or 0
        for pay in person.below("S21.G00.50")
        for line in pay.below("S21.G00.51")
        if line.value("011") == "001"
    )


def _is_employed(worker: Worker, month: date) -> bool:
    """Whether a contract of employment runs at the end of the month, as the summary counts."""
    last = month.replace(day=length(month))
    return any(
        one.nature != TRAINEE
        and one.start is not None
        and one.start <= last
        and (one.end is None or one.end > last)
        for one in worker.stints
    )
