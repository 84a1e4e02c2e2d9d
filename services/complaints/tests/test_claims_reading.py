"""Who reads a claim: the register and the file, the delays in words, every reading on record."""

import csv
import io
from typing import Any

from contracts.events.claims import CLAIMS
from guichet_testing.complaints_house import CASE

from services.complaints.tests.claims_house import (
    CLERK,
    GENERAL,
    NOTICE_DUE,
    TECHNICIAN,
    WORDS,
    ClaimsHouse,
    missed,
    words_of,
)

FILE = f"/reclamations/{CASE}"
NOTICE = {"receivedOn": "2026-11-25", "means": "mail"}


async def test_the_register_says_the_delays_of_the_person_in_words_c_13_c_16() -> None:
    house = ClaimsHouse()
    await house.claimed()
    page = words_of(await house.get("/reclamations", CLERK))
    assert "jusqu'au 25 novembre 2026 (dans 5 jours)" in page
    assert "jusqu'au 10 mai 2027 (dans 171 jours)" in page
    assert "À l'étude" in page
    assert WORDS not in page
    assert "en retard" not in page
    assert "Retard" not in page


async def test_a_delay_that_is_over_is_the_persons_and_never_late_work() -> None:
    house = ClaimsHouse()
    await house.claimed()
    house.clock.forward(6 * 24 * 3600)
    await house.hear(missed("claim-notice", NOTICE_DUE))
    page = await house.get("/reclamations", CLERK)
    assert "terminé le 25 novembre 2026, sans avis" in words_of(page)
    assert "is-missed" not in page.text
    assert "late-words" not in page.text


async def test_a_notice_is_in_time_by_the_day_on_which_it_came() -> None:
    in_time, late = ClaimsHouse(), ClaimsHouse()
    for house, on in ((in_time, "2026-11-25"), (late, "2026-11-26")):
        await house.claimed()
        house.clock.forward(10 * 24 * 3600)
        assert (await house.clerk("notice", {**NOTICE, "receivedOn": on})).status_code == 200
    assert "reçu le 25 novembre 2026, dans le délai" in words_of(await in_time.get(FILE, CLERK))
    page = words_of(await late.get(FILE, CLERK))
    assert "reçu le 26 novembre 2026, après le délai du 25 novembre 2026" in page


async def test_bodily_injury_is_apart_in_the_register_too() -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False, damages=["bodily"])
    page = words_of(await house.get("/reclamations", CLERK))
    assert "aucun : dommage corporel" in page
    assert "trois ans (C.c.Q. 2930)" in page


async def test_what_is_missing_is_asked_for_in_a_list_of_its_own() -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False, happened_on=None)
    page = words_of(await house.get("/reclamations?list=lacking", CLERK))
    assert "la date des faits" in page
    assert "date des faits inconnue" in page
    other = ClaimsHouse()
    await other.claimed()
    empty = words_of(await other.get("/reclamations?list=lacking", CLERK))
    assert "Aucune réclamation dans cette liste." in empty


async def test_the_register_leaves_as_a_table_without_the_persons_words() -> None:
    house = ClaimsHouse()
    await house.claimed()
    answer = await house.get("/reclamations/registre.csv", CLERK)
    assert answer.headers["content-type"].startswith("text/csv")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[0] == "Réclamation"
    assert row[:4] == [CASE, "Ville", "2026-11-20", "2026-11-10"]
    assert "25 novembre 2026" in row[5]
    assert WORDS not in answer.text


async def test_a_file_is_shown_once_its_reading_is_stored_and_a_try_is_on_record_too() -> None:
    house = ClaimsHouse()
    await house.claimed()
    page = await house.get(FILE, CLERK)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert WORDS in words_of(page)
    assert WORDS not in page.text.partition("</title>")[0]
    refused = await house.get(f"claims/{CASE}", ("curieuse", "access-officer"))
    assert refused.status_code == 404
    shown = await house.get(f"claims/{CASE}?act=export", CLERK)
    readings = [(one["reader"], one["act"]) for one in shown.json()["readings"]]
    assert readings == [(CLERK[0], "read"), ("curieuse", "refused"), (CLERK[0], "export")]


async def test_who_is_not_bound_to_claims_gets_the_answer_of_a_file_that_does_not_exist() -> None:
    house = ClaimsHouse()
    await house.claimed()
    nowhere = "5f0c1e0a-0000-4000-8000-0000000000ff"
    director = ("directrice", "director")
    mine = await house.get(FILE, director)
    none = await house.get(f"/reclamations/{nowhere}", director)
    assert (mine.status_code, words_of(mine)) == (none.status_code, words_of(none))
    assert mine.status_code == 404
    assert (await house.get("/reclamations", TECHNICIAN)).status_code == 403
    assert (await house.get(FILE, TECHNICIAN)).status_code == 403
    listed = (await house.get("claims", director)).json()
    assert listed["items"] == []
    assert (await house.get("claims", CLERK, borough="anjou")).json()["items"] == []
    assert (await house.get(FILE, CLERK, borough="anjou")).status_code == 404


async def test_the_general_director_reads_and_is_offered_nothing_to_do() -> None:
    house = ClaimsHouse()
    await house.claimed()
    page = await house.get(FILE, GENERAL)
    assert page.status_code == 200
    assert "Ce qui peut être fait" not in words_of(page)


async def test_a_form_keeps_what_was_typed_and_says_the_fault_beside_its_field() -> None:
    house = ClaimsHouse()
    await house.claimed()
    said = {"outcome": "partly", "amountCents": "mille", "reasonsFr": "Pneu déjà usé."}
    answer = await house.send("decision", said)
    assert answer.status_code == 400
    assert 'id="amountCents-fault"' in answer.text
    assert "un montant est attendu, comme 1 250,50 $" in words_of(answer)
    assert 'value="mille"' in answer.text
    assert "Pneu déjà usé." in answer.text
    assert (await house.claim()).decision is None
    done = await house.send("decision", {**said, "amountCents": "1 250,50 $"})
    assert done.status_code == 303
    assert done.headers["location"] == f"{FILE}?fait=decision"
    decision = (await house.claim()).decision
    assert decision is not None
    assert decision.amount_cents == 125_050


async def test_every_action_of_the_page_runs_its_command() -> None:
    house = ClaimsHouse()
    await house.claimed()
    forms: dict[str, dict[str, Any]] = {
        "avis": NOTICE | {"receivedOn": "2026-11-18"},
        "faits": {"happenedOn": "2026-11-11", "place": "Rue X", "damages": ["property", "bodily"]},
        "document": {"kind": "estimate", "title": "Garage", "amountCents": "1,250.00"},
        "remise": {"to": "adjuster", "name": "Expert Exemple", "on": "2026-11-20"},
        "retrait": {"saidBy": "La personne, au téléphone"},
    }
    for name, fields in forms.items():
        opened = await house.get(f"{FILE}?agir={name}", CLERK)
        assert f'action="{FILE}/{name}"' in opened.text
        assert (await house.send(name, fields)).status_code == 303, name
    state = await house.claim()
    assert [one.what for one in state.journal] == [
        "record-notice",
        "state-facts",
        "add-paper",
        "hand-over",
        "take-back",
    ]
    assert state.papers[0].amount_cents == 125_000
    assert state.damages == ("property", "bodily")
    assert house.said(CLAIMS)[-1].wire_type == "complaints.claim-withdrawn.v1"
    assert "Ce qui peut être fait" not in words_of(await house.get(FILE, CLERK))
