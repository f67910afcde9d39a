"""Files reported on, for the tests of reports: right ones, faulty ones, and of every kind."""

from datetime import date
from random import Random

from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.generate.faults import sow
from mandat.formats.dsn.generate.simple import simple
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.report.examine import FileReport, report_of
from mandat.formats.dsn.tests.files import MONTH, as_file, envoi, spoiled

MARCH = date(2026, 3, 1)
FAULTS = ("bad-siret-key", "future-start", "duplicate-person", "wrong-s90-count", "capped-base")


def reported(content, path="some.dsn"):
    return report_of(path, check(content, keep=False))


def faulty():
    rng = Random(5)
    return reported(sow(simple(rng, "01", MARCH, size=8), FAULTS, rng))


def manifold():
    """Files of every kind, and one of problems of every shape."""
    broken = spoiled(MONTH, "S21.G00.30.002", "S21.G00.30.002,' <MARTIN> & \x01'")
    unwritten = [line for line in MONTH if not line.startswith(("S10.G00.00.006", "S20.G00.05.00"))]
    yield from (
        faulty(),
        reported(as_file(broken), "a & b.dsn"),
        reported(as_file(unwritten)),
        reported(b"nothing"),
        reported(b""),
        FileReport("absent.dsn", "unreadable", reason="No such file"),
        reported(as_file(envoi()) + as_file(MONTH) + as_file(broken)),
    )
    for shape in ("several-envois", "sick-leave", "end-of-contract-cancelled", "nobody-replacing"):
        yield reported(generate(shape, 2))
