"""A deadline's trace in one paragraph, French and English (PV-03, PV-04)."""

from sla.domain.day_words import Language
from sla.domain.steps import Step, StepKind, off_words, rolled_words, steps
from sla.domain.trace import Trace

_FIRST = (StepKind.RECEIVED, StepKind.OPENING, StepKind.DELAY, StepKind.EXTENSION, StepKind.PAUSE)


def trace_words(
    trace: Trace, language: Language, *, reopened: bool = False, of_facts: bool = False
) -> str:
    """The steps of the trace as one sentence: received when, what does not count, due when.

    Days that count are left out and those that do not are joined; the steps say them one by one.
    The last date is `readd()`. `reopened`, `of_facts`: see `steps`.
    """
    told = steps(trace, reopened=reopened, of_facts=of_facts)
    said = [_words(step, language) for kind in _FIRST for step in told if step.kind is kind]
    for kind, words in ((StepKind.CLOSED, off_words), (StepKind.ROLLED, rolled_words)):
        days = tuple(day for step in told if step.kind is kind for day in step.off)
        if days:
            said.append(words(days, language))
    between = " ; " if language == "fr" else "; "
    return between.join([*said, _words(told[-1], language)]) + "."


def _words(step: Step, language: Language) -> str:
    return step.fr if language == "fr" else step.en
