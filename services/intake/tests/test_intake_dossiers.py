"""Who sees which dossier: staff within their boroughs, citizens by their code."""

from datetime import timedelta

import pytest

from services.intake.tests.conftest import ANSWER, NOW, Counter, form


def test_a_dossier_of_another_borough_is_not_found(counter: Counter) -> None:
    case_id = counter.register()
    hidden = counter.get(f"/cases/{case_id}", by="elsewhere")
    assert (hidden.status_code, hidden.json()) == (404, counter.get("/cases/none").json())
    assert counter.get("/cases", by="elsewhere").json()["paging"]["totalCount"] == 0
    assert counter.get("/cases?borough=pierrefonds-roxboro", by="elsewhere").json()["items"] == []


def test_a_dossier_is_for_those_whose_role_reads_dossiers(counter: Counter) -> None:
    case_id = counter.register()
    for path in (f"/cases/{case_id}", "/cases"):
        assert counter.get(path, by=None).status_code == 401
        assert counter.get(path, by="elected").status_code == 403


def test_an_operator_sees_that_a_case_is_there_but_not_whom_to_call(counter: Counter) -> None:
    case_id = counter.register()
    assert counter.get(f"/cases/{case_id}", by="operator").json()["contact"] is None
    assert counter.get(f"/cases/{case_id}").json()["contact"]["email"] == "alix@example.org"


def test_the_list_is_paged_sorted_and_filtered_as_the_city_does(counter: Counter) -> None:
    ids = []
    for minute in range(3):
        counter.now = NOW + timedelta(minutes=minute)
        ids.append(counter.register())
    counter.post(f"/cases/{ids[0]}/withdraw")
    first = counter.get("/cases?limit=2").json()
    assert first["paging"] == {"offset": 0, "limit": 2, "totalCount": 3}
    assert [item["caseId"] for item in first["items"]] == [ids[2], ids[1]], "newest first"
    oldest = counter.get("/cases?orderBy=+receivedAt&limit=1&offset=1").json()
    assert [item["caseId"] for item in oldest["items"]] == [ids[1]]
    gone = counter.get("/cases?status=withdrawn").json()
    assert [item["caseId"] for item in gone["items"]] == [ids[0]]


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("orderBy=contact", "orderBy"),
        ("limit=0", "limit"),
        ("offset=-1", "offset"),
        ("status=x", "status"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(counter: Counter, query: str, target: str) -> None:
    answer = counter.get(f"/cases?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["target"] == target


def test_the_code_opens_the_citizens_page_however_it_is_typed_pv_03(counter: Counter) -> None:
    code = counter.post("/cases", form()).json()["trackingCode"]
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}".replace("0", "o").replace("1", "l")
    view = counter.get("/tracking", by=None, x_tracking_code=typed).json()
    assert view["status"] == "registered"
    assert view["nextStepText"]
    assert view["timeline"][0]["text"] == "Votre demande a été reçue."
    english = counter.get("/tracking", by=None, x_tracking_code=code, accept_language="en").json()
    assert english["timeline"][0]["text"] == "Your request was received."
    for private in ("alix", "Alix", "13665", "école", "tech-pr"):
        assert private not in str(view)


@pytest.mark.parametrize("code", ["0000000000000000", "x", "*" * 16, "' OR 1=1", "é" * 16])
def test_every_unknown_code_has_the_same_answer(counter: Counter, code: str) -> None:
    counter.register()
    answer = counter.client.get(
        "/api/intake/v1/tracking", headers={"x-tracking-code": code.encode("latin-1")}
    )
    assert answer.status_code == 404
    assert answer.json() == counter.get("/cases/none").json()


def test_a_citizen_withdraws_with_the_code_and_twice_is_once(counter: Counter) -> None:
    made = counter.post("/cases", form()).json()
    for _ in range(2):
        done = counter.post(
            "/tracking/withdraw", by=None, key=None, x_tracking_code=made["trackingCode"]
        )
        assert (done.status_code, done.json()["status"]) == (200, "withdrawn")
    names = [type(event).__name__ for event in counter.said(made["caseId"])]
    assert names.count("CaseWithdrawnV1") == 1


def test_an_answered_case_is_not_withdrawn_any_more(counter: Counter) -> None:
    body = form(kind="information", answer=ANSWER)
    code = counter.post("/cases", body).json()["trackingCode"]
    refused = counter.post("/tracking/withdraw", by=None, key=None, x_tracking_code=code)
    assert refused.status_code == 422
    assert refused.json()["error"]["message"] == "Une réponse a déjà été donnée."


def test_staff_pages_send_strangers_to_the_sign_in(counter: Counter) -> None:
    for path in ("/dossiers", "/dossiers/x"):
        answer = counter.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/demo/signin")


def signed_in(counter: Counter, name: str) -> None:
    counter.client.cookies.set("guichet_session", name)


def test_staff_pages_show_state_next_step_and_timeline(counter: Counter) -> None:
    case_id = counter.register(description="<script>alert(1)</script>")
    signed_in(counter, "technician")
    listed = counter.client.get("/dossiers?status=registered")
    assert case_id in listed.text
    page = counter.client.get(f"/dossiers/{case_id}")
    assert 'lang="fr"' in page.text
    assert "Prochaine étape" in page.text
    assert "<script>alert" not in page.text
    assert "Next step" in counter.client.get(f"/dossiers/{case_id}?lang=en").text


def test_staff_pages_are_scoped_like_the_api(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter, "elsewhere")
    assert case_id not in counter.client.get("/dossiers").text
    assert counter.client.get(f"/dossiers/{case_id}").status_code == 404
    signed_in(counter, "elected")
    assert counter.client.get("/dossiers").status_code == 403


def test_a_cookie_from_another_site_commands_nothing(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter, "technician")
    answer = counter.post(f"/cases/{case_id}/withdraw", by=None, sec_fetch_site="cross-site")
    assert answer.status_code == 403
    assert counter.state(case_id).status == "registered"


def test_the_tracking_page_works_without_script(counter: Counter) -> None:
    code = counter.post("/cases", form()).json()["trackingCode"]
    asked = counter.client.get("/suivi")
    assert '<label for="code">' in asked.text
    shown = counter.client.post("/suivi", data={"code": code})
    assert shown.status_code == 200
    assert "Nous dirigeons votre demande" in shown.text
    gone = counter.client.post("/suivi/retirer", data={"code": code})
    assert "La demande a été retirée" in gone.text
    unknown = counter.client.post("/suivi", data={"code": "nope"})
    assert unknown.status_code == 404
    assert 'role="alert"' in unknown.text


def test_no_page_holds_anything_inline_or_from_elsewhere(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter, "technician")
    for path in ("/suivi", "/dossiers", f"/dossiers/{case_id}", "/dossiers/none"):
        page = counter.client.get(path)
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert page.headers["cache-control"] == "no-store"
        for inline in (" style=", "<style", " onclick=", "http://", "https://"):
            assert inline not in page.text
    script = counter.client.get("/static/suivi.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert counter.client.get("/static/..%2fpages.py").status_code == 404
