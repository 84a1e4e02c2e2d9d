"""What every borough's rules must keep, whoever wrote them: data, a plug-in, a service of its own.

One suite for all three. It asks for a decision on every case of a corpus, twice and in another
order, judges each answer by itself, and tells for every promise that is not kept how often and on
which facts it fails. It looks at nothing but facts and decisions, and changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from routing.application.conformance_judge import Promise, judge
from routing.domain.directory import Directory
from routing.domain.errors import RoutingError
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grid, Grids
from routing.domain.reasons import Words

Ask = Callable[[CaseFacts], Decision | None]
"""Decides one case as the house would, by the rules under test. May raise anything."""
Seconds = Callable[[], float]
_ANOTHER: Words = ("une autre réponse la deuxième fois", "another answer the second time")


class Unanswered(RoutingError):
    """No answer that could be used; `words` say why, French then English."""

    def __init__(self, words: Words) -> None:
        super().__init__(words[1])
        self.words = words


@dataclass
class Broken:
    """A promise that is not kept: how often, and the first facts that show it."""

    promise: Promise
    detail: Words
    example: CaseFacts
    times: int = 1


@dataclass
class Report:
    """`slowest` is in seconds; a promise without entry in `broken` was kept by every case."""

    cases: int = 0
    slowest: float = 0.0
    broken: dict[tuple[Promise, Words], Broken] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Every promise, by every case; of no case nothing is known."""
        return bool(self.cases) and not self.broken

    def of(self, promise: Promise) -> list[Broken]:
        """The ways in which one promise is broken, most frequent first."""
        found = [one for (named, _), one in self.broken.items() if named is promise]
        return sorted(found, key=lambda one: -one.times)

    def note(self, promise: Promise, detail: Words, facts: CaseFacts) -> None:
        """One more case that breaks a promise in this way."""
        held = self.broken.get((promise, detail))
        if held is None:
            self.broken[promise, detail] = Broken(promise, detail, facts)
        else:
            held.times += 1


def examine(
    ask: Ask,
    corpus: Sequence[CaseFacts],
    here: Grid,
    grids: Grids,
    directory: Directory,
    *,
    deadline_seconds: float,
    clock: Seconds,
) -> Report:
    """Every promise on every case. `clock` counts seconds; what `ask` raises is a finding."""
    report, first = Report(cases=len(corpus)), dict[int, Decision | None]()
    for number, facts in enumerate(corpus):
        started = clock()
        answered = _asked(ask, facts, report)
        took = clock() - started
        report.slowest = max(report.slowest, took)
        if took > deadline_seconds:
            late = f"{deadline_seconds:g} s"
            report.note(Promise.IN_TIME, (f"plus de {late}", f"more than {late}"), facts)
        if answered is None:
            continue
        first[number] = answered[0]
        for promise, detail in judge(answered[0], facts, here, grids, directory):
            report.note(promise, detail, facts)
    for number in sorted(first, reverse=True):
        facts = corpus[number]
        again = _asked(ask, facts, Report())
        if again is None or again[0] != first[number]:
            report.note(Promise.PURE, _ANOTHER, facts)
    return report


def _asked(ask: Ask, facts: CaseFacts, report: Report) -> tuple[Decision | None] | None:
    try:
        return (ask(facts),)
    except Unanswered as fault:
        report.note(Promise.ANSWERS, fault.words, facts)
    except RoutingError as fault:
        report.note(Promise.ANSWERS, (str(fault), str(fault)), facts)
    except Exception as fault:  # somebody else's rules: whatever they raise is what is looked for
        report.note(Promise.ANSWERS, (type(fault).__name__, type(fault).__name__), facts)
    return None
