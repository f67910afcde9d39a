"""Every code of problem: how bad it is, its family, and its sentences for whoever shows it.

The sentences are msgids: they are marked here for extraction and translated where a person
reads them. Their places are `%(name)s`; besides a problem's own `details` they may use
`rubric`, `value` and `line`: see `places`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from mandat.formats.dsn.model import Level, Problem


def gettext_noop(message: str) -> str:
    """Mark a sentence for extraction, and leave it as it is."""
    return message


class Entry(NamedTuple):
    """What is known of a code. Categories: file, line, value, structure, count, identity."""

    level: Level
    category: str
    title: str
    explanation: str


_ = gettext_noop

CATALOGUE: Mapping[str, Entry] = {
    # ---- the file
    "empty-file": Entry(
        "blocking",
        "file",
        _("The file is empty"),
        _("There is nothing to read in this file. Export it again from the payroll software."),
    ),
    "not-dsn": Entry(
        "blocking",
        "file",
        _("This is not a DSN"),
        _(
            "No line has the form of a DSN (S21.G00.06.001,'…'). Check that the right file was "
            "chosen: the DSN is the text file that the payroll software deposits, not its report."
        ),
    ),
    "encoding-utf8": Entry(
        "signal",
        "file",
        _("Accented letters are written in UTF-8"),
        _(
            "The DSN asks for ISO 8859-1 (Latin-1). The file was read all the same, but the "
            "platform may show or count accented letters wrongly. Export it in Latin-1."
        ),
    ),
    "byte-order-mark": Entry(
        "signal",
        "file",
        _("Hidden characters before the first line"),
        _(
            "The file begins with a byte order mark, which a text editor adds. The platform may "
            "refuse the first line. Send the file of the payroll software without editing it."
        ),
    ),
    "too-many-problems": Entry(
        "info",
        "file",
        _("More problems than can be listed"),
        _("%(dropped)s more problems were found. Correct the first ones and read the file again."),
    ),
    "test-file": Entry(
        "info",
        "file",
        _("This is a test file"),
        _(
            "The file says that it is a trial (S10.G00.00.005 is 01). It counts for nothing with "
            "the administration: deposit a real one (02) before the deadline."
        ),
    ),
    "norm-unknown": Entry(
        "signal",
        "file",
        _("Version of the norm not known here: %(norm)s"),
        _(
            "The file was read with the rules of %(read_with)s, so some remarks may be mistaken. "
            "Check the version in the payroll software."
        ),
    ),
    # ---- one line
    "empty-line": Entry(
        "blocking",
        "line",
        _("Empty line"),
        _("A DSN has no empty line, and the file would be refused. Remove the line."),
    ),
    "line-syntax": Entry(
        "blocking",
        "line",
        _("Line badly written"),
        _(
            "A line is a rubric, a comma, and a value between two apostrophes, with no space "
            "around: S21.G00.06.001,'…'. The file would be refused. Export it again."
        ),
    ),
    "line-too-long": Entry(
        "blocking",
        "line",
        _("Line too long: %(length)s characters"),
        _("A line has at most %(most)s characters. Shorten the value in the payroll software."),
    ),
    # ---- one value
    "empty-value": Entry(
        "blocking",
        "value",
        _("Rubric %(rubric)s has no value"),
        _("A rubric without a value must not be in the file. Fill it in, or leave the line out."),
    ),
    "blank-around": Entry(
        "blocking",
        "value",
        _("Space before or after the value of %(rubric)s"),
        _("A value neither begins nor ends with a space. Remove it in the payroll software."),
    ),
    "forbidden-character": Entry(
        "blocking",
        "value",
        _("Character not allowed in %(rubric)s"),
        _(
            "Only printable Latin-1 characters are allowed; this value holds %(characters)s. "
            "Typical causes: text pasted from a word processor, typographic quotes, the euro sign."
        ),
    ),
    "lost-character": Entry(
        "signal",
        "value",
        _("A letter was lost in %(rubric)s"),
        _(
            "A sign (U+FFFD) stands where an accented letter was: a conversion before this file "
            "lost it. Type the value again in the payroll software."
        ),
    ),
    "value-length": Entry(
        "blocking",
        "value",
        _("Wrong length for %(rubric)s"),
        _("The value has %(length)s characters; from %(shortest)s to %(longest)s are expected."),
    ),
    "value-format": Entry(
        "blocking",
        "value",
        _("Wrong form for %(rubric)s"),
        _(
            "The value does not have the form that the norm asks for (digits, decimals, date …). "
            "Correct it in the payroll software: the declaration would be refused."
        ),
    ),
    "value-not-listed": Entry(
        "blocking",
        "value",
        _("“%(value)s” is not an allowed value of %(rubric)s"),
        _("This rubric takes its value from a list of norm %(norm)s. Choose one of the list."),
    ),
    "impossible-date": Entry(
        "blocking",
        "value",
        _("Date that does not exist in %(rubric)s"),
        _("A date is written day, month, year (31012026) and must exist. Correct it."),
    ),
    "unknown-rubric": Entry(
        "blocking",
        "value",
        _("Rubric %(rubric)s is not in norm %(norm)s"),
        _(
            "The norm of this file has no such rubric: it was removed, or belongs to another "
            "year. Update the payroll software, or take the line out."
        ),
    ),
    # ---- the structure
    "missing-header": Entry(
        "blocking",
        "structure",
        _("The header of the sending is missing"),
        _("A sending begins with block S10.G00.00. The beginning of the file may have been cut."),
    ),
    "missing-trailer": Entry(
        "blocking",
        "structure",
        _("The end of the sending is missing"),
        _(
            "A sending ends with block S90.G00.90 and its totals. The file was probably cut while "
            "being written or sent: export it again."
        ),
    ),
    "missing-declaration": Entry(
        "blocking",
        "structure",
        _("Data before any declaration"),
        _("Block %(block)s comes before S20.G00.05, which opens a declaration."),
    ),
    "no-declaration": Entry(
        "blocking",
        "structure",
        _("The sending holds no declaration"),
        _("A sending has at least one declaration (S20.G00.05)."),
    ),
    "missing-block": Entry(
        "blocking",
        "structure",
        _("Block %(block)s is missing"),
        _("This block must be there. Complete the settings of the payroll software."),
    ),
    "missing-rubric": Entry(
        "blocking",
        "structure",
        _("Rubric %(rubric)s is missing"),
        _("This rubric must be there. Complete the data in the payroll software."),
    ),
    "missing-parent": Entry(
        "blocking",
        "structure",
        _("Block %(block)s is out of place"),
        _("This block belongs to a block %(parent)s, and there is none before it."),
    ),
    "block-out-of-order": Entry(
        "blocking",
        "structure",
        _("Block %(block)s comes too late"),
        _("In the order of the norm it stands before %(after)s. The order of blocks is checked."),
    ),
    "repeated-block": Entry(
        "blocking",
        "structure",
        _("Block %(block)s is there twice"),
        _("Only one is allowed at this place."),
    ),
    "rubric-out-of-order": Entry(
        "blocking",
        "structure",
        _("Rubric %(rubric)s comes too late in its block"),
        _("Inside a block the rubrics follow the order of their numbers."),
    ),
    "duplicate-rubric": Entry(
        "blocking",
        "structure",
        _("Rubric %(rubric)s is there twice in the same block"),
        _("Keep only one of the two lines, or check that the first line of a block is not lost."),
    ),
    # ---- the counts
    "rubric-count": Entry(
        "blocking",
        "count",
        _("The total of rubrics is wrong"),
        _(
            "The sending says that it has %(stated)s rubrics; %(counted)s were counted. Lines "
            "were lost or added after the export: export the file again."
        ),
    ),
    "declaration-count": Entry(
        "blocking",
        "count",
        _("The total of declarations is wrong"),
        _(
            "The sending says that it has %(stated)s declarations; %(counted)s were counted. "
            "Export the file again."
        ),
    ),
    # ---- identities
    "siren-key": Entry(
        "blocking",
        "identity",
        _("SIREN %(value)s is not valid"),
        _(
            "The last digit of a SIREN is a key that follows from the others, and this one does "
            "not fit: a digit is wrong or two are swapped. Compare with the company's papers."
        ),
    ),
    "siret-key": Entry(
        "blocking",
        "identity",
        _("SIRET %(siret)s is not valid"),
        _(
            "A SIRET is the SIREN followed by the NIC, and its last digit is a key that does not "
            "fit here. Check the SIREN and the NIC of this establishment."
        ),
    ),
}

NORM_DEPENDENT = frozenset(
    {"unknown-rubric", "value-not-listed", "value-format", "value-length"},
)
"""Codes that are only a doubt (signal) when the norm of the file is not known here."""


def places(problem: Problem) -> dict[str, str | int]:
    """What fills the places of the sentences of this problem."""
    own: dict[str, str | int] = {
        "rubric": problem.rubric,
        "value": problem.value,
        "line": problem.line,
    }
    return {**own, **problem.details}
