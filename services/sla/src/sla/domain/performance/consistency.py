"""Is the same service given alike everywhere? One activity across boroughs, as ranges (MT-07).

A borough with too few cases is named and not measured: small numbers mislead, and may identify.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sla.domain.performance.tally import TOO_FEW, Tally


@dataclass(frozen=True)
class Range:
    """Days in which a tenth, half and nine tenths of an activity's cases were done in a borough."""

    borough: str
    completed: int
    p10: int | None
    p50: int | None
    p90: int | None
    on_time_percent: float | None

    @property
    def has_too_few(self) -> bool:
        """Whether it is named only."""
        return self.p50 is None


@dataclass(frozen=True)
class Spread:
    """One activity in several boroughs. `median_days`: between the quickest and slowest median."""

    activity: str
    ranges: Sequence[Range]
    median_days: int
    on_time_points: float | None
    completed: int


def consistency_of(by_activity_and_borough: Mapping[tuple[str, str], Tally]) -> list[Spread]:
    """The activities that two boroughs at least can be compared in, the largest spread first."""
    found: dict[str, list[Range]] = defaultdict(list)
    for (activity, borough), tally in by_activity_and_borough.items():
        if tally.completed:
            found[activity].append(_range(borough, tally))
    spreads = [_spread(activity, ranges) for activity, ranges in found.items()]
    told = [one for one in spreads if one is not None]
    return sorted(told, key=lambda one: (-one.median_days, one.activity))


def _range(borough: str, tally: Tally) -> Range:
    return Range(
        borough,
        tally.completed,
        tally.percentile(10),
        tally.percentile(50),
        tally.percentile(90),
        tally.on_time_percent() if tally.completed >= TOO_FEW else None,
    )


def _spread(activity: str, ranges: Sequence[Range]) -> Spread | None:
    medians = [one.p50 for one in ranges if one.p50 is not None]
    if len(medians) < 2:
        return None
    shares = [one.on_time_percent for one in ranges if one.on_time_percent is not None]
    return Spread(
        activity=activity,
        ranges=tuple(sorted(ranges, key=lambda one: one.borough)),
        median_days=max(medians) - min(medians),
        on_time_points=round(max(shares) - min(shares), 1) if len(shares) > 1 else None,
        completed=sum(one.completed for one in ranges),
    )
