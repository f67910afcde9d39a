"""The end of a contract (S21.G00.62): its reason, its dates, what goes with the reason."""

from collections.abc import Mapping
from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    exactly_when,
    later,
    not_before,
    other_than,
    past_month,
    value_of,
)
from mandat.formats.dsn.controls.registry import Known, control, value_control
from mandat.formats.dsn.controls.rules.remuneration import CANCELLED, CONTRACT, END
from mandat.formats.dsn.model import Block

REASON, KIND, SCHEME = "S21.G00.62.002", "S21.G00.40.007", "S21.G00.40.008"
RECOURSE, BEGUN, PENSION = "S21.G00.40.021", "S21.G00.40.001", "S21.G00.40.020"
_SEAFARERS = "136"
_USAGE = "05"

# ---- which contract may end so (CT25 p.253-256)

_PERMANENT = "01 07 08 09 82 91"
_TRIAL = "01 02 03 07 08 09 10 50 82 91 92"
_EARLY = "01 02 03 08 10 53 54 60 91 92"
_FAULT = "02 03 10 92"

_KINDS: Mapping[str, str] = {
    "011": _PERMANENT,
    "012": _PERMANENT,
    "014": "01 07 08 09 50 91",
    "015": "01 07 08 09 82",
    "020": f"{_PERMANENT} 10 50",
    "025": "01 07 08 09 91",
    "026": "01 09 91",
    "031": "02 10 60 92",
    "033": "02 03 10 53 54 92",
    "034": _TRIAL,
    "035": _TRIAL,
    "036": _EARLY,
    "037": "01 02 03 08 10 60 91 92",
    "038": f"{_PERMANENT} 50",
    "039": f"{_PERMANENT} 50",
    "043": f"{_PERMANENT} 50",
    "058": _PERMANENT,
    "059": f"{_PERMANENT} 03 50",
    "065": "01 02 08 09 10 82 91 92",
    "081": "01 02 03 08 91 92",
    "083": "01 02 03 09 10 53 54 91 92",
    "084": _EARLY,
    "086": _PERMANENT,
    "087": f"{_PERMANENT} 50",
    "088": f"{_PERMANENT} 50",
    "089": _PERMANENT,
    "091": f"{_PERMANENT} 50",
    "092": f"{_PERMANENT} 50",
    "095": _FAULT,
    "096": _FAULT,
    "097": _FAULT,
    "098": "01 02 09 10 91 92",
    "110": f"{_PERMANENT} 50",
    "111": _PERMANENT,
    "112": _PERMANENT,
    "113": "01 07 08 09 91",
    "114": "01 07 08 09 91",
    "115": "01 09 91",
    "117": "01 09 91",
    "118": "32",
    "119": "",
    "998": "01 02 03 07 08 09 10 91 92",
    "999": "20 21 29 32 50 51 52 70 80 81 89 90",
}
"""Reason → kinds of contract it may end. A reason that is not here may end any."""

_PRISON = frozenset(("53", "54"))
_SINCE_2025 = "014 020 031 034 035 037 039 043 059 081 089 091 092 119"
_OF_PRISON_SINCE_2025 = frozenset(_SINCE_2025.split())
_OF_PRISON_UNTIL_2024 = "999"

_TRAINING = {"01": ("61", "64", "65"), "08": ("64", "65"), "91": ("61", "64", "65")}
_APPRENTICES = {
    **dict.fromkeys(("01", "03", "08", "91"), ("64", "65")),
    **dict.fromkeys(("02", "92"), ("64", "65", "81")),
}
_SCHEMES = {"036": _TRAINING, "037": _TRAINING, "084": _TRAINING, "081": _APPRENTICES}
"""Reason → kind of contract → the schemes without which it does not end so."""


def _kinds(reason: str, norm: str) -> set[str]:
    """The kinds of contract that the reason may end in that norm."""
    kinds = set(_KINDS[reason].split())
    if norm == "P24V01":
        return kinds | _PRISON if reason == _OF_PRISON_UNTIL_2024 else kinds
    return kinds | _PRISON if reason in _OF_PRISON_SINCE_2025 else kinds


@control("S21.G00.62.002/CCH-11", reads=f"{KIND} {SCHEME}")
def not_for_this_kind(end: Block, of: Context) -> bool:
    """The reason of the end is one that the kind of contract may have."""
    reason, contract = end.value("002"), end.above(CONTRACT)
    kind = contract.value("007")
    if reason not in _KINDS or kind == "":
        return False
    if kind not in _kinds(reason, of.norm):
        return True
    schemes = _SCHEMES.get(reason, {}).get(kind)
    return schemes is not None and contract.value("008") not in (*schemes, "")


@value_control("S21.G00.62.002/CCH-12", natures="07")
def not_for_an_event(value: str, _known: Known) -> bool:
    """Some ends are told by the month only: the contract goes on elsewhere, or was none."""
    return value in ("100", "116", "998", "999")


@value_control("S21.G00.62.002/CCH-13", natures="07 09")
def cancelled_elsewhere(value: str, _known: Known) -> bool:
    """An end is cancelled by a monthly declaration only."""
    return value == CANCELLED


# Only seafarers have service lines that end, and leave of their own to count.
control("S21.G00.62.002/CCH-14", values="116", reads=PENSION)(other_than(PENSION, _SEAFARERS))
control("S21.G00.62.019/CCH-12", reads=PENSION)(other_than(PENSION, _SEAFARERS))


# ---- what goes with the reason


def _needed_for(number: str, reasons: str, since_2025: str = "") -> None:
    """Register the control that wants `number` for these reasons, some of them since P25V01."""
    code = {"003": "CCH-12", "004": "CCH-11", "005": "CCH-12", "013": "CCH-11"}[number]

    def check(end: Block, of: Context) -> bool:
        if end.value("002") in since_2025.split() and of.norm == "P24V01":
            return False
        return not end.has(number)

    control(
        f"S21.G00.62.{number}/{code}", on=REASON, values=f"{reasons} {since_2025}", reads="002"
    )(check)


_needed_for(
    "003",
    "011 012 014 015 020 025 034 035 036 037 058 059 082 083 087 088 089 095 096 097 111 112 113"
    " 115",
    since_2025="117",
)
_needed_for("004", "043 110 111")
_needed_for(
    "005",
    "011 012 014 015 020 026 086 087 088 089 091 092 093 111 112 113 114 115",
    since_2025="117",
)
_needed_for("013", "026 114")

control("S21.G00.62.011/CCH-11", on=END, reads="002")(exactly_when("011", "002", "026"))
control("S21.G00.62.018/CCH-11", on=END, reads="002")(exactly_when("018", "002", "114"))


# ---- the dates

control("S21.G00.62.001/SIG-13", natures="01 09", reads="S20.G00.05.005")(past_month("001"))


@control("S21.G00.62.001/CCH-11", on="S21.G00.62.004", reads="004")
def not_after_the_agreement(end: Block, _of: Context) -> bool:
    """The contract ends after the day the agreement on its end was signed."""
    ended, signed = end.day("001"), end.day("004")
    return ended is not None and signed is not None and ended <= signed


@control("S21.G00.62.003/CCH-11", reads=f"001 {BEGUN}")
def told_outside_the_contract(end: Block, of: Context) -> bool:
    """The end is told between the first and the last day of the contract."""
    return not_before("003", BEGUN)(end, of) or later(end.day("003"), end.day("001"))


control("S21.G00.62.005/CCH-11", reads="001")(not_before("001", "005"))


# ---- the last day of work

_UNWORKED = frozenset(("02", "03", "10", "50", "51", "61"))


@control("S21.G00.62.006/CCH-12", on="S21.G00.62.006")
def works_during_an_unworked_notice(end: Block, _of: Context) -> bool:
    """A notice that is not worked begins after the last day of work."""
    last = end.day("006")
    return last is not None and any(
        notice.value("001") in _UNWORKED and _by(notice.day("002"), last)
        for notice in end.below("S21.G00.63")
    )


def _by(day: date | None, last: date) -> bool:
    return day is not None and day <= last


@control("S21.G00.62.006/CCH-14", on=END, reads=KIND)
def temporary_work_without_last_day(end: Block, _of: Context) -> bool:
    """A temporary work contract that ends has a last day of work."""
    return value_of(end, KIND) == "03" and not end.has("006")


@control("S21.G00.62.006/CCH-15", reads=f"001 002 {BEGUN}")
def works_outside_the_contract(end: Block, of: Context) -> bool:
    """The last day of work is in the contract; after its end only when that is cancelled."""
    if not_before("006", BEGUN)(end, of):
        return True
    return end.value("002") != CANCELLED and later(end.day("006"), end.day("001"))


@control("S21.G00.62.006/CCH-16", on=END, reads=f"002 {RECOURSE}")
def casual_work_without_last_day(end: Block, _of: Context) -> bool:
    """A casual contract that ends has a last day of work."""
    if end.value("002") in (CANCELLED, ""):
        return False
    return value_of(end, RECOURSE) == _USAGE and not end.has("006")


# ---- casual contracts, refused offers


def _is_casual(end: Block) -> bool:
    """Whether the contract is a casual one (CDD d'usage)."""
    return value_of(end, KIND) in ("02", "10") and value_of(end, RECOURSE) == _USAGE


@control("S21.G00.62.017/CCH-11", on=END, reads=f"002 {KIND} {RECOURSE}")
def casual_end_without_circuit(end: Block, _of: Context) -> bool:
    """The end of a casual contract says which circuit it takes."""
    if end.value("002") in (CANCELLED, "") or not end.has("001"):
        return False
    return _is_casual(end) and not end.has("017")


@control("S21.G00.62.017/CCH-12", values="01", reads=f"002 006 {KIND} {RECOURSE}")
def special_circuit_of_another_end(end: Block, of: Context) -> bool:
    """The special circuit is for casual contracts that simply end, with a last day of work."""
    if of.is_extract:
        return False
    is_simple = end.value("002") in ("031", CANCELLED) and end.has("006")
    return not (is_simple and _is_casual(end))


control("S21.G00.62.021/CCH-11", reads=KIND)(other_than(KIND, "02", "03"))
