"""Small DSN files for tests: right from end to end, to be spoiled one line at a time."""

HEADER = """
S10.G00.00.001,'LOGICIEL'
S10.G00.00.002,'EDITEUR'
S10.G00.00.003,'1.0'
S10.G00.00.005,'02'
S10.G00.00.006,'P26V01'
S10.G00.00.007,'01'
S10.G00.00.008,'01'
S10.G00.01.001,'732829320'
S10.G00.01.002,'00074'
S10.G00.01.003,'CABINET D'ESSAI'
S10.G00.02.001,'02'
S10.G00.02.002,'DURAND'
S10.G00.02.004,'contact@example.org'
S10.G00.02.005,'0102030405'
"""
MONTHLY = """
S20.G00.05.001,'01'
S20.G00.05.002,'01'
S20.G00.05.003,'11'
S20.G00.05.004,'7'
S20.G00.05.005,'01012026'
S20.G00.05.007,'03022026'
S20.G00.05.008,'01'
S20.G00.05.010,'01'
S20.G00.07.001,'DURAND'
S20.G00.07.002,'0102030405'
S20.G00.07.003,'contact@example.org'
S20.G00.07.004,'08'
S21.G00.06.001,'732829320'
S21.G00.06.002,'00074'
S21.G00.06.003,'6201Z'
S21.G00.11.001,'00074'
S21.G00.11.002,'6201Z'
S21.G00.20.001,'78861779300013'
S21.G00.20.005,'300.00'
S21.G00.20.006,'01012026'
S21.G00.20.007,'31012026'
S21.G00.20.001,'DGFIP'
S21.G00.20.002,'DGFIP_PAS'
S21.G00.20.005,'45.00'
S21.G00.20.006,'01012026'
S21.G00.20.007,'31012026'
S21.G00.22.001,'78861779300013'
S21.G00.22.003,'01012026'
S21.G00.22.004,'31012026'
S21.G00.22.005,'350.00'
S21.G00.23.001,'100'
S21.G00.23.002,'921'
S21.G00.23.004,'2000.00'
"""
PERSON = """
S21.G00.30.002,'MARTIN'
S21.G00.30.004,'ANNE'
S21.G00.30.006,'02031990'
S21.G00.30.019,'M1'
S21.G00.30.020,'2732829320001'
S21.G00.40.001,'01032020'
S21.G00.40.006,'COMPTABLE'
S21.G00.40.007,'01'
S21.G00.40.008,'99'
S21.G00.40.009,'00001'
S21.G00.40.011,'10'
S21.G00.40.012,'151.67'
S21.G00.40.013,'151.67'
S21.G00.50.001,'31012026'
S21.G00.51.001,'01012026'
S21.G00.51.002,'31012026'
S21.G00.51.010,'00001'
S21.G00.51.011,'001'
S21.G00.51.013,'2000.00'
S21.G00.51.001,'01012026'
S21.G00.51.002,'31012026'
S21.G00.51.010,'00001'
S21.G00.51.011,'002'
S21.G00.51.013,'2000.00'
S21.G00.78.001,'03'
S21.G00.78.002,'01012026'
S21.G00.78.003,'31012026'
S21.G00.78.004,'2000.00'
"""
LOT_HEAD = "S05.G51.00.001,'V01'\nS05.G51.00.006,'1'\nS06.G51.00.001,'DSNOK'"
LOT_END = "S96.G51.00.001,'FINSL'\nS96.G51.00.002,'1'\nS95.G51.00.001,'1'\nS95.G51.00.002,'1'"


def lines(*parts: str) -> list[str]:
    """The lines of some pieces of file."""
    return [line for part in parts for line in part.strip("\n").split("\n")]


def envoi(*declarations: str, header: str = HEADER) -> list[str]:
    """A whole sending with its totals."""
    body = lines(header, *declarations)
    count = sum(line.startswith("S20.G00.05.001") for line in body)
    return [
        *body,
        f"S90.G00.90.001,'{len(body) + 2}'",
        f"S90.G00.90.002,'{count}'",
    ]


def as_file(content: list[str], end: str = "\r\n", encoding: str = "iso-8859-1") -> bytes:
    """The bytes of a file of these lines."""
    return "".join(line + end for line in content).encode(encoding)


def spoiled(content: list[str], old: str, *new: str) -> list[str]:
    """The same lines with the first that begins with `old` replaced by `new` (none: removed)."""
    at = next(place for place, line in enumerate(content) if line.startswith(old))
    return [*content[:at], *new, *content[at + 1 :]]


MONTH = envoi(MONTHLY, PERSON)
