"""A bar on the error output, when that is a terminal: files done, bytes read."""

import sys
import time
from typing import TextIO

_WIDTH = 30
_PAUSE = 0.1


class Progress:
    """Drawn at most ten times a second; nothing at all where nobody looks."""

    def __init__(self, files: int, size: int, stream: TextIO | None = None) -> None:
        """`size`: the bytes of all `files`."""
        self.files = files
        self.size = size
        self.stream = sys.stderr if stream is None else stream
        self.is_shown = self.stream is not None and self.stream.isatty()
        self._last = 0.0
        self._length = 0

    def draw(self, done: int, bytes_read: int) -> None:
        """Show how far things are."""
        now = time.monotonic()
        if not self.is_shown or now - self._last < _PAUSE:
            return
        self._last = now
        part = min(bytes_read / self.size, 1.0) if self.size else done / max(self.files, 1)
        full = round(part * _WIDTH)
        bar = "█" * full + "░" * (_WIDTH - full)
        line = f"{bar} {part:4.0%}  {done}/{self.files}  {_megabytes(bytes_read, self.size)}"
        self._write("\r" + line.ljust(self._length))
        self._length = len(line)

    def clear(self) -> None:
        """Take the bar away, so that what is printed next stands on a clean line."""
        if self._length:
            self._write("\r" + " " * self._length + "\r")
            self._length = 0
            self._last = 0.0

    def _write(self, text: str) -> None:
        try:
            self.stream.write(text)
        except UnicodeEncodeError:
            self.stream.write(text.encode("ascii", "replace").decode("ascii").replace("?", "#"))
        self.stream.flush()


def _megabytes(read: int, size: int) -> str:
    return f"{min(read, size) / 1e6:.1f}/{size / 1e6:.1f} MB"
