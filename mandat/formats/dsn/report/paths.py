"""Names of files as text, whatever bytes they are made of."""


def shown_path(path: str) -> str:
    """A path that can be printed and written in any report: odd bytes and controls show as `�`."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
