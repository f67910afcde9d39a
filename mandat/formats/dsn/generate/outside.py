"""What a declaration holds beside its people: taxes, disability duty, fees, people unpaid by us."""

from datetime import date, timedelta

from mandat.formats.dsn.generate.blocks import cents, day
from mandat.formats.dsn.generate.particulars import Fee, Outsider, Workplace
from mandat.formats.dsn.generate.pay import month_end
from mandat.formats.dsn.generate.people import Address, Employee, Establishment
from mandat.formats.dsn.writer import Line

_DUTY = ("065", "066", "067", "068")


def external_disabled(place: Establishment, year: int) -> list[Line]:
    """S21.G00.13: disabled people counted here, though employed elsewhere."""
    if not place.more.external_disabled:
        return []
    return [
        ("S21.G00.13.002", "01"),
        ("S21.G00.13.003", cents(place.more.external_disabled)),
        ("S21.G00.13.004", str(year - 1)),
    ]


def disability_duty(place: Establishment, month: date, siret: str) -> list[Line]:
    """S21.G00.82: the yearly duty, wholly covered by what may be deducted; declared in spring."""
    if not place.more.disabled_duty:
        return []
    year = month.year - 1
    records: list[Line] = []
    for code, amount in zip(("061", *_DUTY), (150_000, 150_000, 0, 0, 0), strict=True):
        records += [
            ("S21.G00.82.001", cents(amount)),
            ("S21.G00.82.002", code),
            ("S21.G00.82.003", day(date(year, 1, 1))),
            ("S21.G00.82.004", day(date(year, 12, 31))),
            ("S21.G00.82.005", siret),
        ]
    return records


def taxes(place: Establishment, month: date, payroll: int) -> list[Line]:
    """S21.G00.44: which taxes on wages the company owes, and those it does not."""
    if not place.more.taxes:
        return []
    records: list[Line] = []
    for code, amount in (("001", payroll), ("006", None), ("007", payroll), ("010", None)):
        records.append(("S21.G00.44.001", code))
        if amount is not None:
            records.append(("S21.G00.44.002", cents(amount)))
        records.append(("S21.G00.44.003", str(month.year)))
    return records


def fees(place: Establishment, month: date) -> list[Line]:
    """S89.G00.32 with 33, 35 and 43: what independents were paid in the year before."""
    records: list[Line] = []
    for one in place.more.fees:
        records += _fee(one, place.address, month.year - 1)
    return records


def _fee(one: Fee, address: Address, year: int) -> list[Line]:
    records: list[Line] = [("S89.G00.32.001", one.trade)]
    if one.family:
        records += [("S89.G00.32.002", one.family), ("S89.G00.32.003", one.given)]
    else:
        records += [
            ("S89.G00.32.004", one.siret[:9]),
            ("S89.G00.32.005", one.siret[9:]),
            ("S89.G00.32.006", one.company),
        ]
    records += [
        ("S89.G00.32.008", address.street),
        ("S89.G00.32.011", address.postcode),
        ("S89.G00.32.012", address.town),
        ("S89.G00.32.017", str(year)),
    ]
    if one.benefit:
        records += [("S89.G00.33.001", "03"), ("S89.G00.33.002", cents(one.benefit))]
    if one.allowance:
        records += [("S89.G00.35.001", "02"), ("S89.G00.35.002", cents(one.allowance))]
    return [*records, ("S89.G00.43.001", "01"), ("S89.G00.43.002", cents(one.amount))]


def workplaces(found: dict[str, Workplace]) -> list[Line]:
    """S21.G00.85, once each."""
    records: list[Line] = []
    for one in found.values():
        records.append(("S21.G00.85.001", one.identifier))
        if one.ape:
            records.append(("S21.G00.85.002", one.ape))
        records += [
            ("S21.G00.85.003", one.street),
            ("S21.G00.85.004", one.postcode),
            ("S21.G00.85.005", one.town),
            ("S21.G00.85.010", one.kind),
            ("S21.G00.85.011", one.commune),
        ]
    return records


def outsider(one: Outsider, siren: str, address: Address) -> list[Line]:
    """S89.G00.91: somebody paid without a contract of employment."""
    records: list[Line] = [("S89.G00.91.001", one.nir)] if one.nir else []
    records += [
        ("S89.G00.91.002", one.family),
        ("S89.G00.91.004", one.given),
        ("S89.G00.91.006", day(one.born)),
        ("S89.G00.91.007", one.birth_town),
        ("S89.G00.91.008", address.street),
        ("S89.G00.91.009", address.postcode),
        ("S89.G00.91.010", address.town),
        ("S89.G00.91.016", one.number),
        ("S89.G00.91.017", one.status),
        ("S89.G00.91.018", one.pension),
        ("S89.G00.91.019", one.birth_department),
        ("S89.G00.91.020", "FR"),
    ]
    if not one.nir:
        records.append(("S89.G00.91.021", f"1{siren}{one.number}{one.born:%Y%m%d}"))
    return records


def outsiders(place: Establishment, month: date, siren: str) -> list[Line]:
    """S89.G00.91 with 92 and 94: each with the bases that its kind asks for."""
    records: list[Line] = []
    for one in place.more.outsiders:
        records += outsider(one, siren, place.address)
        for code in _outside_bases(one):
            records += _outside_base(one, code, month)
    return records


def _outside_bases(one: Outsider) -> tuple[str, ...]:
    if one.pension != "10" and one.kind == "05":
        return ("50", "51", "52", "53")
    if one.pension != "10" and one.kind in ("01", "02", "03"):
        return ("50", "23", "43")
    return ("50",)


def _outside_base(one: Outsider, code: str, month: date) -> list[Line]:
    """S89.G00.92; nets and tax go with base 50 only. Nothing is withheld: the rate is nought."""
    records: list[Line] = [
        ("S89.G00.92.001", one.kind),
        ("S89.G00.92.002", code),
        ("S89.G00.92.003", cents(one.amount)),
        ("S89.G00.92.004", day(month)),
        ("S89.G00.92.005", day(month_end(month))),
    ]
    if code == "50":
        records += [
            ("S89.G00.92.006", cents(one.amount)),
            ("S89.G00.92.007", "0.00"),
            ("S89.G00.92.008", "13"),
            ("S89.G00.92.010", "0.00"),
        ]
    records.append(("S89.G00.92.011", day(month_end(month))))
    if code == "50":
        records += [
            ("S89.G00.92.013", cents(one.amount)),
            ("S89.G00.92.016", cents(one.amount)),
            ("S89.G00.92.017", cents(one.amount)),
        ]
        if one.corrected:
            records += _outside_correction(one, month)
        if one.pension != "10":
            records += [("S89.G00.94.001", "001"), ("S89.G00.94.002", cents(one.amount // 20))]
    return records


def _outside_correction(one: Outsider, month: date) -> list[Line]:
    """S89.G00.93, type 04: the net of the month before was wrong, and no tax goes with it."""
    before = month - timedelta(days=1)
    return [
        ("S89.G00.93.001", f"{before.month:02d}{before.year}"),
        ("S89.G00.93.002", "04"),
        ("S89.G00.93.003", cents(one.corrected)),
        ("S89.G00.93.007", "0.00"),
        ("S89.G00.93.009", cents(one.corrected)),
    ]


def shares(holder: Employee, siren: str, month: date) -> list[Line]:
    """S89.G00.67, 87, 88 and 89: a supplementary pension, free shares, options, warrants."""
    nir, year = holder.more.nir, month.year
    given, got = day(date(year - 3, 6, 1)), day(month)

    def who(block: str, number: int) -> Line:
        if nir:
            return (f"S89.G00.{block}.{number:03d}", nir)
        return (f"S89.G00.{block}.{number + 1:03d}", holder.ntt(siren))

    return [
        who("67", 1),
        ("S89.G00.67.003", "1500.00"),
        ("S89.G00.67.004", "1.00"),
        ("S89.G00.67.005", str(year - 1)),
        ("S89.G00.87.001", "02"),
        ("S89.G00.87.002", "40"),
        ("S89.G00.87.003", "12.50"),
        ("S89.G00.87.004", "100.00"),
        ("S89.G00.87.005", given),
        ("S89.G00.87.006", got),
        who("87", 7),
        ("S89.G00.88.001", "02"),
        ("S89.G00.88.002", "25"),
        ("S89.G00.88.003", "18.00"),
        ("S89.G00.88.004", "11.00"),
        ("S89.G00.88.005", "100.00"),
        ("S89.G00.88.006", given),
        ("S89.G00.88.007", got),
        who("88", 8),
        ("S89.G00.89.001", "10"),
        ("S89.G00.89.002", "20.00"),
        ("S89.G00.89.003", "9.00"),
        ("S89.G00.89.004", "100.00"),
        ("S89.G00.89.005", got),
        ("S89.G00.89.006", "4"),
        who("89", 7),
    ]
