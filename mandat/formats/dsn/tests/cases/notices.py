"""Cases of `controls/rules/notices.py`: the notice runs from 18 February to 20 March 2026."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

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

FOLLOWS, SUPPORT = "S21.G00.63.002/CCH-15", "S21.G00.63.001/CCH-14"

SIDES = [
    (FOLLOWS, "end", [second("18022026")], 2),
    (FOLLOWS, "end", [second("01032026")], 1),
    # Three months, not a day more; those that begin on a day the last month has not end with it.
    (SUPPORT, "end", notice("114", "01", "19122025"), 0),
    (SUPPORT, "end", notice("114", "61", "19122025"), 1),
    (SUPPORT, "end", [*notice("114", "61", "31122025"), put(LAST, "31032026")], 0),
    (SUPPORT, "end", [*notice("114", "61", "31122025"), put(LAST, "01042026")], 1),
    (SUPPORT, "end", [*notice("114", "61", "30112025"), put(LAST, "28022026")], 0),
    (SUPPORT, "end", [*notice("114", "61", "30112025"), put(LAST, "01032026")], 1),
    (SUPPORT, "end", [*notice("114", "01"), drop(FIRST)], 1),
    (SUPPORT, "end", [*notice("114", "01"), drop(LAST)], 1),
    (SUPPORT, "end", [drop("S21.G00.62.002")], 0),
    ("S21.G00.63.001/CCH-11", "end", notice("035", "01"), 1),
    ("S21.G00.63.001/CCH-12", "end", notice("043", "60"), 1),
    ("S21.G00.63.001/CCH-13", "end P24V01", notice("026", "01"), 1),
    ("S21.G00.63.001/CCH-13", "end P24V01", notice("026", "90"), 1),
    ("S21.G00.63.001/CCH-13", "end P24V01", notice("026", "01", "19122025"), 0),
    ("S21.G00.63.001/CCH-13", "end", notice("026", "90"), 0),
    ("S21.G00.63.001/CCH-13", "end", notice("026", "01", "19122025"), 1),
    ("S21.G00.63.002/CCH-11", "end", [drop(FIRST)], 1),
    ("S21.G00.63.003/CCH-14", "end", [drop(LAST)], 1),
    ("S21.G00.63.002/CCH-13", "end", [put(TYPE, "90"), put("S21.G00.62.003", "19022026")], 0),
    ("S21.G00.63.002/CCH-14", "end", [put(TYPE, "90"), opened("18022026")], 0),
    # At the end of time a notice has no three months after it.
    (SUPPORT, "end", [*notice("114", "61", "01079999"), put(LAST, "31129999")], 1),
    (SUPPORT, "end", [*notice("114", "61", "01119999"), put(LAST, "31129999")], 0),
]
