"""Codes of a contract, and of its changes, that must stand in an outside table."""

from mandat.formats.dsn.controls.forms import unlisted
from mandat.formats.dsn.controls.registry import Known, value_control

NO_COMPLEMENT, NO_HOLIDAY_FUND, NO_JOB = "999999", "99", "0000"
"""Said of the former value in a change: there should have been none (CT25 p.220, 222, 223)."""

value_control("S21.G00.40.004/CRE-11", table="PCSESE")(unlisted("PCSESE"))
value_control("S21.G00.41.019/CRE-11", table="PCSESE")(unlisted("PCSESE"))
value_control("S21.G00.40.017/CRE-11", table="IDCC")(unlisted("IDCC"))
value_control("S21.G00.41.011/CRE-11", table="IDCC")(unlisted("IDCC"))
value_control("S21.G00.40.040/CRE-11", table="RAT")(unlisted("RAT"))
value_control("S21.G00.41.024/CRE-11", table="RAT")(unlisted("RAT"))

_unknown_complement = value_control("S21.G00.40.005/CRE-11", table="PCSESE-COMPLEMENT")(
    unlisted("PCSESE-COMPLEMENT")
)


@value_control("S21.G00.41.020/CRE-11", table="PCSESE-COMPLEMENT")
def former_complement(value: str, known: Known) -> bool:
    """The complement of a former occupation, which may have been none."""
    return value != NO_COMPLEMENT and _unknown_complement(value, known)


@value_control("S21.G00.40.052/CRE-11", table="NNE")
@value_control("S21.G00.41.029/CRE-11", table="NNE")
def state_job(value: str, known: Known) -> bool:
    """The job of a civil servant: the last four signs of a code of the table, or none."""
    return value != NO_JOB and all(code[-4:] != value for code in known.table("NNE") or ())


@value_control("S21.G00.40.022/CRE-11", table="CPCP")
def holiday_fund(value: str, known: Known) -> bool:
    """The fund of paid holidays: the first two signs."""
    return value[:2] not in (known.table("CPCP") or ())


@value_control("S21.G00.41.023/CRE-11", table="CPCP")
def former_holiday_fund(value: str, known: Known) -> bool:
    """The same of a former one, which may have been none."""
    return value != NO_HOLIDAY_FUND and holiday_fund(value, known)
