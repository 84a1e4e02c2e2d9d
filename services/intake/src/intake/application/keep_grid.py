"""Keeping what the counter needs of the grids that routing publishes: activities and its rules."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import GridPublishedV1

from intake.domain.activities import ActivityNames, GridWords, plain
from intake.domain.complaint_rules import ComplaintRules
from intake.domain.counter_rules import CounterRules
from intake.domain.identity import Identity


def keep_words(
    state: GridWords | None, received: Received[GridPublishedV1], now: datetime
) -> Outcome[GridWords]:
    """Keep a version's words and rules; kept before, they change nothing."""
    grid = received.data
    words = {
        plain(name)
        for one in grid.activities
        for name in (one.code, one.name_fr, one.name_en, *one.synonyms)
    }
    kept = GridWords(
        borough=grid.borough,
        version=grid.version,
        effective_on=grid.effective_on,
        inherits=grid.inherits,
        words=tuple(sorted(words - {""})),
        activities=tuple(
            ActivityNames(
                code=one.code,
                name_fr=one.name_fr,
                name_en=one.name_en,
                synonyms=tuple(one.synonyms),
            )
            for one in grid.activities
        ),
        counter=_rules(grid),
        complaints=ComplaintRules.model_validate(grid.complaints.model_dump()),
        identity=Identity.model_validate(grid.identity.model_dump() if grid.identity else {}),
    )
    return Outcome(state if state == kept else kept)


def _rules(grid: GridPublishedV1) -> CounterRules:
    said = grid.counter.model_dump() if grid.counter else {}
    actor = {"closing_actor": grid.closing.actor} if grid.closing else {}
    return CounterRules.model_validate({**said, **actor})
