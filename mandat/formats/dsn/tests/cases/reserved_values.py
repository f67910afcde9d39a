"""Cases of `controls/rules/reserved_values.py`: each reserved value, and one next to it."""

from mandat.formats.dsn.tests.cases import Case, add


def value(number, reserved, usual):
    """The rubric with its reserved value, and with a usual one."""
    rubric = f"S21.G00.40.{number}"
    after = "S21.G00.40.004" if number == "005" else "S21.G00.40.020"
    after = after if number < "043" else "S21.G00.40.043"
    return Case([add(after, rubric, reserved)], [add(after, rubric, usual)])


CASES = {
    "S21.G00.40.005/CCH-21": value("005", "999999", "06"),
    "S21.G00.40.022/CCH-11": value("022", "99", "97 99"),
    "S21.G00.40.041/CCH-11": value("041", "ZZZ", "ZZ"),
    "S21.G00.40.057/CCH-12": value("057", "ZZ9", "ZZ8"),
    "S21.G00.40.060/CCH-12": value("060", "ZZ9", "ZZ8"),
    "S21.G00.40.061/CCH-12": value("061", "ZZ9", "ZZ8"),
    "S21.G00.40.063/CCH-12": value("063", "ZZ9", "ZZ8"),
    "S21.G00.40.064/CCH-12": value("064", "ZZ9", "ZZ8"),
    "S21.G00.40.065/CCH-12": value("065", "ZZ9", "ZZ8"),
    "S21.G00.40.069/CCH-11": value("069", "ZZZ", "ZZY"),
    "S21.G00.40.071/CCH-11": value("071", "000", "001"),
    "S21.G00.40.079/CCH-11": value("079", "99999", "99998"),
    "S21.G00.40.080/CCH-12": value("080", "999", "998"),
    "S21.G00.40.081/CCH-11": value("081", "999999999", "999999998"),
}
