"""Counts that can be added: those of two halves together are those of the whole.

Delays are kept as how many cases took how many days, so that percentiles of a sum are exact; in
working days beside, of the cases whose borough has a calendar for those days.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from sla.domain.performance.on_time import Judgement

TOO_FEW = 5
"""Under this many cases a share or a percentile misleads, and may point to one citizen."""
BINS: Sequence[tuple[int, int | None]] = (
    (0, 0),
    (1, 1),
    (2, 3),
    (4, 7),
    (8, 14),
    (15, 30),
    (31, 60),
    (61, 90),
    (91, 180),
    (181, None),
)
"""Classes of a histogram of days, first and last day included."""


@dataclass
class Tally:
    """Counts of some cases."""

    received: int = 0
    withdrawn: int = 0
    first_contact: int = 0
    reopened: int = 0
    adjusted: Counter[Judgement] = field(default_factory=Counter)
    original: Counter[Judgement] = field(default_factory=Counter)
    delays: Counter[int] = field(default_factory=Counter)
    working_delays: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count these as well."""
        self.received += other.received
        self.withdrawn += other.withdrawn
        self.first_contact += other.first_contact
        self.reopened += other.reopened
        for mine, theirs in (
            (self.adjusted, other.adjusted),
            (self.original, other.original),
        ):
            for judgement, number in theirs.items():
                mine[judgement] += number
        for days, number in other.delays.items():
            self.delays[days] += number
        for days, number in other.working_delays.items():
            self.working_delays[days] += number

    @property
    def completed(self) -> int:
        """Cases whose work was done."""
        return self.delays.total()

    def on_time_percent(self, *, original: bool = False) -> float | None:
        """Of the cases that are judged, those on time; None: too few, or none were promised."""
        counts = self.original if original else self.adjusted
        return percent(counts[Judgement.ON_TIME], judged_in(counts))

    @property
    def first_contact_percent(self) -> float | None:
        """Of the cases that were not withdrawn, those settled at first contact (MH-14)."""
        return percent(self.first_contact, self.received - self.withdrawn)

    @property
    def reopened_percent(self) -> float | None:
        """Of the cases received, those that were reopened."""
        return percent(self.reopened, self.received)

    def percentile(self, share: int, *, working: bool = False) -> int | None:
        """Days in which that share (1..100) of the completed cases was done; None: too few.

        `working`: by working days, of those cases of which they are known.
        """
        delays = self.working_delays if working else self.delays
        return percentile(delays, share) if delays.total() >= TOO_FEW else None

    def histogram(self, *, working: bool = False) -> list[int]:
        """Completed cases by class of `BINS`."""
        counts = [0] * len(BINS)
        for days, number in (self.working_delays if working else self.delays).items():
            counts[bin_of(days)] += number
        return counts


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    total = Tally()
    for one in tallies:
        total.add(one)
    return total


def judged_in(counts: Counter[Judgement]) -> int:
    """How many are on time or late; those still open before their due time are neither."""
    return counts[Judgement.ON_TIME] + counts[Judgement.LATE]


def percent(part: int, whole: int) -> float | None:
    """A share to one decimal; None where the whole is too few to say."""
    return round(100 * part / whole, 1) if whole >= TOO_FEW else None


def percentile(values: Counter[int], share: int) -> int | None:
    """The nearest-rank percentile: the least value that `share` per cent of them do not exceed.

    None where there are no values. Raises ValueError unless `share` is 1..100.
    """
    if not 1 <= share <= 100:
        raise ValueError(f"share: {share} is not between 1 and 100")
    rank, passed = ceil(values.total() * share / 100), 0
    for value in sorted(values):
        passed += values[value]
        if passed >= rank and passed:
            return value
    return None


def bin_of(days: int) -> int:
    """Place in `BINS` of a number of days, 0 or more."""
    for place, (_, last) in enumerate(BINS):
        if last is None or days <= last:
            return place
    raise ValueError(f"days: {days} fall in no class")
