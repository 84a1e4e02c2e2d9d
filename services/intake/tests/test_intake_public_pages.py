"""The public map, list and feeds: whole without script, cached, and never a word too much."""

import csv
import io
import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from httpx import Response
from intake.domain.activities import Vocabulary
from intake.entrypoints.limits import Limits

from services.intake.tests.conftest import Counter, complaint
from services.intake.tests.public_samples import HERE, assigned, completed, public_grids

LIST = f"/carte/{HERE}"
FEEDS = ("geojson", "csv", "atom")
PRIVATE = ("Alix", "alix@", "13665", "trou profond", "-73.86<", "tech-pr")


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    """Two activities of Pierrefonds."""
    return public_grids


def page(counter: Counter, path: str = LIST, **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: Response = counter.client.get(path, headers=sent)
    return answer


def close(counter: Counter, case_id: str, **more: Any) -> None:
    """Without work, by the technician."""
    body = {"validated": True, "withoutWork": True, "internalNote": "Rien à faire.", **more}
    answer = counter.post(f"/cases/{case_id}/close", body, key=f"close-{case_id}")
    assert answer.status_code == 200, answer.text


def keep(counter: Counter, case_id: str, change: Callable[[Any], Any]) -> None:
    """Another service's fact, taken into the case."""
    document = counter.store.documents[case_id]
    object.__setattr__(document, "state", change(counter.state(case_id)))


def fed(counter: Counter, suffix: str) -> str:
    answer = page(counter, f"{LIST}/demandes.{suffix}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_counters_are_listed_and_an_unknown_one_is_not_found(counter: Counter) -> None:
    assert "Pierrefonds-Roxboro" in page(counter, "/carte").text
    for path in ("/carte/nulle-part", "/carte/nulle-part/x"):
        answer = page(counter, path)
        assert answer.status_code == 404
        assert "Nous ne tenons pas de guichet" in answer.text


def test_open_and_lately_closed_requests_are_listed_and_counted_in_words(counter: Counter) -> None:
    counter.register()
    close(counter, counter.register(activity="Éclairage défectueux"))
    text = page(counter).text
    assert "1 demande ouverte, 1 fermée depuis 30 jours" in " ".join(text.split())
    assert "boulevard Pierrefonds" in text
    assert "1 open request, 1 closed in the last 30 days" in " ".join(
        page(counter, f"{LIST}?lang=en").text.split()
    )
    counter.now += timedelta(days=31)
    text = page(counter).text
    assert "Nid-de-poule</a>" in text, "what is open is told however old it is"
    assert "Éclairage défectueux</a>" not in text


def test_the_list_is_filtered_and_paged_without_script(counter: Counter) -> None:
    for _ in range(21):
        counter.register()
    close(counter, counter.register(activity="Éclairage défectueux"))
    assert "22" in page(counter).text
    assert "Éclairage défectueux</a>" in page(counter).text
    second = page(counter, f"{LIST}?etat=open&activite=nid-de-poule&page=2").text
    assert second.count('class="public-mark"') == 1
    assert "Page 2 de 2" in second
    assert "etat=open&amp;activite=nid-de-poule" in second
    assert page(counter, f"{LIST}?etat=closed").text.count('class="public-mark"') == 1
    counter.now += timedelta(days=8)
    assert page(counter, f"{LIST}?depuis=7").text.count('class="public-mark"') == 0


@pytest.mark.parametrize(
    "query",
    ["etat=x", "activite=%22%3E", "depuis=-1", "page=0", "page=9e9", "page=²", "page=99999"],
)
def test_a_filter_that_is_none_shows_something_sound(counter: Counter, query: str) -> None:
    counter.register()
    answer = page(counter, f"{LIST}?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_pv_44_no_complaint_claim_access_request_or_question_is_ever_told(
    counter: Counter,
) -> None:
    hidden = [
        counter.register(**complaint()),
        counter.register(kind="claim", activity="Réclamation au sujet de Zoé"),
        counter.register(kind="access", activity="Accès au dossier de Zoé"),
        counter.register(kind="information", activity="Question de Zoé", channel="email"),
    ]
    turned = counter.register(activity="Éclairage défectueux")
    answer = counter.post(
        f"/cases/{turned}/reclassify", {"kind": "complaint"}, key="reclassify-1234567"
    )
    assert answer.status_code == 200, answer.text
    seen = [page(counter).text, *(fed(counter, suffix) for suffix in FEEDS)]
    for text in seen:
        assert not any(case_id in text for case_id in (*hidden, turned))
        assert "Zoé" not in text
    for case_id in (*hidden, turned):
        assert page(counter, f"{LIST}/{case_id}").status_code == 404
        assert page(counter, f"{LIST}/{case_id}/photos/x").status_code == 404


def test_nothing_private_is_on_any_page_or_feed(counter: Counter) -> None:
    case_id = counter.register()
    close(counter, case_id, publicText="Bonjour Alix, c'est fait.")
    for path in (LIST, f"{LIST}/{case_id}", *(f"{LIST}/demandes.{one}" for one in FEEDS)):
        text = page(counter, path).text
        assert case_id in text
        assert not [one for one in PRIVATE if one in text], path


def test_a_request_has_its_page_with_what_happened_pv_03_pv_56(counter: Counter) -> None:
    case_id = counter.register()
    keep(counter, case_id, lambda case: completed(assigned(case)))
    text = page(counter, f"{LIST}/{case_id}").text
    assert "Intervention faite, à valider" in text
    assert "Travaux publics" in text
    body = {"validated": True, "publicText": "Asphalte posé."}
    assert counter.post(f"/cases/{case_id}/close", body, key="close-it-now-123").status_code == 200
    text = page(counter, f"{LIST}/{case_id}").text
    assert "Terminée" in text
    assert "Asphalte posé." in text
    assert "Me joindre" not in text
    english = page(counter, f"{LIST}/{case_id}?lang=en").text
    assert "Given to the department: Public works." in english
    assert "La demande" not in english


def test_of_another_borough_a_request_is_not_found(counter: Counter) -> None:
    case_id = counter.register()
    answer = page(counter, f"/carte/prevost/{case_id}")
    assert answer.status_code == 404
    assert "Rien à montrer ici" in answer.text
    assert case_id not in page(counter, "/carte/prevost").text


def test_geojson_has_a_feature_for_each_request_at_its_coarse_point(counter: Counter) -> None:
    case_id = counter.register()
    counter.register(place={"address": "rue Gouin"})
    answer = page(counter, f"{LIST}/demandes.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = {one["id"]: one for one in answer.json()["features"]}
    assert len(features) == 2
    longitude, latitude = features.pop(case_id)["geometry"]["coordinates"]
    assert (longitude, latitude) != (-73.86, 45.49)
    assert longitude == pytest.approx(-73.86, abs=0.0004)
    assert latitude == pytest.approx(45.49, abs=0.0003)
    (other,) = features.values()
    assert other["geometry"] is None
    assert other["properties"]["activityEn"] == "Pothole"
    assert other["properties"]["url"].endswith(f"{LIST}/{other['id']}")


def test_csv_is_in_the_citys_own_columns_and_words(counter: Counter) -> None:
    case_id = counter.register()
    keep(counter, case_id, assigned)
    text = fed(counter, "csv")
    assert text.startswith("\ufeffID_UNIQUE,NATURE,ACTI_NOM,")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["NATURE"], row["ACTI_NOM"]) == ("Requete", "Nid-de-poule")
    assert (row["TYPE_LIEU_INTERV"], row["RUE"]) == ("Adresse", "boulevard Pierrefonds")
    assert row["DDS_DATE_CREATION"] == "2026-06-15T10:00:00"
    assert (row["PROVENANCE_ORIGINALE"], row["PROVENANCE_TELEPHONE"]) == ("Téléphone", "1")
    assert row["PROVENANCE_MOBILE"] == "0"
    assert (row["DERNIER_STATUT"], row["LOC_ERREUR_GDT"]) == ("Prise en charge", "0")
    assert float(row["LOC_X"]) == pytest.approx(276_700, abs=200)


def test_atom_tells_the_newest_change_first_and_is_well_formed(counter: Counter) -> None:
    first = counter.register()
    counter.now += timedelta(minutes=1)
    second = counter.register()
    counter.now += timedelta(minutes=1)
    close(counter, first)
    feed = ET.fromstring(fed(counter, "atom"))
    space = {"a": "http://www.w3.org/2005/Atom"}
    ids = [one.text for one in feed.findall("a:entry/a:id", space)]
    assert ids == [f"urn:uuid:{first}", f"urn:uuid:{second}"]
    assert feed.findtext("a:updated", "", space) == "2026-06-15T14:02:00+00:00"


@pytest.mark.parametrize("suffix", FEEDS)
def test_a_feed_is_answered_304_until_something_changes(counter: Counter, suffix: str) -> None:
    case_id = counter.register()
    path = f"{LIST}/demandes.{suffix}"
    first = page(counter, path)
    assert first.headers["cache-control"] == "public, max-age=60"
    assert first.headers["last-modified"] == "Mon, 15 Jun 2026 14:00:00 GMT"
    again = page(counter, path, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    close(counter, case_id)
    changed = page(counter, path, if_none_match=first.headers["etag"])
    assert changed.status_code == 200


def test_an_empty_feed_is_a_feed_and_an_unknown_counter_is_none(counter: Counter) -> None:
    for suffix in FEEDS:
        assert page(counter, f"/carte/prevost/demandes.{suffix}").status_code == 200
        assert page(counter, f"/carte/nulle-part/demandes.{suffix}").status_code == 404
    assert json.loads(page(counter, "/carte/prevost/demandes.geojson").text)["features"] == []


def key_on(text: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', text)
    assert found
    return found[1]


def test_a_citizen_joins_from_the_page_and_gets_a_code_once_per_key(counter: Counter) -> None:
    case_id = counter.register()
    path = f"{LIST}/{case_id}"
    sent = {"key": key_on(page(counter, path).text), "contact.email": "zoe@example.org"}
    codes = set()
    for _ in range(2):
        answer = counter.client.post(f"{path}/joindre", data=sent)
        assert answer.status_code == 200, answer.text
        found = re.search(r'name="code" value="(\w+)"', answer.text)
        assert found
        codes.add(found[1])
    assert len(codes) == 1
    assert len(counter.state(case_id).requesters) == 1
    assert "2 personnes" in page(counter, path).text


def test_a_wrong_e_mail_is_kept_and_told_and_nobody_joins(counter: Counter) -> None:
    case_id = counter.register()
    path = f"{LIST}/{case_id}"
    sent = {"key": key_on(page(counter, path).text), "contact.email": "zoe chez example"}
    answer = counter.client.post(f"{path}/joindre", data=sent)
    assert answer.status_code == 400
    assert 'value="zoe chez example"' in answer.text
    assert "contact-email-fault" in answer.text
    assert counter.state(case_id).requesters == ()


def test_what_is_closed_or_sent_from_elsewhere_is_not_joined(counter: Counter) -> None:
    case_id = counter.register()
    path = f"{LIST}/{case_id}"
    sent = {"key": key_on(page(counter, path).text)}
    other = counter.client.post(
        f"{path}/joindre", data=sent, headers={"sec-fetch-site": "cross-site"}
    )
    assert other.status_code == 403
    close(counter, case_id)
    assert counter.client.post(f"{path}/joindre", data=sent).status_code == 422
    assert counter.state(case_id).requesters == ()


def test_pages_are_under_100_kb_and_ask_nobody_else(counter: Counter) -> None:
    for _ in range(25):
        case_id = counter.register()
    for path in (LIST, f"{LIST}/{case_id}"):
        text = page(counter, path).text
        assert len(text.encode()) < 40_000
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []


class TestLimits:
    """Everybody's look-ups are counted here too."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Two look-ups an hour."""
        wide = "1000000/second"
        return Limits(writes=wide, lookups="2/hour", tracking=wide, wrong_codes=wide)

    def test_beyond_the_rate_the_answer_is_429_with_retry_after(self, counter: Counter) -> None:
        assert page(counter).status_code == 200
        assert page(counter, f"{LIST}/demandes.csv").status_code == 200
        answer = page(counter, f"{LIST}/demandes.atom")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
