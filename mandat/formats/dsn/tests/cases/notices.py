"""Cases of `controls/rules/notices.py`: the notice runs from 18 February to 20 March 2026."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, put

FIRST, LAST, TYPE = "S21.G00.63.002", "S21.G00.63.003", "S21.G00.63.001"


def notice(reason: str, kind: str, first: str = "18022026") -> list[Edit]:
    """A contract that ends for that reason, after a notice of that type."""
    return [put("S21.G00.62.002", reason), put(TYPE, kind), put(FIRST, first)]


def second(first: str) -> Edit:
    """Another notice from that day on."""
    return add(LAST, TYPE, "02", FIRST, first, LAST, "31032026")


def opened(on: str) -> Edit:
    """The dismissal was begun that day."""
    return add("S21.G00.62.003", "S21.G00.62.005", on)


CASES = {
    "S21.G00.63.001/CCH-11": Case(notice("034", "01"), notice("035", "60"), base="end"),
    "S21.G00.63.001/CCH-12": Case(notice("110", "60"), notice("043", "90"), base="end"),
    "S21.G00.63.001/CCH-13": Case(notice("026", "01"), notice("026", "10"), base="end"),
    "S21.G00.63.001/CCH-14": Case(
        notice("114", "01", "20122025"), notice("114", "61", "20122025"), base="end"
    ),
    "S21.G00.63.002/CCH-11": Case([put(TYPE, "90")], base="end"),
    "S21.G00.63.002/CCH-13": Case(
        [put("S21.G00.62.003", "19022026")], [put("S21.G00.62.003", "18022026")], base="end"
    ),
    "S21.G00.63.002/CCH-14": Case([opened("18022026")], [opened("17022026")], base="end"),
    "S21.G00.63.002/CCH-15": Case([second("22032026")], [second("21032026")], base="end"),
    "S21.G00.63.002/CCH-16": Case(
        [put("S21.G00.40.001", "19022026")], [put("S21.G00.40.001", "18022026")], base="end"
    ),
    "S21.G00.63.003/CCH-13": Case([put(LAST, "17022026")], [put(LAST, "18022026")], base="end"),
    "S21.G00.63.003/CCH-14": Case([put(TYPE, "90")], base="end"),
}
