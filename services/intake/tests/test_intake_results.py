"""What a citizen says of the result: all in order, or not resolved (PR-06), and its photo."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from contracts.events.intake import CaseReopenedV1, ResultValidatedV1
from contracts.events.routing import GridCounter
from guichet_testing.bad_input import example
from guichet_testing.grids import heard
from httpx import Response
from intake.application.keep_grid import keep_words
from intake.domain.validating import until_on

from services.intake.tests.attachment_counter import Files, added
from services.intake.tests.attachment_samples import phone_photo
from services.intake.tests.conftest import KEY, NOW, Counter
from services.intake.tests.test_intake_keeping import completed, of_type
from services.intake.tests.test_intake_questions import joined, seen, texts

WHY = "Le trou est revenu dès la pluie."


def validate(counter: Counter, code: str) -> Response:
    return counter.post("/tracking/validate", by=None, key=None, x_tracking_code=code)


def not_resolved(counter: Counter, code: str, text: str = WHY, key: str = KEY) -> Response:
    path, body = "/tracking/not-resolved", {"text": text}
    return counter.post(path, body, by=None, key=f"{key}-nr", x_tracking_code=code)


def close(counter: Counter, case_id: str) -> None:
    answer = counter.post(f"/cases/{case_id}/close", {"validated": True}, key=f"{KEY}-close")
    assert answer.status_code == 200


def test_the_citizen_validates_and_it_closes_nothing_pr_06_pv_57(counter: Counter) -> None:
    case_id = completed(counter)
    code = counter.codes.code_of(case_id)
    assert seen(counter, code)["canValidate"]
    for _ in range(2):
        answer = validate(counter, code)
        assert answer.status_code == 200
        assert (answer.json()["status"], answer.json()["isValidated"]) == ("completed", True)
    assert len(of_type(counter, case_id, ResultValidatedV1)) == 1
    assert "La personne dit que le résultat lui convient" in texts(
        counter.get(f"/cases/{case_id}").json()
    )


def test_it_is_validated_after_closing_too_by_each_for_themselves_pr_06(counter: Counter) -> None:
    case_id = counter.register()
    neighbour, code = joined(counter, case_id), counter.codes.code_of(case_id)
    closing = {"validated": True, "withoutWork": True, "internalNote": "Déjà réparé."}
    counter.post(f"/cases/{case_id}/close", closing, key=f"{KEY}-close")
    assert validate(counter, code).json()["isValidated"]
    assert not seen(counter, neighbour)["isValidated"]
    assert "Vous avez dit que tout est en ordre." not in texts(seen(counter, neighbour))
    assert validate(counter, neighbour).json()["isValidated"]
    assert len(of_type(counter, case_id, ResultValidatedV1)) == 2


def test_without_a_result_there_is_nothing_to_say_of_it(counter: Counter) -> None:
    code = counter.codes.code_of(counter.register())
    page = seen(counter, code)
    assert (page["canValidate"], page["notResolvedUntil"]) == (False, None)
    assert validate(counter, code).status_code == 422
    assert not_resolved(counter, code).status_code == 422


@pytest.mark.parametrize("is_closed", [False, True])
def test_not_resolved_opens_the_case_again_with_the_reason_pr_06_pv_13(
    counter: Counter, is_closed: bool
) -> None:
    case_id = completed(counter)
    code = counter.codes.code_of(case_id)
    if is_closed:
        close(counter, case_id)
    validate(counter, code)
    counter.now = NOW + timedelta(days=2)
    page = not_resolved(counter, code).json()
    assert (page["status"], page["isValidated"]) == ("registered", False)
    assert f"Vous avez dit que ce n'est pas réglé : {WHY}" in texts(page)
    (said,) = of_type(counter, case_id, CaseReopenedV1)
    assert (said.reason, said.reopened_at) == ("not-resolved", counter.now)
    dossier = counter.get(f"/cases/{case_id}").json()
    assert dossier["receivedAt"].startswith("2026-06-15"), "first receipt stands"
    told = texts(dossier)
    assert "Rouvert par la personne : pas résolu" in told
    assert f"La personne dit que ce n'est pas réglé : {WHY}" in told


def test_the_reason_is_between_its_citizen_and_the_counter(counter: Counter) -> None:
    case_id = completed(counter)
    neighbour, code = None, counter.codes.code_of(case_id)
    counter.post(f"/cases/{case_id}/reopen", {"reason": "mistake"}, key=f"{KEY}-r")
    neighbour = joined(counter, case_id)
    closing = {"validated": True, "withoutWork": True, "internalNote": "Vu."}
    counter.post(f"/cases/{case_id}/close", closing, key=f"{KEY}-close")
    assert not_resolved(counter, neighbour).status_code == 200
    assert not [one for one in texts(seen(counter, code)) if WHY in one]
    assert "Le dossier est ouvert de nouveau." in texts(seen(counter, code))
    whole = "".join(event.model_dump_json() for event in counter.said(case_id))
    assert WHY not in whole


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 422)])
def test_it_may_be_said_for_thirty_local_days_pr_06(
    counter: Counter, days: int, status: int
) -> None:
    code = counter.codes.code_of(completed(counter))
    assert seen(counter, code)["notResolvedUntil"] == "2026-07-15"
    # 23:59 in Montréal, which is the next day in UTC
    counter.now = NOW.replace(hour=3, minute=59) + timedelta(days=days + 1)
    assert not_resolved(counter, code).status_code == status
    if status == 422:
        assert seen(counter, code)["notResolvedUntil"] is None


def test_the_days_count_from_the_last_of_work_and_closing(counter: Counter) -> None:
    case_id = completed(counter)
    counter.now = NOW + timedelta(days=5)
    close(counter, case_id)
    shown = seen(counter, counter.codes.code_of(case_id))["notResolvedUntil"]
    assert shown == (date(2026, 6, 20) + timedelta(days=30)).isoformat()


def test_the_days_are_those_that_the_grid_of_the_borough_gives_pr_06(counter: Counter) -> None:
    grid: Any = example("routing.grid-published.v1", counter=GridCounter(not_resolved_days=5))
    rules = keep_words(None, heard(grid), NOW).state.counter
    assert until_on(counter.state(completed(counter)), rules.not_resolved_days) == date(2026, 6, 20)


def test_sent_twice_it_reopens_once(counter: Counter) -> None:
    case_id = completed(counter)
    code = counter.codes.code_of(case_id)
    assert [not_resolved(counter, code).status_code for _ in range(2)] == [200, 200]
    assert len(of_type(counter, case_id, CaseReopenedV1)) == 1
    assert not_resolved(counter, code, "Autre chose.").status_code == 422


def test_on_the_page_both_answers_are_offered_and_work_without_script_pr_06(
    counter: Counter,
) -> None:
    code = counter.codes.code_of(completed(counter))
    page = counter.client.post("/suivi", data={"code": code}).text
    assert "Est-ce que tout est en ordre ?" in page
    assert "15 juillet 2026" in page
    thanks = counter.client.post("/suivi/resolu", data={"code": code})
    assert "Merci de nous l&#39;avoir dit." in thanks.text
    assert "Oui, merci" not in thanks.text
    empty = counter.client.post("/suivi/non-resolu", data={"code": code, "key": KEY, "text": ""})
    assert empty.status_code == 400
    assert "<details open>" in empty.text
    done = counter.client.post("/suivi/non-resolu", data={"code": code, "key": KEY, "text": WHY})
    assert done.status_code == 200
    assert "Votre demande est rouverte." in done.text


@pytest.fixture
def files(counter: Counter, tmp_path: Path) -> Files:
    return Files(counter, tmp_path / "files")


def photo_addresses(files: Files, code: str) -> list[str]:
    page: str = files.counter.client.post("/suivi", data={"code": code}).text
    return [part.split('"')[0] for part in page.split('<img src="')[1:] if "photo" in part[:13]]


def test_the_photo_of_the_result_is_seen_on_the_page_small_and_for_minutes_mh_12(
    files: Files,
) -> None:
    case_id = completed(files.counter)
    code = files.counter.codes.code_of(case_id)
    photo: Any = phone_photo(width=2000)
    added(files.add(case_id, photo, kind="result", public="true"))
    added(files.add(case_id, phone_photo(width=90)))
    (address,) = photo_addresses(files, code)
    assert code not in address
    shown = files.counter.client.get(address)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert len(shown.content) < min(len(photo), 60_000)
    files.counter.now = NOW + timedelta(minutes=11)
    assert files.counter.client.get(address).status_code == 404


def test_an_address_of_a_photo_opens_no_other_and_none_that_was_removed(files: Files) -> None:
    case_id = completed(files.counter)
    code = files.counter.codes.code_of(case_id)
    name = added(files.add(case_id, phone_photo(), kind="result", public="true"))
    internal = added(files.add(case_id, phone_photo(width=90)))
    (address,) = photo_addresses(files, code)
    assert files.counter.client.get(address.replace(name, internal)).status_code == 404
    assert files.counter.client.get(address[:-1] + "x").status_code == 404
    files.remove(case_id, name)
    assert files.counter.client.get(address).status_code == 404
