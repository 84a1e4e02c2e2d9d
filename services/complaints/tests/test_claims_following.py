"""A claim as intake and sla tell of it: opened, dated, received by letter, in any order (PV-16)."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from complaints.domain.claims.claim import Stage, stage_of
from contracts import Event
from contracts.events import intake
from contracts.events.claims import CLAIMS
from contracts.events.complaints import LETTERS
from guichet_testing.complaints_house import CASE
from guichet_testing.toy import NOW

from services.complaints.tests.claims_house import (
    ACTION_DUE,
    HAPPENED_ON,
    NOTICE_DUE,
    WORDS,
    ClaimsHouse,
    claims_grid,
    notice_told,
    reclassified,
    registered,
    started,
    told,
)

CLOCKS = (started("claim-notice", NOTICE_DUE), started("claim-action", ACTION_DUE))


def names(events: list[Event]) -> list[str]:
    return [one.wire_type.removeprefix("complaints.").removesuffix(".v1") for one in events]


async def test_a_claim_opens_its_file_says_its_day_and_is_received_by_letter_pv_16() -> None:
    house = ClaimsHouse()
    await house.claimed()
    state = await house.claim()
    assert (stage_of(state), state.happened_on, state.place) == (
        Stage.OPEN,
        HAPPENED_ON,
        "12, rue du Lac",
    )
    assert names(house.said(CLAIMS)) == ["claim-opened", "claim-dated"]
    assert house.said(CLAIMS)[1].model_dump()["facts_on"] == HAPPENED_ON
    (letter,) = house.letters()
    assert letter.kind.value == "claim-receipt"
    assert "25 novembre 2026" in letter.body_fr, "the last day of the notice is sla's"
    assert "November 25, 2026" in letter.body_en
    assert "Greffe de la Ville" in letter.body_fr


async def test_nothing_that_is_said_in_the_open_holds_what_was_told_pv_44() -> None:
    house = ClaimsHouse()
    await house.claimed()
    for one in house.said(CLAIMS):
        said = one.model_dump_json()
        assert WORDS not in said
        assert "rue du Lac" not in said
        assert "30000" not in said


async def test_a_receipt_never_says_that_the_notice_was_given_c_13() -> None:
    house = ClaimsHouse()
    await house.claimed()
    state, (letter,) = await house.claim(), house.letters()
    assert state.told_notice is not None
    assert state.told_notice.days == 15
    assert state.notice is None, "that somebody was told of it is not that it came"
    assert "n’est pas" in letter.body_fr or "ne remplace pas" in letter.body_fr


async def test_the_receipt_waits_for_its_delays_an_hour_at_most() -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False)
    assert house.letters() == []
    house.clock.forward(timedelta(minutes=61).total_seconds())
    await house.look()
    (letter,) = house.letters()
    assert "15 jours" in letter.body_fr
    await house.hear(*CLOCKS)
    assert len(house.letters()) == 1, "one receipt, whatever is heard later"


@pytest.mark.parametrize(
    ("claim", "is_dated"),
    [
        ({"damages": ["property"]}, True),
        ({"damages": []}, True),
        ({"damages": ["bodily", "property"]}, True),
        ({"damages": ["bodily"]}, False),
        ({"happened_on": None}, False),
    ],
)
async def test_bodily_injury_alone_and_an_unknown_date_start_no_delay(
    claim: dict[str, Any], is_dated: bool
) -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False, **claim)
    (dated,) = [one for one in house.said(CLAIMS) if one.wire_type == "complaints.claim-dated.v1"]
    assert dated.model_dump()["facts_on"] == (HAPPENED_ON if is_dated else None)
    assert len(house.letters()) == (0 if is_dated else 1), "without a delay nothing is waited for"


async def test_the_days_of_the_notice_are_those_of_the_grid_and_of_no_other_place() -> None:
    house = ClaimsHouse()
    undated = told(happened_on=None)
    await house.hear(claims_grid(days=60), registered(), notice_told(60), undated)
    (letter,) = house.letters()
    assert "60 jours" in letter.body_fr


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_whoever_speaks_first_the_file_comes_out_the_same(order: tuple[int, ...]) -> None:
    streams: tuple[tuple[Event, ...], ...] = (
        (registered(), notice_told()),
        (told(), told(2, place="14, rue du Lac")),
        CLOCKS,
        (claims_grid(),),
    )
    house, usual = ClaimsHouse(), ClaimsHouse()
    for number in order:
        await house.hear(*streams[number])
    for stream in streams:
        await usual.hear(*stream)
    mine, theirs = await house.claim(), await usual.claim()
    kept = {"kind", "borough", "received_at", "told", "clocks", "opened_at", "dated_on"}
    assert mine.model_dump(include=kept) == theirs.model_dump(include=kept)
    assert set(names(house.said(CLAIMS))) == set(names(usual.said(CLAIMS)))
    assert len(house.letters()) == len(usual.letters()) == 1


async def test_a_case_that_is_no_claim_leaves_nothing_here() -> None:
    house = ClaimsHouse()
    details = intake.CaseDetailsRecordedV1(case_id=CASE, version=1, description=WORDS)
    await house.hear(claims_grid(), registered("request"), notice_told(), details)
    (shelf,) = [one for one in house.kit.stores if getattr(one, "name", "") == "claims"]
    assert (await shelf.load([CASE]))[CASE].state is None


async def test_a_case_that_became_a_complaint_speaks_with_another_letters_topic_c_16() -> None:
    house = ClaimsHouse()
    await house.claimed()
    await house.hear(reclassified("complaint"))
    await house.complained_too()
    assert stage_of(await house.claim()) is Stage.NO_CLAIM
    assert len(house.letters()) == 1
    assert len(house.said(LETTERS)) == 1
    entries = house.wired.log.entries
    assert len({one.id for one in entries}) == len(entries), "no event has another one's id"


async def test_what_was_taken_back_at_the_counter_and_reopened_goes_on() -> None:
    house = ClaimsHouse()
    await house.claimed()
    await house.hear(intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW))
    assert stage_of(await house.claim()) is Stage.WITHDRAWN
    await house.hear(intake.CaseReopenedV1(case_id=CASE, reopened_at=NOW, reason="mistake"))
    assert stage_of(await house.claim()) is Stage.OPEN
