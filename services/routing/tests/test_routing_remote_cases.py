"""Cases of a borough that answers for itself: decided by it, or by its grid; once, and soon."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest
from chassis.clock import utc_now
from chassis.outbox import Publisher
from chassis.rounds import Round
from contracts.events.intake import CaseReclassifiedV1, CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.routing import CaseAssignedV1
from guichet_testing.remote_town import DECISION, KEY, KEY_NAME, everybody, town
from guichet_testing.toy import NOW
from pydantic import SecretStr
from routing.adapters.assignment_index import index
from routing.adapters.mending_finds import without_service
from routing.adapters.plugins.guard import GuardedPlugin
from routing.adapters.remote_http import HttpResolver
from routing.application.ask_remotes import AT_ONCE, FAILURES, PAUSE, RemoteDesk, decide_without
from routing.domain.breaker import Breaker, Position
from routing.domain.considered import Finding
from routing.domain.directory import seeded_directory
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grid, Grids
from routing.domain.remote import Heard, RemoteAnswer
from routing.entrypoints.views import whole

CASE = "5f0c1d5e-0000-4000-8000-0000000000{:02}"
TOWN = "rive-claire"


def registered(
    number: int = 1, activity: str = "Module de jeu brisé", kind: str = "request"
) -> CaseRegisteredV1:
    return CaseRegisteredV1.model_validate(
        {
            "case_id": CASE.format(number),
            "kind": kind,
            "activity": activity,
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


@dataclass
class Told:
    """Stands for the net: answers as it is told, and counts how many ask at once."""

    heard: Heard = Heard.DECIDED
    asked: list[CaseFacts] = field(default_factory=list)
    before: Callable[[], Any] | None = None
    now: int = 0
    most: int = 0

    async def ask(self, facts: CaseFacts, here: Grid, grids: Grids) -> RemoteAnswer:
        """See `Resolver`."""
        self.asked.append(facts)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        if self.before is not None:
            await self.before()
        self.now -= 1
        decided = self.heard is Heard.DECIDED
        return RemoteAnswer(
            borough=here.slug,
            grid_version=here.version,
            facts=facts,
            heard=self.heard,
            decision=Decision.model_validate(DECISION) if decided else None,
            elapsed_ms=42,
            at=NOW,
        )


class Rig:
    """Routing in memory, with Rive-Claire plugged in."""

    def __init__(self, house: Any) -> None:
        loaded = everybody("https://rive-claire.example.org/route")
        house.snapshot.grids = Grids(loaded)
        house.snapshot.directory = seeded_directory(grid.manifest for grid in loaded)
        self.house, self.town = house, Told()
        self.counted: list[tuple[RemoteAnswer, Breaker]] = []
        self.desk = self.another_desk()

    def another_desk(self, resolver: Any = None) -> RemoteDesk:
        """What each worker has of its own."""
        house = self.house
        return RemoteDesk(
            house.assignments,
            house.desk.work,
            resolver or self.town,
            house.snapshot,
            house.clock,
            lambda answer, breaker: self.counted.append((answer, breaker)),
        )

    async def given_up(self) -> int:
        """The round over what waits for a service that is no more; how many cases changed."""
        store, snapshot = self.house.assignments, self.house.snapshot
        one = Round(
            "remotes",
            store=store,
            find=without_service(store, snapshot),
            decide=partial(decide_without, snapshot=snapshot),
            scribe=self.house.scribe,
            publisher=Publisher(store, self.house.log),
        )
        return await one.run(self.house.clock())

    async def hear(self, *events: Any, start: int = 1) -> None:
        """Events of one case at the town's counter."""
        await self.house.hear(*events, borough=TOWN, start=start)

    def shown(self, number: int = 1) -> Any:
        """What lists show of a case."""
        return index(self.house.state(CASE.format(number)))

    def said(self, number: int = 1) -> Any:
        """Everything said of it."""
        return self.house.said(CASE.format(number))


@pytest.fixture
def rig(house: Any) -> Rig:
    return Rig(house)


async def test_mt_08_a_borough_decides_by_its_own_service(rig: Rig) -> None:
    await rig.hear(registered())
    assert (rig.shown()["outcome"], rig.shown()["asks"]) == ("waiting", TOWN)
    assert rig.said() == []
    assert await rig.desk.run() == 1
    (event,) = rig.said()
    assert isinstance(event, CaseAssignedV1)
    assert (event.department, event.rule) == ("travaux-publics", "jeux-cette-annee")
    assert event.reception == "rc-travaux-publics-reception"
    assert event.reason_fr == (
        "Cette année, les travaux publics réparent les jeux."
        " Décidé par le service de Rive-Claire (42 ms)."
    )
    held = rig.house.state(CASE.format(1))
    assert held.decision.grid_version == "rive-claire@1"
    assert held.decision.considered[0].finding is Finding.REMOTE_DECIDES
    assert whole(held)["remote"] == {
        "borough": TOWN,
        "heard": "decided",
        "detail": "",
        "elapsedMs": 42,
        "at": NOW,
    }
    assert rig.shown()["asks"] == ""
    assert await rig.desk.run() == 0


@pytest.mark.parametrize("heard", [one for one in Heard if one is not Heard.DECIDED])
async def test_pv_05_its_grid_decides_at_once_when_no_usable_answer_comes(
    rig: Rig, heard: Heard
) -> None:
    rig.town.heard = heard
    await rig.hear(registered())
    await rig.desk.run()
    (event,) = rig.said()
    assert event.department == "parcs"
    held = rig.house.state(CASE.format(1))
    left = heard is Heard.LEFT_TO_GRID
    assert held.remote.is_fallback is not left
    assert held.decision.considered[0].finding is (
        Finding.REMOTE_LEAVES if left else Finding.REMOTE_FAILS
    )
    words = "s'en remet à la grille" if left else "La grille décide à la place du service"
    assert words in event.reason_fr
    assert "Rive-Claire" in event.reason_en
    assert rig.counted[0][0] == held.remote


async def test_after_failures_in_a_row_it_is_not_asked_until_a_trial_succeeds(rig: Rig) -> None:
    rig.town.heard = Heard.TOO_LATE
    for number in range(1, FAILURES + 3):
        await rig.hear(registered(number))
        await rig.desk.run()
    assert len(rig.town.asked) == FAILURES
    assert rig.desk.breakers[TOWN].position is Position.OPEN
    assert rig.house.state(CASE.format(FAILURES + 2)).remote.heard is Heard.NOT_ASKED
    assert "non interrogé après des échecs répétés" in rig.said(FAILURES + 2)[0].reason_fr
    rig.town.heard = Heard.DECIDED
    rig.house.clock.forward(PAUSE.total_seconds())
    await rig.hear(registered(90))
    await rig.desk.run()
    assert rig.house.state(CASE.format(90)).remote.heard is Heard.DECIDED
    assert rig.desk.breakers[TOWN].position is Position.CLOSED


async def test_one_unusable_answer_does_not_shut_the_others_out(rig: Rig) -> None:
    rig.town.heard = Heard.UNUSABLE
    for number in range(1, FAILURES + 2):
        await rig.hear(registered(number))
    await rig.desk.run()
    assert len(rig.town.asked) == FAILURES + 1
    assert rig.desk.breakers[TOWN].position is Position.CLOSED


async def test_an_answer_to_facts_that_changed_meanwhile_is_asked_anew(rig: Rig) -> None:
    await rig.hear(registered())

    async def reclassify() -> None:
        rig.town.before = None
        facts = {
            "case_id": CASE.format(1),
            "kind": "request",
            "activity": "Nid-de-poule",
            "reclassified_at": NOW,
        }
        await rig.hear(CaseReclassifiedV1.model_validate(facts), start=2)

    rig.town.before = reclassify
    await rig.desk.run()
    assert rig.said() == []
    assert rig.shown()["asks"] == TOWN
    await rig.desk.run()
    assert [one.activity for one in rig.town.asked] == ["Module de jeu brisé", "Nid-de-poule"]
    assert len(rig.said()) == 1
    assert rig.house.state(CASE.format(1)).decided_facts.activity == "Nid-de-poule"


async def test_a_case_taken_back_while_it_waits_is_assigned_to_nobody(rig: Rig) -> None:
    await rig.hear(registered())
    gone = CaseWithdrawnV1(case_id=CASE.format(1), withdrawn_at=NOW)
    await rig.hear(gone, start=2)
    assert await rig.desk.run() == 0
    assert (rig.said(), rig.town.asked) == ([], [])


async def test_two_workers_that_ask_at_once_decide_it_once(rig: Rig) -> None:
    await rig.hear(registered())
    other = rig.another_desk()
    await asyncio.gather(rig.desk.run(), other.run())
    assert len(rig.town.asked) == 2
    assert len(rig.said()) == 1


async def test_a_worker_that_dies_while_it_asks_leaves_the_case_to_the_next(rig: Rig) -> None:
    await rig.hear(registered())

    async def die() -> None:
        rig.town.before = None
        raise KeyboardInterrupt

    rig.town.before = die
    with pytest.raises(KeyboardInterrupt):
        await rig.desk._answer(rig.house.assignments.documents[CASE.format(1)])
    assert rig.shown()["asks"] == TOWN
    await rig.another_desk().run()
    assert len(rig.said()) == 1


async def test_a_case_that_waits_when_the_service_is_given_up_goes_by_the_grid(rig: Rig) -> None:
    await rig.hear(registered())
    house = rig.house
    assert await rig.given_up() == 0
    house.snapshot.grids = Grids(
        replace(grid, manifest=grid.manifest.model_copy(update={"remote": None}))
        for grid in house.snapshot.grids
    )
    assert await rig.given_up() == 1
    assert rig.said()[0].department == "parcs"
    assert (rig.shown()["asks"], rig.town.asked) == ("", [])


async def test_a_bounded_number_is_asked_at_once(rig: Rig) -> None:
    for number in range(1, 3 * AT_ONCE):
        await rig.hear(registered(number))
    assert await rig.desk.run() == 3 * AT_ONCE - 1
    assert rig.town.most == AT_ONCE


async def test_cases_of_other_boroughs_and_other_kinds_do_not_wait_for_it(rig: Rig) -> None:
    await rig.hear(registered(kind="complaint"))
    await rig.house.hear(registered(2), borough="prevost")
    assert (rig.shown()["asks"], rig.shown(2)["asks"]) == ("", "")
    assert await rig.desk.run() == 0


async def test_over_the_real_net_a_case_is_decided_by_its_borough(house: Any) -> None:
    rig = Rig(house)
    async with town() as theirs:
        loaded = everybody(theirs.url)
        rig.house.snapshot.grids = Grids(loaded)
        theirs.decision = DECISION
        resolver = HttpResolver({KEY_NAME: SecretStr(KEY)}, utc_now)
        await rig.hear(registered())
        desk = rig.another_desk(resolver)
        await desk.run()
        await resolver.close()
    assert rig.said()[0].rule == "jeux-cette-annee"


async def test_a_case_whose_plug_in_hangs_is_parked_and_the_others_go_on(house: Any) -> None:
    source = "def route(facts):\n    while facts.activity == 'x': pass\n"
    plugin = GuardedPlugin("prevost", source, house.clock, deadline_seconds=0.5)
    assert plugin.check() == ""
    at_fault = [
        replace(grid, plugin=plugin) if grid.slug == "prevost" else grid
        for grid in house.snapshot.grids
    ]
    house.snapshot.grids = Grids(at_fault)
    await house.hear(registered(1, "x"), borough="prevost")
    (letter,) = house.log.on("routing-dead-letters")
    assert b"prevost: plugin.route: no answer within 0.5 s" in letter.value
    await house.hear(registered(2), borough="prevost")
    assert len(house.said(CASE.format(2))) == 1
    plugin.close()
