"""What somebody does: the occupation, its complement, the label of the job."""

import re

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, in_whole_files, other_than
from mandat.formats.dsn.controls.registry import Known, control, value_control
from mandat.formats.dsn.model import Block

OCCUPATION = "S21.G00.40.004"
_REPEATED = re.compile(r"([^0-9iI])\1\1|([iI])\2{3}")
_SHOW_WORKERS = frozenset({"999SPT", "50", "51"})
"""Permanent jobs of shows, models, bullfighters: in no table of shows, and yet allowed."""


def _complement(occupations: str, complements: str) -> BlockCheck:
    """Wrong when one of these occupations has none of these complements, or the reverse."""
    of_them, theirs = frozenset(occupations.split()), frozenset(complements.split())

    def check(block: Block, _of: Context) -> bool:
        return (block.value("004") in of_them) != (block.value("005") in theirs)

    return check


for _code, _occupations, _complements in (
    ("S21.G00.40.005/CCH-11", "389b", "T389N T389M C389N C389M"),
    ("S21.G00.40.005/CCH-12", "352a", "NP352 P352"),
    ("S21.G00.40.005/CCH-13", "463a 463b 463c 463d 463e", "06 07 08 09"),
    ("S21.G00.40.005/CCH-14", "643a", "C643 L643"),
    ("S21.G00.40.005/SIG-20", "546d", "546dN 546dM"),
):
    _told = f"004={_occupations.replace(' ', ',')} 005={_complements.replace(' ', ',')}"
    control(_code, on=OCCUPATION, reads="004", by_shape=_told)(
        _complement(_occupations, _complements)
    )

control("S21.G00.40.005/CCH-19", values="S001", reads="004")(other_than("004", "424a"))


@control("S21.G00.40.005/CCH-16", on="S21.G00.40.026", values="06", reads="026")
def hospital_doctor(block: Block, of: Context) -> bool:
    """Medical staff of hospitals has a complement, that of the table of hospital jobs."""
    value, jobs = block.value("005"), of.table("NEH")
    return value == "" or (jobs is not None and value not in jobs)


@control(
    "S21.G00.40.005/CCH-18",
    on=OCCUPATION,
    values="353b 353c 354b 354c 354e 354f 465b 637c",
    reads="004",
)
def show_worker(block: Block, of: Context) -> bool:
    """Artists and technicians have a complement, that of the table of jobs of shows."""
    value, jobs = block.value("005"), of.table("SPECTACLE")
    if value == "":
        return True
    return jobs is not None and value not in jobs and value not in _SHOW_WORKERS


@value_control("S21.G00.40.006/CSL-11")
def odd_job_label(value: str, _known: Known) -> bool:
    """No letter three times in a row (i and digits apart), no sign at the beginning."""
    return not value[:1].isalnum() or _REPEATED.search(value) is not None


control("S21.G00.40.011/CCH-11", values="31", reads="004")(other_than("004", "352a"))


@control("S21.G00.40.011/SIG-14", values="32", reads="005")
@in_whole_files
def vacation_of_no_docker(block: Block, _of: Context) -> bool:
    """Work by the shift is that of dockers."""
    return block.value("005") != "49"
