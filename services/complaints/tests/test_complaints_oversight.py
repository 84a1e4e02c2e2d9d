"""The general director's view: what waits for a decision, how old, how they end (PV-17, C-02)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from complaints.domain.access import Surroundings
from complaints.domain.admissibility import Admissibility, ComplaintRules
from complaints.domain.admissibility import Outcome as Admitted
from complaints.domain.file import Content, Investigation, Target
from complaints.domain.oversight import Awaited, Ending, awaited, by_age, months, refusals
from complaints.domain.proceedings import (
    Conclusion,
    Investigator,
    Leader,
    Measure,
    Proceedings,
    Result,
    Review,
)
from complaints.domain.stage import Stage
from complaints.domain.statistic import Count
from complaints.domain.words import RefusalCode
from guichet_testing.complaints_house import (
    CASE,
    CENTRAL,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    STATEMENT,
    TARGET,
    grid,
)

from services.complaints.tests.pages_house import PagesHouse, text_of

PAGE = "/plaintes/direction"
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
AROUND = Surroundings(ComplaintRules(department=CENTRAL))
OURS, THEIRS = Target(department=CENTRAL), Target(person_id="agent", department="loisirs")
ADMITTED = Admissibility(outcome=Admitted.ADMITTED, reasons=())
FOUNDED = Conclusion(
    result=Result.FOUNDED,
    reasons="-",
    founded_against=("agent",),
    concluded_at=NOW,
    concluded_by="quelqu-un",
)
DISMISSED = Measure(person_id="agent", code="congediement", decided_at=NOW, decided_by="dg")


def led_by(role: Leader) -> Investigator:
    return Investigator(person_id="quelqu-un", role=role, named_at=NOW, named_by="dg")


def complaint(target: Target = OURS, at: datetime = NOW, **held: Any) -> Investigation:
    more = {"admissibility": held.pop("admissibility", ADMITTED)}
    content = Content(version=1, received_at=at)
    return Investigation(
        case_id="c",
        kind="complaint",
        borough="prevost",
        first_content=content,
        content=content,
        targets=(target,),
        proceedings=Proceedings(**held),
        **more,
    )


def refused(code: RefusalCode, at: datetime = NOW) -> Investigation:
    return complaint(
        at=at, admissibility=Admissibility(outcome=Admitted.REFUSED, code=code, reasons=())
    )


GENERAL_LEADS = led_by(Leader.GENERAL_DIRECTOR)
REVIEW = Review(requested_at=NOW, grounds="-", recorded_by="t")


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (complaint(), Awaited.INVESTIGATOR),
        (complaint(THEIRS), None),
        (complaint(investigator=GENERAL_LEADS), Awaited.INVESTIGATION),
        (complaint(THEIRS, investigator=led_by(Leader.DIRECTOR)), None),
        (complaint(investigator=GENERAL_LEADS, conclusion=FOUNDED), Awaited.MEASURE),
        (complaint(investigator=GENERAL_LEADS, conclusion=FOUNDED, measures=(DISMISSED,)), None),
        (complaint(THEIRS, conclusion=FOUNDED), None),
        (
            complaint(
                THEIRS,
                investigator=led_by(Leader.DIRECTOR),
                conclusion=FOUNDED,
                reviews=(REVIEW,),
            ),
            Awaited.REVIEW,
        ),
        (
            complaint(
                THEIRS,
                investigator=led_by(Leader.INVESTIGATOR),
                conclusion=FOUNDED,
                reviews=(REVIEW,),
            ),
            None,
        ),
        (complaint(admissibility=None), None),
    ],
)
def test_pv_17_c_02_what_nobody_but_the_general_director_decides(
    state: Investigation, wanted: Awaited | None
) -> None:
    assert awaited(state, AROUND) is wanted


def test_ages_are_counted_from_receipt_in_days() -> None:
    ages = [timedelta(days=7, hours=23), timedelta(days=8), timedelta(days=30), timedelta(days=61)]
    found = by_age([complaint(at=NOW - one) for one in ages], NOW)
    assert found[Stage.ADMITTED] == [1, 1, 1, 0, 1]
    assert sum(sum(numbers) for numbers in found.values()) == 4
    assert by_age([complaint(conclusion=FOUNDED)], NOW)[Stage.ADMITTED] == [0] * 5


def test_pv_20_every_reason_of_refusal_is_counted_destroyed_files_too() -> None:
    gone = Count(borough="b", month="2024-01", result="ANONYME", department="-", number=3)
    found = refusals([refused(RefusalCode.ANONYME), refused(RefusalCode.HORS_DELAI)], [gone])
    assert found[RefusalCode.ANONYME] == 4
    assert found[RefusalCode.HORS_DELAI] == 1
    assert set(found) == set(RefusalCode)


def test_a_month_counts_what_came_in_by_how_it_ended() -> None:
    gone = [
        Count(borough="b", month="2025-12", result="unfounded", department="-", number=2),
        Count(borough="b", month="2025-11", result="founded", department="-", number=9),
        Count(borough="b", month="2026-11", result="no-complaint", department="-", number=9),
    ]
    states = [complaint(), complaint(conclusion=FOUNDED), refused(RefusalCode.VERBALE)]
    found = months(states, gone, date(2026, 11, 20))
    assert [found[0].month, found[-1].month, len(found)] == ["2025-12", "2026-11", 12]
    assert found[0].endings[Ending.UNFOUNDED] == found[0].total == 2
    assert {one: found[-1].endings[one] for one in Ending if found[-1].endings[one]} == {
        Ending.FOUNDED: 1,
        Ending.REFUSED: 1,
        Ending.OPEN: 1,
    }
    assert months([], [], date(2026, 1, 1))[-1].month == "2026-01"


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


async def escalated(house: PagesHouse) -> None:
    await house.hear(grid())
    await house.opened_as_said()
    await house.done("targets", {"targets": [{"department": CENTRAL}]}, DIRECTOR)


async def test_pv_17_what_concerns_citizen_services_waits_for_the_general_director_first(
    house: PagesHouse,
) -> None:
    await escalated(house)
    await house.promised("complaint", house.clock() - timedelta(days=2))
    shown = await house.page(PAGE, GENERAL)
    words = text_of(shown)
    assert "Nommez qui mène l'enquête" in words
    assert words.index("Ce qui attend votre décision") < words.index("En retard")
    assert f"/plaintes/{CASE}" in shown.text
    assert "en retard de 2 jours" in words
    assert STATEMENT not in shown.text


async def test_c_02_a_director_whose_service_is_the_target_learns_nothing_of_it(
    house: PagesHouse,
) -> None:
    await escalated(house)
    shown = await house.page(PAGE, DIRECTOR)
    assert shown.status_code == 200
    assert CASE[:8] not in shown.text
    assert "Ce qui attend votre décision" not in text_of(shown)


async def test_pv_45_a_general_director_who_is_the_target_does_not_find_it_either(
    house: PagesHouse,
) -> None:
    await house.hear(grid())
    await house.opened_as_said()
    await house.done("targets", {"targets": [{"personId": GENERAL[0]}]}, DIRECTOR)
    assert CASE[:8] not in (await house.page(PAGE, GENERAL)).text


async def test_how_complaints_end_is_a_picture_with_its_table_and_no_name(
    house: PagesHouse,
) -> None:
    await house.concluded("founded")
    shown = await house.page(PAGE, DIRECTOR)
    assert 'class="ending-founded" x="0.0"' in shown.text
    assert '<td class="number" data-label="Fondées">1</td>' in shown.text
    assert TARGET not in shown.text
    assert INVESTIGATOR[0] not in shown.text


async def test_certificates_of_destruction_name_nobody(house: PagesHouse) -> None:
    await house.concluded("unfounded")
    house.clock.forward(5 * 366 * 86_400)
    await house.look()
    shown = await house.page(PAGE, GENERAL)
    words = text_of(shown)
    assert "Empreinte de la copie scellée" in words
    assert CASE[:8] in words
    assert TARGET not in shown.text


async def test_the_view_is_of_those_who_answer_for_complaints(house: PagesHouse) -> None:
    for who in (INVESTIGATOR, ("technicienne", "technician"), ("elue", "elected-official")):
        assert (await house.page(PAGE, who)).status_code == 403
