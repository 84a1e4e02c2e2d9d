"""The counter's page: what a citizen brings for a complaint is taken in, and nothing is read."""

from typing import Any
from uuid import uuid4

import pytest
from complaints.domain.stage import Stage, stage_of
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    INVESTIGATOR,
    STATEMENT,
    TARGET,
    TECHNICIAN,
)

from services.complaints.tests.pages_house import (
    COUNTER,
    NOWHERE,
    PagesHouse,
    text_of,
    without_id,
)


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


async def bring(house: PagesHouse, what: str, who: tuple[str, ...], **fields: str) -> Any:
    """A form of the counter's page."""
    sent = {f"{what}.{name}": value for name, value in fields.items()}
    answer = await house.send(COUNTER, who, {"do": what, "key": uuid4().hex, **sent})
    await house.look()
    return answer


async def test_the_counter_takes_a_signature_in_and_reads_nothing_pv_18(house: PagesHouse) -> None:
    await house.opened(signed=False, targets=False)
    page = await house.page(COUNTER, TECHNICIAN)
    assert page.status_code == 200
    assert STATEMENT not in page.text
    assert "À compléter" not in page.text, "not even where it stands"
    refused = await bring(house, "sign", TECHNICIAN, kind="typed", signer="Alix Marqué")
    assert refused.status_code == 400
    assert "confirmer que son nom vaut signature" in text_of(refused)
    assert 'value="Alix Marqué"' in refused.text
    assert stage_of(await house.state()) is Stage.INVITED
    taken = await bring(
        house, "sign", TECHNICIAN, kind="typed", signer="Alix Marqué", confirmed="true"
    )
    assert "La signature est reçue." in text_of(taken)
    assert stage_of(await house.state()) is Stage.ADMITTED
    assert await house.traces() == [], "nothing was shown"


async def test_a_second_signature_by_the_same_person_is_refused_beside_the_name_pv_18(
    house: PagesHouse,
) -> None:
    await house.opened(signed=False, targets=False)
    signature = {"kind": "typed", "signer": "Alix Marqué", "confirmed": "true"}
    await bring(house, "sign", TECHNICIAN, **signature)
    again = await bring(house, "sign", TECHNICIAN, **{**signature, "signer": "ALIX marqué"})
    assert "cette personne a déjà signé" in again.text.split('id="sign-signer-fault"')[1][:60]
    assert len((await house.state()).signatures) == 1


async def test_a_supplement_a_no_and_a_withdrawal_are_taken_in_too_pv_18_pv_38(
    house: PagesHouse,
) -> None:
    await house.opened(full_contact=False, targets=False)
    nothing = await bring(house, "supplement", TECHNICIAN)
    assert "indiquez au moins ce qui est venu" in text_of(nothing)
    await bring(house, "supplement", TECHNICIAN, fullContact="true")
    assert stage_of(await house.state()) is Stage.ADMITTED
    late = await bring(house, "decline", TECHNICIAN, saidBy="au téléphone")
    assert late.status_code == 400
    await bring(house, "withdraw", TECHNICIAN, saidBy="Alix Marqué, au comptoir")
    assert stage_of(await house.state()) is Stage.CONCLUDED


@pytest.mark.parametrize("what", ["conclude", "grant", "name-targets", "read", ""])
async def test_no_other_form_is_taken_at_the_counter(house: PagesHouse, what: str) -> None:
    await house.opened()
    before = (await house.state()).journal
    answer = await house.send(
        COUNTER, TECHNICIAN, {"do": what, "exception": "law", "key": "k" * 20}
    )
    assert STATEMENT not in answer.text
    assert (await house.state()).journal == before


async def test_who_may_not_gets_the_page_of_no_file_at_the_counter_too_pv_45_c_02(
    house: PagesHouse,
) -> None:
    await house.started()
    targeted = (TARGET, "technician", "director")
    mine = await house.page(COUNTER, targeted)
    none = await house.page(COUNTER.replace(CASE, NOWHERE), targeted)
    assert (mine.status_code, without_id(mine, CASE)) == (404, without_id(none, NOWHERE))
    assert (await bring(house, "withdraw", targeted, saidBy="moi")).status_code == 404
    assert (await house.page(COUNTER, INVESTIGATOR)).status_code == 403
    assert (await house.page(COUNTER, DIRECTOR)).status_code == 200
