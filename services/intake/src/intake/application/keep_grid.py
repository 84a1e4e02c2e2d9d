"""Keeping what the counter needs of the grids that routing publishes: the names of activities."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import GridPublishedV1

from intake.domain.activities import GridWords, plain


def keep_words(
    state: GridWords | None, received: Received[GridPublishedV1], now: datetime
) -> Outcome[GridWords]:
    """Keep a version's words; kept before, they change nothing."""
    grid = received.data
    words = {
        plain(name)
        for one in grid.activities
        for name in (one.code, one.name_fr, one.name_en, *one.synonyms)
    }
    kept = GridWords(
        borough=grid.borough,
        version=grid.version,
        inherits=grid.inherits,
        words=tuple(sorted(words - {""})),
    )
    return Outcome(state if state == kept else kept)
