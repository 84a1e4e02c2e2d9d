"""JSON lines in, JSON lines out: reading with a limit, progress on stderr, one answer a line."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

import typer

BOM = b"\xef\xbb\xbf"
TOLD_EVERY = 500


def say(text: str) -> None:
    """A line on stderr."""
    typer.echo(text, err=True)


def answer_lines(
    answer: Callable[[bytes, int], tuple[bytes, bool]],
    source: BinaryIO,
    target: BinaryIO,
    *,
    longest: int,
    doing: str,
) -> int:
    """Answer every line of UTF-8 JSON in order; the number of lines that could not be read.

    `answer` gets the line and its number from 1, and gives a line back and whether it was read.
    `longest`: of a longer line only a little more is kept, and the rest passed over.
    """
    refused = 0
    at_once = source.isatty() or target.isatty()
    with _told(source, doing) as told:
        for number, line in enumerate(_lines(source, longest), start=1):
            told(line)
            if line.isspace():
                continue
            written, is_read = answer(line, number)
            refused += not is_read
            target.write(written)
            if at_once:
                target.flush()
        target.flush()
    return refused


def stop_quietly() -> None:
    """Whoever reads has seen enough; what python would still flush has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_ignored(keys: set[str]) -> None:
    """On stderr, the keys that meant nothing; the first of them."""
    if keys:
        names = ", ".join(sorted(keys)[:20])
        say(f"Clés sans effet / keys without effect: {names}")


def _lines(source: BinaryIO, longest: int) -> Iterator[bytes]:
    """Each line, without a byte order mark; of a line too long a little more than is allowed."""
    first = True
    while line := source.readline(longest + 2):
        if first:
            line, first = line.removeprefix(BOM), False
        rest = line
        while rest and not rest.endswith(b"\n") and len(line) > longest:
            rest = source.readline(longest)
        yield line or b"\n"


class _Tell(Protocol):
    def __call__(self, line: bytes) -> None: ...


@contextmanager
def _told(source: BinaryIO, doing: str) -> Iterator[_Tell]:
    """Progress on stderr where somebody looks at it, by bytes where the input has a size."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda line: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    size = _size(source)
    columns = (
        (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        if size
        else (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(doing, total=size)
        held = [0, 0]

        def tell(line: bytes) -> None:
            held[0] += 1
            held[1] += len(line) if size else 1
            if held[0] % TOLD_EVERY == 0:
                progress.update(task, completed=held[1])

        yield tell
        progress.update(task, completed=held[1])


def _size(source: BinaryIO) -> int | None:
    try:
        found = os.fstat(source.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
