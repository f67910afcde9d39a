"""Cases of `controls/rules/memberships.py`."""

from collections.abc import Sequence

from mandat.formats.dsn.tests.cases import Case, Edit, add


def membership(identifier: str, body: str = "P0942", **said: str) -> Edit:
    """A membership of insurance (`manager`, `covers`, `reference` where said)."""
    pairs = ["S21.G00.15.001", said.get("reference", f"CONTRAT-{identifier}")]
    pairs += ["S21.G00.15.002", body]
    if "manager" in said:
        pairs += ["S21.G00.15.003", said["manager"]]
    pairs += ["S21.G00.15.004", said.get("covers", "01"), "S21.G00.15.005", identifier]
    return add("S21.G00.11.022", *pairs)


def affiliated(identifier: str, nth: int = 1) -> Edit:
    """The affiliation of the nth employee to a membership."""
    return add(
        "S21.G00.40.043",
        *("S21.G00.70.004", "BASE", "S21.G00.70.012", "1", "S21.G00.70.013", identifier),
        nth=nth,
    )


def managed(body: str, table: str) -> Case:
    """A manager that is in the table of another kind of insurer, or in its own."""
    right, wrong = frozenset({"DLG001"}), frozenset({"DLG002"})
    tables = dict.fromkeys(("DLGPREV", "DLGMUT", "DLGASSU", "DLGOCI"), wrong)
    return Case(
        [membership("1", body, manager="DLG002")],
        [membership("1", body, manager="DLG001")],
        tables={**tables, table: right},
    )


def changed(day: str, body: str = "P0942") -> Sequence[Edit]:
    """A membership that went to another insurer."""
    return [
        membership("1"),
        add("S21.G00.15.005", "S21.G00.16.001", day, "S21.G00.16.002", body),
    ]


CASES = {
    "S21.G00.15.001/CCH-11": Case(
        [membership("2", reference="A"), membership("1", reference="A")],
        [membership("2", reference="A"), membership("1", "P0943", reference="A")],
    ),
    "S21.G00.15.005/CCH-11": Case(
        [membership("1", reference="A"), membership("1", reference="B")],
        [membership("2", reference="A"), membership("1", reference="B")],
    ),
    "S21.G00.15.001/CCH-13": Case(
        [membership("1"), affiliated("2", 2)], [membership("1"), affiliated("1", 2)]
    ),
    "S21.G00.15.001/CCH-14": Case(
        [membership("1", covers="02"), affiliated("1", 2)],
        [membership("1", covers="02"), affiliated("2", 2)],
    ),
    "S21.G00.15.002/CRE-11": Case(
        [membership("1", "X094242")], [membership("1")], tables={"PREV": frozenset({"P0942"})}
    ),
    "S21.G00.16.002/CRE-11": Case(
        changed("01032026", "P0943"),
        changed("01032026"),
        tables={"PREV": frozenset({"P0942"})},
    ),
    "S21.G00.15.003/CCH-11": managed("A12345", "DLGASSU"),
    "S21.G00.15.003/CCH-12": managed("P0942", "DLGPREV"),
    "S21.G00.15.003/CCH-13": managed("123456789", "DLGMUT"),
    "S21.G00.15.003/CCH-14": managed("12345678A", "DLGOCI"),
    "S21.G00.16.001/SIG-11": Case(changed("01042026"), changed("31032026")),
}
