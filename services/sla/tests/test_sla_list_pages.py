"""The pages of the monthly lists, their files, and the proof that they were told of."""

import csv
import io
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import openpyxl
import pytest
from contracts.events.notifications import MessageFailedV1, MessageHandedOverV1
from contracts.words import RecipientKind
from pypdf import PdfReader
from sla.domain.lists.documents import ListKind, list_id

from services.sla.tests.lists_house import (
    COUNCIL_AT,
    ELECTED,
    PLANNER,
    SECRETARY,
    SENT_AT,
    TECHNICIAN,
    ListsHouse,
    case_id,
)

ENGLISH = {"accept-language": "en"}


@pytest.fixture
async def house(told: Any) -> ListsHouse:
    """A list of three requests was sent, one line of it is answered."""
    made = ListsHouse(told)
    await made.start()
    for number in (1, 2, 3):
        await made.case(number)
    await made.look(SENT_AT)
    await made.answer(
        made.heads()["travaux-publics"], 1, kind="waiting", words="=SOMME(A1) <b>pièce</b> œuvre"
    )
    return made


def page_of(house: ListsHouse, name: str = "travaux-publics") -> str:
    return f"/listes/{house.heads()[name].list_id}"


async def test_pv_27_the_page_shows_lines_answers_hash_and_dates_in_both_languages(
    house: ListsHouse,
) -> None:
    for headers, words in (
        ({}, ("Requêtes non complétées", "sans réponse", "En attente", "vérifiée", "Fermer")),
        (ENGLISH, ("Open requests", "without an answer", "Waiting", "verified", "Close the list")),
    ):
        index = await house.ask(TECHNICIAN, "GET", "/listes", headers=headers)
        assert index.status_code == 200
        assert page_of(house) in index.text
        shown = await house.ask(TECHNICIAN, "GET", page_of(house), headers=headers)
        for text in (*words, house.heads()["travaux-publics"].digest, "poste-tp"):
            assert text in shown.text
        assert "&lt;b&gt;pièce" in shown.text


async def test_pages_send_strangers_to_sign_in_and_show_nobody_anothers_list(
    house: ListsHouse,
) -> None:
    for path in ("/listes", page_of(house), f"{page_of(house)}/liste.pdf"):
        assert (await house.ask(None, "GET", path)).status_code == 303
    for path in (page_of(house), f"{page_of(house)}/liste.csv"):
        for who in (PLANNER, ELECTED):
            assert (await house.ask(who, "GET", path)).status_code == 403
    assert "Aucune liste pour vous" in (await house.ask(PLANNER, "GET", "/listes")).text
    assert (await house.ask(TECHNICIAN, "GET", "/listes/nulle")).status_code == 404


async def test_pv_33_a_line_is_answered_on_the_page_and_what_was_typed_stays_on_error(
    house: ListsHouse,
) -> None:
    path = f"{page_of(house)}/lignes/{case_id(2)}"
    sent = {"kind": "action", "words": "rapiéçage", "plannedOn": "2026-06-01", "key": "k" * 20}
    refused = await house.ask(SECRETARY, "POST", path, data=sent)
    assert refused.status_code == 422
    for kept in ("rapiéçage", 'value="2026-06-01"', "pas dans le passé", 'href="#plannedOn"'):
        assert kept in refused.text
    nothing = await house.ask(SECRETARY, "POST", path, data={"key": "l" * 20})
    assert "Choisissez" in nothing.text
    done = await house.ask(SECRETARY, "POST", path, data=sent | {"plannedOn": "2026-07-02"})
    assert done.status_code == 303
    shown = await house.ask(SECRETARY, "GET", done.headers["location"])
    assert "Réponse enregistrée" in shown.text
    assert "2 juillet 2026" in shown.text


async def test_pv_28_the_technician_closes_on_the_page_and_no_form_is_left(
    house: ListsHouse,
) -> None:
    path = f"{page_of(house)}/fermeture"
    assert (await house.ask(SECRETARY, "POST", path)).status_code == 403
    assert (await house.ask(TECHNICIAN, "POST", path)).status_code == 303
    shown = (await house.ask(TECHNICIAN, "GET", page_of(house))).text
    assert "/lignes/" not in shown
    again = await house.ask(TECHNICIAN, "POST", path)
    assert again.status_code == 422
    assert "La liste est fermée" in again.text


async def test_the_csv_and_the_workbook_have_every_line_and_no_formula(house: ListsHouse) -> None:
    sheet = (await house.ask(TECHNICIAN, "GET", f"{page_of(house)}/liste.csv")).text
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert {row["Dossier"] for row in rows} == {case_id(number) for number in (1, 2, 3)}
    assert [row["Précisions"] for row in rows if row["Précisions"]] == [
        "'=SOMME(A1) <b>pièce</b> œuvre"
    ]
    content = (await house.ask(TECHNICIAN, "GET", f"{page_of(house)}/liste.xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Liste", "Preuve"]
    cells = [cell for row in book["Liste"].iter_rows() for cell in row]
    assert len(cells) == 4 * 11
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    told = {row[0].value: row[1].value for row in book["Preuve"].iter_rows()}
    assert told["Empreinte SHA-256"] == house.heads()["travaux-publics"].digest


async def test_the_pdf_wraps_lines_numbers_pages_and_leaves_room_to_sign(
    house: ListsHouse,
) -> None:
    for number in range(10, 60):
        await house.case(number, "urbanisme")
    await house.look(SENT_AT.replace(month=7, day=27))
    newest = (await house.ask(TECHNICIAN, "GET", "/listes?month=2026-07")).text
    planning = list_id("prevost", "2026-07", ListKind.RESPONSABLE, "urbanisme")
    assert planning in newest
    content = (await house.ask(TECHNICIAN, "GET", f"/listes/{planning}/liste.pdf")).content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} de {len(pages)}" in text
        assert "Prévost" in text
    assert "Technicien du guichet" in pages[-1]
    assert "Échéance" in pages[0]
    assert "Échéance" in pages[1], "headings come again"


async def test_pv_27_the_proof_of_delivery_stands_on_the_list(house: ListsHouse) -> None:
    head = house.heads()["travaux-publics"]
    whose = {
        "case_id": head.list_id,
        "channel": "email",
        "recipient": RecipientKind.DEPARTMENT,
        "at": SENT_AT,
    }
    events = (
        MessageHandedOverV1.model_validate(
            {**whose, "delivery_id": _id("1"), "template": "monthly_list"}
        ),
        MessageFailedV1.model_validate(
            {
                **whose,
                "delivery_id": _id("2"),
                "template": "monthly_list_reminder",
                "reason": "no-address",
            }
        ),
    )
    for sequence, event in enumerate(events, start=1):
        await house.sla.hear(event, key=head.list_id, borough="prevost", sequence=sequence)
    shown = (await house.ask(TECHNICIAN, "GET", page_of(house))).text
    assert "remis au serveur de courriel" in shown
    assert "Courriel de rappel" in shown
    assert "aucune adresse" in shown


async def test_pv_29_pv_44_the_councils_page_links_to_no_case_and_names_nobody(
    house: ListsHouse,
) -> None:
    await house.look(COUNCIL_AT)
    shown = (await house.ask(ELECTED, "GET", page_of(house, "conseil"))).text
    assert "Liste du conseil" in shown
    assert "/dossiers/" not in shown.split("<main", 1)[1]
    assert "poste-tp" not in shown, "no member of staff is shown to the council"


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))
