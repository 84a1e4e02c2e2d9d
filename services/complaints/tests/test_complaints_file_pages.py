"""The file of a complaint on its page: opened by a choice, never by a link, and on record."""

from datetime import timedelta

import pytest
from complaints.domain.custody import Act, Disclosure
from fastapi.routing import APIRoute
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    STATEMENT,
    TARGET,
    TECHNICIAN,
    grid,
)
from guichet_testing.toy import NOW

from services.complaints.tests.pages_house import FILE, NOWHERE, PagesHouse, text_of, without_id

TARGETED = (TARGET, "director", "investigator", "clerk")


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


async def test_an_address_alone_opens_no_file_pv_44(house: PagesHouse) -> None:
    await house.opened()
    door = await house.page(FILE, DIRECTOR)
    assert door.status_code == 200
    assert STATEMENT not in door.text
    assert TARGET not in door.text
    assert 'type="radio"' in door.text
    assert "checked" not in door.text, "nobody relies on an exception that was not chosen"
    assert await house.traces() == []


async def test_no_file_opens_without_the_exception_it_relies_on_pv_44(house: PagesHouse) -> None:
    await house.opened()
    for chosen in ({}, {"exception": "curiosity"}):
        answer = await house.send(FILE, DIRECTOR, {"do": "read", **chosen})
        assert answer.status_code == 400
        assert "Choisissez l'exception" in text_of(answer)
        assert STATEMENT not in answer.text
    assert await house.traces() == []


async def test_each_showing_print_and_export_is_on_record_before_it_pv_45(
    house: PagesHouse,
) -> None:
    await house.opened()
    shown = await house.opened_file(DIRECTOR)
    printed = await house.opened_file(DIRECTOR, "discipline", do="print")
    exported = await house.opened_file(DIRECTOR, "law", do="export")
    assert STATEMENT in shown.text
    assert STATEMENT in printed.text
    assert exported.json()["content"]["statement"] == STATEMENT
    assert exported.headers["content-disposition"].startswith("attachment")
    assert [(one.person_id, one.exception, one.act) for one in await house.traces()] == [
        ("directrice", Disclosure.INVESTIGATION, Act.READ),
        ("directrice", Disclosure.DISCIPLINE, Act.PRINT),
        ("directrice", Disclosure.LAW, Act.EXPORT),
    ]


async def test_on_paper_there_is_no_form_and_every_letter_is_open(house: PagesHouse) -> None:
    await house.concluded()
    printed = (await house.opened_file(DIRECTOR, do="print")).text
    assert "CONFIDENTIEL" in printed
    assert "faire-decide-measure" not in printed
    assert '<details class="action letter" open>' in printed


@pytest.mark.parametrize("who", [TARGETED, ("quelqu-un", "investigator"), ("autre", "responsable")])
async def test_who_may_not_gets_the_page_of_no_file_by_every_address_c_02_pv_45(
    house: PagesHouse, who: tuple[str, ...]
) -> None:
    await house.started()
    pages = {
        (method, route.path)
        for router in house.kit.routers
        for route in router.routes
        if isinstance(route, APIRoute) and route.path.startswith("/plaintes/{case_id}")
        for method in route.methods or ()
    }
    assert ("POST", "/plaintes/{case_id}") in pages
    forms = ({}, *({"do": one, "exception": "law"} for one in ("read", "conclude", "grant")))
    for method, path in sorted(pages):
        for sent in forms if method == "POST" else ({},):
            answers = []
            for case_id in (CASE, NOWHERE):
                address = path.replace("{case_id}", case_id)
                asked = house.page(address, who) if method == "GET" else None
                answer = await (asked or house.send(address, who, sent))
                answers.append((answer.status_code, without_id(answer, case_id)))
            assert answers[0] == answers[1], (method, path, sent)
            assert STATEMENT not in answers[0][1]
            # Where an exception is asked for first, it is asked for of no file alike.
            assert answers[0][0] in (403, 404) or (
                path.endswith("/lectures") and "exception" not in sent
            )
    assert {one.act for one in await house.traces()} == {Act.REFUSED}


@pytest.mark.parametrize("role", ["elected-official", "technician", "operator"])
async def test_other_roles_have_no_such_page_whatever_they_ask_for(
    house: PagesHouse, role: str
) -> None:
    await house.opened()
    assert (await house.page(FILE, ("quelqu-un", role))).status_code == 403
    assert (await house.page("/plaintes", ("quelqu-un", role))).status_code == 403


async def test_no_page_is_kept_told_elsewhere_or_named_after_anybody(house: PagesHouse) -> None:
    await house.started()
    for answer in (
        await house.page("/plaintes", DIRECTOR),
        await house.page(FILE, DIRECTOR),
        await house.opened_file(DIRECTOR),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        title = answer.text.split("<title>")[1].split("</title>")[0]
        assert TARGET not in title
        assert CASE[:8] not in title


async def test_a_form_from_another_site_opens_nothing(house: PagesHouse) -> None:
    await house.opened()
    answer = await house.send(
        FILE,
        DIRECTOR,
        {"exception": "investigation"},
        **{"cookie": "guichet_session=x", "authorization": "", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert await house.traces() == []


async def test_the_general_director_knows_where_it_stands_and_opens_it_once_on_the_list(
    house: PagesHouse,
) -> None:
    await house.opened()
    door = await house.page(FILE, GENERAL)
    assert "Fermé pour vous" in text_of(door)
    myself = {
        "do": "grant",
        "key": "k" * 20,
        "grant.personId": GENERAL[0],
        "grant.exception": "discipline",
        "grant.why": "mesure à décider",
    }
    assert "peut ouvrir le dossier" in text_of(await house.send(FILE, GENERAL, myself))
    assert (await house.opened_file(GENERAL, "law")).status_code == 404
    assert STATEMENT in (await house.opened_file(GENERAL, "discipline")).text


async def test_the_file_says_each_condition_and_every_letter_pv_18_pv_38(
    house: PagesHouse,
) -> None:
    await house.opened(signed=False, targets=False)
    said = text_of(await house.opened_file(DIRECTOR))
    assert "Signée (PV-18) non" in said
    assert "Faite par écrit (PV-18) oui" in said
    assert "2 jours après le 18 novembre 2026, limite 15" in said
    assert "Dernier jour pour compléter" in said
    assert "Invitation à compléter" in said


async def test_where_any_expression_is_a_complaint_nothing_is_demanded_c_03(
    house: PagesHouse,
) -> None:
    await house.hear(grid(written=False, signed=False, max_age_days=None))
    await house.opened_as_said(written=False, signed=False)
    said = text_of(await house.opened_file(DIRECTOR))
    assert "rien n'est exigé (C-03)" in said
    assert "non, et pas exigé ici" not in said


async def test_a_reported_danger_goes_before_every_condition_c_08(house: PagesHouse) -> None:
    await house.opened(danger=True, signed=False, targets=False)
    assert "admise telle quelle (C-08)" in text_of(await house.opened_file(DIRECTOR))


async def test_the_file_says_its_clock_as_sla_told_it_pv_04(house: PagesHouse) -> None:
    await house.started()
    await house.promised("complaint", NOW + timedelta(days=2))
    assert "Traitement : dans 2 jours" in text_of(await house.page(FILE, INVESTIGATOR))
    house.clock.now = NOW + timedelta(days=5)
    assert "Traitement : en retard de 3 jours" in text_of(await house.opened_file(INVESTIGATOR))


async def test_who_was_shut_out_while_working_is_led_back_to_the_list(house: PagesHouse) -> None:
    await house.opened()
    assert TECHNICIAN[1] not in DIRECTOR
    answer = await house.act(
        "name-targets", DIRECTOR, {"targets.0.personId": DIRECTOR[0], "targets.0.department": ""}
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/plaintes?fait=name-targets")
    assert (await house.page(FILE, DIRECTOR)).status_code == 404
