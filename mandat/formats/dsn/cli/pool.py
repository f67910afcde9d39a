"""Checks many files in several processes and gives the reports in the order of the files."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from typing import Any, BinaryIO, cast

from mandat.formats.dsn.cli.progress import Progress
from mandat.formats.dsn.report.examine import FileReport, examine

Tables = Mapping[str, frozenset[str]]
_SMALL = 4_000_000
"""Bytes in all below which starting processes costs more than it gives."""
_PASSES = 2
"""The reader goes over a file twice: once for its encoding, once for its lines."""
_PAUSE = 0.1


class _Stopped(Exception):
    """The command is being interrupted."""


class _Counted:
    """A stream that says how much of it was read, and stops when asked to."""

    def __init__(self, stream: BinaryIO, told: Callable[[int], None]) -> None:
        self.stream = stream
        self.told = told

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.told(len(piece))
        return piece

    def __getattr__(self, name: str) -> Any:
        """All the rest is the stream's own."""
        return getattr(self.stream, name)


def jobs_for(files: Sequence[str], size: int, asked: int | None) -> int:
    """How many processes: those asked for, else one for little, else all that we may use."""
    if asked is None:
        usable = getattr(os, "sched_getaffinity", None)
        asked = 1 if size < _SMALL else len(usable(0)) if usable else os.cpu_count() or 1
    return max(1, min(asked, len(files)))


def examine_all(
    files: Sequence[str], tables: Tables, jobs: int, progress: Progress
) -> Iterator[FileReport]:
    """The report of each file, in their order."""
    return (_one_by_one if jobs == 1 else _together)(files, tables, jobs, progress)


def _one_by_one(
    files: Sequence[str], tables: Tables, _jobs: int, progress: Progress
) -> Iterator[FileReport]:
    read = 0
    for done, path in enumerate(files):

        def told(size: int, done: int = done) -> None:
            nonlocal read
            read += size
            progress.draw(done, read // _PASSES)

        yield examine(path, tables, lambda stream: cast("BinaryIO", _Counted(stream, told)))


# ---- several processes

_shared: Any = None
"""In a process of the pool: bytes read by all, and whether to stop."""
_tables: Tables = {}


def _prepare(shared: Any, tables: Tables) -> None:
    global _shared, _tables
    # Ctrl-C reaches every process of the terminal: the first one says what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared, _tables = shared, tables


def _tell(size: int) -> None:
    read, stop = _shared
    if stop.value:
        raise _Stopped
    with read.get_lock():
        read.value += size


def _examine(path: str) -> FileReport:
    return examine(path, _tables, lambda stream: cast("BinaryIO", _Counted(stream, _tell)))


def _together(
    files: Sequence[str], tables: Tables, jobs: int, progress: Progress
) -> Iterator[FileReport]:
    # Spawned, not forked: the same on every system, and no lock is inherited half taken.
    context = multiprocessing.get_context("spawn")
    read, stop = context.Value("q", 0), context.Value("b", 0)
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_prepare, initargs=((read, stop), tables)
    )
    waiting: deque[tuple[str, Future[FileReport]]] = deque()
    rest = iter(files)
    done = 0

    def draw() -> None:
        progress.draw(done, read.value // _PASSES)

    try:
        while True:
            # A few ahead only: reports that wait for their turn take memory.
            while len(waiting) < jobs * 4 and (path := next(rest, None)) is not None:
                waiting.append((path, pool.submit(_examine, path)))
            if not waiting:
                break
            path, future = waiting.popleft()
            yield _result(path, future, draw)
            done += 1
    finally:
        stop.value = 1
        pool.shutdown(cancel_futures=True)


def _result(path: str, future: "Future[FileReport]", draw: Callable[[], None]) -> FileReport:
    """Wait for a report, drawing meanwhile."""
    while True:
        try:
            return future.result(timeout=_PAUSE)
        except NotYet:
            draw()
        except BrokenProcessPool:
            # A process was killed from outside, for want of memory most likely.
            return FileReport(path, "unreadable", reason="the process that read it was killed")
