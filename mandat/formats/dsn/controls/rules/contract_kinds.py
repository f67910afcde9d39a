"""The kind of a contract: the measures it may be under, why it is temporary, what it needs."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import exactly_when, other_than
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

KIND = "S21.G00.40.007"
_APPRENTICES = frozenset({"64", "65", "81"})

control("S21.G00.40.008/CCH-11", values="81", reads="007")(other_than("007", "02", "92"))
control("S21.G00.40.008/CCH-12", values="70", reads="007")(other_than("007", "02", "92"))
control("S21.G00.40.008/CCH-13", values="80", reads="007")(other_than("007", "01", "82", "91"))
control("S21.G00.40.008/CCH-14", values="64 65", reads="007")(
    other_than("007", "01", "02", "03", "08", "91", "92")
)
control("S21.G00.40.008/CCH-16", values="71", reads="007")(other_than("007", "02", "03", "92"))

_of_assisted = other_than("007", "01", "02", "82", "91", "92")
_of_assisted_since_2025 = other_than("007", "01", "02", "03", "08", "82", "91", "92")


@control("S21.G00.40.008/CCH-15", values="21 41 42 61", reads="007")
def assisted_contract(block: Block, of: Context) -> bool:
    """Assisted contracts are of these kinds; those of temporary work came with P25 (CT25 p.186)."""
    wrong = _of_assisted if of.norm == "P24V01" else _of_assisted_since_2025
    return wrong(block, of)


@control("S21.G00.40.021/CCH-12", values="11", reads="007 008")
def training_by_apprenticeship(block: Block, _of: Context) -> bool:
    """Apprenticeship is the reason of temporary work, or of an apprentice's contract."""
    kind, measure = block.value("007"), block.value("008")
    return "" not in (kind, measure) and kind != "03" and measure not in _APPRENTICES


control("S21.G00.40.021/CCH-13", values="14", reads="007")(other_than("007", "92"))


@control("S21.G00.40.021/SIG-11", on=KIND, values="02 03 92", reads="007 008")
def temporary_without_reason(block: Block, _of: Context) -> bool:
    """A temporary contract under no measure has its reason."""
    return block.value("008") == "99" and not block.has("021")


control("S21.G00.40.050/CCH-11", reads="007")(other_than("007", "02", "10"))

control("S21.G00.40.076/CCH-11", on=KIND, reads="007", by_shape="007=93 076")(
    exactly_when("076", "007", "93")
)
