"""A text as a row of words, and phrases looked for in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.domain.activities import plain

Span = tuple[int, int]
"""First word, and the one after the last."""

_WORD = re.compile(r"[^\W_]+|\?")
_SENTENCE = re.compile(r"[.!;\n]+|(?<=\?)")


@dataclass(frozen=True)
class Said:
    """`words` made plain, `written` the same ones as they were written; a question mark is one."""

    words: tuple[str, ...]
    written: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Said":
        """The words of any text, in their order."""
        composed = unicodedata.normalize("NFC", text)
        pairs = [
            (word, raw)
            for raw in _WORD.findall(composed)
            # Most words are ASCII, and then there is nothing to take apart.
            for word in ([raw.lower()] if raw.isascii() else plain(raw).split())
        ]
        return cls(tuple(word for word, _ in pairs), tuple(raw for _, raw in pairs))

    def quoted(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """The spans as they were written, from left to right; what overlaps is one, and once."""
        apart: list[Span] = []
        for start, end in sorted(spans):
            if apart and start < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        once: dict[str, str] = {}
        for start, end in apart:
            once.setdefault(" ".join(self.words[start:end]), " ".join(self.written[start:end]))
        return tuple(once.values())


def sentences(text: str) -> list[Said]:
    """The sentences of a text that hold a word."""
    return [said for part in _SENTENCE.split(text) if (said := Said.of(part)).words]


class Phrases:
    """Phrases of plain words; a star at the end of one stands for any ending of its last word."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        stems: list[str] = []
        for entry in entries:
            *before, last = entry.split()
            stem = last.removesuffix("*") if last.endswith("*") else None
            if stem is not None and not before:
                stems.append(stem)
                continue
            phrase = tuple(before) if stem is not None else (*before, last)
            self._by_first.setdefault(phrase[0], []).append((phrase, stem))
        self._stems = tuple(stems)

    def spans(self, words: Sequence[str]) -> list[Span]:
        """Where the phrases stand, the longest one at each place."""
        found = ((at, self._longest(words, at, word)) for at, word in enumerate(words))
        return [(at, at + length) for at, length in found if length]

    def _longest(self, words: Sequence[str], at: int, word: str) -> int:
        best = 1 if word.startswith(self._stems) else 0
        for phrase, stem in self._by_first.get(word, ()):
            end = at + len(phrase)
            if tuple(words[at:end]) != phrase:
                continue
            if stem is not None:
                if end >= len(words) or not words[end].startswith(stem):
                    continue
                end += 1
            best = max(best, end - at)
        return best
