"""Cases of `controls/rules/contract_tables.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put


def table(name, *codes):
    """An outside table of these codes."""
    return {name: frozenset(codes)}


def after(rubric, *pairs):
    """The same addition with a wrong and a right value."""
    return [add(rubric, pairs[0], pairs[1])], [add(rubric, pairs[0], pairs[2])]


def change(number, wrong, right):
    """A change of the first contract, whose former value is wrong or right."""
    day = ("S21.G00.41.001", "01032026", f"S21.G00.41.{number}")
    return [add("S21.G00.40.043", *day, wrong)], [add("S21.G00.40.043", *day, right)]


CASES = {
    "S21.G00.40.004/CRE-11": Case([put("S21.G00.40.004", "000z")], tables=table("PCSESE", "684a")),
    "S21.G00.40.005/CRE-11": Case(
        *after("S21.G00.40.004", "S21.G00.40.005", "XX", "06"),
        tables=table("PCSESE-COMPLEMENT", "06"),
    ),
    "S21.G00.40.017/CRE-11": Case([put("S21.G00.40.017", "0001")], tables=table("IDCC", "3043")),
    "S21.G00.40.022/CRE-11": Case(
        *after("S21.G00.40.020", "S21.G00.40.022", "98 1", "97 12345"),
        tables=table("CPCP", "97"),
    ),
    "S21.G00.40.040/CRE-11": Case([put("S21.G00.40.040", "000XX")], tables=table("RAT", "747ZF")),
    "S21.G00.40.052/CRE-11": Case(
        *after("S21.G00.40.043", "S21.G00.40.052", "1235", "1234"),
        tables=table("NNE", "ABCDEF1234"),
    ),
    "S21.G00.41.011/CRE-11": Case(*change("011", "0001", "3043"), tables=table("IDCC", "3043")),
    "S21.G00.41.019/CRE-11": Case(*change("019", "000z", "684a"), tables=table("PCSESE", "684a")),
    "S21.G00.41.020/CRE-11": Case(
        *change("020", "XX", "999999"), tables=table("PCSESE-COMPLEMENT", "06")
    ),
    "S21.G00.41.023/CRE-11": Case(*change("023", "98", "99"), tables=table("CPCP", "97")),
    "S21.G00.41.024/CRE-11": Case(*change("024", "000XX", "747ZF"), tables=table("RAT", "747ZF")),
    "S21.G00.41.029/CRE-11": Case(
        *change("029", "1235", "0000"), tables=table("NNE", "ABCDEF1234")
    ),
}
