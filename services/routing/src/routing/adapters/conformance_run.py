"""Runs the conformance suite on boroughs as they are loaded: `guichet grid check`.

The same decisions as the house makes, by the same code; a service of a borough's own is asked over
the net only where somebody says so.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chassis.clock import utc_now
from pydantic import SecretStr

from routing.adapters.plugins.guard import DEADLINE_SECONDS
from routing.adapters.remote_http import HttpResolver
from routing.adapters.territories_shapely import ShapelyTerritories, island_of_montreal
from routing.application.conformance import Ask, Report, Unanswered, examine
from routing.application.conformance_corpus import Point, corpus_of
from routing.application.conformance_judge import PROMISED
from routing.domain.decision import decide
from routing.domain.directory import Directory, seeded_directory
from routing.domain.errors import Fault
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grid, Grids
from routing.domain.remote import WHY, RemoteAnswer, decide_with, remote_to_ask

MOST_CASES, MOST_QUESTIONS, A_TRIAL = 2_000, 300, 200
_IN_A_TOWN: tuple[Point, ...] = ((-73.19, 45.56), (-74.08, 45.87))


@dataclass(frozen=True)
class Examined:
    """One borough's rules; `by` is grid, plugin or remote, `deadline_seconds` what it is given."""

    version: str
    by: str
    deadline_seconds: float
    report: Report


def examine_boroughs(
    own: Sequence[Grid],
    everybody: Sequence[Grid],
    on: date,
    *,
    keys: Mapping[str, SecretStr] | None = None,
    cases: Sequence[CaseFacts] = (),
    most: int = MOST_CASES,
) -> Iterator[Examined]:
    """`everybody` are all grids loaded together, `cases` real ones to try besides `most` made ones.

    Services are asked where `keys` are given; without, a borough that has one is examined by its
    grid, which decides whenever the service does not.
    """
    territories = island_of_montreal()
    directory = seeded_directory(grid.manifest for grid in everybody)
    grids = Grids(everybody)
    for here in own:
        points = territories.points_of(here.slug, here.city) or _IN_A_TOWN
        corpus = [*cases, *corpus_of(here, grids, on, points, most)]
        by = "grid" if here.plugin is None else "plugin"
        ask = _by_the_house(grids, territories, directory, on)
        yield _examined(here, by, DEADLINE_SECONDS, ask, corpus, grids, directory)
        remote = here.manifest.remote
        if remote is not None and keys is not None:
            asked = [one for one in corpus if remote_to_ask(one, grids, territories, on) == here]
            with asyncio.Runner() as runner:
                resolver = HttpResolver(keys, utc_now)
                ask = _by_its_service(runner, resolver, grids, territories, directory, on)
                deadline = remote.deadline_ms / 1000
                some = asked[:MOST_QUESTIONS]
                yield _examined(here, "remote", deadline, ask, some, grids, directory)
                runner.run(resolver.close())


def plugin_faults(everybody: Iterable[Grid], on: date) -> Iterator[Fault]:
    """A fault for each promise that a plug-in breaks on a short corpus, before it is relied on.

    What its text does not show: that it raises, hangs, or answers nonsense.
    """
    grids = list(everybody)
    own = [grid for grid in grids if grid.plugin is not None]
    for found in examine_boroughs(own, grids, on, most=A_TRIAL) if own else ():
        slug = found.version.partition("@")[0]
        for broken in found.report.broken.values():
            promised = PROMISED[broken.promise]
            facts = broken.example.model_dump_json()
            yield Fault(
                f"{slug}/plugin.py",
                "route",
                (
                    f"promesse non tenue : {promised[0]} ({broken.detail[0]})",
                    f"a promise is broken: {promised[1]} ({broken.detail[1]})",
                ),
                (f"corrigez-le pour ces faits : {facts}", f"mend it for these facts: {facts}"),
            )


def at_url(grid: Grid, url: str) -> Grid:
    """The grid with its service at another address. Raises ValidationError for none of https."""
    remote = grid.manifest.remote
    assert remote is not None
    moved = type(remote).model_validate(remote.model_dump() | {"url": url})
    return replace(grid, manifest=grid.manifest.model_copy(update={"remote": moved}))


def _examined(
    here: Grid,
    by: str,
    deadline: float,
    ask: Ask,
    corpus: Sequence[CaseFacts],
    grids: Grids,
    directory: Directory,
) -> Examined:
    report = examine(
        ask, corpus, here, grids, directory, deadline_seconds=deadline, clock=time.monotonic
    )
    return Examined(here.version, by, deadline, report)


def _by_the_house(
    grids: Grids, territories: ShapelyTerritories, directory: Directory, on: date
) -> Ask:
    def ask(facts: CaseFacts) -> Decision | None:
        return decide(facts, grids, territories, directory, on)

    return ask


def _by_its_service(
    runner: asyncio.Runner,
    resolver: HttpResolver,
    grids: Grids,
    territories: ShapelyTerritories,
    directory: Directory,
    on: date,
) -> Ask:
    def ask(facts: CaseFacts) -> Decision | None:
        here = remote_to_ask(facts, grids, territories, on)
        assert here is not None, "the corpus was sifted"
        answer: RemoteAnswer = runner.run(resolver.ask(facts, here, grids))
        if answer.is_fallback:
            more = f" ({answer.detail})" if answer.detail else ""
            raise Unanswered((WHY[answer.heard][0] + more, WHY[answer.heard][1] + more))
        # How long it took is part of the reason, and differs: it is not what is compared.
        timeless = answer.model_copy(update={"elapsed_ms": 0})
        return decide_with(timeless, facts, grids, territories, directory, on)

    return ask
