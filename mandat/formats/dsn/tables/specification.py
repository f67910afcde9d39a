"""The text of the DSN specification (CT25), page by page, for the programs beside this one."""

import re
from pathlib import Path

_PAGE = re.compile(r"^PAGE (\d+)\n=+\n(.*?)(?=^=+\nPAGE |\Z)", re.MULTILINE | re.DOTALL)


def pages(facts: Path, first: int, last: int) -> str:
    """The text of the pages from `first` to `last`, both included, of the one in `facts`."""
    [path] = facts.glob("cahier-technique-*.txt")
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(page for number, page in _PAGE.findall(text) if first <= int(number) <= last)
