"""Files that the commands write: whole, or as they were before."""

import io
import os
import secrets
import signal
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TextIO

from mandat.formats.dsn.cli.common import complain, error_text
from mandat.formats.dsn.report.words import Words

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD = "/dev/stdout"
"""The one name that is no file and yet may be written: the output of the process."""
_STANDARD_NUMBER = 1
_PRIVATE, _COMMON = 0o600, 0o666


class CannotWriteError(Exception):
    """A file cannot be written, and stays as it was. Not an `OSError`: those are the input's."""

    def __init__(self, path: str, key: str, reason: str = "") -> None:
        """`key`: of the words that say so; `reason`: what the system says, if it does."""
        super().__init__(key)
        self.path = path
        self.key = key
        self.reason = reason

    def told(self, words: Words) -> str:
        """Why not, without the path."""
        why = words(self.key)
        return f"{why} ({words.reason(self.reason)})" if self.reason else why

    def complain(self, words: Words) -> int:
        """Say it on the error output; give the status for it."""
        return complain(self.path, self.told(words))


@contextmanager
def written(
    path: str, sources: Iterable[str] = (), *, force: bool = True, is_private: bool = False
) -> Iterator[BinaryIO]:
    """What is written takes the place of `path` at the end, if all went well.

    `sources`: files that must not be written over, whatever `force` says.
    `is_private`: for its owner alone, even where an open file stood. `CannotWriteError`.
    """
    if path == STANDARD:
        with _Raw(os.dup(_STANDARD_NUMBER), path) as raw, io.BufferedWriter(raw) as stream:
            yield stream
        return
    with _system_errors(path):
        before = _allowed(path, sources, force=force)
        beside = Path(path).parent / f".mandat-{secrets.token_hex(8)}.tmp"
    # A link is replaced, what it points to is left alone.
    with _removed_at_the_end(beside):
        with _system_errors(path):
            raw = _Raw(_created(beside, _PRIVATE if is_private else _COMMON), path)
        stream = io.BufferedWriter(raw)
        try:
            yield stream
            with _system_errors(path):
                stream.flush()
                os.fsync(raw.fileno())
        finally:
            with suppress(OSError, ValueError, CannotWriteError):
                stream.close()
        with _system_errors(path):
            if before and not is_private:
                beside.chmod(stat.S_IMODE(before.st_mode))
            _put(beside, Path(path), force=force)


@contextmanager
def written_text(path: str, sources: Iterable[str] = ()) -> Iterator[TextIO]:
    """The same for text, as UTF-8."""
    with written(path, sources) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError, ValueError, CannotWriteError):
                text.detach()


class _Raw(io.FileIO):
    """A file whose errors say that they are those of writing."""

    def __init__(self, number: int, path: str) -> None:
        super().__init__(number, "wb")
        self._path = path

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return os.write(self.fileno(), data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CannotWriteError(self._path, "cannot-write", error_text(error)) from error


@contextmanager
def _system_errors(path: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise CannotWriteError(path, "exists") from error
    except (OSError, ValueError) as error:
        raise CannotWriteError(path, "cannot-write", error_text(error)) from error


def _allowed(path: str, sources: Iterable[str], *, force: bool) -> os.stat_result | None:
    """What stands there already, if anything does."""
    try:
        before = Path(path).stat()
    except FileNotFoundError:
        before = None
    if before and any(_is_same(before, each) for each in sources):
        raise CannotWriteError(path, "same-file")
    if before and not stat.S_ISREG(before.st_mode):
        raise CannotWriteError(path, "not-regular")
    if not force and os.path.lexists(path):
        raise CannotWriteError(path, "exists")
    return before


def _is_same(one: os.stat_result, other: str) -> bool:
    """Whether it is that file, by whatever name or link."""
    try:
        return os.path.samestat(one, Path(other).stat())
    except (OSError, ValueError):  # said when it is read
        return False


def _created(path: Path, mode: int) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, mode)


def _put(beside: Path, path: Path, *, force: bool) -> None:
    """Give it its name; without `force` not even that of a file that came meanwhile."""
    if not force:
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError from None
        else:
            return
    beside.replace(path)


# ---- nothing is left behind, even when the command is asked to stop


@contextmanager
def _removed_at_the_end(path: Path) -> Iterator[None]:
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in names if is_main]
    # Whoever ignores or handles them already knows why.
    ours = [each for each in numbers if signal.getsignal(each) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End as by the signal, but by way of everything that has to be tidied up."""
    raise SystemExit(128 + number)
